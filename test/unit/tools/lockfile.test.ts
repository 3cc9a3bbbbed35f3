/** What a fresh clone on any plant's machine needs of the lockfile; npm itself forgets platforms other than its own. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../${name}`, import.meta.url), "utf8"));
const lock = read("package-lock.json") as { readonly packages: Readonly<Record<string, LockEntry>> };
const manifest = read("package.json") as { readonly allowScripts: Readonly<Record<string, boolean>>; readonly engines: Readonly<Record<string, string>> };
const entries = Object.entries(lock.packages).filter(([path]) => path !== "");

/** Node's own look-up: beside the dependent, then in every folder above. */
function installedPath(from: string, name: string): string | undefined {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf("/node_modules/")))) {
    const path = `${base === "" ? "" : `${base}/`}node_modules/${name}`;
    if (lock.packages[path] !== undefined) return path;
    if (!base.includes("node_modules/")) return undefined;
    if (!base.includes("/node_modules/")) base = "";
  }
}

describe("the lockfile", () => {
  it("holds every platform's optional packages", () => {
    const missing = entries.flatMap(([path, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).filter((name) => installedPath(path, name) === undefined).map((name) => `${name} of ${path}`));
    expect(missing).toEqual([]);
    for (const platform of ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"]) {
      for (const native of ["@duckdb/node-bindings", "@koromix/koffi"]) expect(lock.packages, platform).toHaveProperty([`node_modules/${native}-${platform}`]);
    }
  });

  it("names no registry, so that it works with any", () => {
    expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  it("proves every package by its digest", () => {
    expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
  });

  it("brings no install script that was not looked at, and none that runs", () => {
    const scripted = entries.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(scripted.toSorted());
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
    expect(readFileSync(new URL("../../../.npmrc", import.meta.url), "utf8")).toMatch(/^ignore-scripts=true$/m);
  });

  it("is for the Node that the manifest asks for, as a warning only", () => {
    expect(manifest.engines["node"]).toBe(">=20.19");
    expect(readFileSync(new URL("../../../.npmrc", import.meta.url), "utf8")).not.toContain("engine-strict");
  });
});

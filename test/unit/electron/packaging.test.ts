/** The installers' description, checked against electron-builder's own schema; nothing is packed and nothing fetched. */
import { readdirSync, readFileSync, statSync, type Stats } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { missingNatives, nativesProblem } from "../../../tools/natives.mjs";
import beforePack from "../../../tools/beforePack.mjs";

const require = createRequire(import.meta.url);
const root = new URL("../../../", import.meta.url);
const rootPath = decodeURIComponent(root.pathname).replace(/\/$/, "");
// js-yaml is what electron-builder itself reads the file with.
const { load } = require("js-yaml") as { load(text: string): unknown };

interface BuilderConfig {
  readonly asar: boolean;
  readonly asarUnpack: readonly string[];
  readonly files: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly linux: { readonly target: readonly string[] };
  readonly win: { readonly target: readonly string[] };
  readonly mac: { readonly target: readonly string[] };
}

const config = load(readFileSync(new URL("electron-builder.yml", root), "utf8")) as BuilderConfig;
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as { readonly main: string; readonly devDependencies: Readonly<Record<string, string>> };

describe("electron-builder.yml", () => {
  it("is what this version of electron-builder understands", () => {
    const schema = JSON.parse(readFileSync(require.resolve("app-builder-lib/scheme.json"), "utf8")) as object;
    const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
    validate(config);
    expect(validate.errors ?? []).toEqual([]);
    validate({ ...config, asarUnpak: [] });
    expect(validate.errors?.[0]?.message).toContain("additional properties"); // the schema does check
  });

  it("makes deb and AppImage, an NSIS installer and a DMG", () => {
    expect([config.linux.target, config.win.target, config.mac.target]).toEqual([["deb", "AppImage"], ["nsis"], ["dmg"]]);
  });

  it("closes the ways around our own program", () => {
    expect(config.electronFuses).toMatchObject({
      runAsNode: false, enableNodeOptionsEnvironmentVariable: false, enableNodeCliInspectArguments: false, enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true, onlyLoadAppFromAsar: true, grantFileProtocolExtraPrivileges: false,
    });
    expect(config.asar).toBe(true);
  });

  it("keeps native libraries outside the archive and packs what the application starts from", () => {
    expect(config.asarUnpack).toContain("**/node_modules/@duckdb/node-bindings*/**");
    expect(config.asarUnpack).toContain("**/node_modules/@koromix/koffi-*/**");
    expect(config.asarUnpack).toContain("**/node_modules/onnxruntime-node/bin/**");
    expect(config.files).toContain("out/main/**/*");
    expect(manifest.main).toBe("out/main/electron.js");
    expect(manifest.devDependencies["electron"]).toMatch(/^\d+\.\d+\.\d+$/); // electron-builder needs the exact version
  });
});

describe("the runtime of ONNX models in an installer", () => {
  // electron-builder's own reading of the patterns.
  const { FileMatcher } = require("app-builder-lib/out/fileMatcher.js") as { readonly FileMatcher: new (from: string, to: string, expand: (pattern: string) => string, patterns: readonly string[]) => { prependPattern(pattern: string): void; createFilter(): (file: string, stat: Stats) => boolean } };
  const bin = join(rootPath, "node_modules", "onnxruntime-node", "bin");
  const libraries = readdirSync(bin, { recursive: true, encoding: "utf8" }).map((name) => ({ name, stat: statSync(join(bin, name)) })).filter(({ stat }) => stat.isFile());

  it.each([["linux", "x64"], ["linux", "arm64"], ["win32", "x64"], ["darwin", "arm64"]])("has the libraries of %s %s and no other's", (platform, arch) => {
    const matcher = new FileMatcher(rootPath, "/packed", (pattern) => pattern.replaceAll("${platform}", platform).replaceAll("${arch}", arch), config.files);
    matcher.prependPattern("**/*");
    const isPacked = matcher.createFilter();
    const packed = libraries.filter(({ name, stat }) => isPacked(join(bin, name), stat)).map(({ name }) => name.replaceAll("\\", "/"));
    expect(packed.length).toBeGreaterThanOrEqual(2);
    expect(packed.filter((name) => !name.includes(`/${platform}/${arch}/`))).toEqual([]);
  });
});

describe("the natives of an installer", () => {
  it("are there for this machine", () => {
    expect(missingNatives(rootPath, process.platform, process.arch)).toEqual([]);
  });

  it("that are missing are named, with where to build instead", async () => {
    expect(nativesProblem(rootPath, "sunos", "sparc")).toContain("@duckdb/node-bindings-sunos-sparc, @koromix/koffi-sunos-sparc, which are not installed here. Build it on that system");
    await expect(beforePack({ electronPlatformName: "sunos", arch: 1, packager: { projectDir: rootPath } })).rejects.toThrow("sunos x64");
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { chromiumAtHand, installCommand } from "../../../tools/chromium.mjs";
import { electronAtHand, hasScreen } from "../../../tools/electronRuntime.mjs";
import { closingLine, count } from "../../../tools/runTests.mjs";
import { sourceHash } from "../../../tools/sourceHash.mjs";

const folder = mkdtempSync(join(tmpdir(), "twinbench-tools-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (path: string, content = ""): string => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), content);
  return join(folder, path);
};

describe("counting tests", () => {
  const result = (status: string, ...tests: [string, string][]) => ({ name: "f", status, assertionResults: tests.map(([fullName, state]) => ({ fullName, status: state })) });

  it("names what was skipped and counts a file that could not be loaded as a failure", () => {
    const totals = count({ testResults: [result("passed", ["a", "passed"], ["electron opens", "skipped"], ["later", "todo"]), result("failed", ["b", "failed"]), result("failed")] });
    expect(totals).toEqual({ passed: 1, failed: 2, skipped: 2, skippedNames: ["electron opens", "later"] });
    expect(closingLine(totals)).toBe("1 passed, 2 failed, 2 skipped");
  });
});

describe("Chromium for the tests", () => {
  it("is the one CHROME_PATH names, and none if there is none", () => {
    const chrome = file("bin/chrome");
    expect(chromiumAtHand({ CHROME_PATH: chrome })).toBe(chrome);
    expect(chromiumAtHand({ CHROME_PATH: join(folder, "nowhere") })).toBeUndefined();
  });

  it("has an exact command on every platform", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) expect(installCommand(platform)).toMatch(/install .*(chrom)/i);
  });
});

describe("Electron's runtime", () => {
  it.runIf(process.platform === "linux")("is found where ELECTRON_OVERRIDE_DIST_PATH says, or in its package", () => {
    const own = file("node_modules/electron/dist/electron");
    const other = file("elsewhere/electron");
    expect(electronAtHand(folder, {})).toBe(own);
    expect(electronAtHand(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, "elsewhere") })).toBe(other);
    expect(electronAtHand(folder, { ELECTRON_OVERRIDE_DIST_PATH: join(folder, "empty") })).toBeUndefined();
  });

  it("is not started where there is no screen", () => {
    expect(hasScreen({}, "linux")).toBe(false);
    expect(hasScreen({ WAYLAND_DISPLAY: "wayland-0" }, "linux")).toBe(true);
    expect(hasScreen({}, "darwin")).toBe(true);
  });
});

describe("the build's source hash", () => {
  it("changes with contents, names and nothing else", () => {
    const one = file("src/a.ts", "1");
    const before = sourceHash(folder, ["src"]);
    file("src/a.ts", "1");
    expect(sourceHash(folder, ["src"])).toBe(before);
    file("src/a.ts", "2");
    expect(sourceHash(folder, ["src"])).not.toBe(before);
    rmSync(one);
    file("src/b.ts", "1");
    expect(sourceHash(folder, ["src"])).not.toBe(before);
    expect(sourceHash(folder, ["src", "missing"])).toBe(sourceHash(folder, ["src"]));
  });
});

import { describe, expect, it } from "vitest";
import { importsOf, violation } from "../../../tools/importLaw.mjs";

describe("reading imports", () => {
  it("finds every form, with its line", () => {
    const text = [
      'import { a } from "./a.ts";',
      'import type { B } from "node:fs";',
      "import {", "  c,", '} from "../c.ts";',
      'export * from "./d.ts";',
      'import "./look.css";',
      'const e = await import("zod");',
      'new Worker(new URL("./f.ts", import.meta.url));',
      'const g = require("electron");',
    ].join("\n");
    expect(importsOf(text)).toEqual([
      { specifier: "./a.ts", line: 1 }, { specifier: "node:fs", line: 2 }, { specifier: "../c.ts", line: 5 }, { specifier: "./d.ts", line: 6 },
      { specifier: "./look.css", line: 7 }, { specifier: "zod", line: 8 }, { specifier: "./f.ts", line: 9 }, { specifier: "electron", line: 10 },
    ]);
  });

  it("does not take comments for imports", () => {
    expect(importsOf('/* import "electron"; */\n// import "node:fs";\n')).toEqual([]);
  });
});

describe("the law", () => {
  it.each([
    ["shared/units/unit.ts", "../../main/engine/engine.ts", "may not import"],
    ["shared/units/unit.ts", "node:fs", "may not use Node"],
    ["shared/units/unit.ts", "fs", "may not use Node"],
    ["shared/units/unit.ts", "react", "may not import the package"],
    ["renderer/app/main.tsx", "../../main/engine/history/index.ts", "may not import"],
    ["renderer/app/main.tsx", "node:path", "may not use Node"],
    ["renderer/app/main.tsx", "@duckdb/node-api", "the window may not import"],
    ["renderer/app/main.tsx", "electron", "the window may not import"],
    ["main/engine/engine.ts", "electron", "only main/electron and preload"],
    ["main/engine/rules/index.ts", "../history/Segments.ts", "private to main/engine/history"],
    ["main/engine/engine.ts", "../browser/browser.ts", "may not import"],
    ["main/plant/server/PlantServer.ts", "../../engine/history/index.ts", "may not import"],
    ["main/browser/browser.ts", "electron", "may not import the package"],
    ["preload/preload.ts", "../main/electron/windows.ts", "may not import"],
    ["main/engine/engine.ts", "../../tools/build.mjs", "may not import"],
    ["main/engine/engine.ts", "../../../elsewhere/x.ts", "outside the layers"],
  ])("keeps %s from importing %s", (from, specifier, reason) => {
    expect(violation(from, specifier)).toContain(reason);
  });

  it.each([
    ["shared/contract/files.ts", "zod"],
    ["shared/language/parser.ts", "../units/unit.ts"],
    ["main/engine/engine.ts", "./history/index.ts"],
    ["main/engine/history/index.ts", "./Segments.ts"],
    ["main/engine/sources/opcua/driver.ts", "../SourceDriver.ts"],
    ["main/plant/server/plant-server.ts", "../../engine/processes/index.ts"],
    ["main/browser/browser.ts", "../engine/engine.ts"],
    ["main/electron/electron.ts", "electron"],
    ["preload/preload.ts", "electron"],
    ["renderer/panels/Trend/TrendPanel.tsx", "uplot"],
    ["test/unit/x/y.test.ts", "../../../main/engine/history/Segments.ts"],
  ])("lets %s import %s", (from, specifier) => {
    expect(violation(from, specifier)).toBeUndefined();
  });
});

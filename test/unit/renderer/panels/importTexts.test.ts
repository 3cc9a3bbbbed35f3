import { describe, expect, it } from "vitest";
import { fateOf, readTexts } from "../../../../renderer/panels/RulesTree/ImportTextsDialog.tsx";
import { changeText, sideName, sourceOf } from "../../../../renderer/panels/AlarmPerformance/sides.ts";
import { writeBundle } from "../../../../shared/language/bundle.ts";
import { emptyProject } from "../../../../shared/model/schema.ts";

describe("texts that are taken into the project", () => {
  const project = { ...emptyProject("Plant", "UTC"), texts: { "rules/a.twin": { id: "rules/a.twin", text: "old\n" } } };

  it("are those of a bundle under their names, or one text under its file's", () => {
    expect(readTexts({ name: "x.twin", text: writeBundle([{ file: "models/m.twin", text: "m\n" }]) }).texts).toEqual([{ file: "models/m.twin", text: "m\n" }]);
    expect(readTexts({ name: "x.twin", text: "rule" }).texts).toEqual([{ file: "rules/x.twin", text: "rule" }]);
  });

  it("are a table of models where the file is one, under a name that every system takes", () => {
    expect(readTexts({ name: "pump.v2 (copy).CSV", text: "a,b\n" }).texts).toEqual([{ file: "models/pump.v2 (copy).csv", text: "a,b\n" }]);
    expect(readTexts({ name: "a:b..c.csv", text: "" }).texts[0]?.file).toBe("models/a-b.c.csv");
    const bundle = writeBundle([{ file: "models/pump.v2 (copy).csv", text: "a,b\n" }]);
    expect(readTexts({ name: "x.twin", text: bundle })).toEqual({ name: "x.twin", texts: [{ file: "models/pump.v2 (copy).csv", text: "a,b\n" }], problems: [] });
  });

  it("are new, the same, or replace one", () => {
    expect(["rules/b.twin", "rules/a.twin"].map((file) => fateOf(project, { file, text: "new\n" }))).toEqual(["new", "replaced"]);
    expect(fateOf(project, { file: "rules/a.twin", text: "old\n" })).toBe("the same");
  });
});

describe("two sides of alarm performance", () => {
  it("are recorded, as the rules run, or with one text changed", () => {
    const side = { file: "rules/hot.twin", text: "t" };
    expect(sourceOf({ ...side, kind: "recorded" })).toEqual({ kind: "recorded" });
    expect(sourceOf({ ...side, kind: "running" })).toEqual({ kind: "backtest", drafts: [] });
    expect(sourceOf({ ...side, kind: "changed" })).toEqual({ kind: "backtest", drafts: [{ file: "rules/hot.twin", text: "t" }] });
    expect(sideName({ ...side, kind: "changed" })).toBe("hot.twin changed");
  });

  it("differ by a share, where there was something to share", () => {
    expect([changeText(20, 10), changeText(10, 20), changeText(3, 3), changeText(0, 4), changeText(1000, 999)]).toEqual(["−50 %", "+100 %", "same", "+4", "−0.1 %"]);
  });
});

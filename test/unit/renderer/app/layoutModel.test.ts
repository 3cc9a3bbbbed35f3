import { Box } from "lucide-react";
import { lazy } from "react";
import { describe, expect, it } from "vitest";
import { LAYOUT_VERSION, readLayout, readMemory, startingLayout, writeLayout, writeMemory } from "../../../../renderer/app/dock/layoutModel.ts";
import type { PanelDefinition } from "../../../../renderer/app/panels.tsx";
import { plantProject } from "../../model/edits/plantProject.ts";

const panel = (id: string): PanelDefinition => ({ id, title: id, hint: "", icon: Box, several: false, component: lazy(() => Promise.reject(new Error("never shown"))), accept: (_config, payload) => ({ signals: payload.ids }) });
const panels = ["viewport", "table", "editor", "trend", "alarms", "runs"].map(panel);
const tabs = (layout: unknown): string[] => [...JSON.stringify(layout).matchAll(/"component":"(\w+)"/g)].map(([, id]) => id ?? "");

describe("the layout the window starts with", () => {
  it("has every kind of panel once", () => {
    expect(tabs(startingLayout(panels, plantProject)).sort()).toEqual(["alarms", "editor", "runs", "table", "trend", "viewport"]);
  });

  it("plots what the machines show on their labels and opens the first rules", () => {
    const layout = JSON.stringify(startingLayout(panels, { ...plantProject, texts: { "models/m.twin": { id: "models/m.twin", text: "" }, "rules/a.twin": { id: "rules/a.twin", text: "" } } }));
    expect(layout).toContain('{"signals":["station/flow","line/flow","p1/flow"]}');
    expect(layout).toContain('{"file":"rules/a.twin"}');
  });

  it("leaves no empty tab set where panels are missing", () => {
    expect(JSON.stringify(startingLayout([panel("trend")], plantProject))).not.toContain('"children":[]');
  });
});

describe("what a tab remembers", () => {
  const widths = { "name value": { name: 200 } };

  it("is its panel's config as it is, and column widths beside it where there are some", () => {
    expect(writeMemory({ config: "history", tableWidths: {} })).toBe("history");
    expect(readMemory("history")).toEqual({ config: "history", tableWidths: {} });
    expect(readMemory(JSON.parse(JSON.stringify(writeMemory({ config: { signals: ["a"] }, tableWidths: widths }))))).toEqual({ config: { signals: ["a"] }, tableWidths: widths });
  });

  it("takes no widths from a file that no column can have", () => {
    expect(readMemory({ config: 1, tableWidths: { t: { a: "wide", b: -1, c: 1e9, d: 80 }, u: 7 } })).toEqual({ config: 1, tableWidths: { t: { d: 80 } } });
  });
});

describe("a saved layout", () => {
  it("is read as it was written", () => {
    const model = startingLayout(panels, plantProject);
    expect(readLayout(JSON.parse(JSON.stringify(writeLayout(model))), panels)?.layout).toEqual(JSON.parse(JSON.stringify(model.layout)));
  });

  it("loses tabs of panels this version does not know, and tab sets that are then empty", () => {
    const saved = writeLayout(startingLayout(panels, plantProject));
    expect(tabs(readLayout(saved, [panel("trend")]))).toEqual(["trend"]);
  });

  it.each([undefined, 7, {}, { version: LAYOUT_VERSION + 1, model: {} }, { version: LAYOUT_VERSION, model: { layout: { type: "tab" } } }, { version: LAYOUT_VERSION, model: { layout: { type: "row", children: [{ type: "script" }] } } }])("is refused where it is none: %j", (saved) => {
    expect(readLayout(saved, panels)).toBeUndefined();
  });

  it("cannot bring settings of the dock with it", () => {
    const saved = { version: LAYOUT_VERSION, model: { ...writeLayout(startingLayout(panels, plantProject)).model, global: { tabEnablePopout: true } } };
    expect(readLayout(saved, panels)?.global?.tabEnablePopout).toBe(false);
  });
});

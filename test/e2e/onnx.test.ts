/** An ONNX model that is dropped on the window is looked at, gets a draft of its sidecar, and becomes a model text when that was filled in. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { movingAverage, sidecar } from "../fixtures/onnx/makeOnnx.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const FILLED = sidecar(60, { inputs: [{ name: "flow", tensor: "x", channel: 0, samples: 60, unit: "m3/h", mean: 12.1, deviation: 3.4 }], outputs: [{ name: "wear", tensor: "y", index: 0, unit: "1", mean: 0, deviation: 1 }] });

// A short window: it is full again soon after the gap before the plant was connected.
const MEAN = sidecar(3, { sampleTime: "5 s", inputs: [{ name: "flow", tensor: "x", channel: 0, samples: 3, unit: "m3/h", mean: 0, deviation: 1 }], outputs: [{ name: "mean", tensor: "y", index: 0, unit: "m3/h", mean: 0, deviation: 1 }] });
const USE = 'model Mean = onnx "models/mean.onnx" step 5 s { input flow : m3/h; output mean : m3/h } use Mean on CentrifugalPump { flow = flow; mean ~ flow; live }';

async function drop(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const { page } = opened.window;
  const dataTransfer = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of given) transfer.items.add(new File([Uint8Array.from(bytes)], name));
    return transfer;
  }, Object.entries(files).map(([name, bytes]) => [name, [...bytes]] as const));
  await page.locator("body").dispatchEvent("drop", { dataTransfer });
}

describe("an ONNX model in the window", () => {
  it("is dropped without a sidecar, gets a draft, and can run when that is filled in", async () => {
    await drop({ "wear.onnx": movingAverage(60) });
    const dialog = opened.window.dialog("wear.onnx");
    await dialog.getByText(/models\/wear\.onnx\.json is a draft: fill in/).waitFor();
    await dialog.getByText("x [N, 60, 1] of float32, batch,time,channel").waitFor();
    await dialog.getByRole("button", { name: "Edit the sidecar …" }).click();
    const editing = opened.window.dialog("wear.onnx.json");
    const text = editing.getByRole("textbox", { name: "Text of models/wear.onnx.json" });
    await text.fill(FILLED.replace("m3/h", "m3/hour of rain"));
    await editing.getByRole("button", { name: "Save" }).click();
    await editing.getByText(/inputs\.0\.unit ".+" is no unit that is known/).waitFor();
    await text.fill(FILLED);
    await editing.getByRole("button", { name: "Save" }).click();
    await dialog.getByText(/^It can run/).waitFor();
    await dialog.getByRole("row", { name: /flow.*input.*60.*12\.1.*3\.4/ }).waitFor();
  });

  it("becomes a model text in the editor, and stands in the tree", async () => {
    await opened.window.dialog("wear.onnx").getByRole("button", { name: "Make a model text" }).click();
    const editor = await opened.window.panel("wear.twin");
    await editor.getByRole("textbox", { name: "Text of models/wear.twin" }).waitFor({ state: "attached" });
    await until("the file is written", async () => /^model Wear = onnx "models\/wear\.onnx" step 1 s/m.test(await readFile(join(opened.folder ?? "", "models", "wear.twin"), "utf8").catch(() => "")));
    await opened.window.showSide("Rules and models");
    await opened.window.page.getByRole("tree", { name: "Rules and models" }).getByRole("treeitem").filter({ hasText: "wear.onnx" }).getByText("can run").waitFor();
  });

  it("is tried while its use is typed, and runs along with the plant once that is applied", async () => {
    const { window } = opened;
    await drop({ "mean.onnx": movingAverage(3), "mean.onnx.json": Buffer.from(MEAN) });
    await window.dialog("mean.onnx").getByRole("button", { name: "Make a model text" }).click();
    const editor = await window.panel("mean.twin");
    await window.writeText(editor, USE.replace("input flow : m3/h", 'input flow : m3/h from "flwo"'));
    await editor.getByText(/Add a line: input flow/).waitFor({ state: "attached" });
    await window.writeText(editor, USE);
    await editor.getByText(/mean off by [\d.]+ m³\/h RMS/).waitFor({ state: "attached" });
    await window.applyText(editor);
    await editor.getByRole("button", { name: /Mean runs along with the plant/ }).click();
    const row = window.page.getByRole("grid", { name: "Runs" }).getByRole("row", { name: /Mean, live/ });
    await until("it runs", async () => /running/.test(await row.innerText()));
    const off = window.page.getByRole("grid", { name: "How far Mean, live is off" }).getByRole("row", { name: /P-101.*flow/ });
    await until("its residual is there", async () => /\d m³\/h/.test(await off.innerText()));
    expect(window.complaints).toEqual([]);
  });

  it("brings its sidecar along when both are dropped", async () => {
    await drop({ "level.onnx": movingAverage(60), "level.onnx.json": Buffer.from(FILLED) });
    await opened.window.dialog("level.onnx").getByText(/^It can run/).waitFor();
    expect(await readFile(join(opened.folder ?? "", "models", "level.onnx.json"), "utf8")).toBe(FILLED);
  });
});

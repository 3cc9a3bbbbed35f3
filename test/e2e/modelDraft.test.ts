/** A model's number is changed in the editor: how far it is off and its curve follow while nothing was saved, and the curve goes when the text is given up. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const FILE = "models/motor-thermal.twin";
const file = () => join(opened.folder ?? "", FILE);
const editor = () => opened.window.page.getByRole("region", { name: `Editor, ${FILE}` });
const drafts = () => opened.window.page.getByRole("list", { name: "Plotted series" }).getByRole("listitem").filter({ hasText: "MotorThermal as written" });

async function replaceText(change: (saved: string) => string): Promise<void> {
  await opened.window.writeText(editor(), change(await readFile(file(), "utf8")));
}

describe("a model that is being written", () => {
  it("says how far it is off from what was measured, as it runs", async () => {
    await opened.window.showSide("Rules and models");
    await opened.window.page.getByRole("treeitem", { name: /motor-thermal\.twin/ }).dblclick();
    await editor().getByText(/temperature off by [\d.]+ K RMS \(as applied\) · 4 assets/).waitFor({ state: "attached" });
    expect(await drafts().count()).toBe(0);
  });

  it("says it anew with each number, and draws it beside what was measured", async () => {
    await replaceText((text) => text.replace("= 0.05 ", "= 0.07 "));
    const line = editor().getByText(/temperature off by [\d.]+ K RMS \([\d.]+ K as applied\)/);
    await line.click();
    await drafts().first().waitFor();
    await opened.window.clickPlot(0.5);
    await until("the draft has a value and how far it is off", async () => /residual/.test(await drafts().first().innerText()));
  });

  it("says in a sentence why it has no answer", async () => {
    await replaceText((text) => text.replace("/ C\n", "/ (-C * 0.0001)\n"));
    await editor().getByText(/no finite solution over this span/).waitFor({ state: "attached" });
  });

  it("is drawn no more when it is given up", async () => {
    await opened.window.command("Give up the changes to models/motor-thermal.twin");
    await editor().getByText(/\(as applied\)/).waitFor({ state: "attached" });
    await until("nothing of it is drawn", async () => (await drafts().count()) === 0);
  });

  it("reads a table that is taken in from a file", async () => {
    const { window } = opened;
    await window.page.getByRole("button", { name: "Import texts …" }).click();
    const dialog = window.dialog("Import texts");
    await dialog.locator("input[type=file]").setInputFiles({ name: "loss.csv", mimeType: "text/csv", buffer: Buffer.from("power [W],share\n0,0.1\n30000,0.05\n") });
    await dialog.getByText("models/loss.csv: new").waitFor();
    await dialog.getByRole("button", { name: "Import 1 text" }).click();
    await window.page.getByRole("treeitem", { name: /loss\.csv.*table|loss\.csv.*not applied/ }).waitFor();
    await replaceText((text) => text.replace("der(T) = (loss", 'table share(power : kW) : 1 from "models/loss.csv"\n  der(T) = (share(power)'));
    await editor().getByText(/temperature off by [\d.]+ K RMS \([\d.]+ K as applied\)/).waitFor({ state: "attached" });
  });

  it("is said to be left out of a simulation while it is saved with an error", async () => {
    const { window } = opened;
    const save = () => editor().getByRole("button", { name: "Save" }).click();
    await save();
    await until("the table is read by what is on disk", async () => (await readFile(file(), "utf8")).includes("share(power)"));
    const right = await readFile(file(), "utf8");
    await replaceText((text) => `${text}\nuse MotorThermal on`);
    await save();
    await window.command("Simulate …");
    const dialog = window.dialog("Simulate");
    await dialog.getByText(/^models\/motor-thermal\.twin has \d errors: what stands there is left out\. The first, in line \d+: /).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await replaceText(() => right);
  });

  it("is applied with the table that it reads, in one step", async () => {
    await editor().getByRole("button", { name: "Apply …" }).click();
    const dialog = opened.window.dialog(`Apply ${FILE}`);
    await dialog.getByText("Applied with it, because its models read this table: models/loss.csv.").waitFor();
    await dialog.getByRole("button", { name: "Apply", exact: true }).click();
    await editor().getByText("applied: 1 model, 1 use").waitFor();
    await opened.window.page.getByRole("treeitem", { name: /loss\.csv\s+table/ }).waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});

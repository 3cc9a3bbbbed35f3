/** A model of the library becomes a text of the project, is used, applied, and runs. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const editor = (): Promise<Locator> => opened.window.panel("pump-curve.twin");
const rows = (): Locator => opened.window.page.getByRole("tree", { name: "Rules and models" }).getByRole("treeitem");
const written = (): Promise<string> => readFile(join(opened.folder ?? "", "models", "pump-curve.twin"), "utf8");

async function choose(model: string): Promise<Locator> {
  const dialog = opened.window.dialog("New file from library");
  await dialog.getByRole("button", { name: /Model/ }).click();
  await opened.window.page.getByRole("option", { name: model }).click();
  await dialog.getByRole("button", { name: "Create" }).click();
  return dialog;
}

describe("from the library to a run", () => {
  it("offers the models with what each is, from the menu of the texts", async () => {
    await opened.window.showSide("Rules and models");
    await opened.window.chooseFromMenu(rows().filter({ hasText: "models" }).first(), "New file from library …");
    const dialog = opened.window.dialog("New file from library");
    await dialog.getByRole("button", { name: /Model/ }).click();
    const option = opened.window.page.getByRole("option", { name: "PumpCurve" });
    expect(await option.innerText()).toContain("Head, shaft power and efficiency of a centrifugal pump");
    await opened.window.page.keyboard.press("Escape");
  });

  it("makes a file of the chosen one and opens it, with nothing of it applied", async () => {
    await (await choose("PumpCurve")).waitFor({ state: "detached" });
    await (await editor()).getByRole("textbox", { name: "Text of models/pump-curve.twin" }).waitFor({ state: "attached" });
    await (await editor()).getByText(/nothing of it runs until it is applied/).waitFor();
    await until("the file is written", async () => /^model PumpCurve/m.test(await written().catch(() => "")));
    await rows().filter({ hasText: "pump-curve.twin" }).waitFor();
  });

  it("does not write over it when asked again, by the palette", async () => {
    await opened.window.command("New file from library …");
    const dialog = await choose("PumpCurve");
    await dialog.getByText(/already a models\/pump-curve\.twin/).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });

  it("runs once it is used on a type and applied", async () => {
    const box = (await editor()).getByRole("textbox", { name: /^Text of/ });
    await opened.window.focus(box);
    await opened.window.page.keyboard.press("Control+End");
    await opened.window.page.keyboard.insertText("use PumpCurve as curve on CentrifugalPump { flow = flow; speed = motor.speed }");
    await (await editor()).getByRole("button", { name: "Apply …" }).click();
    const dialog = opened.window.dialog("Apply models/pump-curve.twin");
    await dialog.getByRole("button", { name: "Apply", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await (await opened.window.panel("Runs")).getByRole("button", { name: "Simulate …" }).first().click();
    const simulate = opened.window.dialog("Simulate");
    await simulate.getByRole("textbox", { name: "Name of the run" }).fill("With the library");
    await simulate.getByRole("button", { name: "Start" }).click();
    const run = (await opened.window.panel("Runs")).getByRole("grid", { name: "Runs" }).getByRole("row", { name: /With the library/ });
    await until("the run is done", async () => /done/.test(await run.innerText()));
    expect(opened.window.complaints).toEqual([]);
  });
});

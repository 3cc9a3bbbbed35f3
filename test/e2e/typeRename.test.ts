/** What is renamed in a type is renamed in the texts that say it, in what runs too, and comes back with one undo. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const written = (): Promise<string> => readFile(join(opened.folder ?? "", "rules", "pumps.twin"), "utf8");

describe("renaming in the type editor", () => {
  it("carries a signal, a state and a member of it into the rules", async () => {
    await opened.window.command("Asset types …");
    const dialog = opened.window.dialog("Asset types");
    await dialog.getByRole("button", { name: /Type/ }).first().click();
    await opened.window.page.getByRole("option", { name: "CentrifugalPump" }).click();
    const name = dialog.getByRole("row").filter({ has: opened.window.page.getByRole("button", { name: "Remove signal suction.pressure" }) }).getByRole("textbox", { name: "Name" });
    await name.fill("inlet.pressure");
    await dialog.getByRole("textbox", { name: "State" }).fill("condition");
    await dialog.getByRole("textbox", { name: "Members" }).last().fill("healthy, worn, failed");
    await dialog.getByRole("button", { name: "Save type" }).click();
    await opened.window.page.getByText("Type CentrifugalPump saved.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await until("the rules say the new names", async () => /^ {2}state {4}condition = worn$/m.test(await written()));
    const text = await written();
    expect(text).toMatch(/when {5}\(running and bearingDE\.vibration > 4 mm\/s and inlet\.pressure < 0\.1 bar\) for 20 s/);
    expect(text).toMatch(/rule PumpTripped (?:[^r]|r(?!ule ))*condition = failed/);
    // Motors have a state of the same name, which is not this one.
    expect(text).toMatch(/rule MotorWindingHot (?:[^r]|r(?!ule ))*health = degraded/);
  });

  it("keeps the rules running: nothing is left to apply or to correct", async () => {
    const rules = await opened.window.showSide("Rules and models");
    const row = rules.getByRole("treeitem").filter({ hasText: "pumps.twin" }).first();
    await row.waitFor();
    expect(await row.innerText()).not.toMatch(/error|not applied|saved/i);
  });

  it("takes all of it back with one undo", async () => {
    await opened.window.showSide("Assets");
    await opened.window.page.keyboard.press("Control+z");
    await until("the rules say the old names", async () => /suction\.pressure < 0\.1 bar/.test(await written()) && !/condition/.test(await written()));
    expect(opened.window.complaints).toEqual([]);
  });
});

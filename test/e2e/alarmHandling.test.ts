/** Alarms are shelved, taken out of service, commented on and looked back at; what was done survives a killed engine. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLine } from "../integration/cli/commandLine.ts";
import { copySample, freshHome, Product } from "./support/Product.ts";
import { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";

let home: Awaited<ReturnType<typeof freshHome>>;
let folder: string;
let product: Product;
let window: TwinbenchWindow;

const grid = (name: string): Locator => window.page.getByRole("grid", { name, exact: true });
const row = (list: string, name: RegExp): Locator => grid(list).getByRole("row", { name }).first();
const rows = (list: string, name: RegExp): Promise<number> => grid(list).getByRole("row", { name }).count();

async function show(list: string | RegExp): Promise<void> {
  const panel = await window.panel("Alarms");
  await panel.getByRole("button", { name: /Which alarms/ }).click();
  await window.page.getByRole("option", { name: list }).click();
}

async function start(): Promise<void> {
  product = await Product.start(home.path, folder);
  window = await TwinbenchWindow.open(product.url);
}

beforeAll(async () => {
  home = await freshHome();
  folder = await copySample(home.path);
  // Every tank has a level: the rule holds on all of them from the first sample on.
  await writeFile(join(folder, "rules", "seen.twin"), 'rule LevelSeen on Tank { when level > 0.01 m severity low message "{asset.name} stands at {level}" }\n');
  await new CommandLine(home.path).json("apply", folder, "rules/seen.twin");
  await start();
  await window.live();
});
afterAll(async () => {
  await window?.close();
  await product?.stop();
  await home?.remove();
});

describe("handling alarms", () => {
  it("shelves one for a time, with a reason, out of the active list and the count", async () => {
    await window.panel("Alarms");
    await row("Alarms", /T-101.*stands at/).click();
    await window.page.getByRole("button", { name: "Shelve …", exact: true }).click();
    const dialog = window.dialog("Shelve alarm");
    expect(await dialog.getByRole("button", { name: "Shelve", exact: true }).isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Float is stuck, work order 4711");
    await dialog.getByRole("button", { name: "Shelve", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await until("it is gone from the list", async () => (await rows("Alarms", /T-101.*stands at/)) === 0);
    await show("Shelved");
    await row("Shelved alarms", /T-101.*LevelSeen.*work order 4711/).waitFor();
  });

  it("keeps it shelved when the engine is killed, with who and why", async () => {
    await window.close();
    await product.kill();
    await start();
    await show("Shelved");
    await row("Shelved alarms", /T-101.*LevelSeen.*work order 4711.*unacknowledged/).waitFor();
    await show(/^Active/);
    await row("Alarms", /T-102.*stands at/).waitFor();
    expect(await rows("Alarms", /T-101.*stands at/)).toBe(0);
  });

  it("brings it back acknowledged when a person unshelves it", async () => {
    await show("Shelved");
    await row("Shelved alarms", /T-101/).click();
    await window.page.getByRole("button", { name: "Unshelve …", exact: true }).click();
    await window.dialog("Unshelve alarm").getByRole("button", { name: "Unshelve", exact: true }).click();
    await window.page.getByText("Nothing is shelved").waitFor();
    await show(/^Active/);
    await row("Alarms", /T-101.*stands at.*acknowledged/).waitFor();
    expect(await rows("Alarms", /T-101.*unacknowledged/)).toBe(0);
  });

  it("takes a whole asset out of service from the keyboard, and back: unacknowledged", async () => {
    await row("Alarms", /T-102.*stands at/).click();
    await window.page.keyboard.press("o");
    const dialog = window.dialog(/Take out of service/);
    await dialog.getByRole("button", { name: /What/ }).click();
    await window.page.getByRole("option", { name: "All rules of the asset" }).click();
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Emptied for inspection");
    await dialog.getByRole("button", { name: "Take out of service" }).click();
    await dialog.waitFor({ state: "detached" });
    await show("Suppressed, out of service");
    await row("Suppressed or out of service", /out of service.*T-102.*all rules.*Emptied/).click();
    await window.page.keyboard.press("u");
    await window.dialog(/Return to service/).getByRole("button", { name: "Return to service" }).click();
    await window.page.getByText("Nothing is suppressed or out of service").waitFor();
    await show(/^Active/);
    await row("Alarms", /T-102.*stands at.*unacknowledged/).waitFor();
  });

  it("filters by priority and state", async () => {
    const panel = await window.panel("Alarms");
    await panel.getByRole("button", { name: /Which state/ }).click();
    await window.page.getByRole("option", { name: "Acknowledged", exact: true }).click();
    await until("only what is acknowledged is listed", async () => (await rows("Alarms", /T-102/)) === 0 && (await rows("Alarms", /T-101/)) === 1);
    await panel.getByRole("button", { name: /Which state/ }).click();
    await window.page.getByRole("option", { name: "Any state" }).click();
    await panel.getByRole("button", { name: /Which priority/ }).click();
    await window.page.getByRole("option", { name: "High and above" }).click();
    await until("low priorities are out of the list", async () => (await window.page.getByRole("row", { name: /stands at/ }).count()) === 0);
    await panel.getByRole("button", { name: /Which priority/ }).click();
    await window.page.getByRole("option", { name: "Any priority" }).click();
  });

  it("shows what matters of an alarm without scrolling in a small window, no control over another and no choice cut off", async () => {
    const panel = await window.panel("Alarms");
    const right = (box: { readonly x: number; readonly width: number } | null): number => (box?.x ?? NaN) + (box?.width ?? NaN);
    const edge = right(await grid("Alarms").boundingBox());
    for (const name of ["Priority", "Since", "Asset", "Message"]) expect(right(await panel.getByRole("columnheader", { name, exact: true }).boundingBox()), name).toBeLessThanOrEqual(edge);
    for (const list of ["Shelved", "Suppressed, out of service", "History, shown span", /^Active/]) {
      await show(list);
      const wrong = await panel.locator(".bar").evaluate((bar) => {
        const controls = [...bar.querySelectorAll(".tb-select-button, .tb-search, .tb-icon-button, .tb-check")].map((control) => ({ control, box: control.getBoundingClientRect() }));
        const isOver = (a: DOMRect, b: DOMRect): boolean => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
        const over = controls.flatMap((one, index) => controls.slice(index + 1).filter((other) => isOver(one.box, other.box)).map((other) => `${one.control.textContent} over ${other.control.textContent}`));
        const cut = [...bar.querySelectorAll(".tb-select-button > span")].filter((span) => span.scrollWidth > span.clientWidth).map((span) => `${span.textContent} is cut off`);
        return [...over, ...cut];
      });
      expect(wrong, String(list)).toEqual([]);
    }
  });

  it("tells everything that was done with an alarm, and goes to the instant of it", async () => {
    await row("Alarms", /T-101.*stands at/).click();
    await window.page.keyboard.press("c");
    await window.dialog("Comment on alarm").getByRole("textbox", { name: "Comment" }).fill("Float freed");
    await window.dialog("Comment on alarm").getByRole("button", { name: "Comment" }).click();
    await window.dialog("Comment on alarm").waitFor({ state: "detached" });
    await window.page.keyboard.press("h");
    const dialog = window.dialog(/^History: LevelSeen on T-101/);
    const told = dialog.getByRole("grid", { name: "Events of the alarm" });
    for (const event of [/raised.*unacknowledged/, /shelved until.*work order 4711/, /unshelved/, /comment.*Float freed/]) await told.getByRole("row", { name: event }).first().waitFor();
    await told.getByRole("row", { name: / shelved until/ }).dblclick();
    await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
    await until("the cursor stands in the past", async () => !/LIVE/.test(await window.clock().innerText()));
    await window.command("Go live");
  });

  it("hands out the list of what is shelved, and takes one in row by row", async () => {
    await show("Shelved");
    await window.page.getByRole("button", { name: "Import CSV …" }).click();
    const dialog = window.dialog("Import shelved and out of service");
    const [chooser] = await Promise.all([window.page.waitForEvent("filechooser"), dialog.getByRole("button", { name: "Choose a file …" }).click()]);
    await chooser.setFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from("what,asset,rule,reason\nshelved,T-101,LevelSeen,From the list\nshelved,T-999,LevelSeen,Wrong\n") });
    await dialog.getByRole("row", { name: /3.*There is no asset T-999/ }).waitFor();
    await dialog.getByRole("button", { name: "Import 1 row" }).click();
    await dialog.waitFor({ state: "detached" });
    await row("Shelved alarms", /it returns.*T-101.*From the list/).waitFor();
    const [download] = await Promise.all([window.page.waitForEvent("download"), window.page.getByRole("button", { name: "Export as CSV" }).click()]);
    expect(await readFile(await download.path(), "utf8")).toMatch(/^what,asset,rule.*\r\nshelved,.*T-101.*,LevelSeen,,,From the list,/);
    const [table] = await Promise.all([window.page.waitForEvent("download"), window.chooseFromMenu(row("Shelved alarms", /From the list/), "Save all rows as CSV")]);
    // In the form of every other file; a one-shot shelving has no end.
    expect(await readFile(await table.path(), "utf8")).toMatch(/^Since,Until,What,.*\r\n\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z,,shelved,/);
  });

  it("compares the rules as they run with a changed text over the past, before it is put live", async () => {
    await window.command("Open Alarm performance");
    const panel = window.page.getByRole("region", { name: "Alarm performance" });
    const choose = async (field: RegExp, option: string): Promise<void> => {
      await panel.getByRole("button", { name: field }).click();
      await window.page.getByRole("option", { name: option }).click();
    };
    await choose(/Figures of/, "Rules as they run");
    await choose(/Compared with/, "A changed text");
    await choose(/Changed text/, "rules/seen.twin");
    await panel.getByRole("textbox", { name: /rules\/seen.twin, tried here only/ }).fill("rule LevelSeen on Tank { when level > 40 m severity low }");
    await panel.getByRole("button", { name: "Work out over the shown span" }).click();
    await panel.getByRole("grid", { name: "Alarm performance figures" }).getByRole("row", { name: /Alarms announced/ }).waitFor();
    await panel.getByRole("columnheader", { name: "Seen.twin changed", exact: true }).waitFor();
    // The tanks stand above 1 cm all the time and never above 40 m.
    await panel.getByRole("grid", { name: "Worst actors" }).getByRole("row", { name: /LevelSeen.*T-101.*(min|h|d).* 0 s/ }).first().waitFor();
  });

  it("limits the figures to one rule or one asset, and opens the rule at its line", async () => {
    const panel = window.page.getByRole("region", { name: "Alarm performance" });
    const actors = panel.getByRole("grid", { name: "Worst actors" });
    await panel.getByRole("button", { name: /Compared with/ }).click();
    await window.page.getByRole("option", { name: "Nothing" }).click();
    await window.page.getByText("7 d", { exact: true }).click();
    await panel.getByRole("button", { name: "Work out over the shown span" }).click();
    // The table of two sides goes with the comparison; a menu opened on it would go with it.
    await actors.getByRole("columnheader", { name: /^Alarms, / }).first().waitFor({ state: "detached" });
    await actors.getByRole("row", { name: /ValveSticking/ }).first().waitFor();
    await window.chooseFromMenu(actors.getByRole("row", { name: /ValveSticking/ }).first(), "Figures of ValveSticking only");
    await panel.getByText(/ValveSticking only; what it should be/).waitFor();
    expect(await actors.getByRole("row", { name: /LevelSeen/ }).count()).toBe(0);
    await panel.getByRole("button", { name: /^All rules|Rule$|ValveSticking/ }).first().click();
    await window.page.getByRole("option", { name: "All rules" }).click();
    await window.filterAssets("T-101");
    await window.assetRow("T-101").click();
    await window.filterAssets("");
    await panel.getByText("T-101 only", { exact: true }).click();
    await panel.getByRole("button", { name: "Work out over the shown span" }).click();
    await panel.getByText(/, T-101 only; what it should be/).waitFor();
    await actors.getByRole("row", { name: /LevelSeen.*T-101/ }).first().waitFor();
    expect(await actors.getByRole("row", { name: /T-102|ValveSticking/ }).count()).toBe(0);
    await panel.getByText("T-101 only", { exact: true }).click();
    await panel.getByRole("button", { name: "Work out over the shown span" }).click();
    await window.chooseFromMenu(actors.getByRole("row", { name: /ValveSticking/ }).first(), "Open its rule");
    const file = "rules/process.twin";
    const line = (await readFile(join(folder, file), "utf8")).split("\n").findIndex((text) => text.startsWith("rule ValveSticking")) + 1;
    await window.page.getByRole("region", { name: `Editor, ${file}` }).locator(".line-numbers.active-line-number").getByText(String(line), { exact: true }).waitFor();
  });

  it("hands out all texts as one bundle and takes one in, to be undone at once", async () => {
    const side = await window.showSide("Rules and models");
    const [download] = await Promise.all([window.page.waitForEvent("download"), side.getByRole("button", { name: "Export all texts as a bundle" }).click()]);
    const bundle = await readFile(await download.path(), "utf8");
    expect(bundle).toContain("// ==== rules/seen.twin ====\nrule LevelSeen on Tank");
    await side.getByRole("button", { name: "Import texts …" }).click();
    const dialog = window.dialog("Import texts");
    const [chooser] = await Promise.all([window.page.waitForEvent("filechooser"), dialog.getByRole("button", { name: "Choose a file …" }).click()]);
    await chooser.setFiles({ name: "texts.twin", mimeType: "text/plain", buffer: Buffer.from(`${bundle}// ==== rules/taken in.twin ====\n// From elsewhere.\n`) });
    await dialog.getByText("rules/taken in.twin: new").waitFor();
    await dialog.getByText("rules/seen.twin: the same").waitFor();
    await dialog.getByRole("button", { name: "Import 1 text" }).click();
    await side.getByRole("treeitem", { name: /taken in\.twin/ }).waitFor();
    expect(window.complaints).toEqual([]);
  });
});

/** Reading a plot and a table closely: A and B with what lies between, columns as wide as one likes, and files for other programs. */
import { readFile } from "node:fs/promises";
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { numberIn } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

async function saved(press: () => Promise<void>): Promise<{ name: string; text: string }> {
  const [download] = await Promise.all([opened.window.page.waitForEvent("download"), press()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

describe("a plot, measured", () => {
  let trend: Locator;

  it("says the time and each series' difference between A and B", async () => {
    trend = await opened.window.panel("Trend");
    await trend.getByRole("button", { name: "Measure between A and B" }).click();
    const between = trend.getByRole("region", { name: "Between A and B" });
    expect(await between.innerText()).toMatch(/B − A\s+20 min/);
    const row = between.getByRole("row").nth(1);
    await until("the values are there", async () => !(await row.innerText()).includes("—"));
    const [, , a = "", b = "", difference = ""] = await row.getByRole("gridcell").allInnerTexts();
    expect(numberIn(difference)).toBeCloseTo(numberIn(b) - numberIn(a), 1);
  });

  it("follows a handle that is dragged", async () => {
    const handle = trend.locator(".chart-mark .handle").last();
    const box = await handle.boundingBox();
    if (!box) throw new Error("B is not in sight.");
    const { mouse } = opened.window.page;
    await mouse.move(box.x + 12, box.y + 12);
    await mouse.down();
    await mouse.move(box.x - 30, box.y + 12, { steps: 4 });
    await mouse.up();
    await until("B has moved", async () => !/B − A\s+20 min/.test(await trend.getByRole("region", { name: "Between A and B" }).innerText()));
  });

  it("is saved as it is seen: samples of the span", async () => {
    const { name, text } = await saved(() => trend.getByRole("button", { name: "Save samples of this span (CSV)" }).click());
    expect(name).toMatch(/^trend \d{4}-.*\.csv$/);
    expect(text).toMatch(/^signal,unit,run,time,value,status\r\n/);
  });
});

describe("a table", () => {
  let table: Locator;
  const widthOfSignal = async (): Promise<number> => (await table.getByRole("columnheader", { name: "Signal" }).boundingBox())?.width ?? 0;

  it("has columns that are sized from the keyboard and by dragging", async () => {
    table = (await opened.window.panel("Table")).getByRole("grid");
    const before = await widthOfSignal();
    await table.getByRole("button", { name: "Signal" }).press("Shift+ArrowRight");
    await until("the column is wider", async () => (await widthOfSignal()) === Math.round(before) + 16);
    const grip = await table.getByRole("columnheader", { name: "Signal" }).locator(".grip").boundingBox();
    if (!grip) throw new Error("The column has no edge.");
    const { mouse } = opened.window.page;
    await mouse.move(grip.x + 5, grip.y + 10);
    await mouse.down();
    await mouse.move(grip.x + 65, grip.y + 10, { steps: 4 });
    await mouse.up();
    await until("it is wider by what was dragged", async () => Math.abs((await widthOfSignal()) - Math.round(before) - 76) <= 1);
  });

  it("saves all its rows with exact values", async () => {
    await table.getByRole("row").nth(1).click({ button: "right" });
    const { name, text } = await saved(() => opened.window.page.getByRole("menuitem", { name: "Save all rows as CSV" }).click());
    expect(name).toMatch(/^Values at the time cursor \d{4}-.*\.csv$/);
    expect(text).toMatch(/^Asset,Signal,Value,Unit,Quality,Age,Sample at\r\n/);
    expect(text).toMatch(/,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z\r\n/);
  });

  it("remembers its columns with the layout", async () => {
    const width = await widthOfSignal();
    await until("the layout is kept", () => opened.window.page.evaluate(() => Object.entries(localStorage).some(([key, value]) => key.startsWith("twinbench.layout:") && String(value).includes("tableWidths"))));
    await opened.window.page.reload();
    table = (await opened.window.panel("Table")).getByRole("grid");
    await until("the column is as wide as before", async () => Math.abs((await widthOfSignal()) - width) <= 1);
    expect(opened.window.complaints).toEqual([]);
  });
});

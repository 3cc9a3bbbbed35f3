/** How things go on from now, asked in the window: an input by a scenario, a parameter as a range, drawn beyond now with its band. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const series = async () => (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" }).getByRole("listitem");
/** Of the docked panel; the side view has one too. */
const runs = async () => (await opened.window.panel("Runs")).getByRole("grid", { name: "Runs" });

describe("a forecast", () => {
  it("is asked for with the last day of an input repeated and a parameter as a range", async () => {
    const { page } = opened.window;
    await opened.window.showSide("Runs");
    await page.getByRole("button", { name: "Forecast …" }).first().click();
    const dialog = opened.window.dialog("Forecast");
    await dialog.getByRole("button", { name: /Solve/ }).click();
    await page.getByRole("option", { name: "MotorThermal" }).click();
    await dialog.getByRole("group", { name: "Inputs" }).getByRole("button").first().click();
    await page.getByRole("option", { name: "as over the last 24 hours" }).click();
    await dialog.getByRole("button", { name: "Vary something" }).click();
    await dialog.getByRole("textbox", { name: "Samples" }).fill("1");
    expect(await dialog.getByRole("button", { name: "Start", exact: true }).isDisabled()).toBe(true);
    await dialog.getByText(/Still needed: a whole number of samples/).waitFor();
    await dialog.getByRole("textbox", { name: "Samples" }).fill("16");
    await dialog.getByRole("textbox", { name: "Name of the run" }).fill("Tonight");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
  });

  it("stands in the trend beyond now, its middle and both ends of its band", async () => {
    const list = await series();
    await list.filter({ hasText: "Tonight" }).first().waitFor();
    await list.filter({ hasText: "Tonight: 5 % below" }).first().waitFor();
    await list.filter({ hasText: "Tonight: 95 % below" }).first().waitFor();
    const plot = (await opened.window.panel("Trend")).getByRole("application");
    const box = await plot.boundingBox();
    if (!box) throw new Error("the plot is not there");
    await plot.hover({ position: { x: 0.75 * box.width, y: box.height / 2 } });
    // What was measured ends at now; ahead of it only the forecast has values of its own.
    await until("the middle has a value ahead of now", async () => /\d\s*°C/.test(await list.filter({ hasText: "Tonight" }).first().innerText()));
  });

  it("says how its inputs go on, what is a range, and from which measured states it began", async () => {
    const { page } = opened.window;
    await (await runs()).getByRole("row", { name: /Tonight/ }).click();
    await page.getByText(/as over the last 24 hours/).first().waitFor();
    await page.getByText(/Middle and nine in ten of 16 rows: MotorThermal/).waitFor();
    const earlier = page.getByRole("grid", { name: "Earlier forecasts like Tonight" });
    await page.getByText(/Such forecasts from 10 earlier instants, against what came/).waitFor();
    // Four parts of two hours; what no model knows is off too.
    await earlier.getByRole("row", { name: /winding\.temperature.*30 min\s.*K/s }).first().waitFor();
    await earlier.getByRole("row", { name: /winding\.temperature.*2 h.*K/s }).first().waitFor();
    await page.getByRole("grid", { name: "States at the begin of Tonight" }).getByRole("row", { name: /measured/ }).first().waitFor();
  });

  it("is asked for again as one course, and tells which alarms would come", async () => {
    const list = await runs();
    await opened.window.chooseFromMenu(list.getByRole("row", { name: /Tonight/ }), "Again with one change …");
    const dialog = opened.window.dialog("Forecast");
    await dialog.getByRole("button", { name: "Leave out variable 1" }).click();
    await dialog.getByRole("textbox", { name: "Name of the run" }).fill("One course");
    await dialog.getByRole("button", { name: "Start", exact: true }).click();
    await (await series()).filter({ hasText: "One course" }).first().waitFor();
    const course = (await runs()).getByRole("row", { name: /One course/ });
    await opened.window.chooseFromMenu(course, /Would alarms have come/);
    await opened.window.dialog(/would alarms have come/).getByText(/rules? reads? what the run predicts/).waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});

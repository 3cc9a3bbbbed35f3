/** The models run over the recorded past, and their outputs stand beside what was measured. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { numberIn } from "./support/TwinbenchWindow.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

describe("from a simulation to its comparison", () => {
  it("runs all models over the span that the timeline shows", async () => {
    await (await opened.window.panel("Runs")).getByRole("button", { name: "Simulate …" }).first().click();
    const dialog = opened.window.dialog("Simulate");
    await dialog.getByRole("textbox", { name: "Name of the run" }).fill("Last hour");
    await dialog.getByRole("button", { name: "Start" }).click();
    const row = (await opened.window.panel("Runs")).getByRole("grid", { name: "Runs" }).getByRole("row", { name: /Last hour/ });
    await row.waitFor();
    await until("the run is done", async () => /done/.test(await row.innerText()));
    await row.click();
  });

  it("lists the residual of each compared signal with its unit", async () => {
    const residuals = opened.window.page.getByRole("grid", { name: "Residuals of Last hour" });
    const motor = residuals.getByRole("row", { name: /motor › winding\.temperature/ }).first();
    await motor.waitFor();
    expect(await motor.innerText()).toMatch(/[\d.]+ (K|°C)/);
    await residuals.getByRole("row", { name: /T-101 › level/ }).waitFor();
  });

  it("draws the run beside the measured values with the residual at the cursor", async () => {
    await opened.window.page.getByRole("grid", { name: "Residuals of Last hour" }).getByRole("row", { name: /T-102 › level/ }).dblclick();
    const list = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" });
    const run = list.getByRole("listitem").filter({ hasText: "Last hour" }).first();
    await run.waitFor();
    await opened.window.clickPlot(0.6);
    await until("the residual at the cursor stands in the list", async () => /RMS\s+[\d.]+/.test(await run.innerText()));
    // The header tank's balance fits its plant within centimetres over an hour.
    expect(numberIn(/RMS\s+(.*)/.exec(await run.innerText())?.[1] ?? "")).toBeLessThan(0.5);
    expect(opened.window.complaints).toEqual([]);
  });
});

/** A use is made live in its text, runs along with the sample plant, and is found from the text, the list, the trend and the asset. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const USE = "use MotorThermal as twin on Motor { power = electrical.power; ambient = parent.ambient.temperature; start = winding.temperature; temperature ~ winding.temperature; live }";

describe("a use that runs along with the plant", () => {
  it("begins when its text is applied, and stands first among the runs", async () => {
    const { window } = opened;
    await window.live();
    await (await window.showSide("Rules and models")).getByRole("button", { name: "New text …" }).first().click();
    const dialog = window.dialog("New text");
    await dialog.getByRole("textbox", { name: "Name" }).fill("twin");
    await dialog.getByRole("button", { name: "Create" }).click();
    const editor = await window.panel("twin.twin");
    await window.writeText(editor, USE);
    await window.applyText(editor);
    await editor.getByRole("button", { name: /twin runs along with the plant/ }).click();
    const row = window.page.getByRole("grid", { name: "Runs" }).getByRole("row", { name: /twin, live/ });
    await row.waitFor();
    await until("it runs", async () => /running/.test(await row.innerText()));
  });

  it("says how far it is off now and that it was never calibrated, and stands in the trend at now", async () => {
    const motor = opened.window.page.getByRole("grid", { name: "How far twin, live is off" }).getByRole("row", { name: /P-101.*winding\.temperature/ });
    await until("the residual is there", async () => /\d K/.test(await motor.innerText()));
    expect(await motor.innerText()).toContain("never calibrated");
    await motor.dblclick();
    const series = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" }).getByRole("listitem").filter({ hasText: "twin, live" }).first();
    await until("the trend has its value at now", async () => /\d\d?\.\d/.test(await series.innerText()));
    expect(await series.innerText()).not.toMatch(/outside the run|no data/);
  });

  it("is found from the asset it runs on", async () => {
    await opened.window.showSide("Assets");
    await opened.window.filterAssets("P-101");
    await opened.window.assetRow("motor").click();
    await opened.window.page.getByText("Live models").waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});

/** The best values within a limit through the window: searched, shown with what the limit costs, and laid beside the measured values. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

describe("an optimisation", () => {
  it("recommends a value, marks the binding limit with its cost, and lays both courses beside the measured values", async () => {
    const { page } = opened.window;
    await opened.window.showSide("Runs");
    await page.getByRole("button", { name: "Study …" }).first().click();
    const panel = page.getByRole("region", { name: "Study" });
    await page.getByRole("button", { name: "1 d", exact: true }).click();
    await panel.getByRole("button", { name: /Kind/ }).click();
    await page.getByRole("option", { name: /^Optimisation/ }).click();
    await panel.getByRole("button", { name: "Keep a limit" }).click();
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/^The limit of .* needs a number/).waitFor();
    // The least mean temperature whose highest is above 75: as cool as that allows.
    await panel.getByRole("button", { name: /Side, limit 1/ }).click();
    await page.getByRole("option", { name: "above" }).click();
    await panel.getByRole("textbox", { name: "Value, limit 1" }).fill("75");
    await panel.getByRole("textbox", { name: "Solutions" }).fill("200");
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/Nothing is written to the plant/).waitFor();
    const values = panel.getByRole("grid", { name: "Recommended values" });
    await until("the value stands", async () => (await values.getByRole("row").count()) === 2);
    expect(await panel.getByRole("grid", { name: "Limits and what they cost" }).innerText()).toMatch(/binding/);
    await panel.getByRole("img", { name: /^Best so far/ }).waitFor();
    await panel.getByText("both courses beside measured").click();
    await until("both are laid over", () => panel.getByRole("checkbox", { name: /both courses/ }).isChecked());
    await opened.window.panel("Runs");
    await page.getByRole("grid", { name: "Runs" }).getByRole("row", { name: /Optimisation of/ }).first().waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});

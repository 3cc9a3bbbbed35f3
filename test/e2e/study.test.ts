/** A model solved many times through the window: a sweep, chances, and which value matters, beside the measured values. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();

describe("a study", () => {
  it("sweeps a parameter over the shown day and shows each row", async () => {
    const { page } = opened.window;
    await opened.window.showSide("Runs");
    await page.getByRole("button", { name: "Study …" }).first().click();
    const panel = page.getByRole("region", { name: "Study" });
    await page.getByRole("button", { name: "1 d", exact: true }).click();
    await panel.getByRole("textbox", { name: "Steps, variable 1" }).fill("3");
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/Solved 3 times/).waitFor();
    const rows = panel.getByRole("grid", { name: "Rows of the sweep" });
    await until("each row has its figure", async () => (await rows.getByRole("row").count()) === 4);
    await panel.getByRole("img", { name: /: mean/ }).waitFor();
  });

  it("says in plain words what is missing", async () => {
    const { page } = opened.window;
    const panel = page.getByRole("region", { name: "Study" });
    await panel.getByRole("textbox", { name: "From, variable 1" }).fill("9");
    await panel.getByRole("textbox", { name: "To, variable 1" }).fill("8");
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/leaves it no room/).waitFor();
  });

  it("draws values by chance, says how likely a limit is passed, and lays the band beside the measured values", async () => {
    const { page } = opened.window;
    const panel = page.getByRole("region", { name: "Study" });
    await panel.getByRole("button", { name: /Kind/ }).click();
    await page.getByRole("option", { name: /^Monte Carlo/ }).click();
    await panel.getByRole("textbox", { name: "From, variable 1" }).fill("0.04");
    await panel.getByRole("textbox", { name: "To, variable 1" }).fill("0.06");
    await panel.getByRole("textbox", { name: "Samples" }).fill("16");
    await panel.getByRole("button", { name: "Try a rule on every row" }).click();
    await panel.getByRole("button", { name: /Rule 1/ }).click();
    await page.getByRole("option", { name: "MotorWindingHot" }).click();
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/Solved 16 times/).waitFor();
    await panel.getByRole("textbox", { name: /^Chance above/ }).fill("0");
    await panel.getByText(/of the rows lie above/).waitFor();
    expect(await panel.getByRole("status").innerText()).toMatch(/^100\.0 %/);
    await panel.getByRole("button", { name: /Figure/ }).click();
    await page.getByRole("option", { name: /MotorWindingHot/ }).click();
    await panel.getByText(/of the rows make the rule fire/).waitFor();
    await panel.getByRole("img", { name: /^Chance and its interval/ }).waitFor();
    await panel.getByText("middle and nine in ten beside measured").click();
    await until("the study is laid over", () => panel.getByRole("checkbox", { name: /beside measured/ }).isChecked());
    await opened.window.panel("Runs");
    const row = page.getByRole("grid", { name: "Runs" }).getByRole("row", { name: /Monte Carlo: / }).first();
    await row.waitFor();
    await opened.window.chooseFromMenu(row, "Repeat and verify …");
    const dialog = opened.window.dialog(/^Repeat/);
    // The plant goes on: samples of the span's last instants may have come in since.
    await dialog.getByText(/^(Identical, to the last bit|Not identical)\.$/).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });

  it("moves one at a time and shows how far each goes", async () => {
    const { page } = opened.window;
    const panel = page.getByRole("region", { name: "Study" });
    await opened.window.panel("Study");
    await panel.getByRole("button", { name: /Kind/ }).click();
    await page.getByRole("option", { name: /^One at a time/ }).click();
    await panel.getByRole("button", { name: "Vary something else too" }).click();
    await panel.getByRole("button", { name: "Start", exact: true }).click();
    await panel.getByText(/Solved 5 times/).waitFor();
    const rows = panel.getByRole("grid", { name: "How far each moves it" });
    await until("each variable has its row", async () => (await rows.getByRole("row").count()) === 3);
    await panel.getByText(/moves it furthest/).waitFor();
    expect(opened.window.complaints).toEqual([]);
  });
});

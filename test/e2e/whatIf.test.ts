/** What if from an instant of the trend: both branches beside what was measured, repeated, compared, and given to the rules. */
import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { numberIn } from "./support/TwinbenchWindow.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const runs = () => opened.window.page.getByRole("grid", { name: "Runs" });
/** Not the one beside it, which is called "Unchanged, beside Blocked cooling". */
const run = () => runs().getByRole("row", { name: /Blocked cooling/ }).filter({ hasNotText: "Unchanged, beside" });

describe("a what-if", () => {
  it("is asked at an instant of the plot, with a parameter of one asset changed from there on", async () => {
    const { page } = opened.window;
    await opened.window.clickPlot(1 / 3, "right");
    await page.getByRole("menuitem", { name: "What if from here …" }).click();
    const dialog = opened.window.dialog("What if");
    await dialog.getByRole("button", { name: /Solve/ }).click();
    await page.getByRole("option", { name: "MotorThermal" }).click();
    await dialog.getByRole("button", { name: /Change 1/ }).first().click();
    await page.getByRole("option", { name: /^R/ }).click();
    await dialog.getByRole("button", { name: /How, change 1/ }).click();
    await page.getByRole("option", { name: "times" }).click();
    expect(await dialog.getByRole("button", { name: "Start" }).isDisabled()).toBe(true);
    await dialog.getByRole("textbox", { name: "Amount, change 1" }).fill("3");
    await dialog.getByRole("textbox", { name: "Go on for, hours" }).fill("0.5");
    await dialog.getByRole("textbox", { name: "Name of the run" }).fill("Blocked cooling");
    await dialog.getByRole("button", { name: "Start" }).click();
  });

  it("draws the changed and the unchanged branch beside what was measured, with what the change does at the instant", async () => {
    const list = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" });
    const changed = list.getByRole("listitem").filter({ hasText: "Blocked cooling", hasNotText: "Unchanged, beside" }).first();
    await changed.waitFor();
    await list.getByRole("listitem").filter({ hasText: "Unchanged, beside" }).first().waitFor();
    await opened.window.clickPlot(0.6);
    await until("the list says how far the branches have parted at the cursor", async () => /against unchanged\s+[+−-]?\d/.test((await changed.innerText()).replaceAll("\n", " ")));
  });

  it("reports the change, its effect on each signal, and the measured state that it began from", async () => {
    await opened.window.panel("Runs");
    await run().click();
    const page = opened.window.page;
    await page.getByText("MotorThermal R × 3").waitFor();
    // Which of the motors are loaded depends on the hour; some always are.
    const effects = page.getByRole("grid", { name: "Effects of Blocked cooling" }).getByRole("row", { name: /motor › winding\.temperature/ });
    await effects.first().waitFor();
    const largest = (await effects.allInnerTexts()).map((row) => numberIn(row.split("\n")[1] ?? ""));
    expect(largest).toHaveLength(4);
    expect(Math.max(...largest)).toBeGreaterThan(1);
    await page.getByRole("grid", { name: "States at the begin of Blocked cooling" }).getByRole("row", { name: /measured/ }).first().waitFor();
  });

  it("is the same to the last bit when it is repeated from what it recorded", async () => {
    await opened.window.chooseFromMenu(run(), "Repeat and verify …");
    const dialog = opened.window.dialog(/^Repeat/);
    await dialog.getByText("Identical, to the last bit.").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });

  it("tells which alarms would have come", async () => {
    await opened.window.chooseFromMenu(run(), /Would alarms have come/);
    const dialog = opened.window.dialog(/would alarms have come/);
    await dialog.getByText(/rules read what the run predicts/).waitFor();
    await dialog.getByRole("grid", { name: "Intervals" }).getByRole("row", { name: /MotorWindingHot .*in the run .*motor/s }).first().waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
  });

  it("is noted and pinned, compared with its unchanged replay line by line, and saved as a file", async () => {
    const page = opened.window.page;
    await opened.window.chooseFromMenu(run(), "Notes …");
    await opened.window.dialog(/^Notes/).getByRole("textbox").fill("The fan's grille.");
    await opened.window.dialog(/^Notes/).getByRole("button", { name: "Save" }).click();
    await opened.window.chooseFromMenu(run(), "Pin: keep it");
    await run().getByLabel("pinned").waitFor();
    await page.getByText("The fan's grille.").first().waitFor();
    const saved = page.waitForEvent("download");
    await opened.window.chooseFromMenu(run(), "Save its outputs (Parquet)");
    const file = await (await saved).path();
    expect((await readFile(file)).subarray(0, 4).toString()).toBe("PAR1");
    await run().click();
    await runs().getByRole("row", { name: /Unchanged, beside/ }).click({ modifiers: ["Control"] });
    await runs().getByRole("row", { name: /Unchanged, beside/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Compare 2 runs" }).click();
    const change = page.getByRole("grid", { name: "Runs compared" }).getByRole("row", { name: /Change of MotorThermal R/ });
    await change.waitFor();
    expect(await change.innerText()).toContain("R × 3");
  });

  it("lists what both branches say at the time cursor beside the measured values", async () => {
    const panel = await opened.window.panel("Table");
    await panel.getByRole("searchbox").fill("winding.temperature");
    const table = panel.getByRole("grid");
    await table.getByRole("columnheader", { name: "Blocked cooling", exact: true }).waitFor();
    // Which of the motors are loaded depends on the hour; some always are.
    await until("a motor is warmer where its cooling is blocked, and as it was measured where not", async () => {
      const rows = await Promise.all((await table.getByRole("row").all()).map((row) => row.getByRole("gridcell").allInnerTexts()));
      return rows.some((cells) => {
        const [measured = NaN, changed = NaN, unchanged = NaN] = cells.slice(2, 5).map(numberIn);
        return changed > unchanged + 1 && Math.abs(measured - unchanged) < 5;
      });
    });
  });

  it("colours the viewport by how far the two branches are apart, and says on each motor by how much and which way", async () => {
    const scene = await opened.window.panel("Viewport");
    await scene.getByRole("button", { name: "Colour by" }).click();
    await opened.window.page.getByRole("menuitem", { name: /Difference in winding\.temperature/ }).click();
    const legend = scene.getByRole("group", { name: "Colours: difference in winding.temperature" });
    const choose = async (side: string, course: RegExp) => {
      await legend.getByRole("button", { name: side }).click();
      await opened.window.page.getByRole("option", { name: course }).click();
    };
    await choose("Difference of", /^Blocked cooling/);
    await choose("Difference from", /^Unchanged, beside/);
    await legend.getByText("4 assets, coloured by its size").waitFor();
    await until("a motor's label says that the change makes it warmer", async () => (await scene.locator(".scene-label").allInnerTexts()).some((text) => /motor[\s\S]*\+[\d.]+\s*K[\s\S]*difference/.test(text)));
    expect(opened.window.complaints).toEqual([]);
  });
});

/** The 3D view is one with the rest of the window: what is selected, how it is coloured, what it says in words. */
import type { Locator } from "playwright-core";
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const viewport = (): Promise<Locator> => opened.window.panel("Viewport");
const inspector = (): Locator => opened.window.page.getByRole("complementary", { name: "Inspector" });

describe("the viewport", () => {
  it("selects everywhere what is clicked on in the scene", async () => {
    await (await viewport()).getByRole("button", { name: /^T-102\b/ }).click();
    await until("the tree shows it selected", async () => (await opened.window.assetRow("T-102").getAttribute("aria-selected")) === "true");
    await inspector().getByText("T-102").first().waitFor();
  });

  it("frames what is selected in the tree, and a click on its body selects it", async () => {
    await opened.window.assetRow("T-101").click();
    await (await viewport()).getByRole("button", { name: "Frame the selection" }).click();
    await (await viewport()).getByRole("button", { name: "Labels with values" }).click();
    const scene = (await viewport()).getByRole("application", { name: /^Scene/ });
    await opened.window.assetRow("E-101").click();
    await until("a click in the middle of the scene selects the tank", async () => {
      const box = await scene.boundingBox();
      if (!box) return false;
      await opened.window.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      return (await opened.window.assetRow("T-101").getAttribute("aria-selected")) === "true";
    });
    await (await viewport()).getByRole("button", { name: "Labels with values" }).click();
  });

  it("colours by a signal and explains the colours by a legend with ends and unit", async () => {
    await (await viewport()).getByRole("button", { name: "Colour by" }).click();
    await opened.window.page.getByRole("menuitem", { name: "level", exact: true }).click();
    const legend = (await viewport()).getByRole("group", { name: "Colours: level" });
    await until("the legend has a scale", async () => /[\d.]+\s+m\b/.test(await legend.innerText()));
    expect(await legend.innerText()).toContain("4 assets");
  });

  it("shows the same facts as a table", async () => {
    await (await viewport()).getByRole("button", { name: "Show as table" }).click();
    const row = (await viewport()).getByRole("grid", { name: "Assets in the scene" }).getByRole("row", { name: /^E-101/ });
    await until("the exchanger's duty stands in the table", async () => /\d+\s+kW/.test(await row.innerText()));
    await (await viewport()).getByRole("button", { name: "Show as table" }).click();
  });

  it("follows the time cursor into the past and back to the present", async () => {
    await opened.window.page.getByRole("slider", { name: "Time cursor" }).focus();
    await opened.window.page.keyboard.press("ArrowLeft");
    await until("the clock says that time stands", async () => /PAUSED|AT|PAST/i.test(await opened.window.clock().innerText()) && !(await opened.window.clock().innerText()).startsWith("LIVE"));
    await opened.window.page.getByRole("button", { name: "Go live" }).click();
    await until("the clock is live again", async () => (await opened.window.clock().innerText()).startsWith("LIVE"));
    expect(opened.window.complaints).toEqual([]);
  });
});

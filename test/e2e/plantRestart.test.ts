/** The plant goes away and comes back: the window says so, reconnects by itself, and shows the gap as a gap. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const gapsToday = async (): Promise<number> => Number(/gaps today\s+(\d+)/.exec(await opened.window.status().innerText())?.[1]);

describe("a plant that is restarted", () => {
  let gapsBefore = NaN;
  let flowWasMarked = async (): Promise<boolean> => false;

  it("is seen to be gone", async () => {
    await opened.window.live();
    gapsBefore = await gapsToday();
    await until("the flow is of the present", async () => /^flow\s+[\d.]+/.test(await opened.window.textOf("flow")));
    flowWasMarked = await opened.window.everMatches("flow", /stale|no value|not connected/);
    const [plant] = await opened.product.children("plant-server.js");
    process.kill(plant ?? NaN, "SIGKILL");
    await until("the source is not live", async () => /sources 0\/1/.test(await opened.window.status().innerText()));
    await until("the clock no longer claims to show the present", async () => /not connected/.test(await opened.window.clock().innerText()));
  });

  it("leaves values marked as old rather than showing them as present", async () => {
    await until("the flow is marked", flowWasMarked);
  });

  it("is connected again without anyone's doing", async () => {
    await opened.window.live();
    expect(await opened.product.children("plant-server.js")).toHaveLength(1);
    await until("the flow is of the present again", async () => /^flow\s+[\d.]+/.test(await opened.window.textOf("flow")));
  });

  it("left a gap that is counted and drawn", async () => {
    await until("the status bar counts the gap", async () => (await gapsToday()) > gapsBefore);
    const trend = await opened.window.panel("Trend");
    await trend.getByRole("button", { name: "Show as table" }).click();
    const row = trend.getByRole("grid", { name: "Series of this plot" }).getByRole("row", { name: /P-101 flow/ });
    await until("the plot has a gap", async () => Number((await row.getByRole("gridcell").last().innerText()).trim()) > 0);
  });

  it("counts a deleted source no more", async () => {
    const sources = await opened.window.showSide("Sources");
    await opened.window.chooseFromMenu(sources.getByRole("treeitem").first(), /^Delete/);
    await opened.window.dialog(/^Delete/).getByRole("button", { name: "Delete" }).click();
    await until("no source is left", async () => /sources 0\/0/.test(await opened.window.status().innerText()));
    await until("the clock asks for none", async () => !/not connected/.test(await opened.window.clock().innerText()));
  });

  it("complained of nothing in the window", () => {
    expect(opened.window.complaints).toEqual([]);
  });
});

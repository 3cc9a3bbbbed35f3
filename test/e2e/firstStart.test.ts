/** A person who has nothing yet starts Twinbench and sees a pump station live. */
import { describe, expect, it } from "vitest";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow(() => Promise.resolve(undefined));

describe("the first start", () => {
  it("opens the sample project of a pump station", async () => {
    await opened.window.page.getByRole("button", { name: "Project North pump station" }).waitFor();
    await opened.window.assetRow("Line A").waitFor();
    await opened.window.assetRow("Line B").waitFor();
  });

  it("shows how far the past week is while it is made", async () => {
    await until("the week is being made or is made", async () => {
      const running = await opened.window.page.getByRole("button", { name: /Make the sample's past week|Work out \d+ calcs/ }).count();
      return running > 0 || /sources 1\/1/.test(await opened.window.status().innerText());
    });
  });

  it("becomes live: the clock says so and all sources are connected", async () => {
    await opened.window.live();
    expect(await opened.window.clock().innerText()).toMatch(/^LIVE/);
  });

  it("shows values in the tree that change", async () => {
    const first = await until("the flow has a value", async () => /flow\s+[\d.]+/.test(await opened.window.textOf("flow")) && opened.window.textOf("flow"));
    await until("the flow has changed", async () => (await opened.window.textOf("flow")) !== first);
  });

  it("records what it shows", async () => {
    const samples = async (): Promise<string | null> => opened.window.status().getByTitle(/samples recorded since the project was opened/).getAttribute("title");
    const first = await samples();
    await until("more samples are recorded", async () => (await samples()) !== first);
    expect(await opened.window.status().innerText()).toMatch(/history [\d.]+ MB/);
  });

  it("shows the machines in 3D, labelled with values", async () => {
    const viewport = await opened.window.panel("Viewport");
    await viewport.getByRole("application", { name: /^Scene/ }).waitFor();
    const label = viewport.getByRole("button", { name: /^T-101\b/ });
    await until("the tank's label has a value", async () => /\d\.\d+\s*m/.test(await label.innerText()));
  });

  it("draws the recorded past and the present in the trend", async () => {
    const list = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" });
    await until("all plotted series have values", async () => !(await list.innerText()).includes("no data"));
  });

  it("complains about nothing", () => {
    expect(opened.window.complaints).toEqual([]);
  });

  it("ends on Ctrl+C within a second or so, with nothing left running", async () => {
    const plants = await opened.product.children("plant-server.js");
    expect(plants).toHaveLength(1);
    const startedMs = performance.now();
    expect(await opened.product.stop()).toEqual({ code: 0, signal: null });
    // One second is the promise on a free machine; the rest is for one that is shared.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await until("the plant has ended too", () => plants.every((pid) => !isRunning(pid)));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

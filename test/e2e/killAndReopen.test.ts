/** The engine dies as in a power failure. What was recorded is there when the project is opened again. */
import { describe, expect, it } from "vitest";
import { commandLine, Product } from "./support/Product.ts";
import { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
const SIGNAL = "`North pump station`.`Line A`.flow";

type Point = readonly [string, number | null, number];
const flow = async (from: string): Promise<readonly Point[]> => ((await commandLine(opened.home, "query", opened.folder ?? "", SIGNAL, "--from", from)) as { points: Point[] }).points;

describe("an engine that is killed", () => {
  const startedAt = new Date().toISOString();
  let recorded: readonly Point[] = [];

  it("has recorded samples of this sitting", async () => {
    await opened.window.live();
    recorded = await until("twenty samples are recorded", async () => {
      const points = await flow(startedAt);
      return points.length >= 20 && points;
    });
  });

  it("is missed by the window, which says so and keeps what it knew", async () => {
    await opened.product.kill();
    await opened.window.page.getByRole("alert").filter({ hasText: "The engine does not answer" }).waitFor();
    await opened.window.assetRow("Line A").waitFor();
    await opened.window.close();
  });

  it("takes its plant with it", async () => {
    await until("no plant is left", async () => (await opened.product.children("plant-server.js")).length === 0);
  });

  it("opens again without a word of damage, every recorded sample in place", async () => {
    opened.product = await Product.start(opened.home, opened.folder);
    opened.window = await TwinbenchWindow.open(opened.product.url);
    const now = await flow(startedAt);
    expect(now.slice(0, recorded.length)).toEqual(recorded);
  });

  it("goes on recording, with the time in between as a gap", async () => {
    await opened.window.live();
    const list = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" });
    await until("the trend has values", async () => !(await list.innerText()).includes("no data"));
    await until("there are samples of after the restart", async () => (await flow(startedAt)).length > recorded.length + 5);
    expect(opened.window.complaints).toEqual([]);
  });
});

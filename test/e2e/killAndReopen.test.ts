/** The engine dies as in a power failure. What was recorded is there when the project is opened again, and so is what was typed in a window that was left open. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandLine, Product } from "./support/Product.ts";
import type { TwinbenchWindow } from "./support/TwinbenchWindow.ts";
import { until } from "./support/until.ts";
import { workflow } from "./support/workflow.ts";

const opened = workflow();
let other: TwinbenchWindow;
const editor = () => opened.window.page.getByRole("region", { name: "Editor, rules/pumps.twin" });
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

  it("is missed by the window, which says so, keeps what it knew and offers what was typed as a file", async () => {
    const { page } = opened.window;
    await opened.window.showSide("Rules and models");
    await page.getByRole("treeitem", { name: /pumps\.twin/ }).dblclick();
    await opened.window.focus(editor().getByRole("textbox", { name: /^Text of/ }));
    await page.keyboard.press("Control+Home");
    await page.keyboard.insertText("// typed before the power failed\n");
    // Everything that the editor loads of itself is there.
    await editor().getByText(/fired/).first().waitFor({ state: "attached" });
    await opened.product.kill();
    const alert = page.getByRole("alert").filter({ hasText: "The engine does not answer" });
    await alert.waitFor();
    await opened.window.showSide("Assets");
    await opened.window.assetRow("Line A").waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), alert.getByRole("button", { name: "Keep the unsaved text in a file" }).click()]);
    expect(await readFile(await download.path(), "utf8")).toContain("// ==== rules/pumps.twin ====\n// typed before the power failed\n");
  });

  it("takes its plant with it", async () => {
    await until("no plant is left", async () => (await opened.product.children("plant-server.js")).length === 0);
  });

  it("opens again without a word of damage, every recorded sample in place", async () => {
    opened.product = await Product.start(opened.home, opened.folder);
    other = await opened.window.another(opened.product.url);
    const now = await flow(startedAt);
    expect(now.slice(0, recorded.length)).toEqual(recorded);
  });

  it("is found again by the window that was left open, with what was typed in it", async () => {
    await opened.window.page.getByRole("alert").filter({ hasText: "The engine does not answer" }).waitFor({ state: "detached" });
    await editor().getByText("// typed before the power failed").waitFor();
    await editor().getByRole("button", { name: "Save" }).click();
    await until("it is on disk", async () => (await readFile(join(opened.folder ?? "", "rules", "pumps.twin"), "utf8")).startsWith("// typed before the power failed\n"));
    await other.close();
  });

  it("goes on recording, with the time in between as a gap", async () => {
    await opened.window.live();
    const list = (await opened.window.panel("Trend")).getByRole("list", { name: "Plotted series" });
    await until("the trend has values", async () => !(await list.innerText()).includes("no data"));
    await until("there are samples of after the restart", async () => (await flow(startedAt)).length > recorded.length + 5);
    // The browser itself complains of a connection that it cannot make.
    expect([...other.complaints, ...opened.window.complaints.filter((complaint) => !complaint.includes("WebSocket connection to"))]).toEqual([]);
  });
});

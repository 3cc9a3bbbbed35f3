/**
 * The real application in the real runtime. Electron's package fetches its runtime from outside the registry, so that it
 * may be absent; then these tests are reported as not run, by name. Everything that can be tested without it is in
 * `test/unit/electron`.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { electronAtHand, hasScreen } from "../../tools/electronRuntime.mjs";
import { root } from "../../tools/prepare.mjs";

const runtime = hasScreen() ? electronAtHand(root) : undefined;

describe.skipIf(runtime === undefined)("Electron (needs its runtime and a screen)", () => {
  let home: string;
  let application: ElectronApplication;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "twinbench-electron-e2e-"));
    application = await _electron.launch({
      executablePath: runtime ?? "",
      args: [root, ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
      env: { ...process.env, TWINBENCH_HOME: home },
    });
    page = await application.firstWindow();
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("pageerror", (error) => problems.push(error.message));
  });
  afterAll(async () => {
    await application?.close();
    if (home !== undefined) await rm(home, { recursive: true, force: true });
  });

  it("opens the sample project from its own scheme and talks to its engine", async () => {
    expect(page.url()).toMatch(/^app:\/\/twinbench\/[0-9a-f]{24}\/$/);
    await page.locator(".tb-starting").waitFor({ state: "detached", timeout: 60_000 });
    await page.getByText("North pump station").first().waitFor({ timeout: 60_000 });
  });

  it("gives its page the window calls and nothing of Node", async () => {
    const seen = await page.evaluate(() => ({ calls: Object.keys((window as unknown as { twinbench: object }).twinbench).toSorted(), node: ["require", "process", "Buffer"].filter((name) => name in window) }));
    expect(seen.calls).toContain("chooseFiles");
    expect(seen.node).toEqual([]);
  });

  it("stays on its page and opens no other window", async () => {
    const before = page.url();
    await page.evaluate(() => {
      window.open("https://example.com/");
      window.location.href = "https://example.com/";
    });
    await page.locator("#window").waitFor();
    expect(page.url()).toBe(before);
    expect(application.windows()).toHaveLength(1);
  });

  it("loads again with a fresh port", async () => {
    await page.reload();
    await page.getByText("North pump station").first().waitFor({ timeout: 60_000 });
  });

  it("showed no error on its console, no breach of the content policy among them", () => {
    expect(problems.filter((problem) => !problem.includes("example.com"))).toEqual([]);
  });

  it("ends in order when its window is closed", async () => {
    const ended = new Promise<number | null>((resolve) => application.process().once("exit", resolve));
    await application.evaluate(({ app }) => app.quit());
    expect(await ended).toBe(0);
  });
});

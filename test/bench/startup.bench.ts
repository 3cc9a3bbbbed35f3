/**
 * From `npm start` on a built tree to the first live value on screen: first start (the sample and its past week are
 * made) and the next one. Baseline in the same run: a bare page of the same server, so that the browser's own start
 * is told apart.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { chromiumAtHand } from "../../tools/chromium.mjs";

const LIMIT_MS = 180_000;

interface Start {
  readonly linkMs: number;
  readonly windowMs: number;
  readonly liveMs: number;
}

async function linkOf(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk);
    const [url] = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`The product ended without a link: ${output}`);
}

/** One start until the status bar counts arriving values and the clock says LIVE. */
async function start(home: string, browser: Browser): Promise<Start> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join("tools", "start.mjs"), "--browser", "--no-open"], { env: { ...process.env, TWINBENCH_HOME: home }, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const url = await linkOf(child);
    const linkMs = performance.now() - begun;
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(url);
    await page.locator(".tb-starting").waitFor({ state: "detached", timeout: LIMIT_MS });
    const windowMs = performance.now() - begun;
    await page.waitForFunction(() => /(?<![\d/])[1-9][\d\u00a0\u202f]*[ \u00a0\n]+values\/s/.test(document.body.innerText), undefined, { timeout: LIMIT_MS });
    const liveMs = performance.now() - begun;
    await page.close();
    return { linkMs, windowMs, liveMs };
  } finally {
    child.kill("SIGINT");
    await new Promise((resolve) => child.once("exit", resolve));
  }
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const executablePath = chromiumAtHand();
  if (executablePath === undefined) throw new Error("The bench needs Chromium: set CHROME_PATH.");
  const home = await mkdtemp(join(tmpdir(), "twinbench-startup-"));
  const browser = await chromium.launch({ executablePath });
  try {
    const begun = performance.now();
    const blank = await browser.newPage();
    await blank.goto("data:text/html,<p>ready");
    const baselineMs = performance.now() - begun;
    const row = (name: string, { linkMs, windowMs, liveMs }: Start): (string | number)[] => [name, Math.round(linkMs), Math.round(windowMs), Math.round(liveMs)];
    return {
      title: "npm start on a built tree, in ms since the command",
      columns: ["start", "link printed", "window drawn", "first live values"],
      rows: [row("first (makes the sample and its week)", await start(home, browser)), row("next", await start(home, browser)), ["bare page in the same browser", "", Math.round(baselineMs), ""]],
      note: "The live column waits for the status bar to count arriving values.",
    };
  } finally {
    await browser.close();
    await rm(home, { recursive: true, force: true });
  }
}

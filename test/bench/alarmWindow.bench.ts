/**
 * A flood in the window: 5,000 alarms within 10 s in a real Chromium at 1366 × 768 with the list open. How long from an alarm
 * to its row, how long the page is held up, and how much is sent for it. Baseline in the same run: the same page at rest
 * before the flood, and at rest beside the 5,000 alarms.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "playwright-core";
import { History } from "../../main/engine/history/index.ts";
import { ALLOWED_LATENESS_US } from "../../main/engine/ingest/index.ts";
import { createProject } from "../../main/engine/project/index.ts";
import { emptyProject } from "../../shared/model/schema.ts";
import type { Project } from "../../shared/model/project.ts";
import { US_PER_MS } from "../../shared/time/time.ts";
import { chromiumAtHand } from "../../tools/chromium.mjs";

const WAVES = 100;
const ALARMS_A_WAVE = 50;
const ALARMS = WAVES * ALARMS_A_WAVE;
/** The window is open and at rest by then; then comes a wave every 100 ms. */
const FIRST_WAVE_S = 40;
const WAVE_S = 0.1;
const REST_MS = 8_000;
const LIMIT_MS = 180_000;
const SEVERITIES = ["critical", "high", "medium", "low"];

/** A rule for each wave, blind from the start on all assets: it tells that it cannot decide when its time is up. Few assets, so that the scene is not what is measured. */
function floodProject(): Project {
  const rules = Array.from({ length: WAVES }, (_, wave) => `rule Flood${wave} on Tank { when level > ${wave} m severity ${SEVERITIES[wave % SEVERITIES.length]} unknown after ${(FIRST_WAVE_S + wave * WAVE_S).toFixed(1)} s }`).join("\n");
  return {
    ...emptyProject("Flood", "UTC"),
    types: { tank: { id: "tank", name: "Tank", parameters: [], look: { shape: "tank", size: [1, 1, 1] }, states: [], signals: [{ id: "level", name: "level", unit: "m", dataType: "number" }] } },
    assets: Object.fromEntries(Array.from({ length: ALARMS_A_WAVE }, (_, index) => [`t${index}`, { id: `t${index}`, name: `T-${index}`, type: "tank", order: index, parameters: {}, facts: {}, lifecycle: { state: "active" as const, sinceUs: 0 } }])),
    texts: { "rules/flood.twin": { id: "rules/flood.twin", text: rules, applied: rules } },
  };
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

/** What the page notes about itself, from before its first script on. */
interface Noted {
  readonly longTasks: { readonly atMs: number; readonly lastedMs: number }[];
  /** How many rows the alarm list had from when on. */
  readonly rows: { readonly atMs: number; readonly count: number }[];
}

declare global {
  // The page's own record; `var` because only that is a property of the global object.
  var twinbenchNoted: Noted;
}

function note(): void {
  globalThis.twinbenchNoted = { longTasks: [], rows: [] };
  const { longTasks, rows } = globalThis.twinbenchNoted;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ atMs: performance.timeOrigin + startTime, lastedMs: duration });
  }).observe({ type: "longtask", buffered: true });
  const look = (): void => {
    const count = Number(document.querySelector('[role="grid"][aria-label="Alarms"]')?.getAttribute("aria-rowcount") ?? 1) - 1;
    if (count !== (rows.at(-1)?.count ?? 0)) rows.push({ atMs: Date.now(), count });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-rowcount"] });
}

interface Held {
  readonly tasks: number;
  readonly longestMs: number;
  readonly sumMs: number;
}

async function heldBetween(page: Page, fromMs: number, toMs: number): Promise<Held> {
  const tasks = (await page.evaluate(() => globalThis.twinbenchNoted.longTasks)).filter(({ atMs }) => atMs >= fromMs && atMs < toMs).map(({ lastedMs }) => lastedMs);
  return { tasks: tasks.length, longestMs: Math.max(0, ...tasks), sumMs: tasks.reduce((sum, ms) => sum + ms, 0) };
}

async function count(page: Page): Promise<number> {
  return page.evaluate(() => globalThis.twinbenchNoted.rows.at(-1)?.count ?? 0);
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const endMs = Date.now() + LIMIT_MS; !(await isSo()); ) {
    if (Date.now() > endMs) throw new Error(`Not within ${LIMIT_MS / 1000} s: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** When each alarm was known, in order: an alarm's id ends with the instant it is of, and rules wait so long for samples that come late. */
async function raisedMs(folder: string): Promise<number[]> {
  const history = await History.open({ file: join(folder, "history.duckdb"), stagingFolder: join(folder, "staging"), reserveBytes: 1 });
  const alarms = await history.openAlarms();
  await history.close();
  return alarms.map(({ id }) => (Number(id.split(" ").at(-1)) + ALLOWED_LATENESS_US) / US_PER_MS).sort((a, b) => a - b);
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const executablePath = chromiumAtHand();
  if (executablePath === undefined) throw new Error("The bench needs Chromium: set CHROME_PATH.");
  const home = await mkdtemp(join(tmpdir(), "twinbench-flood-"));
  const folder = join(home, "Flood.twin");
  await createProject(folder, floodProject());
  const product = spawn(process.execPath, [join("out", "main", "browser.js"), "--no-open", folder], { env: { ...process.env, TWINBENCH_HOME: home, HOME: home }, stdio: ["ignore", "pipe", "inherit"] });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const frames: { atMs: number; bytes: number }[] = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => {
      if (payload.includes("cannot-decide")) frames.push({ atMs: Date.now(), bytes: payload.length });
    }));
    page.setDefaultTimeout(LIMIT_MS);
    await page.addInitScript(note);
    await page.goto(await linkOf(product));
    // The scene is out of sight: a machine without a graphics card draws it in software, and that would be what is measured.
    await page.getByRole("tab", { name: "Table", exact: true }).click();
    await page.getByRole("tab", { name: "Alarms", exact: true }).click();
    const openedMs = Date.now();
    if ((await count(page)) > 0) throw new Error("The flood began before the window was open.");
    await until("the first alarm", async () => (await count(page)) > 0);
    const floodMs = Date.now();
    await until("all alarms", async () => (await count(page)) >= ALARMS);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const floodEndMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    const restEndMs = Date.now();
    const flooding = frames.filter(({ atMs }) => atMs <= floodEndMs);
    await page.getByRole("grid", { name: "Alarms" }).getByRole("row").nth(1).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("a");
    const beforeMs = Date.now();
    await page.getByRole("dialog").getByRole("button", { name: "Acknowledge", exact: true }).click();
    await until("every row is acknowledged", () => page.evaluate(() => [...document.querySelectorAll('[role="grid"][aria-label="Alarms"] [role="row"]')].slice(1).every((row) => !/unacknowledged/.test(row.textContent ?? ""))));
    const acknowledgedMs = Date.now();
    const held = [await heldBetween(page, Math.max(openedMs, floodMs - REST_MS), floodMs - 500), await heldBetween(page, floodMs - 500, floodEndMs), await heldBetween(page, floodEndMs, restEndMs), await heldBetween(page, beforeMs - 500, acknowledgedMs + 500)];
    const rows = await page.evaluate(() => globalThis.twinbenchNoted.rows);
    product.kill("SIGINT");
    await new Promise((resolve) => product.once("exit", resolve));
    const raised = await raisedMs(folder);
    const delays = raised.map((atMs, index) => (rows.find((row) => row.count > index)?.atMs ?? NaN) - atMs).sort((a, b) => a - b);
    const share = (part: number): string => (delays[Math.floor(part * (delays.length - 1))] ?? NaN).toFixed(0);
    const names = ["baseline: at rest, no alarms", "flood", "at rest beside them", "all acknowledged at once"];
    const sum = (of: typeof frames): string => `${of.length} messages, ${(of.reduce((total, { bytes }) => total + bytes, 0) / 1e6).toFixed(1)} MB, the largest ${(Math.max(0, ...of.map(({ bytes }) => bytes)) / 1e3).toFixed(0)} kB`;
    return {
      title: `${ALARMS} alarms in ${WAVES * WAVE_S} s in the window: tasks of the page over 50 ms`,
      columns: ["", "long tasks", "longest ms", "together ms"],
      rows: held.map(({ tasks, longestMs, sumMs }, index) => [names[index] ?? "", tasks, longestMs.toFixed(0), sumMs.toFixed(0)]),
      note: `From an alarm to its row, once no late sample can change it: half within ${share(0.5)} ms, 95 % within ${share(0.95)} ms, the worst ${share(1)} ms. Messages with alarms until 1 s after the flood: ${sum(flooding)}. Acknowledging all ${ALARMS} was on the list after ${acknowledgedMs - beforeMs} ms: ${sum(frames.filter(({ atMs }) => atMs >= beforeMs))}.`,
    };
  } finally {
    await browser.close();
    if (product.exitCode === null) product.kill("SIGKILL");
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

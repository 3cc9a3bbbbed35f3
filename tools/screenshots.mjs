/**
 * `npm run screenshots [-- FOLDER]`: starts the sample and takes the window at both sizes in both themes, for people to
 * look at and for the README. FOLDER is `docs/images` unless named. A console error fails it.
 */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { findChromium, installCommand } from "./chromium.mjs";
import { prepare, root } from "./prepare.mjs";

const SIZES = [{ width: 1366, height: 768 }, { width: 1920, height: 1080 }];
const THEMES = ["dark", "light"];
/** The sample's week is made and its plant started within this, on a slow machine too. */
const READY_MS = 300_000;
/** Trends have drawn a stretch of live values by then. */
const SETTLE_MS = 8_000;

await prepare("all");
const executablePath = findChromium();
if (executablePath === undefined) {
  console.error(`Screenshots need Chromium. Install it, or set CHROME_PATH:\n\n    ${installCommand()}\n`);
  process.exit(1);
}
const { chromium } = await import("playwright-core");
const folder = resolve(process.argv[2] ?? join(root, "docs", "images"));
mkdirSync(folder, { recursive: true });
const home = mkdtempSync(join(tmpdir(), "twinbench-screenshots-"));
const product = spawn(process.execPath, [join(root, "out", "main", "browser.js"), "--no-open"], { env: { ...process.env, TWINBENCH_HOME: home }, stdio: ["ignore", "pipe", "inherit"] });
const browser = await chromium.launch({ executablePath });
/** @type {string[]} */
const problems = [];
try {
  const context = await browser.newContext();
  let url = await link();
  for (const theme of THEMES) {
    for (const viewport of SIZES) {
      const page = await context.newPage();
      page.on("console", (message) => void (message.type() === "error" && problems.push(message.text())));
      page.on("pageerror", (error) => void problems.push(error.message));
      await page.setViewportSize(viewport);
      await page.addInitScript((name) => localStorage.setItem("twinbench.theme", name), theme);
      await page.goto(url);
      url = new URL("/", url).href; // the link works once; from now on there is the cookie
      await page.locator(".tb-starting").waitFor({ state: "detached", timeout: READY_MS });
      await page.waitForFunction(() => /(?<![\d/])[1-9][\d\u00a0\u202f]*[ \u00a0\n]+values\/s/.test(document.body.innerText), undefined, { timeout: READY_MS });
      await page.waitForTimeout(SETTLE_MS);
      const file = join(folder, `window-${theme}-${viewport.width}x${viewport.height}.png`);
      await page.screenshot({ path: file });
      console.log(file);
      await page.close();
    }
  }
} finally {
  await browser.close();
  product.kill("SIGINT");
  await new Promise((done) => (product.exitCode === null ? product.once("exit", done) : done(undefined)));
  rmSync(home, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** What the product prints once its window can be opened. @returns {Promise<string>} */
async function link() {
  let output = "";
  for await (const chunk of product.stdout) {
    output += String(chunk);
    const [found] = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output) ?? [];
    if (found !== undefined) return found;
  }
  throw new Error(`The product ended without a link: ${output}`);
}

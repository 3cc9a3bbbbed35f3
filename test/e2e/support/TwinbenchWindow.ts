/** A real Chromium with the product's window in it, and where things are in that window by the names people hear. */
import { chromium, type Locator, type Page } from "playwright-core";
import { chromiumAtHand } from "../../../tools/chromium.mjs";
import { until } from "./until.ts";

/** A shared machine is slow. */
const STEP_MS = 60_000;

const FOCUS_KEPT_MS = 60;

/** Software rendering says this of every screenshot and readback. */
const HARMLESS = /GPU stall due to ReadPixels/;

export class TwinbenchWindow {
  readonly page: Page;
  /** Errors on the page's console and uncaught ones, in their own words. Every test file ends by expecting none. */
  readonly complaints: string[] = [];
  readonly #close: () => Promise<void>;

  private constructor(page: Page, close: () => Promise<void>) {
    this.page = page;
    this.#close = close;
    page.on("pageerror", (error) => this.complaints.push(error.stack || error.message || `${error.name}, without a word`));
    page.on("console", (message) => message.type() === "error" && !HARMLESS.test(message.text()) && this.complaints.push(message.text() || `an error without a word, from ${message.location().url}`));
  }

  /** Follows the link and returns when the project is shown. */
  static async open(url: string): Promise<TwinbenchWindow> {
    const executablePath = chromiumAtHand();
    if (executablePath === undefined) throw new Error("There is no Chromium. `npm test` says how to get one.");
    const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    context.setDefaultTimeout(STEP_MS);
    const window = new TwinbenchWindow(await context.newPage(), () => browser.close());
    await window.page.goto(url);
    await window.side("Assets").waitFor();
    return window;
  }

  /** Another window of the same person in the same browser: on the same project, or as a link leads. */
  async another(url = new URL("/", this.page.url()).href): Promise<TwinbenchWindow> {
    const page = await this.page.context().newPage();
    const window = new TwinbenchWindow(page, () => page.close());
    await page.goto(url);
    await window.side("Assets").waitFor();
    return window;
  }

  close(): Promise<void> {
    return this.#close();
  }

  /** The side view of this title, if it is the one shown. */
  side(title: string): Locator {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  async showSide(title: string): Promise<Locator> {
    await this.page.getByRole("radio", { name: title, exact: true }).click();
    await this.side(title).waitFor();
    return this.side(title);
  }

  /** The panel behind the docked tab of this title, brought to the front. */
  async panel(title: string): Promise<Locator> {
    await this.page.getByRole("tab", { name: title, exact: true }).click();
    return this.page.getByRole("tabpanel", { name: title, exact: true });
  }

  /** Clicks into the plot at a share of its width: a left click sets the time cursor there. */
  async clickPlot(share: number, button: "left" | "right" = "left"): Promise<void> {
    const plot = (await this.panel("Trend")).getByRole("application");
    const box = await plot.boundingBox();
    if (!box) throw new Error("the plot is not there");
    await plot.click({ button, position: { x: box.width * share, y: box.height / 2 } });
  }

  /** A row of the asset tree whose name begins with these words. */
  assetRow(begins: string): Locator {
    return this.page.getByRole("tree", { name: "Assets" }).getByRole("treeitem", { name: new RegExp(`^${begins.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\s|$)`) }).first();
  }

  /** Types into the filter of the asset tree; what does not match disappears. */
  async filterAssets(text: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: /^Filter by name, type/ }).fill(text);
  }

  dialog(name: string | RegExp): Locator {
    return this.page.getByRole("dialog", { name });
  }

  /** Chooses an entry of the context menu of a row. */
  async chooseFromMenu(row: Locator, entry: string | RegExp): Promise<void> {
    await row.click({ button: "right" });
    await this.page.getByRole("menuitem", { name: entry }).click();
  }

  /**
   * Gives something the focus, and waits until it has kept it for a moment: a dialog that has just been closed hands the focus
   * back to where it was opened from, later than anybody would type.
   */
  async focus(element: Locator): Promise<void> {
    await until("it has the focus", async () => {
      await element.focus();
      await this.page.waitForTimeout(FOCUS_KEPT_MS);
      return this.hasFocus(element);
    });
  }

  hasFocus(element: Locator): Promise<boolean> {
    return element.evaluate((node) => node === document.activeElement);
  }

  /** Puts another text into an editor in place of what is there. In one line: it would indent and close lines as they are typed. */
  async writeText(editor: Locator, text: string): Promise<void> {
    await this.focus(editor.getByRole("textbox", { name: /^Text of/ }));
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }

  /** Applies what stands in an editor, and waits until it is live. */
  async applyText(editor: Locator): Promise<void> {
    await editor.getByRole("button", { name: "Apply …" }).click();
    const apply = this.dialog(/^Apply /);
    await apply.getByRole("button", { name: "Apply", exact: true }).click();
    await apply.waitFor({ state: "detached" });
  }

  /** What lies in front, has the focus and was complained of: for somebody who has only the words of a failed run. */
  async inFront(): Promise<string> {
    const seen = await this.page.evaluate(() => {
      const said = (element: Element | null): string => (element instanceof HTMLElement ? `${element.tagName.toLowerCase()} “${element.getAttribute("aria-label") ?? element.innerText.slice(0, 80)}”` : "nothing");
      const texts = (selector: string): string[] => [...document.querySelectorAll<HTMLElement>(selector)].map((element) => element.innerText.replaceAll(/\s+/g, " "));
      return { focus: said(document.activeElement), dialogs: texts('[role="dialog"]'), alerts: texts('[role="alert"]'), foot: texts('[role="contentinfo"], footer') };
    });
    return JSON.stringify({ ...seen, complaints: this.complaints });
  }

  /** Applies the text in the editor by the keyboard alone, and waits until it is live. */
  async applyByKeys(editor: Locator): Promise<void> {
    await this.focus(editor.getByRole("textbox", { name: /^Text of/ }));
    await this.page.keyboard.press("Control+Enter");
    const apply = this.dialog(/^Apply /);
    const why = apply.getByRole("textbox", { name: "Why" });
    await until("the reason can be typed", async () => (await why.count()) > 0 && (await this.hasFocus(why)));
    await this.page.keyboard.press("Enter");
    await apply.waitFor({ state: "detached" });
  }

  /** Runs a command by its title, as typed into the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("Control+k");
    const palette = this.page.getByRole("dialog");
    await palette.getByRole("combobox").or(palette.getByRole("searchbox")).first().fill(title);
    await palette.getByRole("option", { name: title }).first().click();
  }

  status(): Locator {
    return this.page.getByRole("contentinfo");
  }

  /** The word beside the clock: LIVE, PAUSED …, with what is said of it. */
  clock(): Locator {
    return this.page.locator(".tb-clock");
  }

  /** Waits until every source is connected and values come. */
  async live(timeoutMs = 200_000): Promise<void> {
    await until("all sources are live", async () => /sources 1\/1/.test(await this.status().innerText()), timeoutMs);
  }

  /** What stands in a row of the asset tree now. */
  textOf(begins: string): Promise<string> {
    return this.assetRow(begins).innerText();
  }

  /**
   * Watches a row of the asset tree from now on: the answer tells whether it ever matched. For what may pass before one
   * can look (a plant is back in a second or two).
   */
  async everMatches(begins: string, wanted: RegExp): Promise<() => Promise<boolean>> {
    const watched = await this.page.evaluateHandle(({ begins, source }) => {
      const seen = { matched: false };
      const look = (): void => {
        for (const row of document.querySelectorAll<HTMLElement>('[role="tree"][aria-label="Assets"] [role="treeitem"]')) {
          if (row.innerText.startsWith(begins) && new RegExp(source).test(row.innerText)) seen.matched = true;
        }
      };
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
      return seen;
    }, { begins, source: wanted.source });
    return () => watched.evaluate((seen) => seen.matched);
  }
}

/** A number as the window writes it (blanks between thousands, a true minus), with whatever unit stands behind it. */
export function numberIn(text: string): number {
  return Number(/[-−]?[\d\u202f\u00a0 ]*\d(?:\.\d+)?/.exec(text)?.[0].replaceAll(/[\u202f\u00a0 ]/g, "").replace("−", "-") ?? NaN);
}

/** WCAG 2.2: every text on every ground at least 4.5 : 1 (1.4.3), every control and mark at least 3 : 1 (1.4.11), in both themes. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("../../../../renderer/theme/tokens.css", import.meta.url), "utf8");

function tokensIn(block: string): Record<string, string> {
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = "", value = ""]) => [name, value]));
}

const [darkBlock = "", lightBlock = ""] = css.split(':root[data-theme="light"]');
const dark = tokensIn(darkBlock);
const themes = { dark, light: { ...dark, ...tokensIn(lightBlock) } };

/** Relative luminance, WCAG 2.2, "Definitions". */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const GROUNDS = ["ground", "panel", "raised", "selection"];
const TEXTS = ["text", "text-2", "text-3", "accent", "critical", "high", "medium", "low"];
const MARKS = ["line-strong", "accent", "measured", "simulated", "forecast", "what-if", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6"];
const ON = [["on-accent", "accent"], ["on-alarm", "critical"], ["on-alarm", "high"], ["on-alarm", "medium"], ["on-alarm", "low"]] as const;

describe.each(Object.entries(themes))("the %s theme", (_name, theme) => {
  const ratio = (front: string, ground: string): number => contrast(theme[front] ?? "", theme[ground] ?? "");

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))("writes %s on %s legibly", (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS.flatMap((mark) => GROUNDS.map((ground) => [mark, ground] as const)))("shows the mark %s on %s", (mark, ground) => {
    expect(ratio(mark, ground)).toBeGreaterThanOrEqual(3);
  });

  it.each(ON)("writes %s on %s legibly", (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps selection, simulated and low priority apart", () => {
    expect(new Set([theme["accent"], theme["simulated"], theme["low"], theme["selection"]]).size).toBe(4);
  });

  it("defines every colour of the other theme", () => {
    const own = tokensIn(_name === "dark" ? darkBlock : lightBlock);
    expect(Object.keys(own).sort()).toEqual(Object.keys(dark).sort());
  });
});

/** Hatches stretches with nothing known behind the lines of a plot, with a word where there is room. */
import type { ChartColors } from "./chartColors.ts";
import type { SeriesData } from "./SeriesData.ts";
import { hatchPattern } from "./hatch.ts";

/** Below this width the word would be cut; the hatch alone stands then. */
const WORD_FROM_PX = 62;

export interface PlotArea {
  /** Canvas pixels. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Stretches with nothing known of any of the series within a span, joined where they touch, as [from, to) pairs. */
export function joinedGaps(all: readonly SeriesData[], fromUs: number, toUs: number): [number, number][] {
  const pairs: [number, number][] = [];
  for (const data of all) {
    for (let i = 0; i + 1 < data.gaps.length; i += 2) {
      const from = Math.max(fromUs, data.gaps[i] ?? 0);
      const to = Math.min(toUs, data.gaps[i + 1] ?? 0);
      if (to > from) pairs.push([from, to]);
    }
    if (data.staleFromUs !== undefined && data.staleFromUs < toUs) pairs.push([Math.max(fromUs, data.staleFromUs), toUs]);
  }
  pairs.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const pair of pairs) {
    const last = joined.at(-1);
    if (last && pair[0] <= last[1]) last[1] = Math.max(last[1], pair[1]);
    else joined.push(pair);
  }
  return joined;
}

export function drawGaps(context: CanvasRenderingContext2D, area: PlotArea, gaps: readonly (readonly [number, number])[], x: (tUs: number) => number, colors: ChartColors, word = "no data"): void {
  const right = area.left + area.width;
  for (const [from, to] of gaps) {
    const x0 = Math.max(area.left, x(from));
    const x1 = Math.min(right, Math.max(x(to), x0 + area.ratio));
    if (x1 <= x0) continue;
    context.fillStyle = hatchPattern(context, colors.hatch, area.ratio);
    context.globalAlpha = 0.55;
    context.fillRect(x0, area.top, x1 - x0, area.height);
    context.globalAlpha = 1;
    if ((x1 - x0) / area.ratio >= WORD_FROM_PX) drawWord(context, word, (x0 + x1) / 2, area.top + area.height - 10 * area.ratio, colors, area.ratio);
  }
}

/** A quiet word on a patch of ground, centred. */
function drawWord(context: CanvasRenderingContext2D, word: string, x: number, y: number, colors: ChartColors, ratio: number): void {
  context.font = scaledFont(colors.textFont, ratio);
  const width = context.measureText(word).width + 8 * ratio;
  context.fillStyle = colors.ground;
  context.fillRect(x - width / 2, y - 8 * ratio, width, 16 * ratio);
  context.fillStyle = colors.quiet;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(word, x, y);
}

/** `11px Inter` for a canvas whose pixels are finer than CSS's. */
export function scaledFont(font: string, ratio: number): string {
  return font.replace(/^(\d+(?:\.\d+)?)px/, (_, size: string) => `${Number(size) * ratio}px`);
}

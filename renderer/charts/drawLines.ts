/** Draws the lines, limits and end tags of one value axis into uPlot's canvas. Pure drawing: what and where is given. */
import { MEASURED } from "../../shared/contract/history.ts";
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import type { ChartSeries } from "./chartModel.ts";
import { type PlotArea, scaledFont } from "./drawGaps.ts";
import { tracePath } from "./tracePath.ts";

export interface LineScales {
  readonly span: Span;
  readonly x: (tUs: number) => number;
  readonly y: (value: number) => number;
  /** Newest known now while live: measured values are drawn as holding until then. */
  readonly holdUntilUs?: number;
}

/** Tags closer than this move apart. */
const TAG_HEIGHT_PX = 12;

export function drawLines(context: CanvasRenderingContext2D, area: PlotArea, series: readonly ChartSeries[], scales: LineScales): void {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top, area.width, area.height);
  context.clip();
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const one of series) {
    const measured = one.run === MEASURED;
    const path = new Path2D();
    tracePath(path, one.data, {
      fromUs: scales.span.fromUs, toUs: scales.span.toUs, x: scales.x, y: scales.y,
      held: measured && one.data.kind === "raw",
      ...(measured && scales.holdUntilUs !== undefined && { holdUntilUs: Math.min(scales.holdUntilUs, scales.span.toUs) }),
    });
    context.strokeStyle = one.look.color;
    context.lineWidth = one.look.widthPx * area.ratio * (one.emphasised ? 1.7 : 1);
    context.setLineDash(one.look.dash.map((px) => px * area.ratio));
    context.stroke(path);
  }
  context.setLineDash([]);
  context.restore();
}

/** Limits as thin dotted lines with a word at the left; only where they fall inside the axis. */
export function drawLimits(context: CanvasRenderingContext2D, area: PlotArea, series: readonly ChartSeries[], y: (value: number) => number, colors: ChartColors): void {
  context.save();
  context.font = scaledFont(colors.textFont, area.ratio);
  context.textAlign = "left";
  context.textBaseline = "bottom";
  context.strokeStyle = colors.axis;
  context.fillStyle = colors.quiet;
  context.lineWidth = area.ratio;
  context.setLineDash([1 * area.ratio, 4 * area.ratio]);
  for (const { limit, text } of limitLines(series)) {
    const at = Math.round(y(limit)) + 0.5;
    if (!(at > area.top && at < area.top + area.height)) continue;
    context.beginPath();
    context.moveTo(area.left, at);
    context.lineTo(area.left + area.width, at);
    context.stroke();
    context.fillText(text, area.left + 4 * area.ratio, at - area.ratio);
  }
  context.restore();
}

/** Limits of measured signals, equal ones as one line: `1 2 high limit`. */
export function limitLines(series: readonly ChartSeries[]): { limit: number; text: string }[] {
  const tags = new Map<string, { limit: number; word: string; tags: string[] }>();
  for (const one of series) {
    if (one.run !== MEASURED) continue;
    for (const [word, limit] of [["high", one.limits?.high], ["low", one.limits?.low]] as const) {
      if (limit === undefined) continue;
      const key = `${word}${limit}`;
      const line = tags.get(key) ?? { limit, word, tags: [] };
      line.tags.push(one.tag);
      tags.set(key, line);
    }
  }
  return [...tags.values()].map(({ limit, word, tags: of }) => ({ limit, text: `${series.length > 1 ? `${of.join(" ")} ` : ""}${word} limit` }));
}

/** The number of each line at its right end, so that lines are told apart without colour. */
export function drawTags(context: CanvasRenderingContext2D, area: PlotArea, series: readonly ChartSeries[], scales: LineScales, colors: ChartColors): void {
  if (series.length < 2) return;
  const height = TAG_HEIGHT_PX * area.ratio;
  const tags = series.flatMap((one) => {
    const reading = one.data.atOrBefore(scales.span.toUs);
    return reading && reading.value === reading.value ? [{ one, y: scales.y(reading.value) }] : [];
  });
  tags.sort((a, b) => a.y - b.y);
  const places = spreadOut(tags.map(({ y }) => y), height, area.top + height / 2, area.top + area.height - height / 2);
  context.font = scaledFont(colors.numberFont, area.ratio);
  context.textBaseline = "middle";
  context.textAlign = "left";
  tags.forEach(({ one }, index) => {
    context.fillStyle = one.look.color;
    context.fillText(one.tag, area.left + area.width + 4 * area.ratio, places[index] ?? 0);
  });
}

/** Rising places moved apart as little as it takes for each to have its height between both ends; where there is no room for all, they close up from the top. */
export function spreadOut(wanted: readonly number[], height: number, first: number, last: number): number[] {
  const places: number[] = [];
  for (const y of wanted) places.push(Math.max((places.at(-1) ?? first - height) + height, y));
  let ceiling = last;
  for (let index = places.length - 1; index >= 0; index--) {
    places[index] = Math.max(Math.min(places[index] ?? first, ceiling), first + index * Math.min(height, (last - first) / Math.max(places.length - 1, 1)));
    ceiling = (places[index] ?? first) - height;
  }
  return places;
}

/** Draws the timeline's ground: density of samples, gaps hatched with a word, runs, what a rule would have done, times. Pure drawing. */
import type { Density } from "../../shared/contract/history.ts";
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "../charts/chartColors.ts";
import { drawGaps, scaledFont } from "../charts/drawGaps.ts";
import { drawTried } from "../charts/drawTried.ts";
import { timeTicks } from "../charts/timeTicks.ts";
import type { PreviewBand } from "./previewBands.ts";
import type { RunBand } from "./runBands.ts";

/** Rows from the top, CSS pixels. Marks of alarms stand in the first as elements of their own. */
export const ROWS = { alarms: 18, density: 26, preview: 6, run: 4, gap: 2, times: 16 } as const;
const TICK_PX = 84;

export interface TimelineState {
  readonly span: Span;
  readonly zone: string;
  readonly nowUs: number;
  readonly density?: { readonly span: Span; readonly data: Density };
  readonly bands: readonly RunBand[];
  readonly shownRun: string;
  readonly preview: PreviewBand | undefined;
}

export function drawTimeline(canvas: HTMLCanvasElement, size: { readonly width: number; readonly height: number }, state: TimelineState, colors: ChartColors): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.max(1, Math.round(size.width * ratio));
  canvas.height = Math.max(1, Math.round(size.height * ratio));
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(ratio, ratio);
  const length = state.span.toUs - state.span.fromUs;
  const x = (tUs: number): number => ((tUs - state.span.fromUs) / length) * size.width;
  const densityTop = ROWS.alarms;
  const bandsTop = densityTop + ROWS.density + ROWS.gap;
  if (state.density) drawDensity(context, state.density, x, densityTop, size.width, colors);
  drawFuture(context, x(state.nowUs), size, colors);
  if (state.preview) drawTried(context, state.preview.results, { x, top: bandsTop, height: ROWS.preview, endUs: state.nowUs, ratio: 1 }, colors);
  drawRuns(context, state, x, bandsTop + (state.preview ? ROWS.preview + ROWS.gap : 0), colors);
  drawTimes(context, state, x, size, colors);
}

/** Bars as high as the square root of the count: a fault's dense record does not flatten everything else. */
function drawDensity(context: CanvasRenderingContext2D, { span, data }: NonNullable<TimelineState["density"]>, x: (tUs: number) => number, top: number, width: number, colors: ChartColors): void {
  const slice = (span.toUs - span.fromUs) / Math.max(1, data.counts.length);
  const most = data.counts.reduce((max, count) => Math.max(max, count), 0);
  context.fillStyle = colors.axis;
  context.globalAlpha = 0.75;
  for (let i = 0; i < data.counts.length; i += 1) {
    const count = data.counts[i] ?? 0;
    if (count <= 0) continue;
    const x0 = x(span.fromUs + i * slice);
    const x1 = x(span.fromUs + (i + 1) * slice);
    if (x1 < 0 || x0 > width) continue;
    const height = Math.max(1.5, Math.sqrt(count / most) * (ROWS.density - 4));
    context.fillRect(x0, top + (ROWS.density - height) / 2, Math.max(1, x1 - x0 - 1), height);
  }
  context.globalAlpha = 1;
  const gaps = data.gaps.map(({ fromUs, toUs }) => [fromUs, toUs ?? Infinity] as const);
  const area = { left: 0, top, width, height: ROWS.density, ratio: 1 };
  drawGaps(context, area, gaps.map(([from, to]) => [from, Math.min(to, span.toUs)] as const), x, colors, "gap");
}

/** Nothing is known after now: the ground ends there. */
function drawFuture(context: CanvasRenderingContext2D, nowX: number, size: { readonly width: number; readonly height: number }, colors: ChartColors): void {
  if (nowX >= size.width - 1) return;
  context.fillStyle = colors.grid;
  context.fillRect(Math.max(0, nowX), ROWS.alarms, 1, ROWS.density);
}

function drawRuns(context: CanvasRenderingContext2D, state: TimelineState, x: (tUs: number) => number, top: number, colors: ChartColors): void {
  for (const { run, row } of state.bands) {
    const y = top + row * (ROWS.run + ROWS.gap);
    const x0 = x(run.fromUs);
    const width = Math.max(2, x(run.toUs) - x0);
    context.strokeStyle = context.fillStyle = colors.simulated;
    context.globalAlpha = run.id === state.shownRun ? 1 : 0.7;
    if (run.id === state.shownRun) context.fillRect(x0, y, width, ROWS.run);
    else {
      context.setLineDash([5, 3]);
      context.lineWidth = ROWS.run - 1;
      context.beginPath();
      context.moveTo(x0, y + ROWS.run / 2);
      context.lineTo(x0 + width, y + ROWS.run / 2);
      context.stroke();
      context.setLineDash([]);
    }
    context.globalAlpha = 1;
  }
}

function drawTimes(context: CanvasRenderingContext2D, state: TimelineState, x: (tUs: number) => number, size: { readonly width: number; readonly height: number }, colors: ChartColors): void {
  context.font = scaledFont(colors.textFont, 1);
  context.textAlign = "center";
  context.textBaseline = "bottom";
  for (const tick of timeTicks(state.span, Math.max(1, Math.floor(size.width / TICK_PX)), state.zone)) {
    const at = x(tick.tUs);
    context.fillStyle = colors.grid;
    context.fillRect(Math.round(at), size.height - ROWS.times, 1, 3);
    context.fillStyle = tick.isDate ? colors.text : colors.quiet;
    const half = context.measureText(tick.label).width / 2;
    context.fillText(tick.label, Math.min(size.width - half, Math.max(half, at)), size.height);
  }
}

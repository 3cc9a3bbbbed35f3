/**
 * Turns a series into the stretches of a line: broken at gaps, at Bad values and where nothing is known, held between raw
 * measured samples (as rules read them), straight between simulated or reduced ones. Knows no canvas.
 */
import type { SeriesData } from "./SeriesData.ts";

/** Where the line goes; `Path2D` is one. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

export interface TraceOptions {
  readonly fromUs: number;
  readonly toUs: number;
  readonly x: (tUs: number) => number;
  readonly y: (value: number) => number;
  /** Samples hold until the next one. */
  readonly held: boolean;
  /** The newest value is drawn as holding until here: now, in live mode. */
  readonly holdUntilUs?: number;
}

/** A single sample between two breaks is drawn as a dot of this many pixels. */
const DOT_PX = 0.5;

export function tracePath(pen: Pen, data: SeriesData, options: TraceOptions): void {
  const { fromUs, toUs, x, y, held } = options;
  const { tUs, value, status, gaps, length } = data;
  let gap = 0;
  let open = false;
  let lone = false;
  let lastX = 0;
  let lastY = 0;
  let lastUs = -Infinity;
  const finish = (untilUs: number): void => {
    if (!open) return;
    if (held && untilUs > lastUs) pen.lineTo(x(untilUs), lastY);
    else if (lone) pen.lineTo(lastX + DOT_PX, lastY);
    open = false;
  };
  for (let row = firstRow(data, fromUs); row < length; row += 1) {
    const t = tUs[row] ?? 0;
    while (gap + 1 < gaps.length && (gaps[gap + 1] ?? 0) <= lastUs) gap += 2;
    const gapFromUs = gap < gaps.length ? (gaps[gap] ?? Infinity) : Infinity;
    if (open && gapFromUs < t) finish(Math.max(gapFromUs, lastUs));
    const v = value[row] ?? Number.NaN;
    if (v !== v || (status[row] ?? 0) >>> 30 >= 2) {
      finish(t);
      lastUs = t;
      continue;
    }
    const px = x(t);
    const py = y(v);
    if (!open) {
      pen.moveTo(px, py);
      open = lone = true;
    } else {
      if (held) pen.lineTo(px, lastY);
      pen.lineTo(px, py);
      lone = false;
    }
    lastX = px;
    lastY = py;
    lastUs = t;
    if (t > toUs) break;
  }
  const gapAheadUs = data.gapAfter(lastUs);
  const holdUntilUs = Math.min(options.holdUntilUs ?? lastUs, data.staleFromUs ?? Infinity, gapAheadUs);
  if (open && holdUntilUs > lastUs) {
    pen.lineTo(x(holdUntilUs), lastY);
    open = false;
  }
  finish(lastUs);
}

/** The row before the first inside the span, so that the line begins at the edge. */
function firstRow(data: SeriesData, fromUs: number): number {
  let low = 0;
  let high = data.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((data.tUs[middle] ?? Infinity) < fromUs) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

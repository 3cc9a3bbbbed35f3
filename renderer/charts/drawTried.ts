/**
 * Draws when a rule that is tried would have fired, beside the version that runs. Told apart by shape, not by colour alone:
 * what both do is a thin line, what only the draft does a full block, what only the running version does an empty frame.
 */
import type { BacktestResult } from "../../shared/contract/rules.ts";
import { compareIntervals, type Stretch } from "../../shared/time/intervalSets.ts";
import type { ChartColors } from "./chartColors.ts";

export interface TriedPlace {
  readonly x: (tUs: number) => number;
  /** Canvas pixels. */
  readonly top: number;
  readonly height: number;
  /** Where intervals that last end. */
  readonly endUs: number;
  readonly ratio: number;
}

/** What the shapes mean, in words for a tooltip. */
export const TRIED_LEGEND = "thin: as applied · full: only the draft fires · frame: only what is applied fires";

export function drawTried(context: CanvasRenderingContext2D, results: readonly BacktestResult[], { x, top, height, endUs, ratio }: TriedPlace, colors: ChartColors): void {
  context.setLineDash([]);
  context.lineWidth = ratio;
  const each = (stretches: readonly Stretch[], draw: (left: number, width: number) => void): void => {
    for (const { fromUs, toUs } of stretches) draw(x(fromUs), Math.max(2 * ratio, x(toUs) - x(fromUs)));
  };
  for (const { intervals, running, severity } of results) {
    context.fillStyle = context.strokeStyle = colors.alarm[severity];
    const { kept, added, vanished } = compareIntervals(intervals, running ?? [], endUs);
    each(kept, (left, width) => context.fillRect(left, top + height / 3, width, height / 3));
    each(added, (left, width) => context.fillRect(left, top, width, height));
    each(vanished, (left, width) => context.strokeRect(left + ratio / 2, top + ratio / 2, Math.max(ratio, width - ratio), height - ratio));
  }
}

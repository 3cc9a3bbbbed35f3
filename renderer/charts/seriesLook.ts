/** How a series is drawn: measured neutral and solid, runs blue and dashed, changed things green and dash-dotted, forecasts violet and dotted. Told apart by dash and number as well as by colour. */
import { MEASURED } from "../../shared/contract/history.ts";
import type { ChartColors } from "./chartColors.ts";

export interface SeriesLook {
  readonly color: string;
  /** CSS pixels; empty for a solid line. */
  readonly dash: readonly number[];
  readonly widthPx: number;
}

const RUN_DASHES: readonly (readonly number[])[] = [[6, 4], [2, 3], [12, 3], [4, 8]];
const WHAT_IF_DASHES: readonly (readonly number[])[] = [[10, 3, 2, 3], [5, 3, 2, 3], [10, 3, 2, 3, 2, 3]];
const FORECAST_DASHES: readonly (readonly number[])[] = [[2, 2], [2, 5], [2, 2, 2, 6]];
/** Order in which the theme's quiet hues are given out: the bluish ones last, away from the blue of simulations. */
const ORDER = [0, 4, 2, 3, 5, 1];
/** Measured signals beyond the theme's colours repeat them with these strokes. */
const REPEAT_DASHES: readonly (readonly number[])[] = [[], [12, 2], [4, 2]];

/** What a run says: what was, what would be with some things changed, what will be. */
export type Nature = "simulated" | "whatIf" | "forecast";

const NATURE_DASHES: Readonly<Record<Nature, readonly (readonly number[])[]>> = { simulated: RUN_DASHES, whatIf: WHAT_IF_DASHES, forecast: FORECAST_DASHES };

export interface Looked {
  readonly run: string;
  /** Place among the measured signals of the plot. */
  readonly index: number;
  /** Place of the run among those laid over. */
  readonly runIndex: number;
  /** Of the run. */
  readonly nature: Nature;
  /** One end of a band; drawn finer than its middle. */
  readonly isBandEnd?: boolean;
}

const BAND_DASH: readonly number[] = [1, 3];

/** The look of a measured signal of a plot, or of a run beside it. */
export function seriesLook({ run, index, runIndex, nature, isBandEnd = false }: Looked, colors: ChartColors): SeriesLook {
  if (isBandEnd) return { color: colors[nature], dash: BAND_DASH, widthPx: 1 };
  const dashes = NATURE_DASHES[nature];
  if (run !== MEASURED) return { color: colors[nature], dash: dashes[runIndex % dashes.length] ?? [], widthPx: 1.5 };
  const round = Math.floor(index / ORDER.length);
  return { color: colors.series[ORDER[index % ORDER.length] ?? 0] ?? colors.text, dash: REPEAT_DASHES[round % REPEAT_DASHES.length] ?? [], widthPx: 1.5 };
}

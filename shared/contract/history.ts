/** History and live values: what plots, tables, the timeline and the viewport draw. Answers are sized for a screen. */
import { z } from "zod";
import { request, stream } from "./define.ts";

/** Id of the run that holds what was measured. */
export const MEASURED = "measured";

const seriesRef = z.object({ signal: z.string().max(500), run: z.string().max(100).default(MEASURED).optional() });
export type SeriesRef = z.infer<typeof seriesRef>;

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });

/**
 * One series reduced to a pixel width: at most first, min, max and last of each pixel column, in time order, so that
 * nothing that would be seen is left out. `kind` tells raw samples from reduced ones.
 */
export interface WindowData {
  readonly kind: "raw" | "reduced";
  readonly tUs: Float64Array;
  /** NaN where unknown (Bad, no number). */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** Texts by row, for text signals. */
  readonly text?: readonly string[];
  /** Stretches with nothing known, [from, to) pairs; the line is broken there. */
  readonly gaps: Float64Array;
  /** Samples in the span before reduction. */
  readonly samples: number;
  /** Last sample before the span, so that the line starts at the left edge. */
  readonly before?: { readonly tUs: number; readonly value: number; readonly status: number };
}

/** Last sample at or before an instant, per asked series, in order; NaN time where there is none. */
export interface AsOfData {
  readonly tUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  /** 1 where the value is not known at the instant (gap, stale, Bad). */
  readonly unknown: Uint8Array;
  readonly text?: Readonly<Record<number, string>>;
}

/** Newest values since the last frame, coalesced per series; `index` refers to the asked list. */
export interface LiveFrame {
  readonly nowUs: number;
  readonly index: Int32Array;
  readonly tUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly text?: Readonly<Record<number, string>>;
  /** 1 where the value's source is not live or the value has gone stale. Same length as `index`. */
  readonly stale: Uint8Array;
}

export interface SeriesInfo {
  readonly signal: string;
  readonly run: string;
  readonly count: number;
  readonly fromUs?: number;
  readonly toUs?: number;
}

export interface GapInfo {
  readonly source: string;
  readonly fromUs: number;
  readonly toUs?: number;
  readonly reason: string;
}

/** Samples per equal slice of the span, for the timeline. */
export interface Density {
  readonly counts: Float64Array;
  readonly gaps: readonly GapInfo[];
}

/** A piece of a series as it was recorded, in time order. */
export interface SamplesFrame {
  readonly tUs: Float64Array;
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly text?: Readonly<Record<number, string>>;
}

export const historyService = {
  window: request<WindowData[]>()(z.object({ series: z.array(seriesRef).max(64), span, width: z.number().int().min(1).max(20_000), raw: z.boolean().optional() })),
  asOf: request<AsOfData>()(z.object({ series: z.array(seriesRef).max(5_000), tUs: z.number().int() })),
  /** `runs`: of each signal the run that is watched, in the same order; without, what is measured. */
  live: stream<LiveFrame>()(z.object({ signals: z.array(z.string()).max(20_000), runs: z.array(z.string()).max(20_000).optional(), maxRateHz: z.number().min(0.1).max(60).default(10).optional() })),
  density: request<Density>()(z.object({ span, slices: z.number().int().min(1).max(4_000) })),
  /** First and last sample of everything recorded. */
  extent: request<{ fromUs?: number; toUs?: number }>()(z.object({})),
  series: request<{ series: SeriesInfo[] }>()(z.object({ run: z.string().optional() })),
  /** Every sample of one series in the span, piece by piece. */
  samples: stream<SamplesFrame>()(z.object({ series: seriesRef, span })),
  /** Raw samples as CSV text, streamed in pieces; times in ISO 8601. */
  exportCsv: stream<string>()(z.object({ series: z.array(seriesRef).max(64), span })),
};

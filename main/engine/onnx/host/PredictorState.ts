/** What a predictor is in at the end of a span, as bytes: how long ago its last step was, its last prediction, its window. */

export interface PredictorState {
  readonly sinceUs: number;
  /** NaN where there was none. */
  readonly outputs: Float64Array;
  readonly isUnknown: boolean;
  readonly rows: Float64Array;
}

export function packPredictor({ sinceUs, outputs, isUnknown, rows }: PredictorState): Uint8Array {
  return new Uint8Array(Float64Array.of(sinceUs, Number(isUnknown), outputs.length, ...outputs, ...rows).buffer);
}

export function unpackPredictor(bytes: Uint8Array): PredictorState {
  // A copy: what came from another thread may lie anywhere in its memory.
  const [sinceUs = 0, isUnknown = 0, count = 0, ...rest] = new Float64Array(bytes.slice().buffer);
  return { sinceUs, isUnknown: isUnknown === 1, outputs: Float64Array.from(rest.slice(0, count)), rows: Float64Array.from(rest.slice(count)) };
}

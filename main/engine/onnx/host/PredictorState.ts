/** What a predictor is in at the end of a span, as bytes: how long ago its last step was, its last prediction, its window. */

export interface PredictorState {
  readonly sinceUs: number;
  /** NaN where there was none. */
  readonly outputs: Float64Array;
  readonly isUnknown: boolean;
  readonly rows: Float64Array;
}

/** Numbers before the outputs: since when, whether unknown, how many outputs. */
const HEAD = 3;

export function packPredictor({ sinceUs, outputs, isUnknown, rows }: PredictorState): Uint8Array {
  const packed = new Float64Array(HEAD + outputs.length + rows.length);
  packed.set([sinceUs, Number(isUnknown), outputs.length]);
  packed.set(outputs, HEAD);
  packed.set(rows, HEAD + outputs.length);
  return new Uint8Array(packed.buffer);
}

export function unpackPredictor(bytes: Uint8Array): PredictorState {
  // A copy: what came from another thread may lie anywhere in its memory.
  const packed = new Float64Array(Uint8Array.from(bytes).buffer);
  const [sinceUs = 0, isUnknown = 0, count = 0] = packed;
  return { sinceUs, isUnknown: isUnknown === 1, outputs: packed.slice(HEAD, HEAD + count), rows: packed.slice(HEAD + count) };
}

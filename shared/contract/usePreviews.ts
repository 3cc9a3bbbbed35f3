/** What uses in a text would predict, worked out while it is written. Nothing is stored. */

/** As many assets of one use are solved at each keystroke. */
export const MAX_TRIED_ASSETS = 6;

/** A compared output, over the assets that were tried: root mean square off from what was measured. */
export interface TriedOutput {
  readonly output: string;
  /** Of a difference. */
  readonly unit: string;
  readonly rmse: number;
  /** The same of the version that runs; absent where it has no such output. */
  readonly running?: number;
}

/** One output on one asset, on the instants of its preview; NaN where nothing can be said. */
export interface DraftCurve {
  readonly signal: string;
  readonly assetId: string;
  readonly value: Float64Array;
}

export interface UsePreview {
  readonly use: string;
  /** UTF-16 offset in the text. */
  readonly position: number;
  /** Assets that it stands on, and as many of them as were tried. */
  readonly assets: number;
  readonly tried: number;
  /** Tried without an answer: nothing recorded, no solution. */
  readonly unsolved: number;
  readonly compared: readonly TriedOutput[];
  readonly tUs: Float64Array;
  readonly curves: readonly DraftCurve[];
  /** Why nothing could be worked out on any asset. */
  readonly error?: string;
}

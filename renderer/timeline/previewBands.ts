/** What a rule being edited would have done, shown on the timeline from when its text is touched until its editor closes. Written by the editor, one per window. */
import type { BacktestResult } from "../../shared/contract/rules.ts";
import { Store } from "../app/state/Store.ts";
import type { TimeCursor } from "../app/state/TimeCursor.ts";

export interface PreviewBand {
  readonly rule: string;
  readonly results: readonly BacktestResult[];
}

const bands = new WeakMap<TimeCursor, Store<PreviewBand | undefined>>();

/** The one preview of a cursor's window. */
export function previewBandOf(cursor: TimeCursor): Store<PreviewBand | undefined> {
  let band = bands.get(cursor);
  if (!band) bands.set(cursor, (band = new Store<PreviewBand | undefined>(undefined)));
  return band;
}

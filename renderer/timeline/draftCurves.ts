/** What uses being edited would predict, drawn beside what was measured from when their text is touched until it runs or is given up. Written by the editors' hub, one per window. */
import { Store } from "../app/state/Store.ts";
import type { TimeCursor } from "../app/state/TimeCursor.ts";

/** One output on one asset. */
export interface DraftLine {
  readonly signal: string;
  readonly use: string;
  readonly tUs: Float64Array;
  readonly value: Float64Array;
}

/** By file. */
export type DraftCurves = ReadonlyMap<string, readonly DraftLine[]>;

/** Stands where a series of a run has the run's id. */
export const DRAFT = "draft";

const curves = new WeakMap<TimeCursor, Store<DraftCurves>>();

/** Of a cursor's window. */
export function draftCurvesOf(cursor: TimeCursor): Store<DraftCurves> {
  let store = curves.get(cursor);
  if (!store) curves.set(cursor, (store = new Store<DraftCurves>(new Map())));
  return store;
}

/** The newest line that a signal has, of any file. */
export function draftLineOf(drafts: DraftCurves, signal: string): DraftLine | undefined {
  for (const lines of drafts.values()) {
    const found = lines.find((line) => line.signal === signal);
    if (found) return found;
  }
  return undefined;
}

/**
 * The list of the alarms that stand, kept by whoever follows `rules.alarms`: a snapshot begins it, changes carry it on, and
 * where one is missing the stream is opened anew. Pure but for the stream.
 */
import type { Alarm, AlarmsFrame } from "../contract/rules.ts";

export interface StandingAlarms {
  /** Newest first. An alarm that did not change stays the same object. */
  readonly alarms: readonly Alarm[];
  readonly revision: number;
  /** Changes that the engine knows already and has still to send. */
  readonly waiting: number;
}

/** The order of every list of alarms that nobody sorted otherwise. */
export function newestFirst(a: Alarm, b: Alarm): number {
  return b.sinceUs - a.sinceUs || (a.id < b.id ? -1 : 1);
}

/** The list after a frame; undefined where the frame does not continue it. */
export function standingAfter(known: StandingAlarms | undefined, { kind, revision, changed, gone, waiting }: AlarmsFrame): StandingAlarms | undefined {
  if (kind === "snapshot") return { alarms: changed.toSorted(newestFirst), revision, waiting };
  if (known?.revision !== revision - 1) return undefined;
  const touched = new Set(gone);
  for (const { id } of changed) touched.add(id);
  return { alarms: [...known.alarms.filter(({ id }) => !touched.has(id)), ...changed].sort(newestFirst), revision, waiting };
}

/** The list after every frame; ends with the stream. `open` is called again after a gap. */
export async function* followStanding(open: () => AsyncIterable<AlarmsFrame>): AsyncGenerator<StandingAlarms> {
  for (let hasGap = true; hasGap; ) {
    hasGap = false;
    let known: StandingAlarms | undefined;
    for await (const frame of open()) {
      known = standingAfter(known, frame);
      hasGap = known === undefined;
      if (known === undefined) break;
      yield known;
    }
  }
}

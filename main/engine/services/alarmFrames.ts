/**
 * The alarms that stand as a stream of what changed. What changes while the reader is busy is kept once an alarm, and what
 * the reader never saw is forgotten when it ends: so no more waits than stands here and there, however slow the reader.
 */
import { MOST_ALARMS_A_FRAME, type Alarm, type AlarmsFrame } from "../../../shared/contract/rules.ts";
import { isShown } from "../alarms/index.ts";
import { pause } from "../pause.ts";
import { Wake, type Subscribe } from "./streams.ts";

export interface AlarmFramesOptions {
  /** Tells of alarms that changed, in their new state. */
  readonly subscribe: Subscribe<readonly Alarm[]>;
  /** The alarms that are shown now, newest first. */
  readonly read: () => readonly Alarm[];
  readonly signal: AbortSignal;
  /** At least this long between two frames, but for those that one would have been too large for. */
  readonly minIntervalMs: number;
}

export async function* alarmFrames({ subscribe, read, signal, minIntervalMs }: AlarmFramesOptions): AsyncGenerator<AlarmsFrame> {
  const wake = new Wake(signal);
  const waiting = new Map(read().map((alarm) => [alarm.id, alarm]));
  /** What the reader has in its list. */
  const known = new Set<string>();
  const unsubscribe = subscribe((alarms) => {
    for (const alarm of alarms) {
      if (isShown(alarm) || known.has(alarm.id)) waiting.set(alarm.id, alarm);
      else waiting.delete(alarm.id);
    }
    wake.set();
  });
  try {
    for (let revision = 1; !signal.aborted; revision++) {
      const taken = take(waiting);
      for (const alarm of taken) {
        if (isShown(alarm)) known.add(alarm.id);
        else known.delete(alarm.id);
      }
      const left = waiting.size;
      yield { kind: revision === 1 ? "snapshot" : "changes", revision, changed: taken.filter(isShown), gone: taken.filter((alarm) => !isShown(alarm)).map(({ id }) => id), waiting: left };
      if (left > 0) continue;
      await pause(minIntervalMs, signal);
      // What came and ended meanwhile has woken us for nothing.
      while (waiting.size === 0 && !signal.aborted) {
        wake.clear();
        await wake.wait();
      }
    }
  } finally {
    unsubscribe();
  }
}

/** As many as one frame carries, out of what waits. */
function take(waiting: Map<string, Alarm>): Alarm[] {
  const taken: Alarm[] = [];
  for (const [id, alarm] of waiting) {
    if (taken.length === MOST_ALARMS_A_FRAME) break;
    taken.push(alarm);
    waiting.delete(id);
  }
  return taken;
}

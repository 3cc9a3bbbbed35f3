/** One alarm through one move: its new state with what belongs to it, and the event that tells of it. Pure. */
import type { AlarmEvent, AlarmEventKind } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { alarmAfter, isActive, type AlarmMove } from "./moves.ts";

/** When, and by whom if it was a person. */
export interface Occasion {
  readonly atUs: number;
  readonly by?: string;
  readonly reason?: string;
}

/** Moves without an event of their own are told by the withholding's. */
const TOLD_AS: Readonly<Record<AlarmMove, AlarmEventKind | undefined>> = {
  acknowledge: "acknowledged", return: "returned", "return-withheld": "returned", "return-latched": "returned", reset: "reset",
  "alarm-again": "alarmed-again", "come-back": undefined, unshelve: undefined, supersede: "superseded",
};

export interface Moved {
  readonly alarm: Alarm;
  readonly event?: AlarmEvent;
}

/** Undefined where the alarm's state has no such move. */
export function moveAlarm(alarm: Alarm, move: AlarmMove, occasion: Occasion): Moved | undefined {
  const state = alarmAfter(alarm.state, move);
  if (state === undefined) return undefined;
  const { atUs, by, reason } = occasion;
  const { acknowledged, ...rest } = alarm;
  const isSeen = state === "active-acknowledged" || state === "latched-acknowledged" || move === "acknowledge" || move === "unshelve";
  const seen = isSeen ? (acknowledged ?? (by === undefined ? undefined : { atUs, by, ...(reason !== undefined && { note: reason }) })) : state === "ended" ? acknowledged : undefined;
  const hasReturned = isActive(alarm.state) && !isActive(state);
  const moved: Alarm = { ...rest, state, ...(hasReturned && { clearedUs: Math.max(atUs, alarm.sinceUs) }), ...(seen && { acknowledged: seen }) };
  const what = TOLD_AS[move];
  return what === undefined ? { alarm: moved } : { alarm: moved, event: eventOf(moved, what, { ...occasion, atUs: hasReturned ? Math.max(atUs, alarm.sinceUs) : atUs }) };
}

/** What happened to an alarm, by the state in which it left it. */
export function eventOf(alarm: Alarm, what: AlarmEventKind, { atUs, by, reason }: Occasion): AlarmEvent {
  return {
    what, atUs, assetId: alarm.assetId, rule: alarm.rule, alarmKind: alarm.kind, alarm: alarm.id, state: alarm.state,
    ...(by !== undefined && { by }), ...(reason !== undefined && reason !== "" && { reason }),
  };
}

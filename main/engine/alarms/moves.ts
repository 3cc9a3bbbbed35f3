/**
 * The state machine of one alarm, and that of the shelving of a rule on an asset, each as a table of moves. Pure: it knows
 * no time, no store and no rule. States and moves are those of ISA-18.2-2016 / IEC 62682:2022 (alarm state transition
 * diagram, clause 6) in the words of OPC UA Part 9 (AckedState, ActiveState, LatchedState, ShelvedStateMachine).
 *
 * Withholding (shelved, suppressed by design, out of service) does not move an alarm by itself; it decides which of the
 * moves of returning and of coming back is made.
 */
import type { Alarm, AlarmState } from "../../../shared/contract/rules.ts";

export type StandingState = Exclude<AlarmState, "ended">;

export const alarmMoves = [
  /** A person has seen it. */
  "acknowledge",
  /** The condition returned to normal: plainly, while withheld, or of a latched alarm. */
  "return", "return-withheld", "return-latched",
  /** A person resets a latched alarm. */
  "reset",
  /** Acknowledged and still active after the rule's time. */
  "alarm-again",
  /** The last of what withheld it has gone: by itself, or a shelving by a person's hand. */
  "come-back", "unshelve",
  /** The condition holds again: a new alarm takes the place of a latched one. */
  "supersede",
] as const;
export type AlarmMove = (typeof alarmMoves)[number];

/** What is not in the table is no move of that state and changes nothing. */
const ALARM_TABLE: Readonly<Record<StandingState, Readonly<Partial<Record<AlarmMove, AlarmState>>>>> = {
  "active-unacknowledged": {
    acknowledge: "active-acknowledged", return: "returned-unacknowledged", "return-withheld": "ended", "return-latched": "latched-unacknowledged", unshelve: "active-acknowledged",
  },
  "active-acknowledged": {
    return: "ended", "return-withheld": "ended", "return-latched": "latched-acknowledged", "alarm-again": "active-unacknowledged", "come-back": "active-unacknowledged",
  },
  "returned-unacknowledged": { acknowledge: "ended", unshelve: "ended" },
  "latched-unacknowledged": { acknowledge: "latched-acknowledged", reset: "returned-unacknowledged", unshelve: "latched-acknowledged", supersede: "ended" },
  "latched-acknowledged": { reset: "ended", supersede: "ended" },
};

/** The state after a move; undefined where the state has no such move. An ended alarm has none. */
export function alarmAfter(state: AlarmState, move: AlarmMove): AlarmState | undefined {
  return state === "ended" ? undefined : ALARM_TABLE[state][move];
}

export function isActive(state: AlarmState): boolean {
  return state === "active-unacknowledged" || state === "active-acknowledged";
}

/** It stands in the list of alarms and is announced. */
export function isShown({ state, withheld }: Pick<Alarm, "state" | "withheld">): boolean {
  return state !== "ended" && withheld === undefined;
}

export function isLatched(state: AlarmState): boolean {
  return state === "latched-unacknowledged" || state === "latched-acknowledged";
}

export type ShelvingState = "unshelved" | "timed" | "one-shot";

export const shelvingMoves = [
  "shelve-timed", "shelve-one-shot",
  /** By a person. */
  "unshelve",
  /** The time is over. */
  "expire",
  /** The alarm returned to normal. */
  "return",
] as const;
export type ShelvingMove = (typeof shelvingMoves)[number];

/** OPC UA Part 9, ShelvedStateMachineType. */
const SHELVING_TABLE: Readonly<Record<ShelvingState, Readonly<Partial<Record<ShelvingMove, ShelvingState>>>>> = {
  unshelved: { "shelve-timed": "timed", "shelve-one-shot": "one-shot" },
  timed: { "shelve-timed": "timed", "shelve-one-shot": "one-shot", unshelve: "unshelved", expire: "unshelved" },
  "one-shot": { "shelve-timed": "timed", "shelve-one-shot": "one-shot", unshelve: "unshelved", return: "unshelved" },
};

/** As `alarmAfter`. */
export function shelvingAfter(state: ShelvingState, move: ShelvingMove): ShelvingState | undefined {
  return SHELVING_TABLE[state][move];
}

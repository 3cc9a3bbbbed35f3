/** Which alarms matter most, and what stands for a whole branch of the plant. Pure. */
import type { Alarm, AlarmState, WithheldKind } from "../../../shared/contract/rules.ts";
import type { Project } from "../../../shared/model/project.ts";
import { SEVERITIES } from "./AlarmMark.tsx";

export function isAcknowledged(alarm: Alarm): boolean {
  return alarm.state === "active-acknowledged" || alarm.state === "latched-acknowledged" || alarm.state === "ended";
}

/** The condition holds no more, but the alarm still waits for a person: to be acknowledged, or reset. */
export function isGone(alarm: Alarm): boolean {
  return alarm.state === "returned-unacknowledged" || isLatched(alarm);
}

/** It returned to normal and stays until a person resets it. */
export function isLatched(alarm: Alarm): boolean {
  return alarm.state === "latched-unacknowledged" || alarm.state === "latched-acknowledged";
}

/** Worst first: by priority, then what still holds, then unacknowledged before acknowledged, then newest. */
export function byUrgency(a: Alarm, b: Alarm): number {
  return SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || Number(isGone(a)) - Number(isGone(b)) || Number(isAcknowledged(a)) - Number(isAcknowledged(b)) || b.sinceUs - a.sinceUs;
}

/** The worst alarm of each asset and of everything it is part of. */
export function worstByAsset(project: Project, alarms: readonly Alarm[]): ReadonlyMap<string, Alarm> {
  const worst = new Map<string, Alarm>();
  for (const alarm of [...alarms].sort(byUrgency)) {
    const seen = new Set<string>();
    for (let id: string | undefined = alarm.assetId; id !== undefined && !seen.has(id); id = project.assets[id]?.parent) {
      seen.add(id);
      if (!worst.has(id)) worst.set(id, alarm);
    }
  }
  return worst;
}

const STATE_TEXT: Readonly<Record<AlarmState, string>> = {
  "active-unacknowledged": "unacknowledged",
  "active-acknowledged": "acknowledged",
  "returned-unacknowledged": "gone, unack.",
  "latched-unacknowledged": "latched, unack.",
  "latched-acknowledged": "latched",
  ended: "ended",
};

const WITHHELD_TEXT: Readonly<Record<WithheldKind, string>> = { shelved: "shelved", suppressed: "suppressed", "out-of-service": "out of service" };

/** The state of an alarm as lists write it. */
export function alarmStateText(alarm: Pick<Alarm, "state">): string {
  return STATE_TEXT[alarm.state];
}

/** What withholds alarms, as lists write it. */
export function withheldText(kind: WithheldKind): string {
  return WITHHELD_TEXT[kind];
}

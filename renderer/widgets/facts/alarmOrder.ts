/** Which alarms matter most, and what stands for a whole branch of the plant. Pure. */
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Project } from "../../../shared/model/project.ts";
import { SEVERITIES } from "./AlarmMark.tsx";

export function isAcknowledged(alarm: Alarm): boolean {
  return alarm.state === "active-acknowledged" || alarm.state === "ended";
}

/** The condition holds no more, and nobody has acknowledged that it did. */
export function isGone(alarm: Alarm): boolean {
  return alarm.state === "returned-unacknowledged";
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

/** The state of an alarm as lists write it. */
export function alarmStateText(alarm: Alarm): string {
  switch (alarm.state) {
    case "active-unacknowledged": return "unacknowledged";
    case "active-acknowledged": return "acknowledged";
    case "returned-unacknowledged": return "gone, unack.";
    case "ended": return "ended";
  }
}

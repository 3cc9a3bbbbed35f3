/** Which of the alarm panel's lists is shown, and what of it: the filters beside the text one. Pure. */
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { Severity } from "../../../shared/language/ir.ts";
import type { Project } from "../../../shared/model/project.ts";
import { SEVERITIES } from "../../widgets/facts/AlarmMark.tsx";
import { isAcknowledged, isGone } from "../../widgets/facts/alarmOrder.ts";

export const alarmViews = [
  { value: "standing", label: "Active, at the cursor" },
  { value: "shelved", label: "Shelved" },
  { value: "withheld", label: "Suppressed, out of service" },
  { value: "history", label: "History, shown span" },
] as const;
export type AlarmView = (typeof alarmViews)[number]["value"];

/** What a saved layout remembered, if it names a list. */
export function readAlarmView(config: unknown): AlarmView {
  return alarmViews.find(({ value }) => value === config)?.value ?? "standing";
}

export const stateFilters = [
  { value: "any", label: "Any state" },
  { value: "unacknowledged", label: "Unacknowledged" },
  { value: "acknowledged", label: "Acknowledged" },
  { value: "gone", label: "Gone or latched" },
] as const;
export type StateFilter = (typeof stateFilters)[number]["value"];

/** A priority stands for itself and those above it. */
export const priorityFilters = [
  { value: "any", label: "Any priority" },
  { value: "medium", label: "Medium and above" },
  { value: "high", label: "High and above" },
  { value: "critical", label: "Critical" },
] as const;
export type PriorityFilter = (typeof priorityFilters)[number]["value"];

export interface AlarmFilter {
  readonly state: StateFilter;
  readonly priority: PriorityFilter;
  /** Only these assets and what is part of them; undefined: all. */
  readonly assets: readonly string[] | undefined;
}

export const NO_FILTER: AlarmFilter = { state: "any", priority: "any", assets: undefined };

export function filterAlarms(alarms: readonly Alarm[], filter: AlarmFilter, project: Project): readonly Alarm[] {
  return alarms.filter((alarm) => hasState(alarm, filter.state) && isAtLeast(alarm.severity, filter.priority) && (filter.assets === undefined || isWithin(project, alarm.assetId, filter.assets)));
}

function hasState(alarm: Alarm, state: StateFilter): boolean {
  switch (state) {
    case "any": return true;
    case "acknowledged": return isAcknowledged(alarm);
    case "unacknowledged": return !isAcknowledged(alarm);
    case "gone": return isGone(alarm);
  }
}

function isAtLeast(severity: Severity, priority: PriorityFilter): boolean {
  return priority === "any" || SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(priority);
}

function isWithin(project: Project, assetId: string, assets: readonly string[]): boolean {
  const seen = new Set<string>();
  for (let id: string | undefined = assetId; id !== undefined && !seen.has(id); id = project.assets[id]?.parent) {
    if (assets.includes(id)) return true;
    seen.add(id);
  }
  return false;
}

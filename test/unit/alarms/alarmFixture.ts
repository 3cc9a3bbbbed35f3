/** Rules without texts and an alarm store in memory that fails on demand. */
import type { AlarmStore } from "../../../main/engine/alarms/index.ts";
import type { AlarmEvent, Withholding } from "../../../shared/contract/alarms.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";

/** `Name@p1` unless another asset is named. */
export function rule(name: string, more: Partial<RuleProgram> = {}): RuleProgram {
  const assetId = more.assetId ?? "p1";
  return {
    id: `${name}@${assetId}`, rule: name, assetId, slots: [], when: { op: "truth", value: true }, severity: "high", message: [], unknownAfterUs: 60e6,
    position: { file: "rules/a.twin", start: 0, end: 0 }, ...more,
  };
}

type Records = Parameters<AlarmStore["recordAlarms"]>[0];

export class MemoryStore implements AlarmStore {
  readonly alarms = new Map<string, Alarm>();
  readonly events: AlarmEvent[] = [];
  readonly withheld = new Map<string, Withholding>();
  isFull = false;

  recordAlarms({ alarms, events, withholdings, released }: Records): Promise<void> {
    if (this.isFull) return Promise.reject(new Error("disk full"));
    for (const alarm of alarms) this.alarms.set(alarm.id, alarm);
    for (const withholding of withholdings) this.withheld.set(withholding.id, withholding);
    for (const id of released) this.withheld.delete(id);
    this.events.push(...events);
    return Promise.resolve();
  }

  openAlarms(): Promise<Alarm[]> {
    return Promise.resolve([...this.alarms.values()].filter((alarm) => alarm.state !== "ended").sort((a, b) => b.sinceUs - a.sinceUs));
  }

  withholdings(): Promise<Withholding[]> {
    return Promise.resolve([...this.withheld.values()]);
  }

  alarmsIn(): Promise<Alarm[]> {
    return Promise.resolve([...this.alarms.values()]);
  }

  alarmEvents(alarm: string): Promise<AlarmEvent[]> {
    return Promise.resolve(this.events.filter((event) => event.alarm === alarm));
  }
}

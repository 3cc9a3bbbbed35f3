/** Alarms as ticks on a time axis: those that would stand on each other become one that shows the worst and how many. Pure. */
import type { Alarm } from "../../shared/contract/rules.ts";
import type { Span } from "../../shared/time/time.ts";
import { byUrgency } from "../widgets/facts/alarmOrder.ts";

export interface AlarmTick {
  /** Pixels from the left edge. */
  readonly px: number;
  /** Worst first. */
  readonly alarms: readonly [Alarm, ...Alarm[]];
}

/** Ticks nearer than this become one: marks are 13 px wide and have to be hit. */
export const TICK_DISTANCE_PX = 16;

/** Ticks of the alarms that begin within the span, left to right. */
export function alarmTicks(alarms: readonly Alarm[], span: Span, widthPx: number): AlarmTick[] {
  const perUs = widthPx / (span.toUs - span.fromUs);
  const inside = alarms.filter(({ sinceUs }) => sinceUs >= span.fromUs && sinceUs <= span.toUs).sort((a, b) => a.sinceUs - b.sinceUs);
  const groups: { px: number; alarms: [Alarm, ...Alarm[]] }[] = [];
  for (const alarm of inside) {
    const px = (alarm.sinceUs - span.fromUs) * perUs;
    const last = groups.at(-1);
    if (last && px - last.px < TICK_DISTANCE_PX) last.alarms.push(alarm);
    else groups.push({ px, alarms: [alarm] });
  }
  for (const group of groups) group.alarms.sort(byUrgency);
  return groups;
}

/** Begin of the next alarm after an instant, or of the one before it; undefined where there is none. */
export function neighbourAlarm(alarms: readonly Alarm[], tUs: number, direction: 1 | -1): Alarm | undefined {
  const ahead = alarms.filter(({ sinceUs }) => (direction > 0 ? sinceUs > tUs : sinceUs < tUs));
  return ahead.reduce<Alarm | undefined>((best, alarm) => (!best || (alarm.sinceUs - best.sinceUs) * direction < 0 ? alarm : best), undefined);
}

/** One list: what is active now beside what was, each alarm once, as it stands now. */
export function mergeAlarms(past: readonly Alarm[], current: readonly Alarm[]): Alarm[] {
  return [...new Map([...past, ...current].map((alarm) => [alarm.id, alarm])).values()];
}

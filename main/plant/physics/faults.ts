/**
 * The plant's faults: what can go wrong, when it did in a past (`faultSchedule`) and when it will while one watches
 * (`liveFaults`). Both are functions of their arguments alone, so that tests and tours can name each fault beforehand.
 */
import { NoiseStream } from "./random.ts";
import { dutyPump } from "./line.ts";

export type FaultKind = "blocked-cooling" | "cavitation" | "sticking-valve" | "frozen-sensor" | "drifting-sensor" | "failed-sensor";

export interface FaultEvent {
  readonly kind: FaultKind;
  /** Machine (`P-101`, `P-101.motor`, `FV-101`) or, for sensors, signal (`T-102.level`). */
  readonly target: string;
  readonly fromUs: number;
  readonly toUs: number;
  /** Drift at the end, in the signal's unit. */
  readonly drift?: number;
}

interface Plan {
  readonly kind: FaultKind;
  readonly line: 0 | 1;
  readonly minutes: number;
  readonly drift?: number;
}

const US_PER_S = 1_000_000;
const US_PER_MIN = 60 * US_PER_S;
const US_PER_HOUR = 60 * US_PER_MIN;
const US_PER_DAY = 24 * US_PER_HOUR;
/** Faults of a past never begin earlier or more than an hour later than planned. */
const JITTER_US = US_PER_HOUR;
const STREAM = 900;

/** Day of the past, hour of that day (UTC, after the duty change and long before the next), and what happens. */
const PAST: readonly (Plan & { readonly day: number; readonly hour: number })[] = [
  { day: 0, hour: 9, kind: "blocked-cooling", line: 0, minutes: 150 },
  { day: 0, hour: 15, kind: "cavitation", line: 1, minutes: 35 },
  { day: 1, hour: 8, kind: "sticking-valve", line: 0, minutes: 90 },
  { day: 1, hour: 13, kind: "failed-sensor", line: 1, minutes: 25 },
  { day: 2, hour: 10, kind: "frozen-sensor", line: 1, minutes: 80 },
  { day: 3, hour: 7, kind: "drifting-sensor", line: 0, minutes: 300, drift: 0.9 },
  { day: 3, hour: 16, kind: "cavitation", line: 0, minutes: 20 },
  { day: 4, hour: 11, kind: "blocked-cooling", line: 1, minutes: 110 },
  { day: 5, hour: 8, kind: "sticking-valve", line: 1, minutes: 60 },
  { day: 5, hour: 14, kind: "cavitation", line: 1, minutes: 50 },
];

/** Seconds after the start, repeating every `LIVE_CYCLE_S`. */
const LIVE: readonly (Plan & { readonly afterS: number })[] = [
  { afterS: 75, kind: "cavitation", line: 0, minutes: 4 },
  { afterS: 240, kind: "sticking-valve", line: 1, minutes: 7 },
  { afterS: 420, kind: "blocked-cooling", line: 0, minutes: 40 },
  { afterS: 780, kind: "drifting-sensor", line: 1, minutes: 15, drift: 0.9 },
  { afterS: 1140, kind: "failed-sensor", line: 1, minutes: 12 },
  { afterS: 1980, kind: "frozen-sensor", line: 0, minutes: 27 },
  { afterS: 2400, kind: "cavitation", line: 1, minutes: 3 },
];
export const LIVE_CYCLE_S = 3600;

function targetOf(plan: Plan, tUs: number): string {
  const hundred = (plan.line + 1) * 100;
  const pump = `P-${hundred + 1 + dutyPump(tUs, plan.line)}`;
  switch (plan.kind) {
    case "blocked-cooling": return `${pump}.motor`;
    case "cavitation": return pump;
    case "sticking-valve": return `FV-${hundred + 1}`;
    case "frozen-sensor": return `T-${hundred + 2}.level`;
    case "drifting-sensor": return `T-${hundred + 1}.level`;
    case "failed-sensor": return `E-${hundred + 1}.cold.outlet.temperature`;
  }
}

function eventOf(plan: Plan, fromUs: number): FaultEvent {
  const drift = plan.drift === undefined ? {} : { drift: plan.drift };
  return { kind: plan.kind, target: targetOf(plan, fromUs), fromUs, toUs: fromUs + plan.minutes * US_PER_MIN, ...drift };
}

/**
 * The faults of a past, in order. A past of a week has all ten; of a shorter one those that fit wholly into it. Targets
 * are machines on duty at that time; no fault lasts into the next duty change.
 */
export function faultSchedule(seed: number, fromUs: number, toUs: number): FaultEvent[] {
  const noise = new NoiseStream(seed, STREAM);
  const firstDayUs = Math.ceil(fromUs / US_PER_DAY) * US_PER_DAY;
  return PAST.map((plan) => {
    const jitterUs = Math.floor((noise.uniform() * JITTER_US) / US_PER_S) * US_PER_S;
    return eventOf(plan, firstDayUs + plan.day * US_PER_DAY + plan.hour * US_PER_HOUR + jitterUs);
  }).filter((event) => event.toUs < toUs).sort((a, b) => a.fromUs - b.fromUs);
}

/** The `cycle`-th round of faults of a plant that was started at `startUs`; the first begins 75 s after the start. */
export function liveFaults(startUs: number, cycle: number): FaultEvent[] {
  return LIVE.map((plan) => eventOf(plan, startUs + (cycle * LIVE_CYCLE_S + plan.afterS) * US_PER_S));
}

/** How hard a fault acts at a time, 0..1: cavitation builds up in 10 s, drift grows to the end, the rest is there at once. */
export function severityAt(event: FaultEvent, tUs: number): number {
  if (tUs < event.fromUs || tUs >= event.toUs) return 0;
  if (event.kind === "cavitation") return Math.min(1, (tUs - event.fromUs + US_PER_S) / (10 * US_PER_S));
  return event.kind === "drifting-sensor" ? (tUs - event.fromUs) / (event.toUs - event.fromUs) : 1;
}

/**
 * The performance of an alarm system over a span, from when alarms were announced and how long they lasted. Figures after
 * ISA-18.2-2016 / IEC 62682:2022, clause 16 (monitoring and assessment), and EEMUA 191; each is defined in `docs/alarms.md`.
 * Pure; it does not ask where the alarms come from: recorded ones and those of a backtest are counted alike.
 */
import type { Alarm } from "../contract/rules.ts";
import type { Severity } from "../language/ir.ts";
import { US_PER_HOUR, US_PER_MIN, type Span } from "../time/time.ts";

/** One alarm: announced at `fromUs`, returned to normal at `toUs` if it did. */
export interface Occurrence {
  readonly rule: string;
  readonly assetId: string;
  readonly kind: Alarm["kind"];
  readonly severity: Severity;
  readonly fromUs: number;
  readonly toUs?: number;
}

/** A rule on an asset, a rule or an asset, and its part in the whole. */
export interface AlarmActor {
  readonly rule?: string;
  readonly assetId?: string;
  readonly alarms: number;
  /** Of all alarms of the span, 0..1. */
  readonly share: number;
  /** Time in the span during which an alarm of it was active, summed up. */
  readonly activeUs: number;
  /** Alarms of it that were part of chatter. */
  readonly chattering: number;
  readonly stale: number;
}

export interface Flood {
  readonly fromUs: number;
  readonly toUs: number;
  readonly alarms: number;
}

export interface AlarmFigures {
  readonly span: Span;
  /** Announced within the span. */
  readonly alarms: number;
  readonly averagePer10Min: number;
  readonly peakPer10Min: number;
  readonly floods: readonly Flood[];
  /** Share of the span in flood, 0..1. */
  readonly floodShare: number;
  /** Rules on assets that chattered, and the alarms that were part of it. */
  readonly chatterers: number;
  readonly chattering: number;
  readonly stale: number;
  /** Share of the ten worst rules on assets in all alarms, 0..1. */
  readonly topTenShare: number;
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Most alarms first; at most `MOST_ACTORS` of each. */
  readonly worst: readonly AlarmActor[];
  readonly byRule: readonly AlarmActor[];
  readonly byAsset: readonly AlarmActor[];
}

export const RATE_WINDOW_US = 10 * US_PER_MIN;
/** More than this in a window is a flood, which lasts until there are fewer than `FLOOD_ENDS_BELOW`. */
export const FLOOD_ABOVE = 10;
export const FLOOD_ENDS_BELOW = 5;
export const CHATTER_WINDOW_US = US_PER_MIN;
export const CHATTER_ALARMS = 3;
export const STALE_AFTER_US = 24 * US_PER_HOUR;
export const MOST_ACTORS = 200;
const TOP = 10;

export function alarmFigures(occurrences: readonly Occurrence[], span: Span): AlarmFigures {
  const inSpan = occurrences.filter(({ fromUs, toUs }) => fromUs <= span.toUs && (toUs ?? Infinity) >= span.fromUs).sort((a, b) => a.fromUs - b.fromUs);
  const announced = inSpan.filter(({ fromUs }) => fromUs >= span.fromUs);
  const chattering = chatter(announced);
  const durationUs = span.toUs - span.fromUs;
  const { peak, floods } = rates(announced.map(({ fromUs }) => fromUs), span);
  const actors = (key: (one: Occurrence) => string, who: (one: Occurrence) => Pick<AlarmActor, "rule" | "assetId">): AlarmActor[] => actorsOf(inSpan, chattering, span, announced.length, key, who);
  const worst = actors((one) => `${one.rule}@${one.assetId}`, ({ rule, assetId }) => ({ rule, assetId }));
  const bySeverity: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of announced) bySeverity[severity]++;
  return {
    span, alarms: announced.length, bySeverity, floods,
    averagePer10Min: durationUs > 0 ? (announced.length * RATE_WINDOW_US) / durationUs : 0,
    peakPer10Min: peak,
    floodShare: durationUs > 0 ? floods.reduce((sum, flood) => sum + flood.toUs - flood.fromUs, 0) / durationUs : 0,
    chatterers: worst.filter((actor) => actor.chattering > 0).length,
    chattering: chattering.size,
    stale: inSpan.filter((one) => isStale(one, span)).length,
    topTenShare: worst.slice(0, TOP).reduce((sum, actor) => sum + actor.share, 0),
    worst: worst.slice(0, MOST_ACTORS),
    byRule: actors(({ rule }) => rule, ({ rule }) => ({ rule })).slice(0, MOST_ACTORS),
    byAsset: actors(({ assetId }) => assetId, ({ assetId }) => ({ assetId })).slice(0, MOST_ACTORS),
  };
}

function isStale({ fromUs, toUs }: Occurrence, span: Span): boolean {
  return Math.min(toUs ?? Infinity, span.toUs) - fromUs > STALE_AFTER_US;
}

/**
 * The most alarms in any trailing window (t − 10 min, t], and the floods: from the alarm with which a window has more than ten
 * until a window has fewer than five.
 */
function rates(timesUs: readonly number[], span: Span): { readonly peak: number; readonly floods: Flood[] } {
  const floods: Flood[] = [];
  let [peak, oldest, startIndex] = [0, 0, 0];
  let floodFromUs: number | undefined;
  const leave = (untilUs: number, next: number): void => {
    for (let time = timesUs[oldest]; time !== undefined && oldest < next && time + RATE_WINDOW_US <= untilUs; time = timesUs[++oldest]) {
      if (floodFromUs === undefined || next - oldest - 1 >= FLOOD_ENDS_BELOW) continue;
      floods.push({ fromUs: floodFromUs, toUs: time + RATE_WINDOW_US, alarms: next - startIndex });
      floodFromUs = undefined;
    }
  };
  timesUs.forEach((tUs, index) => {
    leave(tUs, index);
    peak = Math.max(peak, index + 1 - oldest);
    if (floodFromUs !== undefined || index + 1 - oldest <= FLOOD_ABOVE) return;
    floodFromUs = tUs;
    startIndex = oldest;
  });
  leave(span.toUs, timesUs.length);
  if (floodFromUs !== undefined) floods.push({ fromUs: floodFromUs, toUs: span.toUs, alarms: timesUs.length - startIndex });
  return { peak, floods };
}

/** Alarms that are among three of the same rule on the same asset within a minute. */
function chatter(announced: readonly Occurrence[]): ReadonlySet<Occurrence> {
  const found = new Set<Occurrence>();
  for (const [, ofOne] of groupBy(announced, (one) => `${one.rule}@${one.assetId} ${one.kind}`)) {
    ofOne.forEach((last, index) => {
      const first = ofOne[index - CHATTER_ALARMS + 1];
      if (first !== undefined && last.fromUs - first.fromUs < CHATTER_WINDOW_US) for (const one of ofOne.slice(index - CHATTER_ALARMS + 1, index + 1)) found.add(one);
    });
  }
  return found;
}

function actorsOf(inSpan: readonly Occurrence[], chattering: ReadonlySet<Occurrence>, span: Span, total: number, key: (one: Occurrence) => string, who: (one: Occurrence) => Pick<AlarmActor, "rule" | "assetId">): AlarmActor[] {
  const found = [...groupBy(inSpan, key).values()].flatMap((ofOne) => {
    const [first] = ofOne;
    if (!first) return [];
    const alarms = ofOne.filter(({ fromUs }) => fromUs >= span.fromUs).length;
    return [{
      ...who(first), alarms, share: total === 0 ? 0 : alarms / total,
      activeUs: ofOne.reduce((sum, { fromUs, toUs }) => sum + Math.min(toUs ?? Infinity, span.toUs) - Math.max(fromUs, span.fromUs), 0),
      chattering: ofOne.filter((one) => chattering.has(one)).length,
      stale: ofOne.filter((one) => isStale(one, span)).length,
    }];
  });
  return found.sort((a, b) => b.alarms - a.alarms || b.activeUs - a.activeUs || nameOf(a).localeCompare(nameOf(b)));
}

function nameOf({ rule = "", assetId = "" }: AlarmActor): string {
  return `${rule}@${assetId}`;
}

function groupBy(all: readonly Occurrence[], key: (one: Occurrence) => string): Map<string, Occurrence[]> {
  const groups = new Map<string, Occurrence[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}

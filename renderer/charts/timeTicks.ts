/** Ticks of a time axis: at round wall-clock times of the shown zone, across changes of the clocks, with the date where a day begins. */
import type { Span } from "../../shared/time/time.ts";
import { US_PER_DAY, US_PER_HOUR, US_PER_MIN, US_PER_MS, US_PER_S } from "../../shared/time/time.ts";
import { zoneOffsetUs } from "../../shared/time/zone.ts";
import { formatDate, formatTime, isRepeated, type TimePrecision } from "../app/state/zone.ts";

export interface TimeTick {
  readonly tUs: number;
  readonly label: string;
  /** First tick of a day: the label is a date. */
  readonly isDate: boolean;
}

const STEPS_US: readonly number[] = [
  1, 10, 100, US_PER_MS, 2 * US_PER_MS, 5 * US_PER_MS, 10 * US_PER_MS, 20 * US_PER_MS, 50 * US_PER_MS, 100 * US_PER_MS, 200 * US_PER_MS, 500 * US_PER_MS,
  US_PER_S, 2 * US_PER_S, 5 * US_PER_S, 10 * US_PER_S, 15 * US_PER_S, 30 * US_PER_S,
  US_PER_MIN, 2 * US_PER_MIN, 5 * US_PER_MIN, 10 * US_PER_MIN, 15 * US_PER_MIN, 30 * US_PER_MIN,
  US_PER_HOUR, 2 * US_PER_HOUR, 3 * US_PER_HOUR, 6 * US_PER_HOUR, 12 * US_PER_HOUR,
  US_PER_DAY, 2 * US_PER_DAY, 7 * US_PER_DAY, 14 * US_PER_DAY, 28 * US_PER_DAY, 91 * US_PER_DAY, 365 * US_PER_DAY,
];

function precisionFor(stepUs: number): TimePrecision {
  if (stepUs >= US_PER_MIN) return "minute";
  if (stepUs >= US_PER_S) return "second";
  return stepUs >= US_PER_MS ? "millisecond" : "microsecond";
}

/** Instants at wall-clock multiples of a step of an hour or more. */
function wallMultiples(span: Span, stepUs: number, zone: string): number[] {
  const result: number[] = [];
  const firstWall = Math.ceil((span.fromUs + zoneOffsetUs(span.fromUs, zone)) / stepUs) * stepUs;
  for (let wall = firstWall; ; wall += stepUs) {
    const guess = wall - zoneOffsetUs(wall - zoneOffsetUs(span.fromUs, zone), zone);
    const tUs = wall - zoneOffsetUs(guess, zone);
    if (tUs > span.toUs) return result;
    if (tUs >= span.fromUs && tUs > (result.at(-1) ?? -Infinity)) result.push(tUs);
  }
}

/** At most `most` ticks for the span, labelled for the zone. */
export function timeTicks(span: Span, most: number, zone: string): TimeTick[] {
  const length = span.toUs - span.fromUs;
  if (!(length > 0) || most < 1) return [];
  const stepUs = STEPS_US.find((step) => length / step <= most) ?? Math.ceil(length / most / US_PER_DAY) * US_PER_DAY;
  const times: number[] = [];
  if (stepUs >= US_PER_HOUR) times.push(...wallMultiples(span, stepUs, zone));
  else for (let t = Math.ceil(span.fromUs / stepUs) * stepUs; t <= span.toUs; t += stepUs) times.push(t);
  const precision = precisionFor(stepUs);
  let day = "";
  return times.map((tUs, index) => {
    const date = formatDate(tUs, zone);
    const isDate = stepUs >= US_PER_DAY || (date !== day && index > 0);
    day = date;
    const repeated = isRepeated(tUs, zone);
    return { tUs, isDate: isDate && !repeated, label: isDate && !repeated ? date : formatTime(tUs, zone, precision) };
  });
}

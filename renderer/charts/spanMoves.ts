/** Moving and zooming a span of time, within what makes sense: never shorter than a millisecond, never longer than 20 years, never past now. */
import type { Span } from "../../shared/time/time.ts";
import { US_PER_DAY, US_PER_MS } from "../../shared/time/time.ts";

/** Below this a plot shows a single OPC UA tick; doubles still hold it exactly. */
export const SHORTEST_SPAN_US = US_PER_MS;
export const LONGEST_SPAN_US = 20 * 366 * US_PER_DAY;

const clampLength = (lengthUs: number): number => Math.min(LONGEST_SPAN_US, Math.max(SHORTEST_SPAN_US, Math.round(lengthUs)));

/** Shows `factor` times as much; the instant stays where it is on the screen. The end stays at or before `latestUs`. */
export function zoomSpan(span: Span, aroundUs: number, factor: number, latestUs = Infinity): Span {
  const length = span.toUs - span.fromUs;
  const next = clampLength(length * factor);
  const share = length > 0 ? (aroundUs - span.fromUs) / length : 0.5;
  return endBy({ fromUs: Math.round(aroundUs - share * next), toUs: Math.round(aroundUs - share * next) + next }, latestUs);
}

/** The same length, later by so many µs. The end stays at or before `latestUs`. */
export function panSpan(span: Span, byUs: number, latestUs = Infinity): Span {
  const by = Math.round(byUs);
  return endBy({ fromUs: span.fromUs + by, toUs: span.toUs + by }, latestUs);
}

/** A chosen stretch, widened to the shortest that can be shown. */
export function chosenSpan(aUs: number, bUs: number): Span {
  const fromUs = Math.round(Math.min(aUs, bUs));
  return { fromUs, toUs: fromUs + clampLength(Math.abs(bUs - aUs)) };
}

function endBy(span: Span, latestUs: number): Span {
  const over = span.toUs - latestUs;
  return over > 0 ? { fromUs: span.fromUs - over, toUs: latestUs } : span;
}

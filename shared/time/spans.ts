/** Sets of spans. */
import type { Span } from "./time.ts";

/** What is left of a span, in time order, when others are cut out of it. */
export function withoutSpans(span: Span, holes: readonly Span[]): Span[] {
  let left: Span[] = [span];
  for (const hole of holes) {
    left = left.flatMap((part) => [
      { fromUs: part.fromUs, toUs: Math.min(part.toUs, hole.fromUs) },
      { fromUs: Math.max(part.fromUs, hole.toUs), toUs: part.toUs },
    ].filter(({ fromUs, toUs }) => toUs > fromUs));
  }
  return left;
}

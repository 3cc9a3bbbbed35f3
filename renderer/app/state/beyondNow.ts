/** What dialogs say beforehand of a span that ends later than history does: it is solved up to now. */
import { US_PER_MIN } from "../../../shared/time/time.ts";

/** Undefined for a span that lies in the past. Less than a minute beyond is the timeline that has moved on meanwhile. */
export function beyondNow(toUs: number, nowUs: number): string | undefined {
  return toUs > nowUs + US_PER_MIN ? "It reaches beyond now and is solved up to now; a forecast goes on from there." : undefined;
}

/** The lengths of time that are one press away. */
import { type Span, US_PER_DAY, US_PER_HOUR, US_PER_MIN } from "../../shared/time/time.ts";

export interface SpanPreset {
  readonly label: string;
  readonly lengthUs: number;
}

export const SPAN_PRESETS: readonly SpanPreset[] = [
  { label: "10 min", lengthUs: 10 * US_PER_MIN },
  { label: "1 h", lengthUs: US_PER_HOUR },
  { label: "8 h", lengthUs: 8 * US_PER_HOUR },
  { label: "1 d", lengthUs: US_PER_DAY },
  { label: "7 d", lengthUs: 7 * US_PER_DAY },
];

/** A span of this length: ending now while live, else with the cursor where it stands on the screen, but not past now. */
export function presetSpan(lengthUs: number, cursor: { readonly tUs: number; readonly span: Span; readonly mode: string }, nowUs: number): Span {
  if (cursor.mode === "live") return { fromUs: nowUs - lengthUs, toUs: nowUs };
  const { span, tUs } = cursor;
  const inside = tUs >= span.fromUs && tUs <= span.toUs;
  const share = inside && span.toUs > span.fromUs ? (tUs - span.fromUs) / (span.toUs - span.fromUs) : 0.5;
  const toUs = Math.min(nowUs, Math.round(tUs + (1 - share) * lengthUs));
  return { fromUs: toUs - lengthUs, toUs };
}

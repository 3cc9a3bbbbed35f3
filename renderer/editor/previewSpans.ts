/** The spans over which rules can be tried while they are written. */
import type { Choice } from "../widgets/controls/fields.tsx";
import { US_PER_DAY, US_PER_HOUR, type Span } from "../../shared/time/time.ts";

export type PreviewSpanName = "shown" | "8h" | "1d" | "7d" | "30d";

export const previewSpanChoices: readonly (Choice & { readonly value: PreviewSpanName })[] = [
  { value: "shown", label: "shown span" },
  { value: "8h", label: "last 8 h" },
  { value: "1d", label: "last day" },
  { value: "7d", label: "last 7 days" },
  { value: "30d", label: "last 30 days" },
];

const LENGTHS_US: Readonly<Record<Exclude<PreviewSpanName, "shown">, number>> = { "8h": 8 * US_PER_HOUR, "1d": US_PER_DAY, "7d": 7 * US_PER_DAY, "30d": 30 * US_PER_DAY };

export function previewSpan(name: PreviewSpanName, shown: Span, nowUs: number): Span {
  return name === "shown" ? { fromUs: Math.round(shown.fromUs), toUs: Math.round(shown.toUs) } : { fromUs: nowUs - LENGTHS_US[name], toUs: nowUs };
}

/** A part of a rule in words: its value, since when, and why a signal is not known. */
import type { ExplainedPart, PartValue, UnknownReason } from "../../../shared/contract/rules.ts";
import { formatNumber, qualityText } from "../../charts/formatValue.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";

export interface WhyWords {
  readonly time: (tUs: number) => string;
  readonly duration: (durationUs: number) => string;
}

/** `true`, `82.40 °C`, `unknown`; empty for what has no value by itself. */
export function valueText(value: PartValue): string {
  if (value.kind === "none") return "";
  if (value.value === undefined) return "unknown";
  if (value.kind === "number") return [formatNumber(value.value), value.unit === undefined ? "" : displayUnit(value.unit)].join("\u00a0").trim();
  return String(value.value);
}

/** Three states that are never told apart by colour alone: the word stands in the row. */
export function truthClass(value: PartValue): "true" | "false" | "unknown" | "plain" {
  if (value.kind === "none") return "plain";
  if (value.value === undefined) return "unknown";
  return value.kind !== "truth" ? "plain" : value.value ? "true" : "false";
}

/** What is to be said behind the value: why it is unknown, or since when it is so. */
export function noteText(part: ExplainedPart, tUs: number, words: WhyWords): string {
  return [part.decidedBy && `by ${listed(part.decidedBy)}`, ownNote(part, tUs, words)].filter(Boolean).join(" · ");
}

/** Assets that are named; the others are in the rows below. */
const MOST_NAMED = 3;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(", ")} and ${more} more` : names.join(", ");
}

function ownNote({ unknown, sample, sinceUs }: ExplainedPart, tUs: number, words: WhyWords): string {
  if (unknown) return reasonText(unknown, words);
  if (sample) return `${qualityText(sample.status)} · sample of ${words.time(sample.tUs)}, ${words.duration(tUs - sample.tUs)} before`;
  return sinceUs === undefined ? "" : `since ${words.time(sinceUs)}, for ${words.duration(tUs - sinceUs)}`;
}

function reasonText(reason: UnknownReason, { time, duration }: WhyWords): string {
  switch (reason.kind) {
    case "no-sample": return "no sample yet";
    case "gap": return `gap: nothing was recorded since ${time(reason.sinceUs)}`;
    case "stale": return `stale since ${time(reason.sinceUs)}: no sample and no confirmation for ${duration(reason.afterUs)}`;
    case "bad": case "uncertain": return `quality ${qualityText(reason.status)}`;
    case "future": return "its stamp lies in the future";
    case "no-value": return "the sample holds no value of the signal's type";
  }
}

/** What the machines read: samples, gaps and confirmations of one series, and when a sample's value counts as known. */
import type { SampleBatch } from "../../model/sample.ts";
import { isKnown } from "../../model/sample.ts";
import type { Slot } from "../ir.ts";

/** Samples of one series in the order in which they were written: of equal stamps the last one counts. */
export type SeriesSamples = Pick<SampleBatch, "tUs" | "value" | "status" | "flags" | "text">;

/** The series is known to have been alive over [fromUs, toUs], both included: its held value did not age. */
export interface Confirmation {
  readonly fromUs: number;
  readonly toUs: number;
}

export interface SeriesInput {
  readonly samples: SeriesSamples;
  /** Where gaps begin: unknown from there (that instant included) until the next sample after it. */
  readonly gapStartsUs: readonly number[];
  readonly confirmations: readonly Confirmation[];
}

/** Whether row's value is one of the slot's type, of sufficient quality: what the language calls known, before staleness and gaps. */
export function countsAsKnown(slot: Slot, value: number, status: number, flags: number, text: string | undefined): boolean {
  if (slot.strict && status >>> 30 !== 0) return false;
  if (slot.dataType === "text") return text !== undefined && isKnown(0, status, flags);
  if (!Number.isFinite(value) || !isKnown(value, status, flags)) return false;
  if (slot.dataType !== "enum") return true;
  return Number.isInteger(value) && value >= 0 && (slot.memberCount === undefined || value < slot.memberCount);
}

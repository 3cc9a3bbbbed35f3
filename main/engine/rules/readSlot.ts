/** A signal at one instant as a rule reads it: its value, or why it is not known. */
import type { UnknownReason } from "../../../shared/contract/rules.ts";
import { countsAsKnown, type SeriesInput } from "../../../shared/language/machines/index.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import { Flag, qualityOf } from "../../../shared/model/sample.ts";

export interface SlotReading {
  /** The last sample at or before the instant. */
  readonly sample?: { readonly tUs: number; readonly status: number };
  readonly value?: number;
  readonly text?: string;
  readonly unknown?: UnknownReason;
}

export function readSlot(slot: Slot, { samples, gapStartsUs, confirmations }: SeriesInput, tUs: number): SlotReading {
  const row = samples.tUs.findLastIndex((stamp) => stamp <= tUs);
  const sampleUs = samples.tUs[row];
  if (sampleUs === undefined) return { unknown: { kind: "no-sample" } };
  const status = samples.status[row] ?? 0;
  const sample = { tUs: sampleUs, status };
  const gapUs = gapStartsUs.filter((fromUs) => sampleUs <= fromUs && fromUs <= tUs);
  if (gapUs.length > 0) return { sample, unknown: { kind: "gap", sinceUs: Math.min(...gapUs) } };
  const confirmedUs = confirmations.filter(({ fromUs }) => fromUs <= tUs).map(({ toUs }) => Math.min(toUs, tUs));
  const aliveUs = Math.max(sampleUs, ...confirmedUs);
  if (slot.staleAfterUs !== undefined && tUs - aliveUs >= slot.staleAfterUs) return { sample, unknown: { kind: "stale", sinceUs: aliveUs + slot.staleAfterUs, afterUs: slot.staleAfterUs } };
  const value = samples.value[row] ?? NaN;
  const text = samples.text?.get(row);
  const flags = samples.flags[row] ?? 0;
  if (!countsAsKnown(slot, value, status, flags, text)) return { sample, unknown: reasonOf(slot, status, flags) };
  return slot.dataType === "text" ? { sample, ...(text !== undefined && { text }) } : { sample, value };
}

/** Why a sample that holds does not count. */
function reasonOf(slot: Slot, status: number, flags: number): UnknownReason {
  if ((flags & Flag.fromTheFuture) !== 0) return { kind: "future" };
  const quality = qualityOf(status);
  if (quality === "bad") return { kind: "bad", status };
  return slot.strict && quality === "uncertain" ? { kind: "uncertain", status } : { kind: "no-value" };
}

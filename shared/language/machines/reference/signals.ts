/** Signals as step functions, and what `stale`, `missing` and `bad` ask of their samples. Word by word after "Signals are step functions". */
import type { Slot } from "../../ir.ts";
import { countsAsKnown, type SeriesInput } from "../input.ts";
import { stepFunction, union, type StepFunction } from "./stepFunction.ts";

/** A known value of a signal: texts are texts, everything else is a number. */
export type Value = number | string;

/** A sample after corrections; `value` undefined where it is unknown by itself. */
interface Sample {
  readonly tUs: number;
  readonly value: Value | undefined;
}

export interface Signal {
  readonly samples: readonly Sample[];
  readonly values: StepFunction<Value>;
  readonly input: SeriesInput;
}

export function signalOf(slot: Slot, input: SeriesInput): Signal {
  const samples = correctedSamples(slot, input);
  return { samples, values: valuesOf(slot, samples, input), input };
}

/** In order of time; of equal stamps the one written last. */
function correctedSamples(slot: Slot, { samples }: SeriesInput): Sample[] {
  const corrected = new Map<number, Value | undefined>();
  samples.tUs.forEach((tUs, row) => {
    const value = samples.value[row] ?? NaN;
    const text = samples.text?.get(row);
    const known = countsAsKnown(slot, value, samples.status[row] ?? 0, samples.flags[row] ?? 0, text);
    corrected.set(tUs, known ? (slot.dataType === "text" ? text : value) : undefined);
  });
  return [...corrected].map(([tUs, value]) => ({ tUs, value })).sort((a, b) => a.tUs - b.tUs);
}

function valuesOf(slot: Slot, samples: readonly Sample[], { gapStartsUs, confirmations }: SeriesInput): StepFunction<Value> {
  const stamps = samples.map(({ tUs }) => tUs);
  const ageUs = slot.staleAfterUs ?? Infinity;
  const dueUs = slot.staleAfterUs === undefined ? [] : [...stamps.map((tUs) => tUs + ageUs), ...confirmations.flatMap(({ fromUs, toUs }) => [fromUs, toUs + ageUs])];
  return stepFunction([...stamps, ...gapStartsUs, ...dueUs], (tUs) => {
    const sample = samples.findLast((one) => one.tUs <= tUs);
    if (sample === undefined) return undefined;
    if (gapStartsUs.some((gapUs) => sample.tUs <= gapUs && gapUs <= tUs)) return undefined;
    const confirmedUs = confirmations.filter(({ fromUs }) => fromUs <= tUs).map(({ toUs }) => Math.min(toUs, tUs));
    return tUs - Math.max(sample.tUs, ...confirmedUs) < ageUs ? sample.value : undefined;
  }, stamps);
}

/** A closed stretch of whole µs. */
interface Seen {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * The instants that count as samples of a signal: the samples, and where their held value is confirmed, up to the next
 * sample or gap.
 */
function seenOf({ samples, input }: Signal, counts: (sample: Sample) => boolean): Seen[] {
  return samples.flatMap((sample, index) => {
    if (!counts(sample)) return [];
    const gapUs = Math.min(Infinity, ...input.gapStartsUs.filter((startUs) => startUs >= sample.tUs));
    const heldUntilUs = Math.min(samples[index + 1]?.tUs ?? Infinity, gapUs) - 1;
    const confirmed = input.confirmations.map(({ fromUs, toUs }) => ({ fromUs: Math.max(fromUs, sample.tUs), toUs: Math.min(toUs, heldUntilUs) }));
    return [{ fromUs: sample.tUs, toUs: sample.tUs }, ...confirmed.filter(({ fromUs, toUs }) => fromUs <= toUs)];
  });
}

function unseen(signal: Signal, seen: readonly Seen[], durationUs: number): StepFunction<boolean> {
  const candidatesUs = seen.flatMap(({ fromUs, toUs }) => [fromUs, toUs + durationUs]);
  return stepFunction(candidatesUs, (tUs) => !seen.some(({ fromUs, toUs }) => fromUs <= tUs && toUs > tUs - durationUs), signal.values.instantsUs);
}

/** No known sample in (t − d, t]. */
export function stale(signal: Signal, durationUs: number): StepFunction<boolean> {
  return unseen(signal, seenOf(signal, (sample) => sample.value !== undefined), durationUs);
}

/** No sample at all in (t − d, t]. */
export function missing(signal: Signal, durationUs: number): StepFunction<boolean> {
  return unseen(signal, seenOf(signal, () => true), durationUs);
}

/** The last sample is unknown by itself, or there is none. */
export function bad(signal: Signal): StepFunction<boolean> {
  return stepFunction(signal.samples.map(({ tUs }) => tUs), (tUs) => signal.samples.findLast((one) => one.tUs <= tUs)?.value === undefined, signal.values.instantsUs);
}

/** The first of all samples of these signals at or before `untilUs`. */
export function firstSampleUs(signals: readonly Signal[], untilUs: number): number | undefined {
  return union(signals.flatMap(({ samples }) => samples.map(({ tUs }) => tUs))).find((tUs) => tUs <= untilUs);
}

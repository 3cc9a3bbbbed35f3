/**
 * Why a rule is as it is at an instant: every part of its conditions worked out by the reference interpreter over as much
 * history as the parts look back, within a bound that is told when it was reached.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ExplainedPart, Explanation, PartValue } from "../../../shared/contract/rules.ts";
import type { RulePart } from "../../../shared/language/explain/ruleParts.ts";
import { interpretCalc, reachUs, type SeriesInput } from "../../../shared/language/machines/index.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import { FIRST_US, type RulesHistory } from "./ports.ts";
import { SlotSeries } from "./SlotSeries.ts";
import { readSlot } from "./readSlot.ts";

/** Samples of one signal that are looked at: the interpreter is slow on purpose, and an answer follows the time cursor. */
const MOST_SAMPLES = 2_000;

export type ExplainHistory = Pick<RulesHistory, "idOf" | "runs" | "readSamples" | "ledger">;

export async function explainParts(history: ExplainHistory, parts: readonly RulePart[], tUs: number, signal: AbortSignal): Promise<Pick<Explanation, "parts" | "cutAtUs">> {
  const all = parts.flatMap(withInner);
  const reach = Math.max(0, ...all.map(({ program }) => (program ? reachUs(program) : 0)));
  const readers = all.map(({ leaf, program }) => ({ slots: [...(leaf ? [leaf] : []), ...(program?.slots ?? [])] }));
  const series = await SlotSeries.of(history, readers);
  const inputs = await readInputs(history, series.ofAll(readers), Math.max(FIRST_US, tUs - reach), tUs, signal);
  const cutAtUs = Math.max(-Infinity, ...[...inputs.values()].map(({ cutUs }) => cutUs ?? -Infinity));
  const inputOf = (slot: Slot): SeriesInput => inputs.get(series.idOf(slot) ?? -1) ?? EMPTY;
  return { parts: parts.map((part) => explained(part, inputOf, tUs)), ...(cutAtUs > -Infinity && { cutAtUs }) };
}

type Read = SeriesInput & { readonly cutUs?: number };

const EMPTY: SeriesInput = { samples: { tUs: new Float64Array(), value: new Float64Array(), status: new Uint32Array(), flags: new Uint8Array() }, gapStartsUs: [], confirmations: [] };

function withInner(part: RulePart): RulePart[] {
  return [part, ...part.parts.flatMap(withInner)];
}

function explained(part: RulePart, inputOf: (slot: Slot) => SeriesInput, tUs: number): ExplainedPart {
  const { text, heading, leaf, aggregate } = part;
  const parts = part.parts.map((inner) => explained(inner, inputOf, tUs));
  const facts = leaf ? leafFacts(part, leaf, inputOf(leaf), tUs) : programFacts(part, inputOf, tUs);
  const decidedBy = aggregate === undefined ? [] : deciding(aggregate, facts.value, parts);
  return { text, ...(heading !== undefined && { heading }), ...facts, ...(decidedBy.length > 0 && { decidedBy }), parts };
}

/** The members that make an aggregate what it is: true ones of any and count, false ones of all, the lowest, the highest; the unknown ones of what is unknown. */
function deciding(aggregate: string, { value }: PartValue & { readonly value?: unknown }, parts: readonly ExplainedPart[]): string[] {
  const among = (wanted: unknown): string[] => parts.flatMap(({ heading, value: of }) => (heading !== undefined && of.kind !== "none" && of.value === wanted ? [heading] : []));
  switch (value === undefined ? "unknown" : aggregate) {
    case "unknown": return among(undefined);
    case "any": return among(true).slice(0, value === true ? undefined : 0);
    case "all": return among(false).slice(0, value === false ? undefined : 0);
    case "count": return among(true);
    case "min": case "max": return among(value);
    // Every member has its share in a sum or mean.
    default: return [];
  }
}

function leafFacts(part: RulePart, leaf: Slot, input: SeriesInput, tUs: number): Pick<ExplainedPart, "value" | "signal" | "sample" | "unknown"> {
  const { value, text, sample, unknown } = readSlot(leaf, input, tUs);
  return { signal: leaf.signal, value: text === undefined ? valueOf(part, value) : { kind: "text", value: text }, ...(sample && { sample }), ...(unknown && { unknown }) };
}

function programFacts(part: RulePart, inputOf: (slot: Slot) => SeriesInput, tUs: number): Pick<ExplainedPart, "value" | "sinceUs"> {
  if (!part.program) return { value: { kind: "none" } };
  const result = interpretCalc(part.program, part.program.slots.map(inputOf), tUs);
  const piece = result.startsUs.findLastIndex((startUs) => startUs <= tUs);
  const sinceUs = result.startsUs[piece];
  return { value: valueOf(part, result.values[piece]), ...(sinceUs !== undefined && Number.isFinite(sinceUs) && { sinceUs }) };
}

function valueOf({ meaning }: RulePart, value: number | undefined): PartValue {
  switch (meaning.kind) {
    case "truth": return { kind: "truth", ...(value !== undefined && { value: value !== 0 }) };
    case "number": return { kind: "number", ...(value !== undefined && { value }), ...(meaning.unit !== undefined && { unit: meaning.unit }) };
    case "enum": return { kind: "text", ...(value !== undefined && { value: meaning.members[value] ?? String(value) }) };
    case "text": return { kind: "text" };
  }
}

/** What the signals held over the stretch and when each was silent. Of too many samples the newest are taken. */
async function readInputs(history: ExplainHistory, all: readonly number[], fromUs: number, toUs: number, signal: AbortSignal): Promise<Map<number, Read>> {
  const ledger = await history.ledger(all, { fromUs: FIRST_US, toUs });
  const read = new Map<number, Read>();
  for (const id of all) {
    const { samples, cutUs } = await newestSamples(history, id, fromUs, toUs, signal);
    const firstUs = samples.tUs[0] ?? toUs;
    read.set(id, {
      samples, gapStartsUs: ledger.gaps.filter(({ series, fromUs: gapUs }) => gapUs >= firstUs && series.includes(id)).map((gap) => gap.fromUs),
      confirmations: ledger.confirmations.filter((confirmation) => confirmation.toUs >= firstUs && confirmation.series.includes(id)), ...(cutUs !== undefined && { cutUs }),
    });
  }
  return read;
}

async function newestSamples(history: ExplainHistory, series: number, fromUs: number, toUs: number, signal: AbortSignal): Promise<{ readonly samples: SeriesInput["samples"]; readonly cutUs?: number }> {
  const tUs: number[] = [];
  const value: number[] = [];
  const status: number[] = [];
  const flags: number[] = [];
  const text = new Map<number, string>();
  for await (const chunk of history.readSamples([series], { fromUs, toUs, withLastBefore: true, signal })) {
    chunk.tUs.forEach((stamp, row) => {
      const said = chunk.text?.get(row);
      if (said !== undefined) text.set(tUs.length, said);
      tUs.push(stamp);
      value.push(chunk.value[row] ?? NaN);
      status.push(chunk.status[row] ?? 0);
      flags.push(chunk.flags[row] ?? 0);
    });
  }
  const first = Math.max(0, tUs.length - MOST_SAMPLES);
  const kept = new Map([...text].filter(([row]) => row >= first).map(([row, said]) => [row - first, said]));
  const samples = { tUs: Float64Array.from(tUs.slice(first)), value: Float64Array.from(value.slice(first)), status: Uint32Array.from(status.slice(first)), flags: Uint8Array.from(flags.slice(first)), text: kept };
  return { samples, ...(first > 0 && { cutUs: tUs[first] ?? fromUs }) };
}

/** Why a rule cannot be explained on an asset. */
export function notExplained(rule: string, asset: string | undefined, reason: string | undefined): TwinError {
  return new TwinError("not-found", asset === undefined ? "The asset is not there any more." : `${rule} does not run on ${asset}. ${reason ?? "It has an error there, or is not in the text."}`);
}

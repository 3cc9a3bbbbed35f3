/** Fingerprints of the past that rules on rows read: samples with all that rules see of them, gaps and confirmations. */
import type { Span } from "../../../shared/time/time.ts";
import type { SampleColumns } from "../history/index.ts";
import { digestOf, hashText, SampleDigests, type RunDigests } from "../simulation/index.ts";
import type { RowRules } from "./studyTypes.ts";

/** Fingerprints of what models read, by signal, with what rules read on top: one for both where both read a signal. */
export function withRuleInputs(inputs: RunDigests["inputs"], rules: RowRules | undefined, span: Span): RunDigests["inputs"] {
  if (!rules) return inputs;
  const own = digestRuleInputs(rules, span);
  const signals = [...new Set([...Object.keys(inputs), ...Object.keys(own)])].sort();
  return Object.fromEntries(signals.map((signal): [string, string] => {
    const [models, ruled] = [inputs[signal], own[signal]];
    return [signal, models !== undefined && ruled !== undefined ? digestOf({ models, rules: ruled }) : (models ?? ruled ?? "")];
  }));
}

function digestRuleInputs({ series, recorded, ledger }: RowRules, { toUs }: Span): Record<string, string> {
  const [values, statuses, flags] = [new SampleDigests(), new SampleDigests(), new SampleDigests()];
  const texts = new Map<string, (readonly [tUs: number, text: string])[]>();
  for (const [signal, id] of series) {
    const own: (readonly [tUs: number, text: string])[] = [];
    texts.set(signal, own);
    for (const chunk of recorded) {
      const places = placesOf(chunk, id);
      const tUs = columnAt(chunk.tUs, places);
      values.add(signal, tUs, columnAt(chunk.value, places));
      statuses.add(signal, tUs, columnAt(chunk.status, places));
      flags.add(signal, tUs, columnAt(chunk.flags, places));
      for (const place of places) {
        const text = chunk.text?.get(place);
        if (text !== undefined) own.push([chunk.tUs[place] ?? Number.NaN, text]);
      }
    }
  }
  const [byValue, byStatus, byFlags] = [values.finish(), statuses.finish(), flags.finish()];
  // What lasts beyond the span may have ended since; rules do not see how.
  const within = (spans: readonly { readonly fromUs: number; readonly toUs?: number; readonly series: Int32Array }[], id: number) => spans.flatMap((one) => (one.series.includes(id) ? [[one.fromUs, Math.min(toUs, one.toUs ?? toUs)]] : []));
  return Object.fromEntries([...series].map(([signal, id]): [string, string] => [signal, hashText(JSON.stringify([
    byValue[signal], byStatus[signal], byFlags[signal], texts.get(signal), within(ledger.gaps, id), within(ledger.confirmations, id),
  ]))]));
}

function placesOf({ series }: SampleColumns, id: number): number[] {
  const places: number[] = [];
  series.forEach((one, place) => {
    if (one === id) places.push(place);
  });
  return places;
}

function columnAt(column: Float64Array | Uint32Array | Uint8Array, places: readonly number[]): Float64Array {
  return Float64Array.from(places, (place) => column[place] ?? Number.NaN);
}

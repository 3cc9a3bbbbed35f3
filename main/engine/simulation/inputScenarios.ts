/** How inputs go on after now: their last value, or a stretch before now again and again, as a series of its own. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { REPEATED_US, type InputScenario, type ScenarioKind } from "../../../shared/contract/forecasts.ts";
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";
import { formatIso, type Span } from "../../../shared/time/time.ts";
import { MAX_SAMPLES } from "./readInputs.ts";
import type { InputSeries } from "./simulationTypes.ts";
import { meantBy } from "./whatIfChanges.ts";

/** An input of one use that goes on by a scenario. */
export interface ScenarioInput {
  readonly use: UseProgram;
  /** Place among the use's inputs. */
  readonly index: number;
  readonly source: Extract<InputSource, { readonly kind: "signal" }>;
  readonly how: ScenarioKind;
}

/** Throws `not-found` for an input that no use has, `bad-input` for one that no signal feeds or that is named twice. */
export function scenarioInputs(uses: readonly UseProgram[], scenarios: readonly InputScenario[]): ScenarioInput[] {
  const touched = new Set<string>();
  return scenarios.flatMap((scenario) => meantBy(uses, { of: "input", ...scenario }).map((use): ScenarioInput => {
    const key = `${use.id} ${scenario.name}`;
    if (touched.has(key)) throw new TwinError("bad-input", `${scenario.name} of ${use.name} is given two scenarios.`);
    touched.add(key);
    const index = use.model.inputs.findIndex(({ name }) => name === scenario.name);
    const source = use.inputs[index];
    if (source?.kind !== "signal") throw new TwinError("bad-input", `No signal feeds ${scenario.name} of ${use.name}, so it has no past to go on from. Set it instead.`);
    return { use, index, source, how: scenario.how };
  }));
}

export interface ContinuedInputs {
  /** In the order of those given; an input that repeats a stretch reads the series made of it. */
  readonly uses: readonly UseProgram[];
  readonly series: ReadonlyMap<string, InputSeries>;
}

/** `known` is what history has up to the begin of the span. Throws `bad-input` where history is shorter than what is to be repeated, `limit` for too many samples. */
export function continuedInputs(given: readonly UseProgram[], scenarios: readonly ScenarioInput[], known: ReadonlyMap<string, InputSeries>, span: Span): ContinuedInputs {
  const uses = new Map(given.map((use) => [use.id, use]));
  const series = new Map(known);
  for (const { use: { id, name, model }, index, source, how } of scenarios) {
    const use = uses.get(id);
    if (how === "hold" || !use) continue;
    const repeated = repeatedName(source.signal, how);
    if (!series.has(repeated)) series.set(repeated, repeatedSeries(known.get(source.signal), REPEATED_US[how], span, `${model.inputs[index]?.name ?? ""} of ${name} cannot repeat a ${how}`));
    uses.set(id, { ...use, inputs: use.inputs.map((one, i) => (i === index ? { ...source, signal: repeated } : one)) });
  }
  return { uses: [...uses.values()], series };
}

/** No signal has a line break in its id. */
function repeatedName(signal: string, how: ScenarioKind): string {
  return `${signal}\n${how}`;
}

/** From the begin of the span on what was a period before, as often as the span is long. What was not known then holds what was known before it. */
export function repeatedSeries(known: InputSeries | undefined, periodUs: number, { fromUs, toUs }: Span, refusal: string): InputSeries {
  const beginUs = fromUs - periodUs;
  const rows = known ? [...known.tUs.keys()].filter((row) => !Number.isNaN(known.value[row])) : [];
  const firstUs = known?.tUs[rows[0] ?? -1];
  if (!known || firstUs === undefined) throw new TwinError("bad-input", `${refusal}: nothing is known of its signal. Set it instead.`);
  if (firstUs > beginUs) throw new TwinError("bad-input", `${refusal}: its signal is known from ${formatIso(firstUs)} on only. Let it hold its last value.`);
  const before = rows.findLast((row) => (known.tUs[row] ?? Infinity) <= beginUs) ?? -1;
  const inside = rows.filter((row) => (known.tUs[row] ?? 0) > beginUs && (known.tUs[row] ?? 0) < fromUs);
  const cycles = Math.floor((toUs - fromUs) / periodUs) + 1;
  const length = cycles * (inside.length + 1);
  if (length > MAX_SAMPLES) throw new TwinError("limit", `${refusal} for that long: it would be more than ${MAX_SAMPLES / 1e6} million samples. Forecast a shorter span.`);
  const tUs = new Float64Array(length);
  const value = new Float64Array(length);
  for (let cycle = 0, at = 0; cycle < cycles; cycle++) {
    const laterUs = (cycle + 1) * periodUs;
    tUs[at] = beginUs + laterUs;
    value[at++] = known.value[before] ?? Number.NaN;
    for (const row of inside) {
      tUs[at] = (known.tUs[row] ?? Number.NaN) + laterUs;
      value[at++] = known.value[row] ?? Number.NaN;
    }
  }
  return { tUs, value };
}

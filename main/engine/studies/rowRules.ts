/**
 * Rules over a row of a study, as over a stored run (`rules/overRun.ts`), but in memory: measured values up to the span's begin, the
 * row's course from there on. What rules remember begins a day before the span.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import { StatusCode } from "../../../shared/model/sample.ts";
import { US_PER_DAY, type Span } from "../../../shared/time/time.ts";
import type { HistoryInterface, LedgerSpans, ReadSamplesOptions, SampleColumns } from "../history/index.ts";
import { intervalsOver, rulesOver, type ReplayedHistory } from "../rules/index.ts";
import type { RowRules } from "./studyTypes.ts";

/** Before the span, so that rules with a memory begin it as they were. */
const BEFORE_US = US_PER_DAY;
/** The run that a row stands for while rules are tried on it. */
const ROW = "row";

/**
 * Those of these rules that read one of these outputs, on each asset. Throws `not-found` for a rule that does not run, `bad-input` for one that
 * reads nothing that the outputs predict, or a prediction of an earlier run.
 */
export function rowPrograms(all: readonly RuleProgram[], names: readonly string[], outputs: readonly string[]): RuleProgram[] {
  return [...new Set(names)].flatMap((name) => {
    const named = all.filter(({ rule }) => rule === name);
    if (named.length === 0) throw new TwinError("not-found", `No rule called ${name} runs on any asset. There is: ${[...new Set(all.map(({ rule }) => rule))].join(", ")}.`);
    const touched = rulesOver(named, { signals: outputs });
    if (touched.length === 0) throw new TwinError("bad-input", `${name} reads nothing that this model predicts, so it would do what it did, whatever the values.`);
    if (touched.some(({ slots }) => slots.some(({ predicted }) => predicted))) throw new TwinError("bad-input", `${name} compares with what an earlier run predicts; it cannot be tried on values that were never recorded.`);
    return touched;
  });
}

/** What workers need to try these on rows. */
export async function readRowRules(history: Pick<HistoryInterface, "idOf" | "readSamples" | "ledger">, programs: readonly RuleProgram[], { fromUs, toUs }: Span, signal: AbortSignal): Promise<RowRules> {
  const signals = [...new Set(programs.flatMap(({ slots }) => slots.map((slot) => slot.signal)))];
  const series = new Map(signals.flatMap((id): [string, number][] => {
    const found = history.idOf(id);
    return found === undefined ? [] : [[id, found]];
  }));
  const ids = [...series.values()];
  const recorded: SampleColumns[] = [];
  for await (const chunk of history.readSamples(ids, { fromUs: fromUs - BEFORE_US, toUs, withLastBefore: true, signal })) recorded.push(chunk);
  return { programs, series, recorded, ledger: await history.ledger(ids, { fromUs: fromUs - BEFORE_US, toUs }) };
}

/** The past that rules read, and one row's course beside it. */
export class RowHistory implements ReplayedHistory {
  readonly #rules: RowRules;
  readonly #signals: readonly string[];
  readonly #course: SampleColumns[] = [];

  /** `outputs`: the signal of each watched output. */
  constructor(rules: RowRules, outputs: readonly string[]) {
    this.#rules = rules;
    this.#signals = outputs;
  }

  add(place: number, tUs: Float64Array, value: Float64Array): void {
    const series = this.idOf(this.#signals[place] ?? "", ROW);
    if (series === undefined) return;
    this.#course.push({ series: new Int32Array(tUs.length).fill(series), tUs, value, status: Uint32Array.from(value, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good)), flags: new Uint8Array(tUs.length) });
  }

  /** How long each rule is active within the span, its last instant included. */
  async activeUs({ fromUs, toUs }: Span): Promise<Float64Array> {
    const found = await intervalsOver(this, this.#rules.programs, { id: ROW, signals: this.#signals, fromUs, toUs }, { fromUs, toUs });
    return Float64Array.from(this.#rules.programs, ({ id }) => (found.get(id)?.active ?? []).reduce((sum, stretch) => sum + (stretch.toUs ?? toUs + 1) - stretch.fromUs, 0));
  }

  /** A series of the row has the number before zero that mirrors the measured one's. */
  idOf(signal: string, run?: string): number | undefined {
    const measured = this.#rules.series.get(signal);
    if (run === undefined || measured === undefined) return measured;
    return this.#signals.includes(signal) ? -2 - measured : undefined;
  }

  runs(): Promise<Run[]> {
    return Promise.resolve([]);
  }

  extentOf(series: readonly number[]): Promise<{ fromUs?: number; toUs?: number }> {
    let [fromUs, toUs] = [Infinity, -Infinity];
    for (const chunk of this.#chunks()) {
      chunk.series.forEach((id, i) => {
        if (!series.includes(id)) return;
        fromUs = Math.min(fromUs, chunk.tUs[i] ?? Infinity);
        toUs = Math.max(toUs, chunk.tUs[i] ?? -Infinity);
      });
    }
    return Promise.resolve(toUs >= fromUs ? { fromUs, toUs } : {});
  }

  /** Chunk by chunk as they were read, then the row's; each series in time order, which is what evaluators ask for. */
  async *readSamples(series: readonly number[], { fromUs, toUs, withLastBefore = true }: ReadSamplesOptions): AsyncGenerator<SampleColumns> {
    const wanted = new Set(series);
    const before = new Map<number, readonly [chunk: SampleColumns, place: number]>();
    const within: SampleColumns[] = [];
    for (const chunk of this.#chunks()) {
      const places: number[] = [];
      chunk.tUs.forEach((t, i) => {
        const id = chunk.series[i] ?? Number.NaN;
        if (!wanted.has(id)) return;
        if (t < fromUs) before.set(id, [chunk, i]);
        else if (t <= toUs) places.push(i);
      });
      if (places.length > 0) within.push(taken(chunk, places));
    }
    if (withLastBefore) for (const [chunk, place] of before.values()) yield taken(chunk, [place]);
    yield* within;
  }

  ledger(series: readonly number[], { fromUs, toUs }: Span): Promise<LedgerSpans> {
    const touches = (one: { readonly series: Int32Array }): boolean => one.series.some((id) => series.includes(id));
    const { gaps, confirmations } = this.#rules.ledger;
    return Promise.resolve({ gaps: gaps.filter((gap) => touches(gap) && gap.fromUs <= toUs), confirmations: confirmations.filter((one) => touches(one) && one.fromUs <= toUs && one.toUs >= fromUs) });
  }

  *#chunks(): Generator<SampleColumns> {
    yield* this.#rules.recorded;
    yield* this.#course;
  }
}

function taken(chunk: SampleColumns, places: readonly number[]): SampleColumns {
  const text = chunk.text && new Map(places.flatMap((place, i): [number, string][] => {
    const found = chunk.text?.get(place);
    return found === undefined ? [] : [[i, found]];
  }));
  const pick = <T extends Int32Array | Float64Array | Uint32Array | Uint8Array>(column: T, of: (values: number[]) => T): T => of(places.map((place) => column[place] ?? 0));
  return {
    series: pick(chunk.series, (values) => Int32Array.from(values)), tUs: pick(chunk.tUs, (values) => Float64Array.from(values)), value: pick(chunk.value, (values) => Float64Array.from(values)),
    status: pick(chunk.status, (values) => Uint32Array.from(values)), flags: pick(chunk.flags, (values) => Uint8Array.from(values)), ...(text && { text }),
  };
}

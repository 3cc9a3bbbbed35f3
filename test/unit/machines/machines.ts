/** Runs each of the three machines on the same arrivals. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { CalcProgram, RuleProgram } from "../../../shared/language/ir.ts";
import {
  backtestQuestions, CalcInstance, interpret, IntervalRecorder, reachUs, readBacktest, RuleInstance, StreamEvaluator, type AlarmTransition, type Instance, type RuleIntervals, type SavedStream, type SeriesInput, type StreamSink,
} from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { LATENESS_US, SLOT_KINDS, type Arrival, type Cut } from "./arbitraries.ts";

/** What the reference interpreter and the database see: everything, in the order of writing. */
export function inputsOf(arrivals: readonly Arrival[]): SeriesInput[] {
  return SLOT_KINDS.map((_, slot) => {
    const own = arrivals.filter((arrival) => arrival.slot === slot);
    const samples = own.filter((arrival) => arrival.kind === "sample");
    return {
      samples: {
        tUs: Float64Array.from(samples, (sample) => sample.tUs),
        value: Float64Array.from(samples, (sample) => sample.value),
        status: Uint32Array.from(samples, (sample) => sample.status),
        flags: Uint8Array.from(samples, (sample) => sample.flags),
        text: new Map(samples.flatMap((sample, row) => (sample.text === undefined ? [] : [[row, sample.text] as const]))),
      },
      gapStartsUs: own.flatMap((arrival) => (arrival.kind === "gap" ? [arrival.tUs] : [])),
      confirmations: own.flatMap((arrival) => (arrival.kind === "confirmation" ? [arrival.confirmed] : [])),
    };
  });
}

/** Feeds the arrivals one by one, cutting batches and restarting from JSON where `cuts` says so. */
export function stream(make: () => Instance, arrivals: readonly Arrival[], cuts: readonly Cut[], span: Span, sink: StreamSink): StreamEvaluator {
  const series = SLOT_KINDS.map((_, slot) => slot);
  let evaluator = new StreamEvaluator(sink);
  const first = make();
  evaluator.add(first, series.slice(0, first.slots.length));
  if (!arrivals.some((arrival) => arrival.kind === "sample" && arrival.tUs <= span.toUs)) evaluator.begin(span.fromUs);
  arrivals.forEach((arrival, index) => {
    deliver(evaluator, arrival);
    const cut = cuts[index % cuts.length];
    if (cut === "none") return;
    evaluator.advance(arrival.tUs + arrival.delayUs - LATENESS_US - 1);
    if (cut !== "restart") return;
    const saved = JSON.parse(JSON.stringify(evaluator.save())) as SavedStream; // plain data by contract
    const instance = make();
    evaluator = new StreamEvaluator(sink);
    evaluator.restore(saved, [{ instance, series: series.slice(0, instance.slots.length) }]);
  });
  evaluator.advance(Math.max(span.toUs, ...arrivals.map((arrival) => arrival.tUs)));
  return evaluator;
}

function deliver(evaluator: StreamEvaluator, arrival: Arrival): void {
  if (arrival.kind === "gap") evaluator.onGap([arrival.slot], arrival.tUs);
  else if (arrival.kind === "confirmation") evaluator.onConfirmed([arrival.slot], arrival.confirmed.fromUs, arrival.confirmed.toUs);
  else {
    evaluator.onSamples({
      series: Int32Array.of(arrival.slot), tUs: Float64Array.of(arrival.tUs), receivedUs: Float64Array.of(arrival.tUs + arrival.delayUs),
      value: Float64Array.of(arrival.value), status: Uint32Array.of(arrival.status), flags: Uint8Array.of(arrival.flags),
      ...(arrival.text !== undefined && { text: new Map([[0, arrival.text]]) }),
    });
  }
}

export function streamRule(program: RuleProgram, arrivals: readonly Arrival[], cuts: readonly Cut[], span: Span): RuleIntervals {
  const recorder = new IntervalRecorder();
  stream(() => new RuleInstance(program), arrivals, cuts, span, recorder);
  return recorder.intervals(program.id, span);
}

/** The values a calc told, NaN for unknown. */
export function streamCalc(program: CalcProgram, arrivals: readonly Arrival[], cuts: readonly Cut[], span: Span): { tUs: number; value: number }[] {
  const told: { tUs: number; value: number }[] = [];
  stream(() => new CalcInstance(program), arrivals, cuts, span, { alarm: () => undefined, calc: (_, tUs, value) => told.push({ tUs, value }) });
  return told;
}

const END_US = 400;

/** What a run from the first sample says after `atUs`. */
export function coldTransitions(program: RuleProgram, arrivals: readonly Arrival[], atUs: number): AlarmTransition[] {
  const told: AlarmTransition[] = [];
  stream(() => new RuleInstance(program), arrivals, ["none"], { fromUs: 0, toUs: END_US }, { alarm: (transition) => told.push(transition), calc: () => undefined });
  return told.filter((transition) => transition.atUs > atUs && transition.atUs <= END_US);
}

/** What a run says that begins `reachUs` before `atUs` with what was held there, and is told the alarm's state at `atUs`. */
export function warmTransitions(program: RuleProgram, arrivals: readonly Arrival[], atUs: number): AlarmTransition[] {
  const told: AlarmTransition[] = [];
  const evaluator = new StreamEvaluator({ alarm: () => undefined, calc: () => undefined });
  const instance = new RuleInstance(program);
  evaluator.add(instance, program.slots.map((_, slot) => slot));
  const fromUs = atUs - reachUs(program);
  const isHeld = (arrival: Arrival): boolean => !arrivals.some((other) => other.kind === "sample" && other.slot === arrival.slot && other.tUs > arrival.tUs && other.tUs < fromUs);
  const remembered = arrivals.filter((arrival) => arrival.kind !== "sample" || arrival.tUs >= fromUs || isHeld(arrival));
  const early = (arrival: Arrival): boolean => (arrival.kind === "confirmation" ? arrival.confirmed.fromUs : arrival.tUs) <= atUs;
  for (const arrival of remembered) if (early(arrival)) deliver(evaluator, arrival);
  evaluator.advance(atUs);
  const past = interpret({ ...program, unknownAfterUs: 0 }, inputsOf(arrivals), { fromUs: -END_US, toUs: atUs });
  const lasting = (intervals: readonly { fromUs: number; toUs?: number }[]): number | undefined => intervals.find((interval) => interval.toUs === undefined)?.fromUs;
  instance.assume({ active: lasting(past.active) !== undefined, blindSinceUs: lasting(past.unknown) }, atUs);
  const live = new StreamEvaluator({ alarm: (transition) => told.push(transition), calc: () => undefined });
  live.advance(atUs);
  live.adopt(evaluator);
  for (const arrival of remembered) if (!early(arrival)) deliver(live, arrival);
  live.advance(END_US);
  return told;
}

/** The rule on several assets at once, each with arrivals of its own, in DuckDB; `corrected`: the relation has unique stamps already. */
export async function queryRule(connection: DuckDBConnection, program: RuleProgram, assets: readonly (readonly Arrival[])[], span: Span, corrected: boolean): Promise<RuleIntervals[]> {
  const programs = assets.map((_, at) => ({ ...program, id: `R@${at}`, slots: program.slots.map((slot, index) => ({ ...slot, signal: `${at}/${index}` })) }));
  const seriesOf = (signal: string): number => Number(signal.split("/")[0]) * 100 + Number(signal.split("/")[1]);
  const all = assets.flatMap((arrivals, at) => arrivals.map((arrival, written) => ({ arrival, series: at * 100 + arrival.slot, written })));
  const samples = all.flatMap(({ arrival, series, written }) => arrival.kind === "sample"
    ? [`(${series}, ${arrival.tUs}, '${arrival.value}'::DOUBLE, ${arrival.status}, ${arrival.flags}, ${arrival.text === undefined ? "NULL" : `'${arrival.text.replaceAll("'", "''")}'`}, ${written})`] : []);
  const gaps = all.flatMap(({ arrival, series }) => (arrival.kind === "gap" ? [`(${series}, ${arrival.tUs})`] : []));
  const confirmations = all.flatMap(({ arrival, series }) => (arrival.kind === "confirmation" ? [`(${series}, ${arrival.confirmed.fromUs}, ${arrival.confirmed.toUs})`] : []));
  await connection.run(`CREATE OR REPLACE TABLE samples (series INTEGER, t BIGINT, value DOUBLE, status UINTEGER, flags UTINYINT, text VARCHAR, written INTEGER);
    CREATE OR REPLACE TABLE gaps (series INTEGER, from_us BIGINT); CREATE OR REPLACE TABLE confirmations (series INTEGER, from_us BIGINT, to_us BIGINT);
    ${insert("samples", samples)} ${insert("gaps", gaps)} ${insert("confirmations", confirmations)}`);
  const others = { gaps: "gaps", confirmations: "confirmations" };
  const relations = corrected
    ? { samples: "(SELECT * FROM samples QUALIFY row_number() OVER (PARTITION BY series, t ORDER BY written DESC) = 1)", ...others }
    : { samples: "samples", writingOrder: "written", ...others };
  const [question] = backtestQuestions(programs, seriesOf, span, relations);
  if (question === undefined) throw new Error("no question");
  const reader = await connection.runAndReadAll(question.sql, { ...question.params });
  const columns = reader.getColumns().map((column) => column.map((value) => (value === null ? NaN : Number(value))));
  const [i = [], kind = [], fromUs = [], toUs = []] = columns;
  const found = readBacktest(question, [{ i, kind, fromUs, toUs }], span);
  return programs.map((each) => found.get(each.id) ?? { active: [], unknown: [] });
}

function insert(table: string, rows: readonly string[]): string {
  return rows.length === 0 ? "" : `INSERT INTO ${table} VALUES ${rows.join(", ")};`;
}

/**
 * A rule `x > 74 for 5 min` over 10 million irregular samples of 100 signals: the SQL machine against hand-written
 * change-point SQL that knows of no quality, gap, alarm or span; and the streaming evaluator on the same samples, in batches as they come live.
 */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import type { RuleProgram } from "../../shared/language/ir.ts";
import { backtestQuestions, IntervalRecorder, RuleInstance, StreamEvaluator } from "../../shared/language/machines/index.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";

const ROWS = 10_000_000;
const SIGNALS = 100;
const T0 = 1_767_225_600_000_000;
const S = 1_000_000;
const BATCH_ROWS = 50_000;
const THRESHOLD = 74;
const DURATION_US = 300 * S;
const ROUNDS = 3;

/** Slow swings with noise, about one sample a second and signal, irregular, in the order of arrival. */
const SAMPLES_SQL = `CREATE TABLE samples AS SELECT CAST(r % ${SIGNALS} AS INTEGER) AS series,
  ${T0} + (r // ${SIGNALS}) * ${S} + CAST(hash(r) % 900000 AS BIGINT) AS t,
  70 + 8 * sin((r // ${SIGNALS}) / 5000.0 + (r % ${SIGNALS})) + (hash(r + 7) % 1000) / 1000.0 - 0.5 AS value,
  CAST(0 AS UINTEGER) AS status, CAST(0 AS UTINYINT) AS flags, CAST(NULL AS VARCHAR) AS text FROM range(${ROWS}) rows(r)`;

const END_US = T0 + (ROWS / SIGNALS) * S;

const BY_HAND = `WITH hot AS (SELECT series, t, value > ${THRESHOLD} AS hot FROM samples),
  changed AS (SELECT series, t, hot FROM (SELECT *, lag(hot) OVER (PARTITION BY series ORDER BY t) AS before FROM hot) WHERE before IS DISTINCT FROM hot),
  stretches AS (SELECT series, t, hot, lead(t) OVER (PARTITION BY series ORDER BY t) AS n FROM changed)
  SELECT series, t + ${DURATION_US}, n FROM stretches WHERE hot AND t + ${DURATION_US} <= ${END_US} AND (n IS NULL OR n > t + ${DURATION_US})`;

function program(signal: number): RuleProgram {
  return {
    id: `Hot@${signal}`, rule: "Hot", assetId: String(signal), severity: "high", message: [], unknownAfterUs: 60 * S,
    position: { file: "rules/hot.twin", start: 0, end: 0 },
    slots: [{ signal: String(signal), dataType: "number", strict: false }],
    when: { op: "for", durationUs: DURATION_US, p: { op: "compare", kind: ">", a: { op: "signal", slot: 0 }, b: { op: "number", value: THRESHOLD } } },
  };
}

interface Cost {
  readonly wallS: number;
  /** Processor time of all threads: what a busy machine does not distort. */
  readonly cpuS: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallS: (performance.now() - begun) / 1000, cpuS: (user + system) / 1e6 };
}

function least(costs: readonly Cost[]): Cost {
  return { wallS: Math.min(...costs.map((cost) => cost.wallS)), cpuS: Math.min(...costs.map((cost) => cost.cpuS)) };
}

/** The same samples in batches as a source would deliver them, made outside the time taken. */
async function stream(connection: DuckDBConnection): Promise<{ cost: Cost; alarms: number }> {
  const recorder = new IntervalRecorder();
  const evaluator = new StreamEvaluator(recorder);
  for (let signal = 0; signal < SIGNALS; signal++) evaluator.add(new RuleInstance(program(signal)), [signal]);
  const total = { wallS: 0, cpuS: 0 };
  for (let at = 0; at < ROWS; at += BATCH_ROWS) {
    const fromUs = T0 + (at / SIGNALS) * S;
    const reader = await connection.runAndReadAll(`SELECT series, t, value FROM samples WHERE t >= ${fromUs} AND t < ${fromUs + (BATCH_ROWS / SIGNALS) * S}`);
    const [series = [], t = [], value = []] = reader.getColumns();
    const tUs = Float64Array.from(t, Number);
    const batch: SampleBatch = { series: Int32Array.from(series, Number), tUs, receivedUs: tUs, value: Float64Array.from(value, Number), status: new Uint32Array(tUs.length), flags: new Uint8Array(tUs.length) };
    const cost = await costOf(async () => {
      evaluator.onSamples(batch);
      evaluator.advance(fromUs + (BATCH_ROWS / SIGNALS) * S - 1);
    });
    total.wallS += cost.wallS;
    total.cpuS += cost.cpuS;
  }
  const span = { fromUs: T0, toUs: evaluator.watermarkUs };
  const alarms = Array.from({ length: SIGNALS }, (_, signal) => recorder.intervals(`Hot@${signal}`, span).active.length).reduce((a, b) => a + b);
  return { cost: total, alarms };
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  try {
    await connection.run(SAMPLES_SQL);
    await connection.run("CREATE TABLE gaps (series INTEGER, from_us BIGINT); CREATE TABLE confirmations (series INTEGER, from_us BIGINT, to_us BIGINT)");
    const programs = Array.from({ length: SIGNALS }, (_, signal) => program(signal));
    const [question] = backtestQuestions(programs, Number, { fromUs: T0, toUs: END_US }, { samples: "samples", gaps: "gaps", confirmations: "confirmations" });
    if (question === undefined) throw new Error("The rule made no question.");
    const byHand: Cost[] = [];
    const ours: Cost[] = [];
    let found = [0, 0];
    for (let round = 0; round < ROUNDS; round++) {
      byHand.push(await costOf(async () => (found[0] = (await connection.runAndReadAll(BY_HAND)).currentRowCount)));
      ours.push(await costOf(async () => {
        const [, kinds = []] = (await connection.runAndReadAll(question.sql, { ...question.params })).getColumns();
        found = [found[0] ?? 0, kinds.filter((kind) => Number(kind) === 0).length];
      }));
    }
    const baseline = least(byHand);
    const machine = least(ours);
    const streamed = await stream(connection);
    const row = (name: string, cost: Cost, alarms: number): (string | number)[] => [
      name, round(cost.wallS), round(cost.cpuS), round(cost.cpuS / baseline.cpuS), Math.round(ROWS / cost.cpuS / 1e3), alarms,
    ];
    return {
      title: `A "for 5 min" rule over ${ROWS / 1e6} M samples of ${SIGNALS} signals`,
      columns: ["way", "wall s", "processor s", "× baseline", "thousand samples per processor s", "alarms"],
      rows: [
        row("baseline: hand-written change-point SQL", baseline, found[0] ?? 0),
        row("SQL machine", machine, found[1] ?? 0),
        row(`streaming evaluator, batches of ${BATCH_ROWS}`, streamed.cost, streamed.alarms),
      ],
      note: "Best of three rounds, taken in turns. The hand-written query ignores quality, gaps, corrections, clearing and what cannot be decided; aim: the SQL machine at most 1.5 × of it.",
    };
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/**
 * Machine three: a rule over history as one DuckDB query on change points, for all assets on which the rule has the same
 * shape at once. Pure text: whoever owns the database runs it. For the operators of the core SQL is exact, so nothing is
 * left for an evaluator to decide.
 */
import type { Span } from "../../../time/time.ts";
import type { RuleProgram } from "../../ir.ts";
import { clip, type RuleIntervals, type RuleStretches, type Stretch } from "../intervals.ts";
import { ConditionRelations } from "./ConditionRelations.ts";
import { sideBySide } from "./relations.ts";
import { materialized, type NamedQuery, type SampleRelations, type SlotTables } from "./slotPoints.ts";

/**
 * Names (or parenthesised queries) of the relations to read:
 * `samples(series INTEGER, t BIGINT, value DOUBLE, status UINTEGER, flags UTINYINT, text VARCHAR)`, NaN written as NULL or NaN;
 * `gaps(series, from_us)`; `confirmations(series, from_us, to_us)`.
 * `writingOrder` names a column of `samples` by which the last of equal stamps is found; absent where stamps are unique.
 */
export interface BacktestRelations extends Omit<SampleRelations, "onlySeries"> {
  /** `samples` shows the series of the question only (`BacktestQuestion.series`), and nothing after the span's end. */
  readonly isExact?: true;
}

/** A query for the intervals of `programs`; its answer's column `i` is the index among them. */
export interface BacktestQuestion {
  readonly programs: readonly RuleProgram[];
  /** Columns i, kind (0 active, 1 cannot decide), from_us, to_us (NULL while it lasts), all before clipping. */
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  /** Series it reads. */
  readonly series: readonly number[];
  /**
   * Where it can be told: a query over `blocks(series, bucket, lo, hi)` for those whose samples must all be in `samples`. Of any
   * other block its first sample is enough, with any value from lo to hi, unless a gap begins in it.
   */
  readonly changingBlocks?: string;
  /** Beside `changingBlocks`: what stays the same while durations alone are changed. */
  readonly points?: BacktestPoints;
}

/** A question in two steps, of which the first alone reads the samples and gaps. */
export interface BacktestPoints {
  readonly tables: readonly NamedQuery[];
  /** The question over these tables. */
  readonly sql: string;
}

/** One question per shape of rule. `seriesOf` gives a signal's series, undefined where nothing was ever recorded. */
export function backtestQuestions(
  programs: readonly RuleProgram[], seriesOf: (signal: string) => number | undefined, span: Span, relations: BacktestRelations,
): BacktestQuestion[] {
  const shapes = new Map<string, RuleProgram[]>();
  for (const program of programs) {
    const shape = shapeOf(program);
    const alike = shapes.get(shape);
    if (alike) alike.push(program);
    else shapes.set(shape, [program]);
  }
  return [...shapes.values()].map((alike) => question(alike, seriesOf, span, relations));
}

/** What must be equal for two programs to share a query: everything but whose signals they read and what they say. */
function shapeOf(program: RuleProgram): string {
  const slots = program.slots.map(({ signal: _, ...slot }) => slot);
  return JSON.stringify([slots, program.when, program.clear, program.unknownAfterUs]);
}

function question(programs: readonly RuleProgram[], seriesOf: (signal: string) => number | undefined, span: Span, { isExact, ...shown }: BacktestRelations): BacktestQuestion {
  const [first] = programs;
  if (first === undefined) throw new RangeError("A question needs a program.");
  const members = programs.flatMap((program, i) => program.slots.flatMap((slot, index) => {
    const series = seriesOf(slot.signal);
    return series === undefined ? [] : [{ i, slot: index, series }];
  }));
  const series = [...new Set(members.map((member) => member.series))];
  const relations: SampleRelations = { ...shown, ...(isExact && { onlySeries: series.length }) };
  const conditions = new ConditionRelations(first.slots);
  const when = conditions.of(first.when);
  const clear = first.clear && conditions.of(first.clear);
  const seriesOfSlot = (slot: number): number[] => [...new Set(members.filter((member) => member.slot === slot).map((member) => member.series))];
  const named = [
    `instances(i) AS (VALUES ${programs.map((_, i) => `(${i})`).join(", ")})`,
    `members(i, slot, series) AS (${members.length === 0 ? "SELECT 0, 0, 0 WHERE false" : `VALUES ${members.map(({ i, slot, series }) => `(${i}, ${slot}, ${series})`).join(", ")}`})`,
  ];
  const signals = conditions.signals(relations, span.toUs, seriesOfSlot);
  const others = [
    ...conditions.tables(relations, span.toUs, seriesOfSlot),
    `origin AS MATERIALIZED (${originSql(first, conditions.readSlots(), relations, span)})`,
    `alarm AS MATERIALIZED (${alarmSql(when, clear, span)})`,
  ];
  const asked = (ofSignal: (signal: SlotTables) => readonly string[]): string =>
    `WITH ${[...named, ...signals.flatMap(ofSignal), ...others].join(",\n")}\n${stretchesSql("active", 0)}\nUNION ALL\n${blindSql(first.unknownAfterUs)}`;
  const sql = asked(({ unknown, points, rest }) => [unknown, materialized(points), ...rest]);
  // A signal that is read by no condition, but begins the run, is in no block of the query: its first sample is enough too.
  const changing = relations.writingOrder === undefined ? conditions.changingBlocks(seriesOfSlot) : undefined;
  const isAllInPoints = changing !== undefined && conditions.readSlots().length === first.slots.length;
  const points = isAllInPoints && { tables: signals.map(ownPoints), sql: asked(({ unknown, rest }) => [unknown, ...rest]) };
  return { programs, sql, params: conditions.params, series, ...(changing !== undefined && { changingBlocks: changing }), ...(points && { points }) };
}

/** A signal's points as a query of its own. */
function ownPoints({ unknown, points: { name, sql } }: SlotTables): NamedQuery {
  return { name, sql: `WITH ${unknown} ${sql}` };
}

/** Where each run begins: at the first sample of its signals, else at the span's start. */
function originSql(program: RuleProgram, readSlots: readonly number[], relations: SampleRelations, span: Span): string {
  const sources = program.slots.map((_, index) => readSlots.includes(index)
    ? `SELECT m.i, p.t2 >> 1 AS t FROM p${index} p JOIN members m ON m.slot = ${index} AND m.series = p.series WHERE p.t2 & 1 = 0`
    : `SELECT m.i, s.t FROM ${relations.samples} s JOIN members m ON m.slot = ${index} AND m.series = s.series WHERE s.t <= ${span.toUs}`);
  if (sources.length === 0) return `SELECT i, ${span.fromUs} AS t, 0 AS v FROM instances`;
  return `SELECT a.i, coalesce(min(b.t), ${span.fromUs}) AS t, 0 AS v FROM instances a LEFT JOIN (${sources.join(" UNION ALL ")}) b ON a.i = b.i GROUP BY a.i`;
}

/** The alarm's state and whether it is blind, at every instant at which something changes: i, t, active, blind. */
function alarmSql(when: string, clear: string | undefined, span: Span): string {
  const relations = ["origin", when, ...(clear === undefined ? [] : [clear])];
  const points =
    `SELECT z.i, z.t, z.v1 AS w, ${clear === undefined ? "2 - z.v1" : "z.v2"} AS c FROM (${sideBySide(relations)}) z` +
    ` JOIN origin o ON o.i = z.i WHERE z.t >= o.t AND z.t <= ${span.toUs}`;
  const moved = "CASE WHEN w = 2 THEN 1 WHEN c = 2 THEN 0 END";
  const states = `SELECT i, t, w, c, coalesce(last_value(${moved} IGNORE NULLS) OVER (PARTITION BY i ORDER BY t ROWS UNBOUNDED PRECEDING), 0) AS active FROM (${points})`;
  return `SELECT i, t, active, CAST(CASE active WHEN 1 THEN c = 1 ELSE w = 1 END AS INTEGER) AS blind FROM (${states})`;
}

/** The stretches in which a column of `alarm` is 1. */
function stretchesSql(column: string, kind: number): string {
  const changed = `SELECT i, t, ${column} FROM (SELECT i, t, ${column}, lag(${column}) OVER (PARTITION BY i ORDER BY t) AS before FROM alarm) WHERE before IS DISTINCT FROM ${column}`;
  return `SELECT i, ${kind} AS kind, t AS from_us, n AS to_us FROM (SELECT i, t, ${column}, lead(t) OVER (PARTITION BY i ORDER BY t) AS n FROM (${changed})) WHERE ${column} = 1`;
}

/** Only what was unknown for longer than the rule allows counts; what lasts is told anyhow, for a run that goes on from here. */
function blindSql(afterUs: number): string {
  return `SELECT * FROM (${stretchesSql("blind", 1)}) WHERE to_us IS NULL OR to_us - from_us > ${afterUs}`;
}

/** The rows of an answer, in columns; `toUs` is NaN where it is NULL. */
export interface BacktestRows {
  readonly i: ArrayLike<number>;
  readonly kind: ArrayLike<number>;
  readonly fromUs: ArrayLike<number>;
  readonly toUs: ArrayLike<number>;
}

/** The stretches of each program of a question, in order of time, by program id. */
export function readStretches({ programs }: BacktestQuestion, answers: readonly BacktestRows[]): Map<string, RuleStretches> {
  const found = programs.map(() => ({ active: [] as Stretch[], unknown: [] as Stretch[] }));
  for (const rows of answers) {
    for (let row = 0; row < rows.i.length; row++) {
      const i = rows.i[row] ?? -1;
      const fromUs = rows.fromUs[row] ?? NaN;
      const endUs = rows.toUs[row] ?? NaN;
      const toUs = Number.isNaN(endUs) ? Infinity : endUs;
      if (rows.kind[row] === 0) found[i]?.active.push({ fromUs, toUs, decidedUs: fromUs });
      else found[i]?.unknown.push({ fromUs, toUs, decidedUs: fromUs + (programs[i]?.unknownAfterUs ?? 0) });
    }
  }
  for (const { active, unknown } of found) for (const stretches of [active, unknown]) stretches.sort((a, b) => a.fromUs - b.fromUs);
  return new Map(programs.map((program, index) => [program.id, found[index] ?? { active: [], unknown: [] }]));
}

/** The intervals of each program of a question, clipped to the span, by program id. */
export function readBacktest(question: BacktestQuestion, answers: readonly BacktestRows[], span: Span): Map<string, RuleIntervals> {
  const clipped = ({ active, unknown }: RuleStretches): RuleIntervals => ({ active: clip(active, span), unknown: clip(unknown, span) });
  return new Map([...readStretches(question, answers)].map(([id, stretches]) => [id, clipped(stretches)]));
}

/**
 * From a signal's rows to its change points. This is the one place that touches every sample, once: of the rows only
 * those survive at which one of the conditions on this signal changes (or its value, where it is compared with another
 * signal's), and those at which staleness may set in or end. The sort carries nothing but what a later step reads:
 * that is where the time goes.
 */
import type { Slot, TruthExpr } from "../../ir.ts";
import { ExpressionSql } from "./expressionSql.ts";
import { BEGINNING, merged } from "./relations.ts";

/** The relations a question reads; see `BacktestRelations` in backtestSql.ts. */
export interface SampleRelations {
  readonly samples: string;
  readonly gaps: string;
  readonly confirmations: string;
  readonly writingOrder?: string;
  /** How many series `samples` shows, if it shows only those of the question and nothing after its end: a filter that lets every sample pass costs a fifth of the query. */
  readonly onlySeries?: number;
}

export interface SlotSource {
  readonly slot: Slot;
  readonly index: number;
  /** The series that feed this slot, of all instances. */
  readonly series: readonly number[];
}

export interface SlotNeeds extends SlotSource {
  /** Conditions on this signal alone, at most `MOST_CONDITIONS`. */
  readonly conditions: readonly TruthExpr[];
  /** Its value is needed as it is. */
  readonly value: boolean;
}

/** Conditions are packed into one integer, two bits each, and one bit more marks a gap's start: more do not fit a BIGINT. */
export const MOST_CONDITIONS = 30;

/** Condition `at` of a packed code: 0 false, 1 unknown, 2 true. */
export function unpacked(at: number): string {
  return `CAST((code >> ${2 * at}) & 3 AS TINYINT)`;
}

/** A table of a query by its name and text. */
export interface NamedQuery {
  readonly name: string;
  readonly sql: string;
}

/** The tables of one signal, as common table expressions where they are texts. */
export interface SlotTables {
  /** `u<k>`: the code of what is not known. */
  readonly unknown: string;
  /** `p<k>`: all that is read of the samples and gaps. It reads `u<k>` beside them. */
  readonly points: NamedQuery;
  readonly rest: readonly string[];
}

/** The expression of a table that is worked out once. */
export function materialized({ name, sql }: NamedQuery): string {
  return `${name} AS MATERIALIZED (${sql})`;
}

/**
 * The tables of one signal: `p<k>` (series, t2, code, …), the rows kept, with t2 = 2 t, plus 1 for a gap's start, which
 * outweighs a sample of the same stamp; and `q<k>` (i, t, code, x), the change points of each instance.
 */
export function slotPoints(needs: SlotNeeds, relations: SampleRelations, untilUs: number, textParam: (text: string) => string): SlotTables {
  const { slot, index, conditions } = needs;
  const ageUs = slot.staleAfterUs;
  const unknown = `CAST(NULL AS ${slot.dataType === "text" ? "VARCHAR" : "DOUBLE"})`;
  const bits = 2 * conditions.length;
  const type = bits <= 6 ? "TINYINT" : bits <= 14 ? "SMALLINT" : bits <= 30 ? "INTEGER" : "BIGINT";
  const sql = new ExpressionSql(() => "x", textParam);
  const packed = conditions.map((condition, at) => `CAST(${sql.truth(condition)} AS ${type}) * ${4 ** at}`).join(" + ") || "0";
  const coded = `CAST(${packed} AS ${type}) AS code`;
  const nothing = `SELECT ${coded}, x FROM ${sql.from(`(SELECT ${unknown} AS x)`)}`;
  const samples = samplesSql(needs, relations, untilUs);
  const gaps = gapsSql(needs, relations, untilUs);
  const rows =
    `SELECT ${["series", "t2", ...carriedSql(needs, relations, "x"), coded].join(", ")} FROM ${sql.from(`(${samples})`)}` +
    ` UNION ALL SELECT ${["g.series", "g.t2", ...carriedSql(needs, relations, unknown), `CAST(u.code + ${2 ** bits} AS ${type})`].join(", ")} FROM (${gaps}) g, u${index} u`;
  const members = `members m ON m.slot = ${index} AND m.series`;
  const x = needs.value ? "p.x" : unknown;
  const turns =
    `SELECT i, t2 >> 1 AS t, code, x FROM (SELECT m.i, p.t2, p.code, ${x} AS x, lead(p.t2) OVER (PARTITION BY m.i ORDER BY p.t2) AS next2 FROM p${index} p JOIN ${members} = p.series)` +
    ` WHERE next2 IS NULL OR next2 >> 1 <> t2 >> 1 UNION ALL SELECT i, ${BEGINNING}, u.code, u.x FROM instances, u${index} u`;
  const tables = { unknown: materialized({ name: `u${index}`, sql: nothing }), points: { name: `p${index}`, sql: keptSql(needs, rows, relations) } };
  if (ageUs === undefined) return { ...tables, rest: [materialized({ name: `q${index}`, sql: turns })] };
  const end = `coalesce(p.next2 >> 1, ${untilUs + 1})`;
  return { ...tables, rest: [
    `f${index} AS MATERIALIZED (${merged(`SELECT m.i, c.from_us AS t, c.to_us + ${ageUs} AS n FROM ${relations.confirmations} c JOIN ${members} = c.series`)})`,
    `a${index} AS MATERIALIZED (SELECT m.i, (p.t2 >> 1) + ${ageUs} AS t, ${end} AS n, p.code, ${x} AS x FROM p${index} p JOIN ${members} = p.series WHERE p.known AND (p.t2 >> 1) + ${ageUs} < ${end})`,
    `q${index} AS MATERIALIZED (${turns}` +
      ` UNION ALL SELECT a.i, a.t, u.code, u.x FROM a${index} a, u${index} u WHERE NOT EXISTS (SELECT 1 FROM f${index} f WHERE f.i = a.i AND f.t <= a.t AND a.t < f.n)` +
      ` UNION ALL SELECT a.i, f.t, a.code, a.x FROM a${index} a JOIN f${index} f ON f.i = a.i AND f.t > a.t AND f.t < a.n` +
      ` UNION ALL SELECT a.i, f.n, u.code, u.x FROM u${index} u, a${index} a JOIN f${index} f ON f.i = a.i AND f.n > a.t AND f.n < a.n)`,
  ] };
}

/** Samples of the slot's series: series, t2, x (NULL where unknown), written. */
export function samplesSql({ slot, series }: SlotSource, relations: SampleRelations, untilUs: number): string {
  const written = relations.writingOrder === undefined ? "" : `, s.${relations.writingOrder} AS written`;
  return `SELECT s.series, 2 * s.t AS t2, ${knownSql(slot)} AS x${written} FROM ${relations.samples} s ${wanted(series, relations, untilUs)}`;
}

/** The stamps of a slot's samples, known or not, corrected ones more than once: i, t. */
export function stampsSql({ index, series }: SlotSource, relations: SampleRelations, untilUs: number): string {
  return `SELECT m.i, s.t FROM ${relations.samples} s JOIN members m ON m.slot = ${index} AND m.series = s.series ${wanted(series, relations, untilUs)}`;
}

/** The series of a slot are among those of its question, so as many are all of them. */
function wanted(series: readonly number[], { onlySeries }: SampleRelations, untilUs: number): string {
  return onlySeries === series.length ? "" : `WHERE s.series ${among(series)} AND s.t <= ${untilUs}`;
}

function gapsSql({ series }: SlotSource, relations: SampleRelations, untilUs: number): string {
  return `SELECT DISTINCT g.series, 2 * g.from_us + 1 AS t2, 0 AS written FROM ${relations.gaps} g WHERE g.series ${among(series)} AND g.from_us <= ${untilUs}`;
}

function among(series: readonly number[]): string {
  return series.length === 0 ? "IN (NULL)" : `IN (${series.join(", ")})`;
}

/** What the sort must carry besides the code. */
function carriedSql({ slot, value }: SlotNeeds, { writingOrder }: SampleRelations, x: string): string[] {
  return [...(writingOrder === undefined ? [] : ["written"]), ...(value ? [`${x} AS x`] : []), ...(slot.staleAfterUs === undefined ? [] : [`${x} IS NOT NULL AS known`])];
}

/** The rows at which something changes. A gap's start has a code of its own, so the row after it is always kept. */
function keptSql({ slot, value }: SlotNeeds, rows: string, { writingOrder }: SampleRelations): string {
  const ageUs = slot.staleAfterUs;
  const neighbours = ageUs !== undefined || writingOrder !== undefined;
  const windows = ["lag(code) OVER w AS code_before", ...(value ? ["lag(x) OVER w AS x_before"] : []), ...(neighbours ? ["lag(t2) OVER w AS before2", "lead(t2) OVER w AS next2"] : [])];
  const changed = ["code_before IS DISTINCT FROM code", ...(value ? ["x_before IS DISTINCT FROM x"] : [])];
  // A row after a replaced one of the same stamp has been compared with what does not count: it is kept to be safe.
  if (writingOrder !== undefined) changed.push("before2 = t2");
  if (ageUs !== undefined) changed.push(`(known AND (next2 IS NULL OR next2 > t2 + ${2 * ageUs}))`, `t2 > before2 + ${2 * ageUs}`);
  const order = writingOrder === undefined ? "t2" : "t2, written";
  const counts = writingOrder === undefined ? "" : " AND next2 IS DISTINCT FROM t2";
  return `SELECT * FROM (SELECT *, ${windows.join(", ")} FROM (${rows}) WINDOW w AS (PARTITION BY series ORDER BY ${order})) WHERE (${changed.join(" OR ")})${counts}`;
}

/** The value where it counts as known (`countsAsKnown` in input.ts says the same for the other machines), else NULL. */
function knownSql(slot: Slot): string {
  const quality = `s.status < ${slot.strict ? 0x40000000 : 0x80000000} AND (s.flags & 2) = 0`;
  if (slot.dataType === "text") return `CASE WHEN ${quality} THEN s.text END`;
  const listed = slot.dataType === "enum" ? ` AND s.value = floor(s.value) AND s.value >= 0${slot.memberCount === undefined ? "" : ` AND s.value < ${slot.memberCount}`}` : "";
  return `CASE WHEN isfinite(s.value) AND ${quality}${listed} THEN s.value END`;
}

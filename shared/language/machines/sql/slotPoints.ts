/**
 * From a signal's rows to its change points. This is the one place that touches every sample, once: of the rows only
 * those survive at which one of the conditions on this signal changes (or its number, where it is compared with another
 * signal's), and those at which staleness may set in or end.
 */
import type { Slot, TruthExpr } from "../../ir.ts";
import { ExpressionSql } from "./expressionSql.ts";
import { BEGINNING } from "./relations.ts";

/** The relations a question reads; see `BacktestRelations` in backtestSql.ts. */
export interface SampleRelations {
  readonly samples: string;
  readonly gaps: string;
  readonly confirmations: string;
  readonly writingOrder?: string;
}

export interface SlotNeeds {
  readonly slot: Slot;
  readonly index: number;
  /** Conditions on this signal alone. */
  readonly conditions: readonly TruthExpr[];
  /** Its number is needed as it is. */
  readonly number: boolean;
}

/** Names: rows kept `p<k>` (i, t, x, sampled, n), change points `q<k>` (i, t, x). */
export function slotPoints(needs: SlotNeeds, relations: SampleRelations, untilUs: number, textParam: (text: string) => string): string[] {
  const { slot, index } = needs;
  const order = relations.writingOrder;
  const own = `(SELECT i, series FROM members WHERE slot = ${index}) m`;
  const rows =
    `SELECT m.i, s.t, ${knownSql(slot)} AS x, 0 AS gap${order === undefined ? "" : `, s.${order} AS written`} FROM ${relations.samples} s JOIN ${own} ON m.series = s.series WHERE s.t <= ${untilUs}` +
    ` UNION ALL SELECT DISTINCT m.i, g.from_us, NULL, 1${order === undefined ? "" : ", 0"} FROM ${relations.gaps} g JOIN ${own} ON m.series = g.series WHERE g.from_us <= ${untilUs}`;
  const sql = new ExpressionSql(() => "x", textParam);
  const conditions = needs.conditions.map((condition, at) => ({ name: `c${at}`, sql: sql.truth(condition) }));
  const watched = [...conditions.map(({ name }) => name), ...(needs.number ? ["x"] : [])];
  const ageUs = slot.staleAfterUs;
  const changed = [
    "before IS NULL",
    "before = t",
    "gap_before = 1",
    ...watched.map((name) => `${name}_before IS DISTINCT FROM ${name}`),
    ...(ageUs === undefined ? [] : [`(x IS NOT NULL AND (n IS NULL OR n > t + ${ageUs}))`, `t > before + ${ageUs}`]),
  ];
  const kept =
    `SELECT i, t, x, (gap = 0 OR before IS NOT DISTINCT FROM t) AS sampled, n FROM (` +
    `SELECT *, lead(t) OVER w AS n, lag(t) OVER w AS before, lag(gap) OVER w AS gap_before${watched.map((name) => `, lag(${name}) OVER w AS ${name}_before`).join("")}` +
    ` FROM (SELECT *${conditions.map((condition) => `, ${condition.sql} AS ${condition.name}`).join("")} FROM ${sql.from(`(${rows})`)})` +
    ` WINDOW w AS (PARTITION BY i ORDER BY t, gap${order === undefined ? "" : ", written"})` +
    `) WHERE n IS DISTINCT FROM t AND (${changed.join(" OR ")})`;
  const unknown = `CAST(NULL AS ${slot.dataType === "text" ? "VARCHAR" : "DOUBLE"})`;
  const beginning = `SELECT i, ${BEGINNING} AS t, ${unknown} AS x FROM instances`;
  const points = `SELECT i, t, x FROM p${index} UNION ALL ${beginning}`;
  if (ageUs === undefined) return [`p${index} AS MATERIALIZED (${kept})`, `q${index} AS MATERIALIZED (${points})`];
  return [
    `p${index} AS MATERIALIZED (${kept})`,
    `f${index} AS MATERIALIZED (${confirmed(own, relations.confirmations, ageUs)})`,
    `a${index} AS MATERIALIZED (SELECT i, t + ${ageUs} AS t, coalesce(n, ${untilUs + 1}) AS n, x FROM p${index} WHERE x IS NOT NULL AND t + ${ageUs} < coalesce(n, ${untilUs + 1}))`,
    `q${index} AS MATERIALIZED (${points}` +
      ` UNION ALL SELECT i, t, ${unknown} FROM a${index} a WHERE NOT EXISTS (SELECT 1 FROM f${index} f WHERE f.i = a.i AND f.t <= a.t AND a.t < f.n)` +
      ` UNION ALL SELECT a.i, f.t, a.x FROM a${index} a JOIN f${index} f ON f.i = a.i AND f.t > a.t AND f.t < a.n` +
      ` UNION ALL SELECT a.i, f.n, ${unknown} FROM a${index} a JOIN f${index} f ON f.i = a.i AND f.n > a.t AND f.n < a.n)`,
  ];
}

/** Confirmations as disjoint stretches [t, n) in which a value held is fresh: each lasts H beyond its end. */
function confirmed(own: string, confirmations: string, ageUs: number): string {
  const fresh = `SELECT m.i, c.from_us AS t, c.to_us + ${ageUs} AS n FROM ${confirmations} c JOIN ${own} ON m.series = c.series`;
  const reach = `SELECT i, t, n, max(n) OVER (PARTITION BY i ORDER BY t, n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM (${fresh})`;
  const islands = `SELECT i, t, n, sum(CASE WHEN reach IS NULL OR t > reach THEN 1 ELSE 0 END) OVER (PARTITION BY i ORDER BY t, n ROWS UNBOUNDED PRECEDING) AS island FROM (${reach})`;
  return `SELECT i, min(t) AS t, max(n) AS n FROM (${islands}) GROUP BY i, island`;
}

/** The value where it counts as known (`countsAsKnown` in input.ts says the same for the other machines), else NULL. */
function knownSql(slot: Slot): string {
  const quality = `s.status < ${slot.strict ? 0x40000000 : 0x80000000} AND (s.flags & 2) = 0`;
  if (slot.dataType === "text") return `CASE WHEN ${quality} THEN s.text END`;
  const listed = slot.dataType === "enum" ? ` AND s.value = floor(s.value) AND s.value >= 0${slot.memberCount === undefined ? "" : ` AND s.value < ${slot.memberCount}`}` : "";
  return `CASE WHEN isfinite(s.value) AND ${quality}${listed} THEN s.value END`;
}

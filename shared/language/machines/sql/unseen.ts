/**
 * `stale`, `missing` and `bad`: conditions on a signal's samples themselves, known or not. Like slotPoints.ts it touches every
 * sample; what is left are the runs of samples that follow each other closely enough, and what confirmations add to a run's end.
 */
import type { TruthExpr } from "../../ir.ts";
import { BEGINNING, changes, FOREVER, merged } from "./relations.ts";
import { samplesSql, type SampleRelations, type SlotSource } from "./slotPoints.ts";

export type Unseen = Extract<TruthExpr, { op: "stale" | "missing" | "bad" }>;

/** The condition's change points (i, t, v), never unknown. */
export function unseenSql(expr: Unseen, source: SlotSource, relations: SampleRelations, untilUs: number): string {
  return expr.op === "bad" ? badSql(source, relations, untilUs) : absentSql(expr, source, relations, untilUs);
}

/** Samples after corrections: series, t, known, next_us of any sample. */
function correctedSql(source: SlotSource, relations: SampleRelations, untilUs: number): string {
  const order = relations.writingOrder === undefined ? "t2" : "t2, written";
  const rows = `SELECT series, t2, x IS NOT NULL AS known, lead(t2) OVER (PARTITION BY series ORDER BY ${order}) AS next2 FROM (${samplesSql(source, relations, untilUs)})`;
  return `SELECT series, t2 >> 1 AS t, known, next2 >> 1 AS next_us FROM (${rows}) WHERE next2 IS DISTINCT FROM t2`;
}

function badSql(source: SlotSource, relations: SampleRelations, untilUs: number): string {
  const turns = `SELECT series, t, known FROM (SELECT *, lag(known) OVER (PARTITION BY series ORDER BY t) AS before FROM (${correctedSql(source, relations, untilUs)})) WHERE before IS DISTINCT FROM known`;
  return changes(
    `(SELECT i, ${BEGINNING} AS t, CAST(2 AS TINYINT) AS v FROM instances` +
    ` UNION ALL SELECT m.i, s.t, CAST(CASE WHEN s.known THEN 0 ELSE 2 END AS TINYINT) FROM (${turns}) s JOIN members m ON m.slot = ${source.index} AND m.series = s.series)`,
  );
}

/** No sample (for `stale` no known one) in (t − d, t]; confirmed instants count while their sample is held, up to the next one or gap. */
function absentSql({ op, durationUs }: Extract<Unseen, { durationUs: number }>, source: SlotSource, relations: SampleRelations, untilUs: number): string {
  const byTime = "(PARTITION BY series ORDER BY t)";
  const counting = `SELECT * FROM (${correctedSql(source, relations, untilUs)})${op === "stale" ? " WHERE known" : ""}`;
  const near = `SELECT series, t, next_us, coalesce(lag(t) OVER w + ${durationUs} < t, true) AS opens, coalesce(lead(t) OVER w > t + ${durationUs}, true) AS closes FROM (${counting}) WINDOW w AS ${byTime}`;
  const runs = `SELECT series, t, next_us, closes, max(CASE WHEN opens THEN t END) OVER (PARTITION BY series ORDER BY t ROWS UNBOUNDED PRECEDING) AS begun_us FROM (${near}) WHERE opens OR closes`;
  const held =
    `SELECT r.series, r.t, r.begun_us, least(coalesce(r.next_us, ${FOREVER}), coalesce(g.from_us, ${FOREVER})) - 1 AS held_us` +
    ` FROM (SELECT * FROM (${runs}) WHERE closes) r ASOF LEFT JOIN ${relations.gaps} g ON r.series = g.series AND r.t <= g.from_us`;
  const members = `members m ON m.slot = ${source.index} AND m.series = r.series`;
  const seen =
    `SELECT m.i, r.begun_us AS t, r.t + ${durationUs} AS n FROM runs r JOIN ${members}` +
    ` UNION ALL SELECT m.i, greatest(c.from_us, r.t), least(c.to_us, r.held_us) + ${durationUs} FROM runs r JOIN ${members}` +
    ` JOIN ${relations.confirmations} c ON c.series = r.series AND c.from_us <= r.held_us AND c.to_us >= r.t WHERE r.held_us >= r.t`;
  return (
    `WITH runs AS MATERIALIZED (${held}), seen AS MATERIALIZED (${merged(seen)}) SELECT i, ${BEGINNING} AS t, CAST(2 AS TINYINT) AS v FROM instances` +
    " UNION ALL SELECT i, t, CAST(0 AS TINYINT) FROM seen UNION ALL SELECT i, n, CAST(2 AS TINYINT) FROM seen"
  );
}

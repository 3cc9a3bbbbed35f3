/**
 * Events as relations of points (i INTEGER, t BIGINT, e TINYINT, u TINYINT), one row where the event happens (e is 1) or may begin
 * or cease to be undecided (u is 1 on [t, next t)), the first at `BEGINNING`. Texts of SQL in, texts of SQL out; at most one row per
 * instance and instant, while neighbours may be alike.
 */
import { BEGINNING, BY_TIME, changes, SO_FAR } from "./relations.ts";

/** `rises(p)` (`falls(p)` where `to` is 0) from p's change points. */
export function turned(condition: string, to: 0 | 2): string {
  return `SELECT i, t, CAST(coalesce(v = ${to} AND lag(v) OVER (${BY_TIME}) = ${2 - to}, false) AS TINYINT) AS e, CAST(v = 1 AS TINYINT) AS u FROM ${condition}`;
}

/** `changes(x)` from x's change points, neighbours of which differ; `unknown` is how they write what is not known. */
export function changed(values: string, unknown: string): string {
  return `SELECT i, t, CAST(coalesce(v <> ${unknown} AND lag(v) OVER (${BY_TIME}) <> ${unknown}, false) AS TINYINT) AS e, CAST(v = ${unknown} AS TINYINT) AS u FROM ${values}`;
}

/** `e while p`: for the one µs in which e happens p alone decides. */
export function whilst(event: string, condition: string): string {
  const stacked =
    `SELECT i, t, e, u, NULL AS v FROM ${event} UNION ALL SELECT i, t + 1, 0, NULL, NULL FROM ${event} WHERE e = 1` +
    ` UNION ALL SELECT i, t, 0, NULL, v FROM ${condition}`;
  return (
    "SELECT i, t, CAST(e = 1 AND v = 2 AS TINYINT) AS e, CAST(CASE WHEN e = 1 THEN v = 1 ELSE u = 1 AND v <> 0 END AS TINYINT) AS u" +
    ` FROM (${filled(stacked, ["e"], ["u", "v"])})`
  );
}

/** `e then f within d`: at each f with an e in [t − d, t). */
export function sequence(first: string, second: string, durationUs: number): string {
  const last = `max(CASE WHEN e = 1 THEN t END) OVER (${BY_TIME} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`;
  return `SELECT i, t, CAST(coalesce(f = 1 AND ${last} >= t - ${durationUs}, false) AS TINYINT) AS e, greatest(u, uf) AS u FROM (${paired(first, second)})`;
}

/** `e without f within d`: at s + d for each e at s, where f neither happens nor is undecided at any whole µs of (s, s + d]. */
export function absence(first: string, second: string, durationUs: number): string {
  const spoilt = `min(CASE WHEN f = 1 OR uf = 1 THEN t END) OVER (${BY_TIME} ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)`;
  const judged =
    `SELECT i, t, greatest(u, uf) AS u, e = 1 AND coalesce(${spoilt} > t + ${durationUs}, true)` +
    ` AND NOT (uf = 1 AND coalesce(lead(t) OVER (${BY_TIME}) > t + 1, true)) AS due FROM (${paired(first, second)})`;
  const stacked = `SELECT i, t, CAST(0 AS TINYINT) AS e, u FROM judged UNION ALL SELECT i, t + ${durationUs}, CAST(1 AS TINYINT), NULL FROM judged WHERE due`;
  return `WITH judged AS MATERIALIZED (${judged}) ${filled(stacked, ["e"], ["u"])}`;
}

/** `e within d` as a condition: true on [s, s + d); else unknown where e is undecided or was at some whole µs of (t − d, t]; else false. */
export function recently(event: string, durationUs: number): string {
  const points = `SELECT i, t, e, u, lead(t) OVER (${BY_TIME}) AS n FROM ${event}`;
  const deltas = [
    "SELECT i, t, e, u FROM points",
    `SELECT i, t + ${durationUs}, -1, 0 FROM points WHERE e = 1`,
    `SELECT i, n - 1 + ${durationUs}, 0, -1 FROM points WHERE u = 1 AND n IS NOT NULL`,
  ];
  const open = `SELECT i, t, sum(sum(e)) OVER ${SO_FAR} AS e, sum(sum(u)) OVER ${SO_FAR} AS u FROM (${deltas.join(" UNION ALL ")}) GROUP BY i, t`;
  return `WITH points AS MATERIALIZED (${points}) ${changes(`(SELECT i, t, CAST(CASE WHEN e > 0 THEN 2 WHEN u > 0 THEN 1 ELSE 0 END AS TINYINT) AS v FROM (${open}))`)}`;
}

/** How many events lie in (t − W, t], as a DOUBLE. */
export function counted(event: string, windowUs: number): string {
  const deltas =
    `SELECT i, t, 1 AS e FROM ${event} WHERE e = 1 UNION ALL SELECT i, t + ${windowUs}, -1 FROM ${event} WHERE e = 1` +
    ` UNION ALL SELECT i, ${BEGINNING}, 0 FROM instances`;
  return changes(`(SELECT i, t, CAST(sum(sum(e)) OVER ${SO_FAR} AS DOUBLE) AS v FROM (${deltas}) GROUP BY i, t)`);
}

/** Where an event can be decided, as a condition that is never unknown. */
export function decided(event: string): string {
  return `SELECT i, t, CAST(2 - 2 * u AS TINYINT) AS v FROM ${event}`;
}

/** Two events side by side: columns e, u of the first, f, uf of the second. */
function paired(first: string, second: string): string {
  const stacked = `SELECT i, t, e, u, 0 AS f, NULL AS uf FROM ${first} UNION ALL SELECT i, t, 0, NULL, e, u FROM ${second}`;
  return filled(stacked, ["e", "f"], ["u", "uf"]);
}

/** One row per instant: what happens there, and what holds from there on, filled forward. */
function filled(stacked: string, happening: readonly string[], holding: readonly string[]): string {
  const grouped = `SELECT i, t, ${[...happening, ...holding].map((column) => `max(${column}) AS ${column}`).join(", ")} FROM (${stacked}) GROUP BY i, t`;
  return `SELECT i, t, ${[...happening, ...holding.map((column) => `last_value(${column} IGNORE NULLS) OVER ${SO_FAR} AS ${column}`)].join(", ")} FROM (${grouped})`;
}

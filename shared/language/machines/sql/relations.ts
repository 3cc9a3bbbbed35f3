/**
 * Step functions as relations of change points (i INTEGER, t BIGINT, v), one row where the value of instance i changes,
 * the first at `BEGINNING`. Texts of SQL in, texts of SQL out.
 */

/** Before and after every stamp there can be (2^53 µs is the year 2255); sums with durations stay far inside a BIGINT. */
export const BEGINNING = -9_007_199_254_740_992;
export const FOREVER = 9_007_199_254_740_991;
/** How "unknown" is written in a numeric change point, where NULL means "no change here": known numbers are finite. */
export const UNKNOWN_NUMBER = "CAST('Infinity' AS DOUBLE)";
/** The same of a text, where known ones begin with "=". */
export const UNKNOWN_TEXT = "''";

export const BY_TIME = "PARTITION BY i ORDER BY t";
export const SO_FAR = `(${BY_TIME} ROWS UNBOUNDED PRECEDING)`;

/** Only the rows in which v differs from the row before. `points` is a parenthesised query with columns i, t, v. */
export function changes(points: string): string {
  return `SELECT i, t, v FROM (SELECT i, t, v, lag(v) OVER (${BY_TIME}) AS before FROM ${points}) WHERE before IS NULL OR before <> v`;
}

/** The step functions side by side: one row per instant at which any changes, columns i, t, v0, v1, … filled forward. */
export function sideBySide(relations: readonly string[]): string {
  const columns = relations.map((_, index) => `v${index}`);
  const stacked = relations.map((relation, index) => `SELECT i, t, ${columns.map((column, at) => `${at === index ? "v" : "NULL"} AS ${column}`).join(", ")} FROM ${relation}`);
  const grouped = `SELECT i, t, ${columns.map((column) => `max(${column}) AS ${column}`).join(", ")} FROM (${stacked.join(" UNION ALL ")}) GROUP BY i, t`;
  return `SELECT i, t, ${columns.map((column) => `last_value(${column} IGNORE NULLS) OVER ${SO_FAR} AS ${column}`).join(", ")} FROM (${grouped})`;
}

/** `… tolerate g`: an unknown stretch that follows true counts as true during its first g. */
export function tolerated(relation: string, tolerateUs: number): string {
  const stretches = `(SELECT i, t, v, lead(t, 1, ${FOREVER}) OVER w AS n, lag(v) OVER w AS before FROM ${relation} WINDOW w AS (${BY_TIME}))`;
  const first = `SELECT i, t, CAST(CASE WHEN v = 1 AND before = 2 THEN 2 ELSE v END AS TINYINT) AS v FROM ${stretches}`;
  const rest = `SELECT i, t + ${tolerateUs} AS t, CAST(1 AS TINYINT) AS v FROM ${stretches} WHERE v = 1 AND before = 2 AND t + ${tolerateUs} < n`;
  return changes(`(${first} UNION ALL ${rest})`);
}

/**
 * `p for d`. With f the end of the last false stretch before a stretch [t, n): false until f + d; then, of a true
 * stretch, true from t + d on; unknown otherwise. A false stretch says so at t alone, and only after f + d: before, nothing else was.
 */
export function heldFor(relation: string, durationUs: number): string {
  const d = durationUs;
  const stretches = `SELECT i, t, v, lead(t, 1, ${FOREVER}) OVER w AS n, lag(v) OVER w AS before FROM ${relation} WINDOW w AS (${BY_TIME})`;
  const free = `SELECT i, t, v, n, coalesce(last_value(CASE WHEN before = 0 THEN t END IGNORE NULLS) OVER ${SO_FAR}, ${2 * BEGINNING}) + ${d} AS free FROM (${stretches})`;
  return `WITH s AS MATERIALIZED (${free}) ${changes(
    `(SELECT i, t, CAST(0 AS TINYINT) AS v FROM s WHERE v = 0 AND free < t` +
    ` UNION ALL SELECT i, greatest(t, free), CAST(1 AS TINYINT) FROM s WHERE v <> 0 AND greatest(t, free) < CASE WHEN v = 2 THEN least(n, t + ${d}) ELSE n END` +
    ` UNION ALL SELECT i, t + ${d}, CAST(2 AS TINYINT) FROM s WHERE v = 2 AND t + ${d} < n)`,
  )}`;
}

/** `within` is `not ((not p) for d)`; so is the plain `not` of a step function. */
export function negated(relation: string): string {
  return `SELECT i, t, CAST(2 - v AS TINYINT) AS v FROM ${relation}`;
}

/**
 * `x > a hysteresis h` from the conditions "on" and "off" side by side (v0, v1): as before where neither holds, unknown where
 * one is; on outweighs off.
 */
export function latched(onAndOff: string): string {
  const unknown = "v0 = 1 OR v1 = 1";
  const moved = `CASE WHEN ${unknown} THEN NULL WHEN v0 = 2 THEN 2 WHEN v1 = 2 THEN 0 END`;
  const side = `coalesce(last_value(${moved} IGNORE NULLS) OVER ${SO_FAR}, 1)`;
  return changes(`(SELECT i, t, CAST(CASE WHEN ${unknown} THEN 1 ELSE ${side} END AS TINYINT) AS v FROM (${onAndOff}))`);
}

/** Stretches (i, t, n), each [t, n), that may overlap or touch, as disjoint ones. */
export function merged(stretches: string): string {
  const reach = `SELECT i, t, n, max(n) OVER (PARTITION BY i ORDER BY t, n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM (${stretches})`;
  const islands = `SELECT i, t, n, sum(CASE WHEN reach IS NULL OR t > reach THEN 1 ELSE 0 END) OVER (PARTITION BY i ORDER BY t, n ROWS UNBOUNDED PRECEDING) AS island FROM (${reach})`;
  return `SELECT i, min(t) AS t, max(n) AS n FROM (${islands}) GROUP BY i, island`;
}

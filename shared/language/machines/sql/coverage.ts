/**
 * Whether enough of a trailing window is known, to the whole µs. The known share of [t − W, t) is a broken line over time that
 * rises or falls by one µs each µs, or stays; it bends where something becomes known or unknown and one window later.
 */
import { BEGINNING, BY_TIME, changes, FOREVER, SO_FAR } from "./relations.ts";

/** A condition, never unknown: at least K whole µs of [t − W, t) are known; `known` is a relation of the values 0 and 2. */
export function covered(known: string, windowUs: number, knownUs: number): string {
  const turns = `SELECT i, t, v // 2 AS v, v // 2 - lag(v // 2) OVER (${BY_TIME}) AS d FROM (SELECT i, t, CAST(v AS BIGINT) AS v FROM ${known})`;
  const bends = `SELECT i, t, sum(d) AS d FROM (SELECT i, t, d FROM turns WHERE d <> 0 UNION ALL SELECT i, t + ${windowUs}, -d FROM turns WHERE d <> 0) GROUP BY i, t`;
  const slopes = `SELECT i, t, CAST(sum(d) OVER ${SO_FAR} AS BIGINT) AS slope, lead(t, 1, ${FOREVER}) OVER (${BY_TIME}) AS n FROM (${bends})`;
  const grown = `coalesce(CAST(sum(slope * (n - t)) OVER (${BY_TIME} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS BIGINT), 0)`;
  const first = "SELECT i, v FROM turns WHERE d IS NULL";
  // A share above or below the coverage by `over` µs.
  const share = `SELECT s.i, t, slope, n, f.v * ${windowUs} + grown - ${knownUs} AS over FROM (SELECT *, ${grown} AS grown FROM (${slopes})) s JOIN (${first}) f ON f.i = s.i`;
  const points = [
    `SELECT i, ${BEGINNING} AS t, CAST(CASE WHEN v * ${windowUs} >= ${knownUs} THEN 2 ELSE 0 END AS TINYINT) AS v FROM (${first})`,
    "SELECT i, t, CAST(CASE WHEN over >= 0 THEN 2 ELSE 0 END AS TINYINT) FROM shares",
    "SELECT i, t - over, CAST(2 AS TINYINT) FROM shares WHERE slope = 1 AND over < 0 AND t - over < n",
    "SELECT i, t + over + 1, CAST(0 AS TINYINT) FROM shares WHERE slope = -1 AND over >= 0 AND t + over + 1 < n",
  ];
  return `WITH turns AS MATERIALIZED (${turns}), shares AS MATERIALIZED (${share}) ${changes(`(${points.join(" UNION ALL ")})`)}`;
}

/**
 * `duration(p, W)` compared with a number. Whether p was true for at least L µs of [t − W, t) is what `coverage.ts` works out; but a
 * duration is sampled, so the answer holds from the next of its instants on: each sample of its signals, where one of them becomes known
 * or unknown, where it has settled, and where the coverage is lost or reached.
 */
import { US_PER_S } from "../../../time/time.ts";
import { BEGINNING, BY_TIME, changes, FOREVER } from "./relations.ts";

/** The fewest whole µs that are more (or, for ">=", no fewer) seconds than `limitS`, in doubles; W + 1 where the window has none so many. */
export function fewestUs(kind: ">" | ">=", limitS: number, windowUs: number): number {
  const reaches = (us: number): boolean => (kind === ">" ? us / US_PER_S > limitS : us / US_PER_S >= limitS);
  let low = 0;
  let high = windowUs + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Where a condition is true, as one that is never unknown. */
export function certain(condition: string): string {
  return changes(`(SELECT i, t, CAST(CASE WHEN v = 2 THEN 2 ELSE 0 END AS TINYINT) AS v FROM ${condition})`);
}

/**
 * What is worked out at instants alone: each change of `exact` takes effect at the next of them. `stamps` and `due` have columns i, t;
 * what settles does so one window after the last of `stamps`.
 */
export function sampledSettling(exact: string, stamps: readonly string[], due: readonly string[], windowUs: number): string {
  const settled = `SELECT i, t + ${windowUs} FROM (SELECT i, t, lead(t, 1, ${FOREVER}) OVER (${BY_TIME}) AS n FROM stamps) WHERE n - t > ${windowUs}`;
  return `WITH stamps AS MATERIALIZED (${stamps.join(" UNION ALL ")}) ${landed(exact, ["SELECT i, t FROM stamps", settled, ...due], "d.t")}`;
}

/** The same where a clock ticks at the whole multiples of a period no longer than the window: nothing is left to settle. */
export function sampledTicking(exact: string, instants: readonly string[], periodUs: number): string {
  return landed(exact, instants, `least(coalesce(d.t, ${FOREVER}), c.t + (${periodUs} - c.t % ${periodUs}) % ${periodUs})`);
}

/** Each change of `exact` moved to where it takes effect, which `at` tells of the change c and the next instant d; of several the last counts. */
function landed(exact: string, instants: readonly string[], at: string): string {
  const moved =
    `SELECT i, taken AS t, arg_max(v, c_t) AS v FROM (SELECT c.i, c.t AS c_t, c.v, ${at} AS taken FROM (SELECT * FROM ${exact} WHERE t > ${BEGINNING}) c` +
    ` ASOF LEFT JOIN (${instants.join(" UNION ALL ")}) d ON c.i = d.i AND c.t <= d.t) WHERE taken IS NOT NULL GROUP BY i, taken`;
  return changes(`(SELECT i, t, v FROM ${exact} WHERE t = ${BEGINNING} UNION ALL ${moved})`);
}

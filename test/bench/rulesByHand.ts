/**
 * Rules over `samples(series, t, value)`, each as a program and as the best change-point SQL that a person would write for it: it
 * touches every sample once, keeps where the condition turns, and knows of no quality, gap, correction or span.
 */
import type { EventExpr, RuleProgram, TruthExpr } from "../../shared/language/ir.ts";

const S = 1_000_000;
const LIMIT = 74;
const HELD_US = 300 * S;
const WINDOW_US = 600 * S;
const SEQUENCE_US = 7200 * S;

export interface RuleByHand {
  readonly title: string;
  /** How many signals one instance reads: instance k those from k · signals on. */
  readonly signals: number;
  readonly when: TruthExpr;
  /** One row per alarm up to `endUs`. */
  readonly byHand: (endUs: number) => string;
}

const above = (slot: number, value: number): TruthExpr => ({ op: "compare", kind: ">", a: { op: "signal", slot }, b: { op: "number", value } });
const rises = (slot: number): EventExpr => ({ op: "rises", p: above(slot, LIMIT) });

/** Where a signal turns above or below the limit. */
const TURNS = `hot AS (SELECT series, t, value > ${LIMIT} AS hot FROM samples),
  turns AS (SELECT series, t, hot, before FROM (SELECT *, lag(hot) OVER (PARTITION BY series ORDER BY t) AS before FROM hot) WHERE before IS DISTINCT FROM hot)`;

export const RULES_BY_HAND: readonly RuleByHand[] = [
  {
    title: `x > ${LIMIT} for 5 min`,
    signals: 1,
    when: { op: "for", durationUs: HELD_US, p: above(0, LIMIT) },
    byHand: (endUs) => `WITH ${TURNS},
      stretches AS (SELECT series, t, hot, lead(t) OVER (PARTITION BY series ORDER BY t) AS n FROM turns)
      SELECT series, t + ${HELD_US}, n FROM stretches WHERE hot AND t + ${HELD_US} <= ${endUs} AND (n IS NULL OR n > t + ${HELD_US})`,
  },
  {
    title: `count(rises(x > ${LIMIT}), 10 min) >= 3`,
    signals: 1,
    when: { op: "compare", kind: ">=", a: { op: "count", e: rises(0), windowUs: WINDOW_US, knownUs: 0 }, b: { op: "number", value: 3 } },
    byHand: () => `WITH ${TURNS},
      thirds AS (SELECT series, t, lag(t, 2) OVER (PARTITION BY series ORDER BY t) + ${WINDOW_US} AS n FROM turns WHERE hot AND before = false),
      reached AS (SELECT series, t, n, max(n) OVER (PARTITION BY series ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM thirds WHERE n > t),
      islands AS (SELECT *, sum(CASE WHEN reach IS NULL OR t > reach THEN 1 ELSE 0 END) OVER (PARTITION BY series ORDER BY t) AS island FROM reached)
      SELECT series, min(t), max(n) FROM islands GROUP BY series, island`,
  },
  {
    title: `rises(y > ${LIMIT}) then rises(x > ${LIMIT}) within 2 h`,
    signals: 2,
    when: { op: "happens", e: { op: "then", e: rises(1), f: rises(0), durationUs: SEQUENCE_US } },
    byHand: () => `WITH ${TURNS},
      rises AS (SELECT series // 2 AS pair, series % 2 AS second, t FROM turns WHERE hot AND before = false),
      led AS (SELECT *, max(CASE WHEN second = 1 THEN t END) OVER (PARTITION BY pair ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS last FROM rises)
      SELECT pair, t FROM led WHERE second = 0 AND last >= t - ${SEQUENCE_US} AND last < t`,
  },
  {
    title: `x > ${LIMIT} hysteresis 1`,
    signals: 1,
    when: { op: "hysteresis", kind: ">", x: { op: "signal", slot: 0 }, a: { op: "number", value: LIMIT }, h: { op: "number", value: 1 } },
    byHand: () => `WITH sides AS (SELECT series, t, CASE WHEN value > ${LIMIT} THEN 2 WHEN value <= ${LIMIT - 1} THEN 0 ELSE 1 END AS side FROM samples),
      crossed AS (SELECT series, t, side FROM (SELECT *, lag(side) OVER (PARTITION BY series ORDER BY t) AS before FROM sides) WHERE before IS DISTINCT FROM side),
      outside AS (SELECT series, t, side, lag(side) OVER (PARTITION BY series ORDER BY t) AS before FROM crossed WHERE side <> 1),
      flips AS (SELECT series, t, side, lead(t) OVER (PARTITION BY series ORDER BY t) AS n FROM outside WHERE before IS DISTINCT FROM side)
      SELECT series, t, n FROM flips WHERE side = 2`,
  },
];

/**
 * A mean over time by hand: how much has come together up to each sample, and less what had before the window began. It is worked out at
 * samples only; the mean of a rule crosses its limit between them.
 */
export const MEAN_BY_HAND: RuleByHand = {
  title: `avg(x, 10 min) > ${LIMIT}`,
  signals: 1,
  when: { op: "compare", kind: ">", a: { op: "avg", x: { op: "signal", slot: 0 }, windowUs: WINDOW_US, knownUs: 0.8 * WINDOW_US }, b: { op: "number", value: LIMIT } },
  byHand: () => `WITH lasting AS (SELECT series, t, value, lead(t) OVER (PARTITION BY series ORDER BY t) - t AS d FROM samples),
    areas AS (SELECT series, t, value, sum(value * d) OVER (PARTITION BY series ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - value * d AS area FROM lasting),
    means AS (SELECT s.series, s.t, (s.area - (b.area + b.value * (s.t - ${WINDOW_US} - b.t))) / ${WINDOW_US} AS mean FROM areas s ASOF JOIN areas b ON s.series = b.series AND s.t - ${WINDOW_US} >= b.t)
    SELECT series, t FROM (SELECT series, t, mean > ${LIMIT} AS hot, lag(mean > ${LIMIT}) OVER (PARTITION BY series ORDER BY t) AS before FROM means) WHERE hot AND before IS DISTINCT FROM hot`,
};

/** The rule as programs, one for each `rule.signals` of the signals; a signal's id is its series. */
export function programsOf(rule: RuleByHand, signals: number): RuleProgram[] {
  return Array.from({ length: signals / rule.signals }, (_, k) => ({
    id: `R@${k}`, rule: "R", assetId: String(k), severity: "high", message: [], unknownAfterUs: 60 * S,
    position: { file: "rules/bench.twin", start: 0, end: 0 },
    slots: Array.from({ length: rule.signals }, (_, slot) => ({ signal: String(k * rule.signals + slot), dataType: "number" as const, strict: false })),
    when: rule.when,
  }));
}

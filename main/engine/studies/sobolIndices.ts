/**
 * Which share of a figure's variance each variable makes. First-order indices by Saltelli's estimator, total ones by Jansen's
 * (Saltelli and others, Comp. Phys. Comm. 181 (2010) 259, table 2, (b) and (f)); 95 % intervals by drawing the points anew with
 * replacement (Archer, Saltelli and Sobol', J. Stat. Comput. Simul. 58 (1997) 99).
 */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import type { StudyShare } from "../../../shared/contract/studies.ts";

const RESAMPLES = 200;
/** Ends of a 95 % interval. */
const LOW = 0.025;
const HIGH = 0.975;

export interface SobolIndices {
  readonly first: readonly StudyShare[];
  readonly total: readonly StudyShare[];
}

/** `values`: of the rows of `designRows` for a sensitivity with so many variables. Points with a row that has no value are left out. */
export function sobolIndices(values: Float64Array, variables: number, seed: number): SobolIndices {
  const samples = Math.round(values.length / (variables + 2));
  const raw = (block: number, row: number): number => values[block * samples + row] ?? Number.NaN;
  const known = Array.from({ length: samples }, (_, row) => row).filter((row) => Array.from({ length: variables + 2 }, (_, block) => raw(block, row)).every(Number.isFinite));
  // About its middle a figure is as exact as its spread; about zero it would be as its size.
  const middle = known.length === 0 ? 0 : (mean(known, (row) => raw(0, row)) + mean(known, (row) => raw(1, row))) / 2;
  const at = (block: number, row: number): number => raw(block, row) - middle;
  const random = xoroshiro128plus(seed | 0);
  const draws = Array.from({ length: RESAMPLES }, () => known.map(() => known[uniformInt(random, 0, Math.max(0, known.length - 1))] ?? 0));
  const share = (estimate: (rows: readonly number[]) => number): StudyShare => {
    const spread = draws.map(estimate).filter(Number.isFinite).sort((x, y) => x - y);
    const end = (quantile: number) => spread[Math.round(quantile * (spread.length - 1))] ?? Number.NaN;
    return { value: estimate(known), low: end(LOW), high: end(HIGH) };
  };
  const each = Array.from({ length: variables }, (_, variable) => variable);
  return {
    first: each.map((variable) => share((rows) => mean(rows, (row) => at(1, row) * (at(2 + variable, row) - at(0, row))) / variance(rows, at))),
    total: each.map((variable) => share((rows) => mean(rows, (row) => (at(0, row) - at(2 + variable, row)) ** 2) / 2 / variance(rows, at))),
  };
}

function mean(rows: readonly number[], value: (row: number) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
}

/** Of both independent sets together. */
function variance(rows: readonly number[], at: (block: number, row: number) => number): number {
  const both = (mean(rows, (row) => at(0, row)) + mean(rows, (row) => at(1, row))) / 2;
  return mean(rows, (row) => ((at(0, row) - both) ** 2 + (at(1, row) - both) ** 2) / 2);
}

/** What rows taken one at a time come to: for each variable the figure at its two ends. Pure. */
import type { Study } from "../../../shared/contract/studies.ts";
import { variableName } from "./studyWords.ts";

export interface Swing {
  readonly name: string;
  /** The figure at the variable's lower and upper end; NaN without a solution. */
  readonly atLow: number;
  readonly atHigh: number;
  /** How far the figure moves, as it is now included. */
  readonly swing: number;
  /** Of the figure for each unit of the variable, from end to end. */
  readonly slope: number;
}

export interface Swings {
  /** The figure with all as it is. */
  readonly base: number;
  /** Widest first. */
  readonly rows: readonly Swing[];
  /** The least and the greatest of all. */
  readonly low: number;
  readonly high: number;
}

/** `values`: as it is, then for each variable its lower and its upper end. */
export function swings(variables: Study["variables"], values: ArrayLike<number>): Swings {
  const base = values[0] ?? Number.NaN;
  const rows = variables.map((variable, i): Swing => {
    const { range } = variable;
    const reach = range.kind === "even" ? range.high - range.low : 2 * range.deviation;
    const [atLow = Number.NaN, atHigh = Number.NaN] = [values[2 * i + 1], values[2 * i + 2]];
    const known = [atLow, atHigh, base].filter(Number.isFinite);
    return { name: variableName(variable), atLow, atHigh, swing: known.length > 1 ? Math.max(...known) - Math.min(...known) : Number.NaN, slope: (atHigh - atLow) / reach };
  });
  const known = Array.from(values).filter(Number.isFinite);
  const width = ({ swing }: Swing): number => (Number.isFinite(swing) ? swing : -1);
  return { base, rows: rows.toSorted((a, b) => width(b) - width(a)), low: Math.min(...known), high: Math.max(...known) };
}

/**
 * What moving limits by a unit gains, by first order: the multipliers for which the objective's slope and those of the binding constraints cancel
 * along all variables that are free to move (Karush, Kuhn and Tucker), by least squares.
 */

/** Slopes that are left over, as a share of the objective's own; beyond it the point is no smooth optimum, and multipliers say nothing. */
const MOST_LEFT = 0.1;
const SINGULAR = 1e-9;

/** `slopes[j]` of each binding constraint's excess, `objective` of what is minimised, over the free variables. Undefined where they do not determine each other. */
export function shadowPrices(objective: readonly number[], slopes: readonly (readonly number[])[]): number[] | undefined {
  const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
  // Each by its own length, so that units do not decide what is singular.
  const lengths = slopes.map((slope) => Math.sqrt(dot(slope, slope)));
  if (lengths.some((length) => !(length > 0))) return undefined;
  const units = slopes.map((slope, j) => slope.map((x) => x / (lengths[j] ?? 1)));
  const scaled = solved(units.map((a) => units.map((b) => dot(a, b))), units.map((a) => -dot(a, objective)));
  if (!scaled || scaled.some((price) => price < 0)) return undefined;
  const left = objective.map((x, i) => x + scaled.reduce((sum, price, j) => sum + price * (units[j]?.[i] ?? 0), 0));
  if (Math.sqrt(dot(left, left)) > MOST_LEFT * Math.sqrt(dot(objective, objective))) return undefined;
  return scaled.map((price, j) => price / (lengths[j] ?? 1));
}

/** Gaussian elimination with pivoting; undefined where rows depend on each other. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.slice(column).reduce((found, row, i) => (Math.abs(row[column] ?? 0) > Math.abs(rows[found]?.[column] ?? 0) ? column + i : found), column);
    const chosen = rows[pivot] ?? [];
    if (Math.abs(chosen[column] ?? 0) < SINGULAR) return undefined;
    rows[pivot] = rows[column] ?? [];
    rows[column] = chosen;
    rows.forEach((row, i) => {
      if (i === column) return;
      const by = (row[column] ?? 0) / (chosen[column] ?? 1);
      for (let k = column; k <= size; k++) row[k] = (row[k] ?? 0) - by * (chosen[k] ?? 0);
    });
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] ?? 1));
}

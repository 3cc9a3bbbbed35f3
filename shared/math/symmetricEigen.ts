/** Eigenvalues and eigenvectors of small symmetric matrices. */

export interface Eigen {
  /** Largest first. */
  readonly values: number[];
  /** `vectors[k]` belongs to `values[k]`, of length one. */
  readonly vectors: number[][];
}

/** Each sweep squares what is left beside the diagonal; ten are enough for any matrix of doubles. */
const MAX_SWEEPS = 60;

/** Cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5.2). Row by row; exact up to rounding, also for tiny eigenvalues' sizes beside large ones. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const v = matrix.map((_, i) => matrix.map((__, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a) > 0; sweep++) {
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, p, q);
  }
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return { values: order.map((i) => at(a, i, i)), vectors: order.map((i) => v.map((row) => row[i] ?? 0)) };
}

function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const apq = at(a, p, q);
  if (apq === 0) return;
  const theta = (at(a, q, q) - at(a, p, p)) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let k = 0; k < a.length; k++) turn(a[k], p, q, c, s);
  const [rowP, rowQ] = [a[p], a[q]];
  if (rowP && rowQ) {
    for (let k = 0; k < a.length; k++) {
      const [x, y] = [rowP[k] ?? 0, rowQ[k] ?? 0];
      rowP[k] = c * x - s * y;
      rowQ[k] = s * x + c * y;
    }
    rowP[q] = 0;
    rowQ[p] = 0;
  }
  for (const row of v) turn(row, p, q, c, s);
}

function turn(row: number[] | undefined, p: number, q: number, c: number, s: number): void {
  if (!row) return;
  const [x, y] = [row[p] ?? 0, row[q] ?? 0];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

function offDiagonal(a: readonly (readonly number[])[]): number {
  return a.reduce((sum, row, i) => sum + row.reduce((inner, value, j) => (i === j ? inner : inner + value * value), 0), 0);
}

function at(a: readonly (readonly number[])[], i: number, j: number): number {
  return a[i]?.[j] ?? 0;
}

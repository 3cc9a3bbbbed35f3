/** Full linear systems of one size, solved by LU factors with partial pivoting (Golub, Van Loan, Matrix Computations, 3.4). */
export class LuFactors {
  readonly #n: number;
  readonly #pivots: Int32Array;
  /** The matrix row by row: to be filled before `factor`, which replaces it by its factors. */
  readonly matrix: Float64Array;

  constructor(n: number) {
    this.#n = n;
    this.matrix = new Float64Array(n * n);
    this.#pivots = new Int32Array(n);
  }

  /** False where the matrix is singular or holds a value that is no finite number. */
  factor(): boolean {
    const n = this.#n;
    const a = this.matrix;
    for (let k = 0; k < n; k++) {
      let pivot = k;
      for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k] as number) > Math.abs(a[pivot * n + k] as number)) pivot = i;
      this.#pivots[k] = pivot;
      const diagonal = a[pivot * n + k] as number;
      if (!(Math.abs(diagonal) > 0 && Math.abs(diagonal) < Infinity)) return false;
      if (pivot !== k) this.#swapRows(k, pivot);
      for (let i = k + 1; i < n; i++) {
        const row = i * n;
        if (a[row + k] === 0) continue;
        const share = (a[row + k] as number) / diagonal;
        a[row + k] = share;
        for (let j = k + 1; j < n; j++) a[row + j] = (a[row + j] as number) - share * (a[k * n + j] as number);
      }
    }
    return true;
  }

  /** Replaces the right-hand side by the solution. */
  solve(b: Float64Array): void {
    const n = this.#n;
    const a = this.matrix;
    for (let k = 0; k < n; k++) {
      const pivot = this.#pivots[k] as number;
      const swapped = b[pivot] as number;
      b[pivot] = b[k] as number;
      b[k] = swapped;
    }
    for (let i = 1; i < n; i++) {
      let sum = b[i] as number;
      for (let j = 0; j < i; j++) sum -= (a[i * n + j] as number) * (b[j] as number);
      b[i] = sum;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i] as number;
      for (let j = i + 1; j < n; j++) sum -= (a[i * n + j] as number) * (b[j] as number);
      b[i] = sum / (a[i * n + i] as number);
    }
  }

  #swapRows(i: number, j: number): void {
    const n = this.#n;
    const a = this.matrix;
    for (let k = 0; k < n; k++) {
      const held = a[i * n + k] as number;
      a[i * n + k] = a[j * n + k] as number;
      a[j * n + k] = held;
    }
  }
}

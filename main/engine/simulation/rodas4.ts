/**
 * The method for stiff systems: Rodas4, a stiffly accurate Rosenbrock method of order 4(3) in six stages, with its
 * third-order dense output.
 *
 * Source: Hairer and Wanner, Solving Ordinary Differential Equations II, IV.7 (coefficients of their code RODAS, first
 * set; predictive step control after Gustafsson, IV.8). Time is in seconds and does not appear in the system by itself.
 */
import { LuFactors } from "./LuFactors.ts";
import { errorFrom, POWERS, toleranceOf, type Derivative, type StepMethod, type Tolerances } from "./StepMethod.ts";

const GAMMA = 0.25;
const A21 = 1.544;
const A31 = 0.9466785280815826, A32 = 0.2557011698983284;
const A41 = 3.314825187068521, A42 = 2.896124015972201, A43 = 0.9986419139977817;
const A51 = 1.221224509226641, A52 = 6.019134481288629, A53 = 12.53708332932087, A54 = -0.687886036105895;
const C21 = -5.6688;
const C31 = -2.430093356833875, C32 = -0.2063599157091915;
const C41 = -0.1073529058151375, C42 = -9.594562251023355, C43 = -20.47028614809616;
const C51 = 7.496443313967647, C52 = -10.24680431464352, C53 = -33.99990352819905, C54 = 11.7089089320616;
const C61 = 8.083246795921522, C62 = -7.981132988064893, C63 = -31.52159432874371, C64 = 16.31930543123136, C65 = -6.058818238834054;
const D21 = 10.12623508344586, D22 = -7.487995877610167, D23 = -34.80091861555747, D24 = -7.992771707568823, D25 = 1.025137723295662;
const D31 = -0.6762803392801253, D32 = 6.087714651680015, D33 = 16.43084320892478, D34 = 24.76722511418386, D35 = -6.594389125716872;

const SAFETY = 0.9;
const MIN_SHRINK = 0.2;
const MAX_GROWTH = 6;
/** The predictive control forgets errors smaller than this, so that one lucky step does not shrink the next. */
const LEAST_REMEMBERED_ERROR = 1e-2;

/** Fills the matrix of d(dy)/d(y), row by row. */
export type JacobianAt = (y: Float64Array, jacobian: Float64Array) => void;

export class Rodas4 implements StepMethod {
  readonly #n: number;
  readonly #f: Derivative;
  readonly #jacobianAt: JacobianAt;
  readonly #tolerances: Tolerances;
  readonly #jacobian: Float64Array;
  readonly #lu: LuFactors;
  readonly #k: readonly Float64Array[];
  readonly #dy: Float64Array;
  readonly #start: Float64Array;
  readonly #trial: Float64Array;
  readonly dense: Float64Array;
  /** Whether the Jacobian and the derivative are those at the states the next attempt begins with. */
  #prepared = false;
  #stepS = 0;
  #error = 0;
  /** Of the step taken last; 0 where there was none. */
  #lastStepS = 0;
  #lastError = 0;
  #stiffness = 0;

  constructor(options: { readonly states: number; readonly derivative: Derivative; readonly jacobian: JacobianAt; readonly tolerances: Tolerances }) {
    this.#n = options.states;
    this.#f = options.derivative;
    this.#jacobianAt = options.jacobian;
    this.#tolerances = options.tolerances;
    this.#jacobian = new Float64Array(this.#n * this.#n);
    this.#lu = new LuFactors(this.#n);
    const array = () => new Float64Array(this.#n);
    this.#k = Array.from({ length: 6 }, array);
    this.dense = new Float64Array(POWERS * this.#n);
    this.#dy = array();
    this.#start = array();
    this.#trial = array();
  }

  /** A bound of h·|λ| by the lesser of two norms of the Jacobian, the first weighted by the states' sizes. */
  get stiffness(): number {
    return this.#stiffness;
  }

  restart(): void {
    this.#prepared = false;
    this.#lastStepS = 0;
  }

  attempt(y: Float64Array, h: number): number {
    if (!this.#prepared) {
      this.#f(y, this.#start);
      this.#jacobianAt(y, this.#jacobian);
      this.#prepared = true;
    }
    const error = this.#factor(h) ? this.#stages(y, h) : NaN;
    this.#stepS = h;
    this.#error = error;
    return error;
  }

  accept(y: Float64Array, h: number): void {
    const { dense } = this;
    const [k1, k2, k3, k4, k5] = this.#k as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    this.#stiffness = h * this.#jacobianNorm(y);
    for (let i = 0, d = 0; i < this.#n; i++, d += POWERS) {
      const bend = D21 * at(k1, i) + D22 * at(k2, i) + D23 * at(k3, i) + D24 * at(k4, i) + D25 * at(k5, i);
      const twist = D31 * at(k1, i) + D32 * at(k2, i) + D33 * at(k3, i) + D34 * at(k4, i) + D35 * at(k5, i);
      // θ·(rise + (1 − θ)·(bend + θ·twist)), ordered by powers of θ; of third order.
      dense[d] = at(y, i);
      dense[d + 1] = at(this.#trial, i) - at(y, i) + bend;
      dense[d + 2] = twist - bend;
      dense[d + 3] = -twist;
    }
    y.set(this.#trial);
    this.#prepared = false;
    this.#lastStepS = h;
    this.#lastError = Math.max(LEAST_REMEMBERED_ERROR, this.#error);
  }

  factorFor(error: number): number {
    const plain = SAFETY / fourthRoot(error);
    // What the last two errors together say, where the error grows from step to step.
    const predicted = error <= 1 && this.#lastStepS > 0 ? (SAFETY * this.#stepS) / this.#lastStepS / fourthRoot((error * error) / this.#lastError) : plain;
    return Math.min(MAX_GROWTH, Math.max(MIN_SHRINK, Math.min(plain, predicted)));
  }

  /** Factors 1/(hγ) − J. */
  #factor(h: number): boolean {
    const n = this.#n;
    const { matrix } = this.#lu;
    for (let i = 0; i < matrix.length; i++) matrix[i] = -at(this.#jacobian, i);
    for (let i = 0; i < n; i++) matrix[i * n + i] = at(matrix, i * n + i) + 1 / (h * GAMMA);
    return this.#lu.factor();
  }

  /** The six stages; leaves the step's end in `trial`. */
  #stages(y: Float64Array, h: number): number {
    const n = this.#n;
    const lu = this.#lu;
    const [k1, k2, k3, k4, k5, k6] = this.#k as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const trial = this.#trial;
    const dy = this.#dy;
    k1.set(this.#start);
    lu.solve(k1);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + A21 * at(k1, i);
    this.#f(trial, dy);
    for (let i = 0; i < n; i++) k2[i] = at(dy, i) + (C21 * at(k1, i)) / h;
    lu.solve(k2);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + A31 * at(k1, i) + A32 * at(k2, i);
    this.#f(trial, dy);
    for (let i = 0; i < n; i++) k3[i] = at(dy, i) + (C31 * at(k1, i) + C32 * at(k2, i)) / h;
    lu.solve(k3);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + A41 * at(k1, i) + A42 * at(k2, i) + A43 * at(k3, i);
    this.#f(trial, dy);
    for (let i = 0; i < n; i++) k4[i] = at(dy, i) + (C41 * at(k1, i) + C42 * at(k2, i) + C43 * at(k3, i)) / h;
    lu.solve(k4);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + A51 * at(k1, i) + A52 * at(k2, i) + A53 * at(k3, i) + A54 * at(k4, i);
    this.#f(trial, dy);
    for (let i = 0; i < n; i++) k5[i] = at(dy, i) + (C51 * at(k1, i) + C52 * at(k2, i) + C53 * at(k3, i) + C54 * at(k4, i)) / h;
    lu.solve(k5);
    for (let i = 0; i < n; i++) trial[i] = at(trial, i) + at(k5, i);
    this.#f(trial, dy);
    for (let i = 0; i < n; i++) k6[i] = at(dy, i) + (C61 * at(k1, i) + C62 * at(k2, i) + C63 * at(k3, i) + C64 * at(k4, i) + C65 * at(k5, i)) / h;
    lu.solve(k6);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      // The last stage is the difference of the two solutions: the error estimate.
      trial[i] = at(trial, i) + at(k6, i);
      const ratio = at(k6, i) / toleranceOf(this.#tolerances, i, at(y, i), at(trial, i));
      sum += ratio * ratio;
    }
    return errorFrom(sum, n);
  }

  #jacobianNorm(y: Float64Array): number {
    const n = this.#n;
    let byRows = 0;
    let byColumns = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      let column = 0;
      for (let j = 0; j < n; j++) {
        row += Math.abs(at(this.#jacobian, i * n + j)) * toleranceOf(this.#tolerances, j, at(y, j), at(this.#trial, j));
        column += Math.abs(at(this.#jacobian, j * n + i));
      }
      byRows = Math.max(byRows, row / toleranceOf(this.#tolerances, i, at(y, i), at(this.#trial, i)));
      byColumns = Math.max(byColumns, column);
    }
    return Math.min(byRows, byColumns);
  }
}

/** By square roots, which are exact to the last bit everywhere. */
function fourthRoot(x: number): number {
  return Math.sqrt(Math.sqrt(x));
}

/** Typed arrays of the system's own length are read inside of it only. */
function at(array: Float64Array, index: number): number {
  return array[index] as number;
}

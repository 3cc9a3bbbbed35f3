/**
 * The explicit method: Dormand–Prince 5(4) with its fourth-order dense output.
 *
 * Source: Dormand and Prince, A family of embedded Runge–Kutta formulae, J. Comp. Appl. Math. 6 (1980); step control and
 * dense output as in Hairer, Nørsett, Wanner, Solving Ordinary Differential Equations I, II.4 to II.6; the measure of
 * stiffness as in Hairer, Wanner, Solving Ordinary Differential Equations II, IV.2. Time is in seconds.
 */
import { pow } from "../../../shared/math/elementary.ts";
import { errorFrom, POWERS, toleranceOf, type Derivative, type StepMethod, type Tolerances } from "./StepMethod.ts";

const A21 = 1 / 5;
const A31 = 3 / 40, A32 = 9 / 40;
const A41 = 44 / 45, A42 = -56 / 15, A43 = 32 / 9;
const A51 = 19372 / 6561, A52 = -25360 / 2187, A53 = 64448 / 6561, A54 = -212 / 729;
const A61 = 9017 / 3168, A62 = -355 / 33, A63 = 46732 / 5247, A64 = 49 / 176, A65 = -5103 / 18656;
const B1 = 35 / 384, B3 = 500 / 1113, B4 = 125 / 192, B5 = -2187 / 6784, B6 = 11 / 84;
/** Fifth minus fourth order: the error estimate. */
const E1 = 71 / 57600, E3 = -71 / 16695, E4 = 71 / 1920, E5 = -17253 / 339200, E6 = 22 / 525, E7 = -1 / 40;
/** Weights of the dense output's last term (Hairer, Nørsett, Wanner, code DOPRI5). */
const D1 = -12715105075 / 11282082432, D3 = 87487479700 / 32700410799, D4 = -10690763975 / 1880347072;
const D5 = 701980252875 / 199316789632, D6 = -1453857185 / 822651844, D7 = 69997945 / 29380423;

const SAFETY = 0.9;
const MIN_SHRINK = 0.2;
const MAX_GROWTH = 5;
/** Below this error the step grows as much as it may: a power less to work out for most short ends of pieces. */
const LEAST_ERROR = (SAFETY / MAX_GROWTH) * (SAFETY / MAX_GROWTH) * (SAFETY / MAX_GROWTH) * (SAFETY / MAX_GROWTH) * (SAFETY / MAX_GROWTH);

export class DormandPrince implements StepMethod {
  readonly #n: number;
  readonly #f: Derivative;
  readonly #tolerances: Tolerances;
  readonly #k: readonly Float64Array[];
  readonly #trial: Float64Array;
  readonly #next: Float64Array;
  readonly dense: Float64Array;
  #stiffness = 0;

  constructor(options: { states: number; derivative: Derivative; tolerances: Tolerances }) {
    this.#n = options.states;
    this.#f = options.derivative;
    this.#tolerances = options.tolerances;
    this.#k = Array.from({ length: 7 }, () => new Float64Array(this.#n));
    this.#trial = new Float64Array(this.#n);
    this.#next = new Float64Array(this.#n);
    this.dense = new Float64Array(POWERS * this.#n);
  }

  get stiffness(): number {
    return this.#stiffness;
  }

  restart(y: Float64Array): void {
    this.#f(y, this.#k[0] as Float64Array);
  }

  factorFor(error: number): number {
    return error < LEAST_ERROR ? MAX_GROWTH : Math.max(MIN_SHRINK, SAFETY * pow(error, -0.2));
  }

  attempt(y: Float64Array, h: number): number {
    const n = this.#n;
    const f = this.#f;
    const trial = this.#trial;
    const next = this.#next;
    const [k1, k2, k3, k4, k5, k6, k7] = this.#k as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + h * A21 * at(k1, i);
    f(trial, k2);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + h * (A31 * at(k1, i) + A32 * at(k2, i));
    f(trial, k3);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + h * (A41 * at(k1, i) + A42 * at(k2, i) + A43 * at(k3, i));
    f(trial, k4);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + h * (A51 * at(k1, i) + A52 * at(k2, i) + A53 * at(k3, i) + A54 * at(k4, i));
    f(trial, k5);
    for (let i = 0; i < n; i++) trial[i] = at(y, i) + h * (A61 * at(k1, i) + A62 * at(k2, i) + A63 * at(k3, i) + A64 * at(k4, i) + A65 * at(k5, i));
    f(trial, k6);
    for (let i = 0; i < n; i++) next[i] = at(y, i) + h * (B1 * at(k1, i) + B3 * at(k3, i) + B4 * at(k4, i) + B5 * at(k5, i) + B6 * at(k6, i));
    f(next, k7);
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const error = h * (E1 * at(k1, i) + E3 * at(k3, i) + E4 * at(k4, i) + E5 * at(k5, i) + E6 * at(k6, i) + E7 * at(k7, i));
      const ratio = error / toleranceOf(this.#tolerances, i, at(y, i), at(next, i));
      sum += ratio * ratio;
    }
    return errorFrom(sum, n);
  }

  accept(y: Float64Array, h: number): void {
    const { dense } = this;
    const [k1, , k3, k4, k5, k6, k7] = this.#k as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const next = this.#next;
    for (let i = 0, d = 0; i < this.#n; i++, d += POWERS) {
      const rise = at(next, i) - at(y, i);
      const bend = h * at(k1, i) - rise;
      const twist = rise - h * at(k7, i) - bend;
      const last = h * (D1 * at(k1, i) + D3 * at(k3, i) + D4 * at(k4, i) + D5 * at(k5, i) + D6 * at(k6, i) + D7 * at(k7, i));
      // θ·(rise + (1 − θ)·(bend + θ·(twist + (1 − θ)·last))), ordered by powers of θ.
      dense[d] = at(y, i);
      dense[d + 1] = rise + bend;
      dense[d + 2] = twist + last - bend;
      dense[d + 3] = -twist - 2 * last;
      dense[d + 4] = last;
    }
    this.#stiffness = this.#measureStiffness(h);
    y.set(next);
    // The last stage is the first of the next step.
    k1.set(k7);
  }

  /** The last two stages are taken at the same instant: how far their derivatives differ over how far their states do. */
  #measureStiffness(h: number): number {
    const [, , , , , k6, k7] = this.#k as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    let change = 0;
    let distance = 0;
    for (let i = 0; i < this.#n; i++) {
      const dk = at(k7, i) - at(k6, i);
      const dy = at(this.#next, i) - at(this.#trial, i);
      change += dk * dk;
      distance += dy * dy;
    }
    return distance > 0 ? h * Math.sqrt(change / distance) : 0;
  }
}

/** Typed arrays of the system's own length are read inside of it only. */
function at(array: Float64Array, index: number): number {
  return array[index] as number;
}

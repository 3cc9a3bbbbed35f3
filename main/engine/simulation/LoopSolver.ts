/**
 * Solves an algebraic loop: a linear one by one step of Newton's method, which is exact; another by damped steps from where
 * it was solved last, then from its declared start (Deuflhard, Newton Methods for Nonlinear Problems, 3.1). The same sequence of
 * questions has the same answers to the last bit.
 */
import type { AlgebraicLoop } from "../../../shared/language/evaluationOrder.ts";
import { LuFactors } from "./LuFactors.ts";

export type Residual = (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, g: Float64Array) => void;
export type Slopes = (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array, matrix: Float64Array) => void;

export interface CompiledLoop {
  readonly loop: AlgebraicLoop;
  readonly slots: readonly number[];
  readonly starts: readonly number[];
  readonly sizes: readonly number[];
  readonly isLinear: boolean;
  readonly residual: Residual;
  readonly slopes: Slopes;
}

/** Why a loop has not been solved. */
export type LoopFailure = "singular" | "noValue" | "unsettled";

/** A step this small against the unknowns' sizes leaves an error of its square. */
const SETTLED = 1e-9;
/** Where rounding keeps steps from becoming smaller, this is good enough; a tenth of what calibrations ask of the solver. */
const SETTLED_BY_ROUNDING = 1e-8;
/** An unknown much smaller than its size is held to this share of it. */
const SIZE_SHARE = 1e-3;
const MAX_STEPS = 60;
const LEAST_DAMPING = 2 ** -20;
/** The residual must fall by this share of what a linear loop's would (Armijo's rule). */
const LEAST_FALL = 1e-4;

/** Replaces the loop's outputs, and the inputs in it, by the solution; by no number where there is none. */
export type LoopCall = (y: Float64Array, u: Float64Array, p: Float64Array, r: Uint8Array, out: Float64Array) => void;

export class LoopSolver {
  readonly loop: AlgebraicLoop;
  /** What generated code calls. */
  readonly solve: LoopCall;
  readonly #parts: CompiledLoop;
  readonly #lu: LuFactors;
  readonly #starts: Float64Array;
  readonly #x: Float64Array;
  readonly #trial: Float64Array;
  readonly #g: Float64Array;
  readonly #step: Float64Array;
  #failure: LoopFailure | undefined;

  constructor(parts: CompiledLoop) {
    const { length } = parts.slots;
    this.loop = parts.loop;
    this.#parts = parts;
    this.#lu = new LuFactors(length);
    this.#starts = Float64Array.from(parts.starts);
    this.#x = Float64Array.from(parts.starts);
    this.#trial = new Float64Array(length);
    this.#g = new Float64Array(length);
    this.#step = new Float64Array(length);
    this.solve = (...at) => this.#solve(at);
  }

  /** Why the last question had no answer, unless it was asked for states that are no numbers. */
  get failure(): LoopFailure | undefined {
    return this.#failure;
  }

  /** Forgets where it was solved last: code that serves many runs answers each as if it were the first. */
  restart(): void {
    this.#x.set(this.#starts);
    this.#failure = undefined;
  }

  #solve(at: Parameters<LoopCall>): void {
    const [y] = at;
    if (!y.every(Number.isFinite)) {
      this.#evaluate(at, this.#trial.fill(NaN));
      return;
    }
    if (this.#parts.isLinear) {
      this.#failure = this.#solveOnce(at);
    } else {
      this.#failure = this.#iterate(at);
      if (this.#failure) {
        this.#x.set(this.#starts);
        this.#failure = this.#iterate(at);
      }
    }
    if (!this.#failure) return;
    this.#x.set(this.#starts);
    this.#evaluate(at, this.#trial.fill(NaN));
  }

  /** From nothing, so that the answer does not depend on the one before. */
  #solveOnce(at: Parameters<LoopCall>): LoopFailure | undefined {
    this.#evaluate(at, this.#x.fill(0));
    const failure = this.#findStep(at);
    if (failure) return failure;
    this.#x.set(this.#step);
    return Number.isNaN(this.#evaluate(at, this.#x)) ? "noValue" : undefined;
  }

  #iterate(at: Parameters<LoopCall>): LoopFailure | undefined {
    let off = this.#evaluate(at, this.#x);
    for (let count = 0; count < MAX_STEPS; count++) {
      if (Number.isNaN(off)) return "noValue";
      const failure = this.#findStep(at);
      if (failure) return failure;
      const length = this.#length();
      let damping = 1;
      let next = this.#try(at, damping);
      if (length <= SETTLED && !Number.isNaN(next)) return this.#accept();
      while (!(next <= (1 - LEAST_FALL * damping) * off) && damping > LEAST_DAMPING) next = this.#try(at, (damping /= 2));
      if (damping <= LEAST_DAMPING) {
        if (!(length <= SETTLED_BY_ROUNDING)) return "unsettled";
        this.#evaluate(at, this.#x);
        return undefined;
      }
      this.#accept();
      off = next;
    }
    return "unsettled";
  }

  #accept(): undefined {
    this.#x.set(this.#trial);
  }

  /** How far off the loop is, each unknown by its size, with part of the step taken. */
  #try(at: Parameters<LoopCall>, damping: number): number {
    for (let i = 0; i < this.#trial.length; i++) this.#trial[i] = (this.#x[i] as number) + damping * (this.#step[i] as number);
    return this.#evaluate(at, this.#trial);
  }

  /** Works out the loop with these unknowns; NaN where it has no value. */
  #evaluate(at: Parameters<LoopCall>, unknowns: Float64Array): number {
    const { slots, sizes, residual } = this.#parts;
    const [, , , , out] = at;
    for (let i = 0; i < slots.length; i++) out[slots[i] as number] = unknowns[i] as number;
    residual(...at, this.#g);
    let sum = 0;
    for (let i = 0; i < slots.length; i++) sum += ((this.#g[i] as number) / (sizes[i] as number)) ** 2;
    return sum === Infinity ? NaN : Math.sqrt(sum);
  }

  /** Newton's step from where the loop was worked out last; the residual is that of `#g`. */
  #findStep(at: Parameters<LoopCall>): LoopFailure | undefined {
    this.#parts.slopes(...at, this.#lu.matrix);
    if (!this.#lu.matrix.every(Number.isFinite)) return "noValue";
    if (!this.#lu.factor()) return "singular";
    for (let i = 0; i < this.#step.length; i++) this.#step[i] = -(this.#g[i] as number);
    this.#lu.solve(this.#step);
    return this.#step.every(Number.isFinite) ? undefined : "singular";
  }

  /** Of the step, against the unknowns and their sizes. */
  #length(): number {
    let longest = 0;
    for (let i = 0; i < this.#step.length; i++) longest = Math.max(longest, Math.abs(this.#step[i] as number) / (Math.abs(this.#x[i] as number) + SIZE_SHARE * (this.#parts.sizes[i] as number)));
    return longest;
  }
}

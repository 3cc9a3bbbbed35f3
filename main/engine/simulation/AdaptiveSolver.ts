/**
 * Solves a system over pieces in which nothing jumps, with steps as long as the tolerance allows: explicit while it is not
 * stiff, by Rodas4 while it is. Time is in seconds from the start of the piece. Who drives it may look into each step for an
 * event and end the piece there.
 */
import { US_PER_S } from "../../../shared/time/time.ts";
import { DormandPrince } from "./dormandPrince.ts";
import { Rodas4, type JacobianAt } from "./rodas4.ts";
import { StiffnessWatch } from "./StiffnessWatch.ts";
import { denseAt, toleranceOf, type Derivative, type StepMethod, type Tolerances } from "./StepMethod.ts";

export type PieceEnd = "reached" | "stopped" | "diverged" | "tooManySteps";

export interface AdaptiveSolverOptions {
  readonly states: number;
  readonly derivative: Derivative;
  /** Asked once, when the system first becomes stiff; where it has no answer, the explicit method goes on. */
  readonly jacobian: () => JacobianAt | undefined;
  readonly tolerances: Tolerances;
}

/** A piece is the stretch in which nothing jumps, as between two input samples. No model of a plant needs more steps in one. */
export const MAX_STEPS_PER_PIECE = 200_000;
/** Where the system has no value at a step's end, the step is made this much shorter. */
const NO_VALUE_SHRINK = 0.2;
/** Rejections in a row that no system with a solution needs. */
const MAX_REJECTIONS = 100;
/** After so many the stiff method gives way: a Jacobian can have no value where the system has one. */
const STIFF_REJECTIONS = 3;
/** A step that would leave less of the piece than this share of it goes to the end. */
const END_SHARE = 1e-12;

/** One solver for one system; reused for every piece, so that nothing is allocated while it runs. */
export class AdaptiveSolver {
  readonly #options: AdaptiveSolverOptions;
  readonly #explicit: DormandPrince;
  readonly #watch = new StiffnessWatch();
  readonly #scratch: Float64Array;
  #stiff: Rodas4 | undefined;
  #asked = false;
  #method: StepMethod;
  #stepStartS = 0;
  #stepS = 0;
  /** Step size carried from piece to piece: the next piece is usually as smooth as the last. */
  #suggestedS = 0;
  /** Steps taken, those of them by the stiff method, and steps tried in vain. */
  steps = 0;
  stiffSteps = 0;
  rejected = 0;
  /** Where the last piece was stopped. */
  stoppedS = 0;

  constructor(options: AdaptiveSolverOptions) {
    this.#options = options;
    this.#explicit = new DormandPrince(options);
    this.#method = this.#explicit;
    this.#scratch = new Float64Array(options.states);
  }

  /**
   * Integrates y from 0 to exactly `endS`. `onStep` is called after each accepted step with its start and end;
   * `interpolate` is valid inside of it. An instant within the step that it returns ends the piece there. Ends early with a
   * reason instead of looping or throwing.
   */
  solvePiece(y: Float64Array, endS: number, maxSteps: number, onStep: (fromS: number, toS: number) => number | undefined): PieceEnd {
    this.#method.restart(y);
    let tS = 0;
    let hS = Math.min(endS, this.#suggestedS > 0 ? this.#suggestedS : this.#firstStep(y, endS));
    let rejections = 0;
    for (let count = 0; tS < endS; count++) {
      if (count >= maxSteps) return "tooManySteps";
      const last = tS + hS >= endS * (1 - END_SHARE);
      if (last) hS = endS - tS;
      const error = this.#method.attempt(y, hS);
      if (!(error <= 1)) {
        rejections += 1;
        this.rejected += 1;
        hS *= error !== error ? NO_VALUE_SHRINK : Math.min(1, this.#method.factorFor(error));
        if (rejections > MAX_REJECTIONS || tS + hS === tS) return "diverged";
        if (error !== error && rejections >= STIFF_REJECTIONS) this.#use(this.#explicit, y);
        continue;
      }
      const factor = rejections > 0 ? Math.min(1, this.#method.factorFor(error)) : this.#method.factorFor(error);
      this.#method.accept(y, hS);
      this.#stepStartS = tS;
      this.#stepS = hS;
      tS = last ? endS : tS + hS;
      this.steps += 1;
      rejections = 0;
      const stopS = onStep(this.#stepStartS, tS);
      if (stopS !== undefined) {
        this.interpolate(stopS, y);
        this.stoppedS = stopS;
        this.#suggestedS = hS;
        return "stopped";
      }
      // The last step is short because the piece ends; that says nothing against longer ones.
      this.#suggestedS = last && factor >= 1 ? Math.max(this.#suggestedS, hS * factor) : hS * factor;
      hS = Math.min(this.#suggestedS, endS - tS);
      this.#choose(y);
    }
    return "reached";
  }

  /** The solution inside the last accepted step, by its dense output. */
  interpolate(tS: number, result: Float64Array): void {
    denseAt(this.#method.dense, this.#shareOf(tS), result);
  }

  /** How that dense output is told (`StepMethod`). */
  get dense(): Float64Array {
    return this.#method.dense;
  }

  /** At which shares of that step instants lie, for a piece that began `pieceS` after an instant they are counted from. */
  sharesOf(instantsUs: Float64Array, count: number, fromUs: number, pieceS: number, shares: Float64Array): void {
    const stepS = this.#stepS;
    const startS = pieceS + this.#stepStartS;
    for (let i = 0; i < count; i++) shares[i] = stepS === 0 ? 1 : (((instantsUs[i] as number) - fromUs) / US_PER_S - startS) / stepS;
  }

  #shareOf(tS: number): number {
    return this.#stepS === 0 ? 1 : (tS - this.#stepStartS) / this.#stepS;
  }

  #choose(y: Float64Array): void {
    if (this.#method !== this.#explicit) {
      this.stiffSteps += 1;
      if (this.#watch.becameEasy(this.#method.stiffness)) this.#use(this.#explicit, y);
    } else if (this.#watch.becameStiff(this.#method.stiffness)) {
      this.#use(this.#stiffMethod() ?? this.#explicit, y);
    }
  }

  #use(method: StepMethod, y: Float64Array): void {
    this.#watch.reset();
    if (method === this.#method) return;
    this.#method = method;
    method.restart(y);
  }

  #stiffMethod(): Rodas4 | undefined {
    if (!this.#asked) {
      const jacobian = this.#options.jacobian();
      if (jacobian) this.#stiff = new Rodas4({ ...this.#options, jacobian });
      this.#asked = true;
    }
    return this.#stiff;
  }

  /** A first guess from how fast the states move against their tolerances (Solving ODEs I, II.4, its first half). */
  #firstStep(y: Float64Array, endS: number): number {
    const dy = this.#scratch;
    this.#options.derivative(y, dy);
    let position = 0;
    let speed = 0;
    for (let i = 0; i < y.length; i++) {
      const tolerance = toleranceOf(this.#options.tolerances, i, y[i] as number, 0);
      position += ((y[i] as number) / tolerance) ** 2;
      speed += ((dy[i] as number) / tolerance) ** 2;
    }
    return position < 1e-10 || speed < 1e-10 ? endS : 0.01 * Math.sqrt(position / speed);
  }
}

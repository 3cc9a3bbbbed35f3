/**
 * The delays of a system while it is solved: what each remembers, when it gives back a jump, and the clock by which equations read
 * them. Time need not appear in the equations for that: the clock is one more state, which both methods solve exactly.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import { LEAST_DELAY_S } from "../../../shared/language/checkDelay.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { VALUES_PER_PIECE } from "./DelayLine.ts";
import type { CompiledSystem } from "./generateCode.ts";

/** A jump that comes a nanosecond before a whole microsecond comes at it: so much is the rounding of times in a run of months. In a longer one a piece of a microsecond more is all it costs. */
const ROUNDING_US = 1e-3;

export interface DelayedValues {
  readonly inputs: Float64Array;
  readonly parameters: Float64Array;
  readonly relations: Uint8Array;
  readonly out: Float64Array;
}

export class SystemDelays {
  readonly #system: CompiledSystem;
  readonly #values: DelayedValues;
  readonly #beginUs: number;
  readonly #clock: number;
  readonly #shortestS: number;
  readonly #lags: Float64Array;
  /** Values of all delays at the instants of a piece, delay by delay. */
  readonly #taken: readonly Float64Array[];
  readonly #now: Float64Array;
  readonly #state: Float64Array;
  #pieceS = 0;

  /** Throws `bad-input` where a delay's length is none. */
  constructor(system: CompiledSystem, uses: readonly UseProgram[], values: DelayedValues, beginUs: number) {
    const { layout } = system;
    this.#system = system;
    this.#values = values;
    this.#beginUs = beginUs;
    this.#clock = layout.clock ?? 0;
    this.#lags = new Float64Array(layout.delays);
    this.#taken = system.delays.map(() => new Float64Array(VALUES_PER_PIECE));
    this.#now = new Float64Array(layout.delays);
    this.#state = new Float64Array(layout.states);
    system.lags(values.parameters, this.#lags);
    const wrong = this.#lags.findIndex((lag) => !(lag >= LEAST_DELAY_S) || !Number.isFinite(lag));
    if (wrong >= 0) throw new TwinError("bad-input", `${uses[layout.offsets.findLastIndex(({ delayed }) => delayed <= wrong)]?.name ?? "The model"}: a delay of ${this.#lags[wrong]} s. A delay is at least 1 ms long; check the parameter that says how long.`);
    this.#shortestS = Math.min(...this.#lags);
  }

  /** What each delay delays has always been as it is now that start values and outputs have been worked out. */
  start(y: Float64Array): void {
    y[this.#clock] = 0;
    this.#take(this.#system.delayedAtStart, y);
    this.#system.delays.forEach((line, index) => {
      line.start(this.#lags[index] as number, 0, this.#now[index] as number);
      line.moveTo(0);
    });
  }

  /** Goes on from what another run remembered at its end. */
  restore(y: Float64Array, saved: readonly Float64Array[]): void {
    y[this.#clock] = 0;
    this.#system.delays.forEach((line, index) => {
      line.restore(this.#lags[index] as number, 0, saved[index] ?? new Float64Array(1));
      line.moveTo(0);
    });
  }

  save(): Float64Array[] {
    return this.#system.delays.map((line) => line.save());
  }

  /** The solver's next piece begins here. */
  moveTo(tUs: number, y: Float64Array): void {
    this.#pieceS = (tUs - this.#beginUs) / US_PER_S;
    y[this.#clock] = 0;
    for (const line of this.#system.delays) line.moveTo(this.#pieceS);
  }

  /** Where a piece that begins here ends at the latest: no further than is remembered, and where something jumps. */
  nextUs(tUs: number): number {
    const jumpS = this.#system.delays.reduce((next, line) => Math.min(next, line.nextJumpS()), Infinity);
    const jumpUs = this.#beginUs + Math.floor(jumpS * US_PER_S + ROUNDING_US);
    return Math.min(tUs + Math.floor(this.#shortestS * US_PER_S + ROUNDING_US), jumpUs > tUs ? jumpUs : Infinity);
  }

  readUntil(endUs: number): void {
    for (const line of this.#system.delays) line.readUntil((endUs - this.#beginUs) / US_PER_S);
  }

  /** Remembers a step of the solver; seconds from the start of its piece. */
  remember(fromS: number, toS: number, interpolate: (tS: number, y: Float64Array) => void): void {
    for (let i = 0; i < VALUES_PER_PIECE; i++) {
      interpolate(fromS + ((toS - fromS) * i) / (VALUES_PER_PIECE - 1), this.#state);
      this.#take(this.#system.delayed, this.#state);
      this.#taken.forEach((values, index) => (values[i] = this.#now[index] as number));
    }
    this.#system.delays.forEach((line, index) => line.append(this.#pieceS + fromS, this.#pieceS + toS, this.#taken[index] as Float64Array));
  }

  #take(work: CompiledSystem["delayed"], y: Float64Array): void {
    const { inputs, parameters, relations, out } = this.#values;
    work(y, inputs, parameters, relations, out, this.#now);
  }
}

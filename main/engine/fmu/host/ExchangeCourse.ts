/**
 * An FMU for model exchange through one solution: its inputs are held from one communication instant to the next, its states are integrated by the solvers
 * of systems, its events are looked for on their dense output. Order of calls: FMI 2.0.4, 3.2.3; FMI 3.0, 2.3 and 3.2.
 *
 * Its equations may read the time, which the solvers do not know: a clock is one more state, the last, whose rate is 1, counted from the begin
 * of a piece so that the FMU gets instants without what adds up over a run.
 */
import type { FmuExchange } from "../../../../shared/contract/fmus.ts";
import type { TwinError } from "../../../../shared/contract/errors.ts";
import { US_PER_S } from "../../../../shared/time/time.ts";
import { AdaptiveSolver, EventCrowd, firstDifference, MAX_JACOBIAN_STATES, MAX_STEPS_PER_PIECE, tolerancesBy, type PieceEnd, type Tolerances } from "../../simulation/index.ts";
import { ExchangeCalls, type ExchangeDialect } from "./ExchangeCalls.ts";
import { DIFFERENCE, exchangeJacobian } from "./exchangeJacobian.ts";
import type { CourseTask, FmuCourse, InputGroups, InstanceParts } from "./FmuCourse.ts";
import { settleEvents } from "./settleEvents.ts";
import type { VariableGroup } from "./VariableGroup.ts";

/** The clock is exact with every method; so large a size keeps it out of what decides steps. */
const CLOCK_NOMINAL_S = 1e6;

const SHOWN_DIGITS = 9;

export interface ExchangeParts extends InstanceParts, CourseTask {
  readonly exchange: FmuExchange;
  readonly dialect: ExchangeDialect;
}

export class ExchangeCourse implements FmuCourse {
  nextEventS = Infinity;
  readonly #parts: ExchangeParts;
  readonly #calls: ExchangeCalls;
  readonly #y: Float64Array;
  readonly #trial: Float64Array;
  /** Index of the clock; as many states are the FMU's. */
  readonly #clock: number;
  readonly #tolerances: Tolerances;
  readonly #solver: AdaptiveSolver;
  readonly #crowd = new EventCrowd();
  /** Which event indicators are above 0 since the last event. */
  readonly #isAbove: Uint8Array;
  /** The piece that is being solved: where it begins and is to end, by the FMU's clock, and how long it is. */
  #originS = 0;
  #goalS = 0;
  #pieceS = 0;
  /** Whether the inputs that it was given last are not those that it has. */
  #isResumed = false;
  /** Why the solver was given no value, since its last step. */
  #noValue = "";

  constructor(parts: ExchangeParts) {
    const { exchange, dialect, relativeTolerance } = parts;
    this.#parts = parts;
    this.#calls = new ExchangeCalls(parts, exchange, dialect);
    this.#clock = exchange.states.length;
    const states = this.#clock + 1;
    this.#y = new Float64Array(states);
    this.#trial = new Float64Array(states);
    this.#tolerances = tolerancesBy(relativeTolerance, new Float64Array(states).fill(CLOCK_NOMINAL_S));
    this.#isAbove = new Uint8Array(exchange.eventIndicators);
    const derivative = (y: Float64Array, dy: Float64Array) => this.#derivative(y, dy);
    const jacobian = () => exchangeJacobian({
      calls: this.#calls, isDirectional: exchange.directionalDerivatives, derivative,
      differenceOf: (state, value) => this.#differenceOf(state, value),
    });
    this.#solver = new AdaptiveSolver({ states, derivative, tolerances: this.#tolerances, jacobian: () => (states > MAX_JACOBIAN_STATES ? undefined : jacobian()) });
  }

  /** It is in event mode now. */
  begin(): void {
    this.#parts.dialect.checkCounts(this.#parts.exchange);
    this.#settle();
    this.#readNominals();
    this.#readStates();
  }

  resume(nextEventS: number): void {
    this.nextEventS = nextEventS;
    this.#isResumed = true;
    this.#readNominals();
    this.#readStates();
    this.#holdIndicators();
  }

  /** Inputs jump from one communication instant to the next: an event of the FMU's environment (FMI 2.0.4, 3.1; FMI 3.0, 3.1). */
  give({ continuous, discrete }: InputGroups, isNew: boolean): void {
    if (isNew || this.#isResumed) this.#change([...continuous, ...discrete]);
    this.#isResumed = false;
  }

  /** Parameters may change in event mode only. */
  tune(parameters: readonly VariableGroup[]): void {
    if (parameters.length > 0) this.#change(parameters);
  }

  step(fromS: number, toS: number): void {
    for (let atS = fromS; ; ) {
      if (this.nextEventS <= atS) this.#event(atS);
      else if (atS < toS) atS = this.#integrate(atS, Math.min(toS, this.nextEventS));
      else return;
    }
  }

  /** To the goal, or to an event before it, which has been dealt with then; where it came to. */
  #integrate(fromS: number, goalS: number): number {
    this.#originS = fromS;
    this.#goalS = goalS;
    this.#pieceS = goalS - fromS;
    this.#y[this.#clock] = 0;
    const end = this.#solver.solvePiece(this.#y, this.#pieceS, MAX_STEPS_PER_PIECE, (beginS, endS) => this.#completeStep(beginS, endS));
    if (end === "reached") return goalS;
    if (end !== "stopped") throw this.#unsolved(end);
    const atS = this.#instantOf(this.#solver.stoppedS);
    this.#event(atS);
    return atS;
  }

  /** Where the solver's step ends that it has just taken, or an event within it is to be: the FMU stands there then. Where the event is, if there is one. */
  #completeStep(beginS: number, endS: number): number | undefined {
    this.#parts.alive();
    this.#noValue = "";
    // Without what rounding has added: an FMU is not led back behind a step that was completed.
    this.#y[this.#clock] = endS;
    const changeS = this.#isAbove.length === 0 ? undefined : firstDifference(beginS, endS, (tS) => this.#differsAt(tS));
    if (changeS === undefined) this.#mustPlace(endS, this.#y);
    else this.#placeInside(changeS);
    return this.#parts.dialect.completeStep() ? (changeS ?? endS) : changeS;
  }

  /** Exactly the goal at the end of the piece, and none behind it. */
  #instantOf(tS: number): number {
    return tS === this.#pieceS ? this.#goalS : Math.min(this.#goalS, this.#originS + tS);
  }

  /** A state moves by a share of the size that its error is measured by; time forward, as it must, and not out of the piece. */
  #differenceOf(state: number, value: number): number {
    if (state === this.#clock) return Math.min(DIFFERENCE * Math.max(1, this.#originS), this.#pieceS - value);
    return DIFFERENCE * (Math.abs(value) + (this.#tolerances.absolute[state] as number) / this.#tolerances.relative);
  }

  /** An event of the FMU's own, at the point where it stands. */
  #event(atS: number): void {
    if (this.#crowd.isEndless(atS * US_PER_S)) throw this.#parts.words.trouble(`its events follow each other without an end at ${shown(atS)} s of its clock`);
    this.#calls.enterEventMode();
    this.#settle();
  }

  /** An event of its environment. */
  #change(groups: readonly VariableGroup[]): void {
    this.#calls.enterEventMode();
    groups.forEach(this.#parts.set);
    this.#settle();
  }

  /** Out of event mode, when all has come to rest. */
  #settle(): void {
    const { dialect, words } = this.#parts;
    const settled = settleEvents(() => dialect.updateDiscreteStates(), words);
    this.nextEventS = settled.nextEventS;
    this.#calls.enterContinuousTimeMode();
    if (settled.hasNewNominals) this.#readNominals();
    if (settled.hasNewStates) this.#readStates();
    this.#holdIndicators();
  }

  #readNominals(): void {
    this.#calls.readNominals();
    const sizes = this.#calls.nominals.map((nominal) => (nominal > 0 && nominal < Infinity ? nominal : 1));
    this.#tolerances.absolute.set(tolerancesBy(this.#parts.relativeTolerance, sizes).absolute);
  }

  #readStates(): void {
    this.#calls.readStates();
    this.#y.set(this.#calls.states);
    const stray = this.#calls.states.findIndex((value) => !Number.isFinite(value));
    if (stray >= 0) throw this.#parts.words.trouble(`it gives ${this.#y[stray]} for its state ${this.#nameOf(stray)}`);
  }

  #holdIndicators(): void {
    this.#indicate();
    this.#calls.indicators.forEach((value, i) => (this.#isAbove[i] = Number(value > 0)));
  }

  #indicate(): void {
    this.#calls.indicate();
    const stray = this.#calls.indicators.findIndex(Number.isNaN);
    if (stray >= 0) throw this.#parts.words.trouble(`it gives NaN for its event indicator ${stray + 1}`);
  }

  /** Whether an event indicator has changed sides there. */
  #differsAt(tS: number): boolean {
    this.#placeInside(tS);
    this.#indicate();
    return this.#calls.indicators.some((value, i) => Number(value > 0) !== this.#isAbove[i]);
  }

  #placeInside(tS: number): void {
    this.#solver.interpolate(tS, this.#trial);
    this.#mustPlace(tS, this.#trial);
  }

  #mustPlace(tS: number, y: Float64Array): void {
    const instantS = this.#instantOf(tS);
    if (!this.#calls.place(instantS, y)) throw this.#parts.words.trouble(`it discards states that its derivatives have led to, at ${shown(instantS)} s of its clock`);
  }

  #derivative(y: Float64Array, dy: Float64Array): void {
    // An FMU is not given what is no number: it follows from a stage that had no value, or from states too large.
    if (!y.every(Number.isFinite) || !this.#hasDerivatives(y)) {
      dy.fill(NaN);
      return;
    }
    dy.set(this.#calls.derivatives);
    dy[this.#clock] = 1;
  }

  /** Works them out; false where one of them is no number, or the FMU discards the states. */
  #hasDerivatives(y: Float64Array): boolean {
    const hasValue = this.#calls.place(this.#instantOf(y[this.#clock] as number), y) && this.#calls.evaluate();
    const stray = hasValue ? this.#calls.derivatives.findIndex((rate) => !Number.isFinite(rate)) : -1;
    if (hasValue && stray < 0) return true;
    if (this.#noValue === "") this.#noValue = hasValue ? `it gives ${this.#calls.derivatives[stray]} for the derivative of its state ${this.#nameOf(stray)}` : "it discards the states that it is given";
    return false;
  }

  #unsolved(end: Exclude<PieceEnd, "reached" | "stopped">): TwinError {
    const after = `after ${shown(this.#instantOf(this.#y[this.#clock] as number))} s of its clock`;
    if (end === "tooManySteps") return this.#parts.words.trouble(`it takes more than ${MAX_STEPS_PER_PIECE.toLocaleString("en")} steps of the solver in one of the model's ${after}`);
    const own = this.#y.subarray(0, this.#clock);
    const largest = own.reduce((found, value, i) => (Math.abs(value) > Math.abs(own[found] as number) ? i : found), 0);
    return this.#parts.words.trouble(this.#noValue === "" ? `its state ${this.#nameOf(largest)} (${own[largest]?.toPrecision(4)}) has no finite solution ${after}` : `${this.#noValue}, however short the step, ${after}`);
  }

  #nameOf(state: number): string {
    return this.#parts.exchange.states[state]?.name ?? "";
  }
}

function shown(instantS: number): number {
  return Number(instantS.toPrecision(SHOWN_DIGITS));
}

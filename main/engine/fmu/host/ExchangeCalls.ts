/** The functions of model exchange (FMI 2.0.4, 3.2; FMI 3.0, 3.2) on one instance, with the memory that they read and write. The versions differ in names and in a few signatures, which are a dialect's. */
import type { FmuExchange } from "../../../../shared/contract/fmus.ts";
import type { InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import type { DiscreteUpdate } from "./settleEvents.ts";

const instance = "void *";
const address = "void *";

export interface ExchangeDialect {
  /** What its functions' names begin with, and the name of the one that works out derivatives. */
  readonly prefix: "fmi2" | "fmi3";
  readonly derivatives: string;
  /** Throws `diverged` where the instance has other numbers of states or event indicators than its description says. */
  checkCounts(exchange: FmuExchange): void;
  /** Tells of an accepted step; whether the FMU wants an event there. */
  completeStep(): boolean;
  updateDiscreteStates(): DiscreteUpdate;
  /** Derivatives of `count` unknowns by one known variable, into memory; returns a status. */
  differentiate(unknownsAt: bigint, count: number, knownAt: bigint, seedAt: bigint, resultAt: bigint): unknown;
}

export class ExchangeCalls {
  readonly states: Float64Array;
  readonly derivatives: Float64Array;
  readonly indicators: Float64Array;
  readonly nominals: Float64Array;
  readonly dialect: ExchangeDialect;
  readonly #parts: InstanceParts;
  readonly #setTime: NativeFunction;
  readonly #setStates: NativeFunction;
  readonly #statesAt: bigint;
  readonly #getDerivatives: NativeFunction;
  readonly #derivativesAt: bigint;
  readonly #getIndicators: NativeFunction;
  readonly #indicatorsAt: bigint;
  readonly #unknowns: Uint32Array;
  readonly #unknownsAt: bigint;
  readonly #knowns: Uint32Array;
  readonly #knownAt: bigint;
  readonly #seed = numbers(1).fill(1);
  readonly #seedAt = addressOf(this.#seed);

  constructor(parts: InstanceParts, exchange: FmuExchange, dialect: ExchangeDialect) {
    const { states, eventIndicators } = exchange;
    const count = states.length;
    this.states = numbers(count);
    this.derivatives = numbers(count);
    this.indicators = numbers(eventIndicators);
    this.nominals = numbers(count).fill(1);
    this.dialect = dialect;
    this.#parts = parts;
    this.#unknowns = references(states.map(({ derivative }) => derivative));
    this.#knowns = references(states.map(({ reference }) => reference));
    this.#setTime = parts.library.function(`${dialect.prefix}SetTime`, "int", [instance, "double"]);
    this.#setStates = this.#vector("SetContinuousStates");
    this.#getDerivatives = this.#vector(dialect.derivatives);
    this.#getIndicators = this.#vector("GetEventIndicators");
    this.#statesAt = addressOf(this.states);
    this.#derivativesAt = addressOf(this.derivatives);
    this.#indicatorsAt = addressOf(this.indicators);
    this.#unknownsAt = addressOf(this.#unknowns);
    this.#knownAt = addressOf(this.#knowns);
  }

  /** Sets time and states, the first of what is given; false where the FMU discards them. */
  place(tS: number, y: Float64Array): boolean {
    const { of, words } = this.#parts;
    const count = this.states.length;
    if (!words.isValue(this.#setTime(of, tS), "on being told the time")) return false;
    if (count === 0) return true;
    for (let i = 0; i < count; i++) this.states[i] = y[i] as number;
    return words.isValue(this.#setStates(of, this.#statesAt, count), "on being given states");
  }

  /** Works out derivatives where it was placed; false where the FMU discards that. */
  evaluate(): boolean {
    const { of, words } = this.#parts;
    return this.states.length === 0 || words.isValue(this.#getDerivatives(of, this.#derivativesAt, this.states.length), "on working out its derivatives");
  }

  /** Works out event indicators where it was placed. */
  indicate(): void {
    const { of, words } = this.#parts;
    if (this.indicators.length > 0) words.check(this.#getIndicators(of, this.#indicatorsAt, this.indicators.length), "on working out its event indicators");
  }

  /** Brings states into `states`. */
  readStates(): void {
    this.#read("GetContinuousStates", this.states, "on being asked for its states");
  }

  /** Brings nominal values into `nominals`. */
  readNominals(): void {
    this.#read("GetNominalsOfContinuousStates", this.nominals, "on being asked for nominal values of its states");
  }

  enterEventMode(): void {
    this.#plain("EnterEventMode", "on entering event mode");
  }

  enterContinuousTimeMode(): void {
    this.#plain("EnterContinuousTimeMode", "on going on after an event");
  }

  /** Brings the derivatives of all of `derivatives` by one state, where it was placed, into their place; false where the FMU discards that. */
  differentiate(state: number): boolean {
    const known = this.#knownAt + BigInt(state * Uint32Array.BYTES_PER_ELEMENT);
    return this.#parts.words.isValue(this.dialect.differentiate(this.#unknownsAt, this.states.length, known, this.#seedAt, this.#derivativesAt), "on being differentiated");
  }

  #read(name: string, into: Float64Array, doing: string): void {
    if (into.length > 0) this.#parts.words.check(this.#vector(name)(this.#parts.of, addressOf(into), into.length), doing);
  }

  #plain(name: string, doing: string): void {
    const { library, words, of } = this.#parts;
    words.check(library.function(`${this.dialect.prefix}${name}`, "int", [instance])(of), doing);
  }

  #vector(name: string): NativeFunction {
    return this.#parts.library.function(`${this.dialect.prefix}${name}`, "int", [instance, address, "size_t"]);
  }
}

function numbers(length: number): Float64Array {
  return new Float64Array(lasting(length * Float64Array.BYTES_PER_ELEMENT), 0, length);
}

function references(values: readonly number[]): Uint32Array {
  const memory = new Uint32Array(lasting(values.length * Uint32Array.BYTES_PER_ELEMENT), 0, values.length);
  memory.set(values);
  return memory;
}

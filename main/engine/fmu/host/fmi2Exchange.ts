/** What is FMI 2's own in model exchange (FMI 2.0.4, 3.2.2 and, for directional derivatives, 2.1.9). */
import type { ExchangeDialect } from "./ExchangeCalls.ts";
import type { InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import type { DiscreteUpdate } from "./settleEvents.ts";

const instance = "void *";
const address = "void *";
/** fmi2EventInfo: five conditions of an int each, then, where a double may begin, an instant. */
const EVENT_FLAGS = 5;
const EVENT_INSTANT_AT = 24;
const EVENT_INFO_BYTES = 32;
const TRUE = 1;

export class Fmi2Exchange implements ExchangeDialect {
  readonly prefix = "fmi2";
  readonly derivatives = "GetDerivatives";
  readonly #parts: InstanceParts;
  readonly #complete: NativeFunction;
  readonly #update: NativeFunction;
  readonly #answers = new Int32Array(lasting(8), 0, 2);
  readonly #answersAt = addressOf(this.#answers);
  readonly #info = lasting(EVENT_INFO_BYTES);
  readonly #flags = new Int32Array(this.#info, 0, EVENT_FLAGS);
  readonly #instant = new Float64Array(this.#info, EVENT_INSTANT_AT, 1);
  readonly #infoAt = addressOf(this.#flags);

  constructor(parts: InstanceParts) {
    this.#parts = parts;
    this.#complete = parts.library.function("fmi2CompletedIntegratorStep", "int", [instance, "int", address, address]);
    this.#update = parts.library.function("fmi2NewDiscreteStates", "int", [instance, address]);
  }

  checkCounts(): void {
    // In FMI 2 the description alone says how many there are; functions are told.
  }

  completeStep(): boolean {
    const { words, of } = this.#parts;
    this.#answers.fill(0);
    words.check(this.#complete(of, TRUE, this.#answersAt, this.#answersAt + 4n), "on the end of a step");
    if (this.#answers[1] !== 0) throw words.ended();
    return this.#answers[0] !== 0;
  }

  updateDiscreteStates(): DiscreteUpdate {
    this.#flags.fill(0);
    this.#parts.words.check(this.#update(this.#parts.of, this.#infoAt), "on an event");
    const [again, terminates, nominals, states, hasNext] = this.#flags;
    return { isNeededAgain: again !== 0, terminates: terminates !== 0, hasNewNominals: nominals !== 0, hasNewStates: states !== 0, nextEventS: hasNext === 0 ? Infinity : (this.#instant[0] as number) };
  }

  differentiate(unknownsAt: bigint, count: number, knownAt: bigint, seedAt: bigint, resultAt: bigint): unknown {
    return this.#parts.library.function("fmi2GetDirectionalDerivative", "int", [instance, address, "size_t", address, "size_t", address, address])(this.#parts.of, unknownsAt, count, knownAt, 1, seedAt, resultAt);
  }
}

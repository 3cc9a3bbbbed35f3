/** What is FMI 3's own in model exchange (FMI 3.0, 3.2 and, for directional derivatives, 2.2.11). */
import type { FmuExchange } from "../../../../shared/contract/fmus.ts";
import type { ExchangeDialect } from "./ExchangeCalls.ts";
import { Fmi3Updates } from "./Fmi3Updates.ts";
import type { InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import type { DiscreteUpdate } from "./settleEvents.ts";

const instance = "void *";
const address = "void *";

export class Fmi3Exchange implements ExchangeDialect {
  readonly prefix = "fmi3";
  readonly derivatives = "GetContinuousStateDerivatives";
  readonly #parts: InstanceParts;
  readonly #complete: NativeFunction;
  readonly #updates: Fmi3Updates;
  readonly #answers = new Uint8Array(lasting(2), 0, 2);
  readonly #answersAt = addressOf(this.#answers);

  constructor(parts: InstanceParts) {
    this.#parts = parts;
    this.#complete = parts.library.function("fmi3CompletedIntegratorStep", "int", [instance, "bool", address, address]);
    this.#updates = new Fmi3Updates(parts);
  }

  checkCounts({ states, eventIndicators }: FmuExchange): void {
    this.#check("fmi3GetNumberOfContinuousStates", states.length, "continuous states");
    this.#check("fmi3GetNumberOfEventIndicators", eventIndicators, "event indicators");
  }

  completeStep(): boolean {
    const { words, of } = this.#parts;
    this.#answers.fill(0);
    words.check(this.#complete(of, true, this.#answersAt, this.#answersAt + 1n), "on the end of a step");
    if (this.#answers[1] !== 0) throw words.ended();
    return this.#answers[0] !== 0;
  }

  updateDiscreteStates(): DiscreteUpdate {
    return this.#updates.next();
  }

  differentiate(unknownsAt: bigint, count: number, knownAt: bigint, seedAt: bigint, resultAt: bigint): unknown {
    return this.#parts.library.function("fmi3GetDirectionalDerivative", "int", [instance, address, "size_t", address, "size_t", address, "size_t", address, "size_t"])(this.#parts.of, unknownsAt, count, knownAt, 1, seedAt, 1, resultAt, count);
  }

  #check(name: string, said: number, what: string): void {
    const { library, words, of } = this.#parts;
    const count = new BigUint64Array(lasting(8), 0, 1);
    words.check(library.function(name, "int", [instance, address])(of, addressOf(count)), `on being asked how many ${what} it has`);
    if (Number(count[0]) !== said) throw words.trouble(`its description says that it has ${said} ${what}, and it has ${count[0]}`);
  }
}

/** fmi3UpdateDiscreteStates (FMI 3.0, 2.3.5): one update of an instance that is in event mode. */
import type { InstanceParts } from "./FmuCourse.ts";
import { addressOf, lasting, type NativeFunction } from "./NativeLibrary.ts";
import type { DiscreteUpdate } from "./settleEvents.ts";

const FLAGS = 5;

export class Fmi3Updates {
  readonly #parts: InstanceParts;
  readonly #update: NativeFunction;
  /** Conditions of a byte each, and an instant. */
  readonly #flags = new Uint8Array(lasting(FLAGS), 0, FLAGS);
  readonly #instant = new Float64Array(lasting(8), 0, 1);
  readonly #addresses: readonly bigint[];

  constructor(parts: InstanceParts) {
    this.#parts = parts;
    this.#update = parts.library.function("fmi3UpdateDiscreteStates", "int", ["void *", "void *", "void *", "void *", "void *", "void *", "void *"]);
    const at = addressOf(this.#flags);
    this.#addresses = [at, at + 1n, at + 2n, at + 3n, at + 4n, addressOf(this.#instant)];
  }

  next(): DiscreteUpdate {
    this.#flags.fill(0);
    this.#parts.words.check(this.#update(this.#parts.of, ...this.#addresses), "on an event");
    const [again, terminates, nominals, states, hasNext] = this.#flags;
    return { isNeededAgain: again !== 0, terminates: terminates !== 0, hasNewNominals: nominals !== 0, hasNewStates: states !== 0, nextEventS: hasNext === 0 ? Infinity : (this.#instant[0] as number) };
  }
}

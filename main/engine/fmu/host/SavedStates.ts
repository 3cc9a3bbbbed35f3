/** An FMU's state as bytes and back: FMI 2.0.4, 2.1.8, and FMI 3.0, 2.2.6.4, whose functions differ by name alone. */
import type { Instance, LastWords } from "./FmiLibrary.ts";
import { addressOf, lasting, type NativeLibrary } from "./NativeLibrary.ts";

export interface StateNames {
  readonly get: string;
  readonly set: string;
  readonly free: string;
  readonly size: string;
  readonly serialize: string;
  readonly deserialize: string;
}

const instance = "void *";
const address = "void *";
const SAVING = "on saving its state";
const TAKING = "on taking up a state";

export class SavedStates {
  readonly #library: NativeLibrary;
  readonly #names: StateNames;
  readonly #words: LastWords;
  readonly #pointer = new BigUint64Array(lasting(8), 0, 1);

  constructor(library: NativeLibrary, names: StateNames, words: LastWords) {
    this.#library = library;
    this.#names = names;
    this.#words = words;
  }

  save(of: Instance): Uint8Array {
    const { get, size, serialize } = this.#names;
    this.#pointer[0] = 0n;
    this.#words.check(this.#library.function(get, "int", [instance, address])(of, addressOf(this.#pointer)), SAVING);
    const state = this.#pointer[0];
    const length = new BigUint64Array(lasting(8), 0, 1);
    this.#words.check(this.#library.function(size, "int", [instance, address, address])(of, state, addressOf(length)), SAVING);
    const bytes = new Uint8Array(lasting(Number(length[0])), 0, Number(length[0]));
    this.#words.check(this.#library.function(serialize, "int", [instance, address, address, "size_t"])(of, state, addressOf(bytes), bytes.length), SAVING);
    this.#release(of);
    return bytes.slice();
  }

  restore(of: Instance, state: Uint8Array): void {
    const bytes = new Uint8Array(lasting(state.length), 0, state.length);
    bytes.set(state);
    this.#pointer[0] = 0n;
    this.#words.check(this.#library.function(this.#names.deserialize, "int", [instance, address, "size_t", address])(of, addressOf(bytes), state.length, addressOf(this.#pointer)), TAKING);
    this.#words.check(this.#library.function(this.#names.set, "int", [instance, address])(of, this.#pointer[0]), TAKING);
    this.#release(of);
  }

  #release(of: Instance): void {
    this.#library.function(this.#names.free, "int", [instance, address])(of, addressOf(this.#pointer));
  }
}

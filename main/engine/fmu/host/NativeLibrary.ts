/** A shared library and its functions by name. Whoever loads one runs foreign code: only the process made for it does. */
import koffi from "koffi";
import { TwinError } from "../../../../shared/contract/errors.ts";

/** What is passed and returned: numbers, conditions, texts, addresses. */
export type NativeValue = number | bigint | boolean | string | null;
export type NativeFunction = (...args: readonly NativeValue[]) => unknown;

/** FMUs come with solvers that keep much on the stack. */
const STACK_BYTES = 16 * 1024 ** 2;
/** Memory shorter than this would lie where the garbage collector moves it. */
const LEAST_BYTES = 128;

koffi.config({ sync_stack_size: STACK_BYTES });

export class NativeLibrary {
  readonly #library: ReturnType<typeof koffi.load>;
  readonly #what: string;
  readonly #functions = new Map<string, NativeFunction>();

  /** `what` is named where it cannot be loaded or lacks a function. */
  constructor(path: string | undefined, what: string) {
    this.#what = what;
    try {
      this.#library = koffi.load(path ?? null);
    } catch (error) {
      throw new TwinError("damaged", `The library of ${what} cannot be loaded: ${error instanceof Error ? error.message : String(error)}. It may need others that are not on this machine.`, { cause: error });
    }
  }

  /** Types as C has them: `int`, `void *`, `double`; a function has one signature. */
  function(name: string, result: string, args: readonly string[]): NativeFunction {
    const known = this.#functions.get(name);
    if (known) return known;
    try {
      // It takes whatever the types say; only we know which.
      const made = this.#library.func(name, result, [...args]) as NativeFunction;
      this.#functions.set(name, made);
      return made;
    } catch (error) {
      throw new TwinError("damaged", `The library of ${this.#what} has no function ${name}, which the standard asks for.`, { cause: error });
    }
  }

  addressOf(name: string): bigint {
    return koffi.address(this.#library.symbol(name));
  }
}

/** Memory that stays where it is, for `count` elements of an array's kind. */
export function lasting(bytes: number): ArrayBuffer {
  return new ArrayBuffer(Math.max(LEAST_BYTES, bytes));
}

/** Valid as long as the array is there. */
export function addressOf(array: ArrayBufferView): bigint {
  return koffi.address(array);
}

/** A function of ours that foreign code may call with these types. */
export function callable(types: readonly string[], call: (...args: readonly unknown[]) => void): bigint {
  return koffi.register(call, koffi.pointer(koffi.proto("void", [...types])));
}

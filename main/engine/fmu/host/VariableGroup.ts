/** Variables of one type of one FMU, read or written by one call: their references and values in memory that foreign code sees. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { BoundVariable } from "../binding.ts";
import { addressOf, lasting } from "./NativeLibrary.ts";

type Numbers = Float64Array | Float32Array | Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;
type WholeNumbers = BigInt64Array | BigUint64Array;

/** How a type lies in memory. A kind names the functions that get and set it. */
export interface MemoryKind {
  readonly kind: string;
  readonly bytes: number;
  readonly view: (memory: ArrayBuffer, length: number) => Numbers | WholeNumbers;
  /** Ends of what fits; absent for what is not whole. */
  readonly low?: number;
  readonly high?: number;
}

/** A value and the place where the system keeps it, counted from the model's first. */
interface Placed {
  readonly variable: BoundVariable;
  readonly place: number;
}

export class VariableGroup {
  readonly memory: MemoryKind;
  readonly count: number;
  readonly referencesAt: bigint;
  readonly valuesAt: bigint;
  readonly #placed: readonly Placed[];
  readonly #values: Numbers | WholeNumbers;
  readonly #references: Uint32Array;

  constructor(memory: MemoryKind, placed: readonly Placed[]) {
    this.memory = memory;
    this.count = placed.length;
    this.#placed = placed;
    this.#references = new Uint32Array(lasting(placed.length * 4), 0, placed.length);
    this.#references.set(placed.map(({ variable }) => variable.reference));
    this.#values = memory.view(lasting(placed.length * memory.bytes), placed.length);
    this.referencesAt = addressOf(this.#references);
    this.valuesAt = addressOf(this.#values);
  }

  /** Whether all of it may change while the FMU runs. */
  get isTunable(): boolean {
    return this.#placed.every(({ variable }) => variable.tunable);
  }

  /** Takes values of the model, from the place of its first on; whether any is another than before. Throws `diverged` for what does not fit. */
  load(values: ArrayLike<number>, first: number): boolean {
    const { low, high } = this.memory;
    let isNew = false;
    for (let i = 0; i < this.count; i++) {
      const { variable, place } = this.#placed[i] as Placed;
      const value = (values[first + place] as number) * variable.factor + variable.offset;
      const fitting = low === undefined ? value : Math.round(value);
      if (!Number.isFinite(value) || fitting < (low ?? -Infinity) || fitting > (high ?? Infinity)) throw new TwinError("diverged", `${variable.name} would be given ${value}, which ${variable.type} cannot hold`);
      const before = this.#values[i];
      if (this.#values instanceof BigInt64Array || this.#values instanceof BigUint64Array) this.#values[i] = BigInt(fitting);
      else this.#values[i] = fitting;
      isNew ||= this.#values[i] !== before;
    }
    return isNew;
  }

  /** Gives values to the model. Throws `diverged` for one that is none. */
  store(values: Float64Array, first: number): void {
    for (let i = 0; i < this.count; i++) {
      const { variable, place } = this.#placed[i] as Placed;
      const value = Number(this.#values[i]);
      if (!Number.isFinite(value)) throw new TwinError("diverged", `it gives ${value} for ${variable.name}, which is no finite number`);
      values[first + place] = value * variable.factor + variable.offset;
    }
  }
}

/** Variables (those at the places that are wanted) in as few groups as their types allow. */
export function groupVariables(variables: readonly BoundVariable[], kinds: Readonly<Record<string, MemoryKind>>, wanted: (place: number) => boolean = () => true): VariableGroup[] {
  const groups = new Map<MemoryKind, Placed[]>();
  variables.forEach((variable, place) => {
    if (!wanted(place)) return;
    const kind = kinds[variable.type];
    if (!kind) throw new TwinError("internal", `${variable.name} is of type ${variable.type}, which has no place in memory.`);
    groups.set(kind, [...(groups.get(kind) ?? []), { variable, place }]);
  });
  return [...groups].map(([kind, placed]) => new VariableGroup(kind, placed));
}

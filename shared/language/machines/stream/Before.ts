/** What an operand was just before, for events that compare it with the present; and a value held between the instants at which it is worked out. */
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Before implements Part {
  value = NaN;
  readonly dueUs = Infinity;

  /** Takes the present value and returns the former one. */
  exchange(value: number): number {
    const before = this.value;
    this.value = value;
    return before;
  }

  save(to: StateWriter): void {
    to.number(this.value);
  }

  restore(from: StateReader): void {
    this.value = from.number();
  }
}

export class BeforeText implements Part {
  #value: string | undefined;
  readonly dueUs = Infinity;

  exchange(value: string | undefined): string | undefined {
    const before = this.#value;
    this.#value = value;
    return before;
  }

  save(to: StateWriter): void {
    to.boolean(this.#value !== undefined);
    to.text(this.#value ?? "");
  }

  restore(from: StateReader): void {
    const known = from.boolean();
    const text = from.text();
    this.#value = known ? text : undefined;
  }
}

/** The due instant of an answer that lasts for one µs only. */
export class Moment implements Part {
  dueUs = Infinity;

  save(to: StateWriter): void {
    to.number(this.dueUs);
  }

  restore(from: StateReader): void {
    this.dueUs = from.number();
  }
}

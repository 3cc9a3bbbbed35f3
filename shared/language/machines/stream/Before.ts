/** What an operand was just before, for events that compare it with the present; and a value held between the instants at which it is worked out. */
import type { Part, StateReader, StateWriter } from "./state.ts";

export class Before implements Part {
  value = NaN;
  #former = NaN;
  #atUs = NaN;
  readonly dueUs = Infinity;

  /** Takes the present value and returns that before t, however often it is asked at one instant. */
  exchange(tUs: number, value: number): number {
    if (tUs !== this.#atUs) this.#former = this.value;
    this.#atUs = tUs;
    this.value = value;
    return this.#former;
  }

  save(to: StateWriter): void {
    for (const one of [this.value, this.#former, this.#atUs]) to.number(one);
  }

  restore(from: StateReader): void {
    this.value = from.number();
    this.#former = from.number();
    this.#atUs = from.number();
  }
}

export class BeforeText implements Part {
  #value: string | undefined;
  #former: string | undefined;
  #atUs = NaN;
  readonly dueUs = Infinity;

  /** As of numbers. */
  exchange(tUs: number, value: string | undefined): string | undefined {
    if (tUs !== this.#atUs) this.#former = this.#value;
    this.#atUs = tUs;
    this.#value = value;
    return this.#former;
  }

  save(to: StateWriter): void {
    to.number(this.#atUs);
    for (const one of [this.#value, this.#former]) {
      to.boolean(one !== undefined);
      to.text(one ?? "");
    }
  }

  restore(from: StateReader): void {
    this.#atUs = from.number();
    const [value, former] = [from, from].map((reader) => {
      const known = reader.boolean();
      const text = reader.text();
      return known ? text : undefined;
    });
    this.#value = value;
    this.#former = former;
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

/**
 * Elements of a model's states: how many each has, which one an index names, and over which numbers a block counts. Once a model is
 * checked there are only single states, named `T[1]`, `T[2]`, ….
 */
import { toNumber, type Rational } from "../units/rational.ts";
import { PLAIN } from "../units/unit.ts";
import type { EachSyntax, Expression, ModelValueSyntax, Place } from "./syntax.ts";
import { constantOf, type TypedNumber } from "./typed.ts";

/** What is cut finer is a field for a solver of another kind. Those of stiff systems take 300 states at most. */
export const MAX_ELEMENTS = 1_000;
/** States of a model, elements counted, and parts of all its expressions together, sums written out: so much is compiled between two keystrokes. */
export const MAX_STATES = 5_000;
export const MAX_PARTS = 200_000;

/** Checks an expression, and tells what is wrong at a place. */
export interface ElementsContext<L> {
  readonly number: (expression: Expression) => TypedNumber<L> | undefined;
  readonly tell: (place: Place, code: string, message: string) => void;
}

export class ModelElements<L> {
  readonly #context: ElementsContext<L>;
  readonly #ranges = new Map<EachSyntax, readonly number[] | undefined>();
  /** The name that counts here, and where it is. */
  #counting: { readonly name: string; readonly value: number } | undefined;

  constructor(context: ElementsContext<L>) {
    this.#context = context;
  }

  /** What a name that counts is now. */
  variable(name: string): TypedNumber<L> | undefined {
    return this.#counting?.name === name ? constantOf<L>(whole(this.#counting.value), PLAIN) : undefined;
  }

  /** How many elements a state has; undefined for a single one, and where it is told that it cannot be read. */
  countOf({ name, count: written }: Pick<ModelValueSyntax, "name" | "count">): number | undefined {
    if (!written) return undefined;
    const count = this.#wholeNumber(written, `How many elements ${name.name} has`);
    if (count === undefined) return undefined;
    if (count >= 1 && count <= MAX_ELEMENTS) return count;
    this.#context.tell(written, "range", `${name.name} has between 1 and ${MAX_ELEMENTS.toLocaleString("en")} elements.`);
    return undefined;
  }

  /** Which element, counted from 0; undefined (told) where there is none. */
  placeOf(name: string, index: Expression, count: number): number | undefined {
    const number = this.#wholeNumber(index, "An index");
    if (number === undefined || (number >= 1 && number <= count)) return number === undefined ? undefined : number - 1;
    const where = this.#counting ? ` where ${this.#counting.name} is ${this.#counting.value}` : "";
    this.#context.tell(index, "range", `There is no ${name}[${number}]${where}: ${name} has the elements 1 to ${count}.`);
    return undefined;
  }

  /** Checks for each number of a block, until something is wrong; once without a block. */
  forEach(each: EachSyntax | undefined, check: () => boolean): void {
    if (!each) {
      check();
      return;
    }
    if (!this.#ranges.has(each)) this.#ranges.set(each, this.#range(each));
    for (const value of this.#ranges.get(each) ?? []) {
      this.#counting = { name: each.variable.name, value };
      if (!check()) break;
    }
    this.#counting = undefined;
  }

  #range({ from, to }: EachSyntax): readonly number[] | undefined {
    const first = this.#wholeNumber(from, "Where it counts from");
    const last = this.#wholeNumber(to, "Where it counts to");
    if (first === undefined || last === undefined) return undefined;
    const place = { start: from.start, end: to.end };
    if (last < first) this.#context.tell(place, "range", "The lower number comes first.");
    else if (last - first >= MAX_ELEMENTS) this.#context.tell(place, "range", `This counts further than ${MAX_ELEMENTS.toLocaleString("en")} numbers.`);
    else return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    return undefined;
  }

  #wholeNumber(expression: Expression, what: string): number | undefined {
    const typed = this.#context.number(expression);
    if (!typed) return undefined;
    const { constant, unit } = typed;
    if (constant?.d === 1n && unit.code === PLAIN.code) return toNumber(constant);
    this.#context.tell(expression, "not-a-constant", `${what} is a whole number: of numbers${this.#counting ? ` and ${this.#counting.name}` : " and what each counts"}.`);
    return undefined;
  }
}

function whole(value: number): Rational {
  return { n: BigInt(value), d: 1n };
}

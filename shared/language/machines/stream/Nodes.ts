/**
 * Nodes of an assembled expression and their instants: who tells whether t is one. Instants matter inside sampled operators
 * only; everywhere else nobody asks, and nothing is kept for it.
 */
import { slotsOf, type Expr } from "../expressions.ts";
import { happens, isUndecided, type Happening } from "./happening.ts";
import type { SlotState } from "./SlotState.ts";
import type { Part } from "./state.ts";
import { Ticker } from "./Ticker.ts";
import { Turns } from "./Turns.ts";

/** An expression, assembled. */
export interface Node<T> {
  /** The value from t on; to be asked once at every instant, in order of time. */
  readonly at: (tUs: number) => T;
  /** Whether t is one of its instants; to be asked after `at` of the same t, and only of operands of sampled operators. */
  readonly moved: (tUs: number) => boolean;
}

const MOVES_NEVER = (): boolean => false;

export class Nodes {
  readonly #slots: readonly SlotState[];
  readonly #parts: Part[];
  /** Inside how many sampled operators the node being made stands. */
  #sampled = 0;
  /** The clocks of the `every` around it. */
  #tickers: readonly Ticker[] = [];

  /** Parts that remember are added to `parts` in the order in which they are made; their order is what a saved state relies on. */
  constructor(slots: readonly SlotState[], parts: Part[]) {
    this.#slots = slots;
    this.#parts = parts;
  }

  slot(index: number): SlotState {
    const slot = this.#slots[index];
    if (slot === undefined) throw new RangeError(`There is no slot ${index}.`);
    return slot;
  }

  keep<P extends Part>(part: P): P {
    this.#parts.push(part);
    return part;
  }

  /** A constant, or what is read from slots alone. */
  leaf<T>(at: (tUs: number) => T, ...slots: readonly SlotState[]): Node<T> {
    if (this.#sampled === 0) return { at, moved: MOVES_NEVER };
    const tickers = this.#tickers;
    for (const slot of slots) slot.tellsAll = true;
    const [only] = slots;
    // The usual leaf, and quicker: asked with every value of its signal.
    if (only && slots.length === 1 && tickers.length === 0) return { at, moved: (tUs) => only.isInstant(tUs) };
    return { at, moved: (tUs) => slots.some((slot) => slot.isInstant(tUs)) || tickers.some((ticker) => ticker.tickUs === tUs) };
  }

  /** An operand of a sampled operator. */
  operand<T>(make: () => Node<T>): Node<T> {
    this.#sampled++;
    const made = make();
    this.#sampled--;
    return made;
  }

  /** An answer that may also change between the instants of its parts. */
  turning<T extends number>(at: (tUs: number) => T, ...of: readonly Node<unknown>[]): Node<T> {
    if (this.#sampled === 0) return { at, moved: MOVES_NEVER };
    const turns = this.keep(new Turns());
    return { at: (tUs) => turns.note(tUs, at(tUs)), moved: (tUs) => turns.movedUs === tUs || of.some((part) => part.moved(tUs)) };
  }

  /** Its instants: those of its parts, where it happens, and where it becomes decided or undecided. */
  event(at: (tUs: number) => Happening, ...of: readonly Node<unknown>[]): Node<Happening> {
    if (this.#sampled === 0) return { at, moved: MOVES_NEVER };
    const turns = this.keep(new Turns());
    let happenedUs = NaN;
    return {
      at: (tUs) => {
        const event = at(tUs);
        turns.note(tUs, isUndecided(event) ? 1 : 0);
        if (happens(event)) happenedUs = tUs;
        return event;
      },
      moved: (tUs) => happenedUs === tUs || turns.movedUs === tUs || of.some((part) => part.moved(tUs)),
    };
  }

  overMembers<A, T>(members: readonly Node<A>[], of: (values: readonly ((tUs: number) => A)[], tUs: number) => T): Node<T> {
    if (members.length === 0) return this.leaf((tUs) => of([], tUs));
    const values = members.map(({ at }) => at);
    return { at: (tUs) => of(values, tUs), moved: (tUs) => members.some((member) => member.moved(tUs)) };
  }

  /** Whether any signal of an expression has had a sample. */
  hasSample(expr: Expr): () => boolean {
    const slots = slotsOf(expr).map((index) => this.slot(index));
    return () => slots.some((slot) => slot.sampleUs > -Infinity);
  }

  ticking<T>(expr: Expr, periodUs: number, make: () => Node<T>): Node<T> {
    const ticker = this.keep(new Ticker(periodUs));
    const hasSample = this.hasSample(expr);
    const around = this.#tickers;
    this.#tickers = [...around, ticker];
    const { at, moved } = make();
    this.#tickers = around;
    return {
      at: (tUs) => {
        ticker.advance(tUs, hasSample());
        return at(tUs);
      },
      moved,
    };
  }
}

/** The instants of two parts together. */
export function either(a: Pick<Node<unknown>, "moved">, b: Pick<Node<unknown>, "moved">): (tUs: number) => boolean {
  if (a.moved === MOVES_NEVER && b.moved === MOVES_NEVER) return MOVES_NEVER;
  return (tUs) => a.moved(tUs) || b.moved(tUs);
}

/**
 * Expressions as closures over the slots' state: no code is generated from text. A number is NaN where it is unknown,
 * which is possible because known numbers are finite. Both sides of `and` and `or` are always asked: they may keep time.
 */
import type { NumberExpr, TruthExpr } from "../../ir.ts";
import { HeldFor } from "./HeldFor.ts";
import type { SlotState } from "./SlotState.ts";
import { negated, truthOf, UNKNOWN, type Truth } from "./truth.ts";

export type NumberAt = (tUs: number) => number;
export type TruthAt = (tUs: number) => Truth;

/** NaN for the infinities of division by zero and overflow. */
function finite(value: number): number {
  return value - value === 0 ? value : NaN;
}

function slotAt(slots: readonly SlotState[], index: number): SlotState {
  const slot = slots[index];
  if (slot === undefined) throw new RangeError(`There is no slot ${index}.`);
  return slot;
}

export function numberAt(expr: NumberExpr, slots: readonly SlotState[]): NumberAt {
  switch (expr.op) {
    case "number": {
      const value = finite(expr.value);
      return () => value;
    }
    case "signal": {
      const slot = slotAt(slots, expr.slot);
      return (tUs) => slot.numberAt(tUs);
    }
    case "affine": {
      const { factor, offset } = expr;
      const x = numberAt(expr.x, slots);
      return (tUs) => finite(x(tUs) * factor + offset);
    }
    case "negate": {
      const x = numberAt(expr.x, slots);
      return (tUs) => -x(tUs);
    }
    case "abs": {
      const x = numberAt(expr.x, slots);
      return (tUs) => Math.abs(x(tUs));
    }
    case "sqrt": {
      const x = numberAt(expr.x, slots);
      return (tUs) => Math.sqrt(x(tUs));
    }
    case "add":
    case "subtract":
    case "multiply":
    case "divide":
    case "least":
    case "greatest": {
      const a = numberAt(expr.a, slots);
      const b = numberAt(expr.b, slots);
      switch (expr.op) {
        case "add": return (tUs) => finite(a(tUs) + b(tUs));
        case "subtract": return (tUs) => finite(a(tUs) - b(tUs));
        case "multiply": return (tUs) => finite(a(tUs) * b(tUs));
        case "divide": return (tUs) => finite(a(tUs) / b(tUs));
        case "least": return (tUs) => Math.min(a(tUs), b(tUs));
        case "greatest": return (tUs) => Math.max(a(tUs), b(tUs));
      }
    }
    default: throw new RangeError(`There is no ${expr.op} in this machine.`);
  }
}

type Compare = Extract<TruthExpr, { op: "compare" }>["kind"];

const COMPARE: Record<Compare, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

/** The timed parts met on the way are added to `timers`, in the order of the expression; their order is what a saved state relies on. */
export function truthAt(expr: TruthExpr, slots: readonly SlotState[], timers: HeldFor[]): TruthAt {
  switch (expr.op) {
    case "truth": {
      const value = truthOf(expr.value);
      return () => value;
    }
    case "truthSignal": {
      const slot = slotAt(slots, expr.slot);
      return (tUs) => {
        const value = slot.numberAt(tUs);
        return value !== value ? UNKNOWN : truthOf(value !== 0);
      };
    }
    case "compare": {
      const a = numberAt(expr.a, slots);
      const b = numberAt(expr.b, slots);
      const holds = COMPARE[expr.kind];
      return (tUs) => {
        const x = a(tUs);
        const y = b(tUs);
        return x !== x || y !== y ? UNKNOWN : truthOf(holds(x, y));
      };
    }
    case "compareText": {
      const slot = slotAt(slots, expr.slot);
      const { text } = expr;
      const equal = expr.kind === "==";
      return (tUs) => {
        const value = slot.textAt(tUs);
        return value === undefined ? UNKNOWN : truthOf((value === text) === equal);
      };
    }
    case "not": {
      const x = truthAt(expr.x, slots, timers);
      return (tUs) => negated(x(tUs));
    }
    case "and":
    case "or": {
      const a = truthAt(expr.a, slots, timers);
      const b = truthAt(expr.b, slots, timers);
      const lesser = expr.op === "and";
      return (tUs) => {
        const x = a(tUs);
        const y = b(tUs);
        return x < y === lesser ? x : y;
      };
    }
    case "for":
    case "within": {
      const p = truthAt(expr.p, slots, timers);
      const held = new HeldFor(expr.durationUs, expr.op === "for" ? expr.tolerateUs : undefined);
      timers.push(held);
      return expr.op === "for" ? (tUs) => held.at(tUs, p(tUs)) : (tUs) => negated(held.at(tUs, negated(p(tUs))));
    }
    default: throw new RangeError(`There is no ${expr.op} in this machine.`);
  }
}

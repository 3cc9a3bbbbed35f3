/**
 * Makes of an expression the closures that answer it from the slots' state: no code is generated from text. A number is NaN
 * where it is unknown, which is possible because known numbers are finite. Every part is asked at every instant of its
 * program, whether or not its answer matters there: it may keep time.
 */
import { cos, exp, ln, pow, sin } from "../../../math/elementary.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { EventExpr, NumberExpr, TruthExpr } from "../../ir.ts";
import type { Expr } from "../expressions.ts";
import { Before, BeforeText, Moment } from "./Before.ts";
import { happening, happens, isUndecided, type Happening } from "./happening.ts";
import { HeldFor } from "./HeldFor.ts";
import { Hysteresis } from "./Hysteresis.ts";
import { Lag } from "./Lag.ts";
import { countOfAt, MembersAt, quantifiedAt } from "./members.ts";
import { either, Nodes, type Node } from "./Nodes.ts";
import { Recently } from "./Recently.ts";
import { Then, Without } from "./Sequence.ts";
import type { SlotState } from "./SlotState.ts";
import { SlotWatch } from "./SlotWatch.ts";
import type { Part } from "./state.ts";
import { StateLatch } from "./StateLatch.ts";
import { Total } from "./Total.ts";
import { FALSE, negated, TRUE, truthOf, UNKNOWN, type Truth } from "./truth.ts";
import { WindowCount } from "./WindowCount.ts";
import { WindowExtreme } from "./WindowExtreme.ts";
import { WindowSum } from "./WindowSum.ts";

/** NaN for the infinities of division by zero and overflow. */
function finite(value: number): number {
  return value - value === 0 ? value : NaN;
}

const ONE: Record<"negate" | "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos", (x: number) => number> = { negate: (x) => -x, abs: Math.abs, sqrt: Math.sqrt, exp, ln, sin, cos };

const COMPARE: Record<Extract<TruthExpr, { op: "compare" }>["kind"], (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

export class Assembly {
  readonly #nodes: Nodes;

  /** The parts that remember are added to `parts`, in the order of the expressions. */
  constructor(slots: readonly SlotState[], parts: Part[]) {
    this.#nodes = new Nodes(slots, parts);
  }

  number(expr: NumberExpr): Node<number> {
    switch (expr.op) {
      case "number": {
        const value = finite(expr.value);
        return this.#nodes.leaf(() => value);
      }
      case "signal": {
        const slot = this.#nodes.slot(expr.slot);
        return this.#nodes.leaf((tUs) => slot.numberAt(tUs), slot);
      }
      case "affine": {
        const { factor, offset } = expr;
        const { at, moved } = this.number(expr.x);
        return { at: (tUs) => finite(at(tUs) * factor + offset), moved };
      }
      case "negate":
      case "abs":
      case "sqrt":
      case "exp":
      case "ln":
      case "sin":
      case "cos": {
        const of = ONE[expr.op];
        const { at, moved } = this.number(expr.x);
        return { at: (tUs) => finite(of(at(tUs))), moved };
      }
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
      case "pow":
      case "least":
      case "greatest": return this.#arithmetic(expr.op, this.number(expr.a), this.number(expr.b));
      case "avg":
      case "stddev":
      case "integral": {
        const x = this.#nodes.operand(() => this.number(expr.x));
        const sum = this.#nodes.keep(new WindowSum(expr.op, expr));
        return { at: (tUs) => sum.at(tUs, x.at(tUs), x.moved(tUs)), moved: (tUs) => sum.movedUs === tUs };
      }
      case "duration": {
        const p = this.#nodes.operand(() => this.truth(expr.p));
        const sum = this.#nodes.keep(new WindowSum("integral", expr));
        return { at: (tUs) => sum.at(tUs, numberOf(p.at(tUs)), p.moved(tUs)), moved: (tUs) => sum.movedUs === tUs };
      }
      case "lowest":
      case "highest": {
        const x = this.number(expr.x);
        const extreme = this.#nodes.keep(new WindowExtreme(expr.op, expr));
        return this.#nodes.turning((tUs) => extreme.at(tUs, x.at(tUs)), x);
      }
      case "count": {
        const e = this.event(expr.e);
        const counted = this.#nodes.keep(new WindowCount(expr));
        return this.#nodes.turning((tUs) => counted.at(tUs, e.at(tUs)), e);
      }
      case "delta":
      case "rate": {
        const x = this.#nodes.operand(() => this.number(expr.x));
        const lag = this.#nodes.keep(new Lag(expr.windowUs));
        const seconds = expr.windowUs / US_PER_S;
        const at = expr.op === "delta" ? (tUs: number) => lag.at(tUs, x.at(tUs), x.moved(tUs)) : (tUs: number) => finite(lag.at(tUs, x.at(tUs), x.moved(tUs)) / seconds);
        return { at, moved: (tUs) => lag.movedUs === tUs };
      }
      case "totalTime": {
        const p = this.#nodes.operand(() => this.truth(expr.p));
        return this.#total({ at: (tUs) => numberOf(p.at(tUs)), moved: p.moved }, expr, expr.since);
      }
      case "totalOf": return this.#total(this.#nodes.operand(() => this.number(expr.x)), expr, expr.since);
      case "residual": return this.#residual(expr);
      case "sumOf":
      case "avgOf":
      case "lowestOf":
      case "highestOf": {
        const members = new MembersAt(expr.op, expr.least);
        return this.#nodes.overMembers(expr.xs.map((x) => this.number(x)), (values, tUs) => members.at(values, tUs));
      }
      case "countOf": return this.#nodes.overMembers(expr.ps.map((p) => this.truth(p)), (values, tUs) => countOfAt(values, expr.least, tUs));
      case "state": {
        const conditions = expr.contenders.map(({ when, clear }) => ({ when: this.truth(when), clear: clear && this.truth(clear) }));
        const latch = this.#nodes.keep(new StateLatch(expr.contenders, expr.fallback));
        const at = (tUs: number): number => {
          conditions.forEach(({ when, clear }, index) => latch.tell(index, tUs, when.at(tUs), clear?.at(tUs)));
          return latch.member;
        };
        return this.#nodes.turning(at, ...conditions.flatMap(({ when, clear }) => (clear ? [when, clear] : [when])));
      }
      case "every": return this.#nodes.ticking(expr, expr.periodUs, () => this.number(expr.x));
    }
  }

  truth(expr: TruthExpr): Node<Truth> {
    switch (expr.op) {
      case "truth": {
        const value = truthOf(expr.value);
        return this.#nodes.leaf(() => value);
      }
      case "truthSignal": {
        const slot = this.#nodes.slot(expr.slot);
        return this.#nodes.leaf((tUs) => {
          const value = slot.numberAt(tUs);
          return value !== value ? UNKNOWN : truthOf(value !== 0);
        }, slot);
      }
      case "compare": {
        const a = this.number(expr.a);
        const b = this.number(expr.b);
        const holds = COMPARE[expr.kind];
        return {
          at: (tUs) => {
            const x = a.at(tUs);
            const y = b.at(tUs);
            return x !== x || y !== y ? UNKNOWN : truthOf(holds(x, y));
          },
          moved: either(a, b),
        };
      }
      case "compareText": {
        const slot = this.#nodes.slot(expr.slot);
        const { text } = expr;
        const equal = expr.kind === "==";
        return this.#nodes.leaf((tUs) => {
          const value = slot.textAt(tUs);
          return value === undefined ? UNKNOWN : truthOf((value === text) === equal);
        }, slot);
      }
      case "compareTexts": {
        const one = this.#nodes.slot(expr.slot);
        const other = this.#nodes.slot(expr.other);
        const equal = expr.kind === "==";
        return this.#nodes.leaf((tUs) => {
          const a = one.textAt(tUs);
          const b = other.textAt(tUs);
          return a === undefined || b === undefined ? UNKNOWN : truthOf((a === b) === equal);
        }, one, other);
      }
      case "not": {
        const { at, moved } = this.truth(expr.x);
        return { at: (tUs) => negated(at(tUs)), moved };
      }
      case "and":
      case "or": {
        const a = this.truth(expr.a);
        const b = this.truth(expr.b);
        const lesser = expr.op === "and";
        return {
          at: (tUs) => {
            const x = a.at(tUs);
            const y = b.at(tUs);
            return x < y === lesser ? x : y;
          },
          moved: either(a, b),
        };
      }
      case "anyOf":
      case "allOf": return this.#nodes.overMembers(expr.ps.map((p) => this.truth(p)), (values, tUs) => quantifiedAt(expr.op, values, expr.least, tUs));
      case "for": {
        const p = this.truth(expr.p);
        const held = this.#nodes.keep(new HeldFor(expr.durationUs, expr.tolerateUs));
        return this.#nodes.turning((tUs) => held.at(tUs, p.at(tUs)), p);
      }
      case "within": {
        const p = this.truth(expr.p);
        const held = this.#nodes.keep(new HeldFor(expr.durationUs));
        return this.#nodes.turning((tUs) => negated(held.at(tUs, negated(p.at(tUs)))), p);
      }
      case "recently":
      case "happens": {
        const e = this.event(expr.e);
        const recent = this.#nodes.keep(new Recently(expr.op === "happens" ? 1 : expr.durationUs));
        return this.#nodes.turning((tUs) => recent.at(tUs, e.at(tUs)), e);
      }
      case "hysteresis": {
        const x = this.number(expr.x);
        const a = this.number(expr.a);
        const h = this.number(expr.h);
        const band = this.#nodes.keep(new Hysteresis(expr.kind));
        return this.#nodes.turning((tUs) => band.at(x.at(tUs), a.at(tUs), h.at(tUs)), x, a, h);
      }
      case "stale":
      case "missing": {
        const slot = this.#nodes.slot(expr.slot);
        slot.watch(expr.durationUs);
        const watch = this.#nodes.keep(new SlotWatch(slot, expr.op === "stale", expr.durationUs));
        return this.#nodes.turning((tUs) => watch.at(tUs), this.#nodes.leaf(() => FALSE, slot));
      }
      case "bad": {
        const slot = this.#nodes.slot(expr.slot);
        slot.tellsAll = true;
        return this.#nodes.leaf(() => truthOf(slot.isBad), slot);
      }
      case "every": return this.#nodes.ticking(expr, expr.periodUs, () => this.truth(expr.x));
    }
  }

  event(expr: EventExpr): Node<Happening> {
    switch (expr.op) {
      case "rises":
      case "falls": {
        const p = this.truth(expr.p);
        const before = this.#nodes.keep(new Before());
        const [from, to] = expr.op === "rises" ? [FALSE, TRUE] : [TRUE, FALSE];
        return this.#nodes.event((tUs) => {
          const value = p.at(tUs);
          return happening(before.exchange(value) === from && value === to, value === UNKNOWN);
        }, p);
      }
      case "changes": {
        const x = this.number(expr.x);
        const before = this.#nodes.keep(new Before());
        return this.#nodes.event((tUs) => {
          const value = x.at(tUs);
          const former = before.exchange(value);
          return happening(value !== former && value === value && former === former, value !== value);
        }, x);
      }
      case "changesText": {
        const slot = this.#nodes.slot(expr.slot);
        const before = this.#nodes.keep(new BeforeText());
        return this.#nodes.event((tUs) => {
          const value = slot.textAt(tUs);
          const former = before.exchange(value);
          return happening(value !== former && value !== undefined && former !== undefined, value === undefined);
        }, this.#nodes.leaf(() => FALSE, slot));
      }
      case "while": {
        const e = this.event(expr.e);
        const p = this.truth(expr.p);
        const moment = this.#nodes.keep(new Moment());
        return this.#nodes.event((tUs) => {
          const event = e.at(tUs);
          const condition = p.at(tUs);
          // An instant that is worked out twice has its event the first time alone, and stays as unsure as it was.
          const unsure = (happens(event) && condition === UNKNOWN) || moment.dueUs === tUs + 1;
          moment.dueUs = unsure ? tUs + 1 : Infinity;
          return happening(happens(event) && condition === TRUE, unsure || (!happens(event) && isUndecided(event) && condition !== FALSE));
        }, e, p);
      }
      case "then":
      case "without": {
        const e = this.event(expr.e);
        const f = this.event(expr.f);
        const sequence = this.#nodes.keep(expr.op === "then" ? new Then(expr.durationUs) : new Without(expr.durationUs));
        return this.#nodes.event((tUs) => sequence.at(tUs, e.at(tUs), f.at(tUs)), e, f);
      }
    }
  }

  #arithmetic(op: "add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest", { at: a, moved: movedA }: Node<number>, { at: b, moved: movedB }: Node<number>): Node<number> {
    const moved = either({ moved: movedA }, { moved: movedB });
    switch (op) {
      case "add": return { at: (tUs) => finite(a(tUs) + b(tUs)), moved };
      case "subtract": return { at: (tUs) => finite(a(tUs) - b(tUs)), moved };
      case "multiply": return { at: (tUs) => finite(a(tUs) * b(tUs)), moved };
      case "divide": return { at: (tUs) => finite(a(tUs) / b(tUs)), moved };
      case "least": return { at: (tUs) => Math.min(a(tUs), b(tUs)), moved };
      case "greatest": return { at: (tUs) => Math.max(a(tUs), b(tUs)), moved };
      case "pow": return {
        at: (tUs) => {
          const x = a(tUs);
          const y = b(tUs);
          // Anything to the power of zero is one, but not what is unknown.
          return x !== x || y !== y ? NaN : finite(pow(x, y));
        },
        moved,
      };
    }
  }

  #residual({ measured, predicted, factor, offset }: Extract<NumberExpr, { op: "residual" }>): Node<number> {
    const slot = this.#nodes.slot(measured);
    const model = this.#nodes.slot(predicted);
    const { moved } = this.#nodes.operand(() => this.#nodes.leaf(() => FALSE, slot));
    const held = this.#nodes.keep(new Before());
    return {
      at: (tUs) => {
        if (moved(tUs)) held.value = finite(slot.numberAt(tUs) - (model.numberAt(tUs) * factor + offset));
        return held.value;
      },
      moved,
    };
  }

  #total(x: Node<number>, expr: Expr, since: EventExpr | undefined): Node<number> {
    const event = since && this.#nodes.operand(() => this.event(since));
    const hasSample = this.#nodes.hasSample(expr);
    const total = this.#nodes.keep(new Total());
    const at = event === undefined
      ? (tUs: number) => total.at(tUs, x.at(tUs), x.moved(tUs), false, hasSample())
      : (tUs: number) => {
          const value = x.at(tUs);
          const begins = happens(event.at(tUs));
          return total.at(tUs, value, x.moved(tUs) || event.moved(tUs), begins, false);
        };
    return { at, moved: (tUs) => total.movedUs === tUs };
  }
}

function numberOf(value: Truth): number {
  return value === UNKNOWN ? NaN : value === TRUE ? 1 : 0;
}

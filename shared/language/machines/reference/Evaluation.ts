/** Expressions of the intermediate form as step functions: which word means which function of its parts, and nothing else. */
import { cos, exp, ln, pow, sin } from "../../../math/elementary.ts";
import { US_PER_S } from "../../../time/time.ts";
import type { EventExpr, NumberExpr, TruthExpr } from "../../ir.ts";
import { slotsOf, type Expr } from "../expressions.ts";
import { heldFor, hysteresis, stateOf } from "./conditions.ts";
import { absence, changesFrom, count, recently, sequence, whilst, type Events } from "./events.ts";
import { countOf, ofMembers, quantified } from "./members.ts";
import { bad, firstSampleUs, missing, stale, type Signal, type Value } from "./signals.ts";
import { combine, combineAll, map, mapKnown, sampledAt, stepFunction, union, valueAt, type StepFunction } from "./stepFunction.ts";
import { totalOf } from "./totals.ts";
import { and, finite, not, or } from "./values.ts";
import { average, delta, deviation, duration, extreme, integral } from "./windows.ts";

const COMPARE: Record<"<" | "<=" | ">" | ">=" | "==" | "!=", (a: Value, b: Value) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

const ONE: Record<"negate" | "abs" | "sqrt" | "exp" | "ln" | "sin" | "cos", (x: number) => number> = { negate: (x) => -x, abs: Math.abs, sqrt: Math.sqrt, exp, ln, sin, cos };
const TWO: Record<"add" | "subtract" | "multiply" | "divide" | "pow" | "least" | "greatest", (a: number, b: number) => number> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  pow,
  least: Math.min,
  greatest: Math.max,
};

export class Evaluation {
  readonly #signals: readonly Signal[];
  readonly #untilUs: number;
  /** What `every` around this part adds to its instants. */
  readonly #ticksUs: readonly number[];

  /** Right up to and including `untilUs`: what a clock adds beyond it is left out. */
  constructor(signals: readonly Signal[], untilUs: number, ticksUs: readonly number[] = []) {
    this.#signals = signals;
    this.#untilUs = untilUs;
    this.#ticksUs = ticksUs;
  }

  number(expr: NumberExpr): StepFunction<number> {
    switch (expr.op) {
      case "number": return this.#constant(finite(expr.value));
      case "signal": return mapKnown(this.#held(expr.slot), (value) => (typeof value === "number" ? value : undefined));
      case "affine": return mapKnown(this.number(expr.x), (x) => finite(x * expr.factor + expr.offset));
      case "negate":
      case "abs":
      case "sqrt":
      case "exp":
      case "ln":
      case "sin":
      case "cos": return mapKnown(this.number(expr.x), (x) => finite(ONE[expr.op](x)));
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
      case "pow":
      case "least":
      case "greatest":
        return combine(this.number(expr.a), this.number(expr.b), (a, b) => (a === undefined || b === undefined ? undefined : finite(TWO[expr.op](a, b))));
      case "avg": return average(this.number(expr.x), expr);
      case "stddev": return deviation(this.number(expr.x), expr);
      case "integral": return integral(this.number(expr.x), expr);
      case "lowest": return extreme(this.number(expr.x), expr, Math.min);
      case "highest": return extreme(this.number(expr.x), expr, Math.max);
      case "count": return count(this.event(expr.e), expr);
      case "duration": return duration(this.truth(expr.p), expr);
      case "delta": return delta(this.number(expr.x), expr.windowUs);
      case "rate": return mapKnown(delta(this.number(expr.x), expr.windowUs), (change) => finite(change / (expr.windowUs / US_PER_S)));
      case "totalTime": return this.#total(expr, mapKnown(this.truth(expr.p), Number), expr.since);
      case "totalOf": return this.#total(expr, this.number(expr.x), expr.since);
      case "residual": return this.#residual(expr);
      case "sumOf":
      case "avgOf":
      case "lowestOf":
      case "highestOf": return this.#overMembers(expr.xs.map((x) => this.number(x)), (values) => ofMembers(expr.op, values, expr.least));
      case "countOf": return this.#overMembers(expr.ps.map((p) => this.truth(p)), (values) => countOf(values, expr.least));
      case "state": return stateOf(expr.contenders.map(({ when, clear, ...rest }) => ({ ...rest, when: this.truth(when), clear: clear && this.truth(clear) })), expr.fallback);
      case "every": return this.#ticking(expr, expr.periodUs).number(expr.x);
    }
  }

  truth(expr: TruthExpr): StepFunction<boolean> {
    switch (expr.op) {
      case "truth": return this.#constant(expr.value);
      case "truthSignal": return mapKnown(this.#held(expr.slot), (value) => value !== 0);
      case "compare":
        return combine(this.number(expr.a), this.number(expr.b), (a, b) => (a === undefined || b === undefined ? undefined : COMPARE[expr.kind](a, b)));
      case "compareText": return mapKnown(this.#held(expr.slot), (value) => COMPARE[expr.kind](value, expr.text));
      case "compareTexts":
        return combine(this.#held(expr.slot), this.#held(expr.other), (a, b) => (a === undefined || b === undefined ? undefined : COMPARE[expr.kind](a, b)));
      case "not": return map(this.truth(expr.x), not);
      case "and": return combine(this.truth(expr.a), this.truth(expr.b), and);
      case "or": return combine(this.truth(expr.a), this.truth(expr.b), or);
      case "anyOf":
      case "allOf": return this.#overMembers(expr.ps.map((p) => this.truth(p)), (values) => quantified(expr.op, values, expr.least));
      case "for": return heldFor(this.truth(expr.p), expr.durationUs, expr.tolerateUs);
      case "within": return map(heldFor(map(this.truth(expr.p), not), expr.durationUs), not);
      case "recently": return recently(this.event(expr.e), expr.durationUs);
      case "happens": return recently(this.event(expr.e), 1);
      case "hysteresis": return hysteresis(this.number(expr.x), this.number(expr.a), this.number(expr.h), expr.kind);
      case "stale": return this.#ticked(stale(this.#signal(expr.slot), expr.durationUs));
      case "missing": return this.#ticked(missing(this.#signal(expr.slot), expr.durationUs));
      case "bad": return this.#ticked(bad(this.#signal(expr.slot)));
      case "every": return this.#ticking(expr, expr.periodUs).truth(expr.x);
    }
  }

  event(expr: EventExpr): Events {
    switch (expr.op) {
      case "rises": return changesFrom(this.truth(expr.p), (_, after) => after);
      case "falls": return changesFrom(this.truth(expr.p), (before) => before);
      case "changes": return changesFrom(this.number(expr.x), () => true);
      case "changesText": return changesFrom(this.#held(expr.slot), () => true);
      case "while": return whilst(this.event(expr.e), this.truth(expr.p));
      case "then": return sequence(this.event(expr.e), this.event(expr.f), expr.durationUs);
      case "without": return absence(this.event(expr.e), this.event(expr.f), expr.durationUs);
    }
  }

  #constant<T>(value: T | undefined): StepFunction<T> {
    return this.#ticked(stepFunction([], () => value));
  }

  #signal(slot: number): Signal {
    const found = this.#signals[slot];
    if (found === undefined) throw new RangeError(`There is no slot ${slot}.`);
    return found;
  }

  #held(slot: number): StepFunction<Value> {
    return this.#ticked(this.#signal(slot).values);
  }

  #ticked<T>(f: StepFunction<T>): StepFunction<T> {
    return this.#ticksUs.length === 0 ? f : { ...f, instantsUs: union(f.instantsUs, this.#ticksUs) };
  }

  /** This evaluation with the whole multiples of the period, from the first sample of the part's signals on, among all instants. */
  #ticking(part: Expr, periodUs: number): Evaluation {
    const ticksUs: number[] = [];
    const firstUs = this.#firstUs(part) ?? Infinity;
    for (let tUs = Math.ceil(firstUs / periodUs) * periodUs; tUs <= this.#untilUs; tUs += periodUs) ticksUs.push(tUs);
    return new Evaluation(this.#signals, this.#untilUs, union(this.#ticksUs, ticksUs));
  }

  #firstUs(part: Expr): number | undefined {
    return firstSampleUs(slotsOf(part).map((slot) => this.#signal(slot)), this.#untilUs);
  }

  #overMembers<A, T>(parts: readonly StepFunction<A>[], of: (values: readonly (A | undefined)[]) => T | undefined): StepFunction<T> {
    return parts.length === 0 ? this.#constant(of([])) : combineAll(parts, of);
  }

  #total(expr: NumberExpr, x: StepFunction<number>, since: EventExpr | undefined): StepFunction<number> {
    return totalOf(x, since && this.event(since), this.#firstUs(expr));
  }

  #residual({ measured, predicted, factor, offset }: Extract<NumberExpr, { op: "residual" }>): StepFunction<number> {
    const x = this.#held(measured);
    const model = this.#held(predicted);
    return sampledAt(x.instantsUs, (tUs) => {
      const [a, b] = [valueAt(x, tUs), valueAt(model, tUs)];
      return typeof a === "number" && typeof b === "number" ? finite(a - (b * factor + offset)) : undefined;
    });
  }
}

/**
 * From an expression's syntax to its checked, lowered form: names looked up in an environment, units and kinds checked,
 * literals converted exactly. Knows nothing of assets; the same text on many assets of one shape is checked once. Calls,
 * temporal operators and comparisons have files of their own; this class is what they share.
 */
import type { EventExpr, NumberExpr, TruthExpr } from "./ir.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { negate } from "../units/rational.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { PLAIN, type Unit } from "../units/unit.ts";
import { isSum, isTrouble, negated, product, raised, sum, type UnitTrouble } from "./checkUnits.ts";
import { checkCall } from "./checkCall.ts";
import { checkComparison } from "./checkComparison.ts";
import { checkDuration } from "./checkDuration.ts";
import { checkEvery, checkHysteresis, checkSequence, checkTail } from "./checkTemporal.ts";
import { type DiagnosticOptions, type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import { namesIn } from "./names.ts";
import type { ComparisonOperator, Expression, NameNode, NumberNode, Place } from "./syntax.ts";
import { readUnit } from "./readUnit.ts";
import { type Arithmetic, constantOf, type Typed, type TypedNumber } from "./typed.ts";

/** What a name means where the expression stands. */
export type Meaning<L> =
  | Typed<L>
  /** The error has been told or is told elsewhere; the expression has no result. */
  | { readonly kind: "nothing" };

/** A signal itself, for what asks for more than its value. */
export interface SignalAccess {
  /** Calcs are worked out, not measured: they cannot be stale. */
  readonly measured: boolean;
  /** Notes that the signal is read, and says where it is kept. */
  slot(): number;
  /** The prediction that a model used on the asset makes of it; undefined where none does. */
  readonly predicted?: () => number;
}

/** What rules and calcs can ask of the plant and models cannot: signals over time, and members. */
export interface Plant<L> {
  /** Leaves of this environment are the intermediate form's numbers. */
  readonly wrap: (node: NumberExpr) => L;
  readonly unwrap: (node: Arithmetic<L>) => NumberExpr;
  /** Notes what keeps changes of the past, and where it stands. */
  noteWindow(node: NumberExpr | EventExpr, place: Place): void;
  /** The signal that a name reads, or undefined where it reads none. */
  signal(name: NameNode): SignalAccess | undefined;
  /**
   * For an expression with these names inside an aggregate: one environment for each member, or none where no name leads to
   * members. `example` stands for a member while there is none: it tells units, its signals are not read.
   */
  members(names: readonly NameNode[]): { readonly each: readonly Environment<L>[]; readonly example?: Environment<L>; readonly mixed?: string } | undefined;
}

export interface Environment<L> {
  /** What the name means; a name that means nothing is noted or told by the environment. */
  lookup(name: NameNode): Meaning<L>;
  /** The same without noting anything: undefined for a name that means nothing. */
  peek(name: NameNode): Meaning<L> | undefined;
  /** Absent in models, which know numbers at one instant alone. */
  readonly plant?: Plant<L>;
  /** Present in models alone. */
  readonly model?: ModelParts<L>;
  /** Functions of the project's own that are visible here. */
  readonly functions: FunctionScope;
  /** Units that only this project knows, as its signals spell them. */
  readonly opaqueUnits: ReadonlySet<string>;
}

/** A table that may be read like a function. */
export interface TableMeaning<L> {
  readonly arguments: readonly { readonly name: string; readonly unit: Unit }[];
  readonly unit: Unit;
  /** The reading of it, at one value for each argument in its unit. */
  readonly read: (at: readonly Arithmetic<L>[]) => L;
}

/** What models have and rules and calcs do not: conditions whose instants the solver finds, and tables. */
export interface ModelParts<L> {
  /** The condition that a comparison of two numbers in one unit is; undefined where it cannot be one. */
  readonly relate: (kind: ComparisonOperator, a: Arithmetic<L>, b: Arithmetic<L>) => TruthExpr | undefined;
  readonly choose: (test: TruthExpr, a: Arithmetic<L>, b: Arithmetic<L>) => L;
  readonly table: (name: string) => TableMeaning<L> | undefined;
  /** All elements of a state that has some; undefined where the name is anything else. */
  readonly elements: (name: NameNode) => readonly TypedNumber<L>[] | undefined;
  /** The value that x had so long ago. */
  readonly delay: (x: Arithmetic<L>, seconds: Arithmetic<L>, place: Place) => L;
  /** What is checked meanwhile may read parameters alone; `why` is told of all else. */
  readonly ofParameters: <T>(why: string, check: () => T) => T;
}

export class ExpressionChecker<L extends object> {
  readonly environment: Environment<L>;
  readonly sink: DiagnosticSink;
  /** How often the project's own functions have been put in place of their names: bounds what they may come to. */
  readonly expansions: { count: number; depth: number };

  constructor(environment: Environment<L>, sink: DiagnosticSink, expansions = { count: 0, depth: 0 }) {
    this.environment = environment;
    this.sink = sink;
    this.expansions = expansions;
  }

  /** The same checks with other meanings of names. */
  within(environment: Environment<L>, sink = this.sink): ExpressionChecker<L> {
    return new ExpressionChecker(environment, sink, this.expansions);
  }

  /** The expression's checked form, or undefined where an error has been told. */
  check(expression: Expression): Typed<L> | undefined {
    switch (expression.kind) {
      case "number": return this.#literal(expression);
      case "name": return this.#name(expression);
      case "truth": return this.truth({ op: "truth", value: expression.value }, expression);
      case "text": return { kind: "literal", text: expression.value };
      case "bracket": return this.#bracket(expression.operand);
      case "negate": return this.#negate(expression.operand, expression);
      case "not": return this.#not(expression);
      case "and": case "or": return this.#logic(expression);
      case "arithmetic": return this.#arithmetic(expression);
      case "comparison": return checkComparison(this, expression);
      case "for": case "within": return checkTail(this, expression);
      case "then": case "without": return checkSequence(this, expression);
      case "hysteresis": return checkHysteresis(this, expression);
      case "every": return checkEvery(this, expression);
      case "coverage": return checkCall(this, expression.operand, { coverage: expression.share });
      case "since": return checkCall(this, expression.operand, { since: expression.event });
      case "call": return checkCall(this, expression, {});
      case "broken": return undefined;
    }
  }

  /** A condition, or undefined (told). */
  condition(expression: Expression): TruthExpr | undefined {
    return this.asCondition(this.check(expression), expression);
  }

  /** The same of an expression that has been checked. */
  asCondition(typed: Typed<L> | undefined, expression: Expression): TruthExpr | undefined {
    if (!typed || typed.kind === "truth") return typed?.node;
    if (typed.kind === "event") return this.tellEvent(expression);
    return this.tell(expression, "not-a-condition", `${this.describe(typed)}, not a condition: compare it with something.`);
  }

  /** An event; a condition stands for its rises. Undefined where it is neither (told). */
  event(expression: Expression): EventExpr | undefined {
    const typed = this.check(expression);
    if (!typed || typed.kind === "event") return typed?.node;
    if (typed.kind === "truth") return { op: "rises", p: typed.node };
    return this.tell(expression, "not-an-event", `${this.describe(typed)}, not an event: write changes(…), or a condition for the instants at which it comes true.`);
  }

  /** A number, or undefined (told). */
  number(expression: Expression): TypedNumber<L> | undefined {
    const typed = this.check(expression);
    if (!typed || typed.kind === "number") return typed;
    return this.tell(expression, "not-a-number", `${this.describe(typed)}, not a number.`);
  }

  /** A length of time known at compile time, in whole µs above zero. */
  duration(expression: Expression): number | undefined {
    const typed = this.number(expression);
    const result = typed && checkDuration(typed);
    if (result === undefined || typeof result === "number") return result;
    return this.tell(expression, "duration", result.problem, result.unit === undefined ? {} : { fix: replaceWith({ start: expression.end, end: expression.end }, ` ${result.unit}`, `Write ${result.unit} behind it`) });
  }

  tell(place: Place, code: string, message: string, options: DiagnosticOptions = {}): undefined {
    this.sink.report(place, code, message, options);
    return undefined;
  }

  describe(typed: Typed<L>): string {
    switch (typed.kind) {
      case "number": return `This is a number${typed.unit.code === "1" ? "" : ` in ${displayUnit(typed.unit)}`}`;
      case "truth": return "This is a condition";
      case "event": return "This is an event, which happens at single instants";
      case "enum": return `This is one of ${typed.members.join(", ")}`;
      default: return "This is a text";
    }
  }

  truth(node: TruthExpr, place: Place): Typed<L> | undefined {
    if (this.environment.plant) return { kind: "truth", node };
    if (this.environment.model && !isAtOneInstant(node)) return this.tell(place, "not-in-model", "This looks at signals over time and stands in rules and calcs; in a model a state remembers, and when sets it.");
    if (this.environment.model) return { kind: "truth", node };
    return this.tell(place, "not-a-number", "This is a condition, and a number is wanted.");
  }

  /** An event where a condition is wanted. */
  tellEvent(expression: Expression, more = ""): undefined {
    const { end, kind } = expression;
    const loose = kind === "then" || kind === "without" || kind === "and";
    const message = `This is an event, which happens at single instants; a condition is wanted here. Say how long it counts, with within: ${loose ? "(…)" : "…"} within 1 min.${more}`;
    return this.tell(expression, "event", message, loose ? {} : { fix: { title: "Write within 1 min behind it", start: end, end, text: " within 1 min" } });
  }

  #bracket(operand: Expression): Typed<L> | undefined {
    const typed = this.check(operand);
    if (typed?.kind !== "number" || typed.bare !== true) return typed;
    return { ...typed, bare: false };
  }

  #literal(node: NumberNode): TypedNumber<L> | undefined {
    if (!node.unit) return { ...constantOf<L>(node.value, PLAIN), bare: true };
    const unit = readUnit(node.unit, this.sink, { digits: node.digits, opaque: this.environment.opaqueUnits });
    return unit && constantOf(node.value, unit);
  }

  #name(node: NameNode): Typed<L> | undefined {
    if (node.index && !this.environment.model) return this.tell(node.index, "not-in-rules", "Only states of models have elements.");
    const meaning = this.environment.lookup(node);
    return meaning.kind === "nothing" ? undefined : meaning;
  }

  /** A sign before a literal belongs to it: `-5 degC` is a point. */
  #negate(operand: Expression, place: Place): Typed<L> | undefined {
    const x = this.number(operand);
    if (!x) return undefined;
    if (operand.kind === "number" && x.constant) return { ...constantOf<L>(negate(x.constant), x.unit), ...(x.bare === true && { bare: true }) };
    return this.settle(negated(x), place);
  }

  /** The result, or undefined with its trouble told. `left` and `right` are where a unit may be mended. */
  settle<T extends object>(result: T | UnitTrouble, place: Place, left?: Expression, right?: Expression): T | undefined {
    if (!isTrouble(result)) return result;
    const { mend } = result;
    const operand = mend?.side === "left" ? left : right;
    const at = operand && unitPlace(operand);
    this.sink.report(place, "unit-mismatch", result.problem, mend && at ? { fix: { title: `Write ${mend.unit}`, ...at, text: at.start === at.end ? ` ${mend.unit}` : mend.unit } } : {});
    return undefined;
  }

  #not(expression: Extract<Expression, { kind: "negate" | "not" | "bracket" }>): Typed<L> | undefined {
    const x = this.condition(expression.operand);
    return x && this.truth({ op: "not", x }, expression);
  }

  /** `e and p` is an event: those of e at which p is true. */
  #logic(expression: Extract<Expression, { kind: "and" | "or" }>): Typed<L> | undefined {
    const { left, right, kind } = expression;
    const a = this.check(left);
    const b = this.check(right);
    if (!a || !b) return undefined;
    if (kind === "and" && a.kind === "event" && b.kind === "event") return this.tell(expression, "event", "These are two events, which hardly happen at one instant: write e then f within 5 min, or within behind one of them.");
    const [event, other, place] = a.kind === "event" ? [a, b, right] : b.kind === "event" ? [b, a, left] : [undefined, undefined, left];
    if (kind === "and" && event && other) {
      const p = this.asCondition(other, place);
      return p && { kind: "event", node: { op: "while", e: event.node, p } };
    }
    const x = this.asCondition(a, left);
    const y = this.asCondition(b, right);
    return x && y && this.truth({ op: kind, a: x, b: y }, expression);
  }

  #arithmetic(expression: Extract<Expression, { kind: "arithmetic" }>): Typed<L> | undefined {
    const { operator, left, right } = expression;
    const a = this.number(left);
    if (this.#tellSplitUnit(expression)) return undefined;
    const b = this.number(right);
    if (!a || !b) return undefined;
    if (isSum(operator)) return this.settle(sum(operator, a, b), expression, left, right);
    if (operator === "^") return this.settle(raised(a, b), expression, left, right);
    if (operator === "/" && b.constant?.n === 0n && namesIn([right]).length === 0) return this.tell(right, "division-by-zero", "This divides by zero.");
    return this.settle(product(operator, a, b), expression, left, right);
  }

  /** `3 m / s` where s names nothing here: a unit with blanks in it. Returns whether that was told. */
  #tellSplitUnit({ operator, left, right, start, end }: Extract<Expression, { kind: "arithmetic" }>): boolean {
    if ((operator !== "/" && operator !== "*") || left.kind !== "number" || !left.unit || right.kind !== "name" || right.segments.length > 1) return false;
    const word = right.segments[0]?.name ?? "";
    const joined = `${left.unit.name}${operator === "*" ? "." : "/"}${word}`;
    if (this.environment.peek(right) || isUnitError(parseUnit(joined))) return false;
    const text = `${left.digits} ${joined}`;
    this.sink.report({ start, end }, "blank-in-unit", `${left.digits} ${left.unit.name} ${operator} ${word} reads as a ${operator === "/" ? "division" : "product"} by something called ${word}; the unit is written without blanks: ${text}.`, { fix: replaceWith({ start, end }, text) });
    return true;
  }
}

/** Whether a condition knows no past: what a model may ask. */
function isAtOneInstant({ op }: TruthExpr): boolean {
  return op === "truth" || op === "truthSignal" || op === "not" || op === "and" || op === "or";
}

/** Where a unit is to be written: in place of a literal's unit, else behind the literal. Undefined for other expressions. */
function unitPlace(operand: Expression): Place | undefined {
  const literal = operand.kind === "negate" ? operand.operand : operand;
  if (literal.kind !== "number") return undefined;
  return literal.unit ? { start: literal.unit.start, end: literal.unit.end } : { start: literal.end, end: literal.end };
}

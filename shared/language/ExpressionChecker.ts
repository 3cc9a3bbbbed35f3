/**
 * From an expression's syntax to its checked, lowered form: names looked up in an environment, units and kinds checked,
 * literals converted exactly. Knows nothing of assets; the same text on many assets of one shape is checked once.
 */
import type { TruthExpr } from "./ir.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { nearest } from "../units/nearest.ts";
import { negate } from "../units/rational.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { PLAIN } from "../units/unit.ts";
import { absolute, isSum, isTrouble, meet, negated, product, root, sum, type UnitTrouble } from "./checkUnits.ts";
import { checkDuration } from "./checkDuration.ts";
import { equivalence, holds, sameMembers } from "./comparisons.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import { namesIn, pathOf } from "./names.ts";
import type { Expression, NameNode, NumberNode, Place } from "./syntax.ts";
import { readUnit } from "./readUnit.ts";
import { constantOf, exactIn, type Typed, type TypedNumber } from "./typed.ts";
import { CALLS } from "./words.ts";

/** What a name means where the expression stands. */
export type Meaning<L> =
  | Typed<L>
  /** The error has been told or is told elsewhere; the expression has no result. */
  | { readonly kind: "nothing" };

export interface Environment<L> {
  /** What the name means; a name that means nothing is noted or told by the environment. */
  lookup(name: NameNode): Meaning<L>;
  /** The same without noting anything: undefined for a name that means nothing. */
  peek(name: NameNode): Meaning<L> | undefined;
  /** Whether conditions may stand here; models know only numbers. */
  readonly conditions: boolean;
  /** Units that only this project knows, as its signals spell them. */
  readonly opaqueUnits: ReadonlySet<string>;
}

type Comparison = Extract<Expression, { kind: "comparison" }>;
type Call = Extract<Expression, { kind: "call" }>;

export class ExpressionChecker<L extends object> {
  readonly #environment: Environment<L>;
  readonly #sink: DiagnosticSink;

  constructor(environment: Environment<L>, sink: DiagnosticSink) {
    this.#environment = environment;
    this.#sink = sink;
  }

  /** The expression's checked form, or undefined where an error has been told. */
  check(expression: Expression): Typed<L> | undefined {
    switch (expression.kind) {
      case "number": return this.#literal(expression);
      case "name": return this.#name(expression);
      case "truth": return this.#truth({ op: "truth", value: expression.value }, expression);
      case "text": return { kind: "literal", text: expression.value };
      case "bracket": return this.#bracket(expression.operand);
      case "negate": return this.#negate(expression.operand, expression);
      case "not": return this.#not(expression);
      case "and": case "or": return this.#logic(expression);
      case "arithmetic": return this.#arithmetic(expression);
      case "comparison": return this.#comparison(expression);
      case "for": case "within": return this.#temporal(expression);
      case "call": return this.#call(expression);
      case "broken": return undefined;
    }
  }

  /** A condition, or undefined (told). */
  condition(expression: Expression): TruthExpr | undefined {
    const typed = this.check(expression);
    if (!typed || typed.kind === "truth") return typed?.node;
    this.#tell(expression, "not-a-condition", `${this.#describe(typed)}, not a condition: compare it with something.`);
    return undefined;
  }

  /** A number, or undefined (told). */
  number(expression: Expression): TypedNumber<L> | undefined {
    const typed = this.check(expression);
    if (!typed || typed.kind === "number") return typed;
    this.#tell(expression, "not-a-number", `${this.#describe(typed)}, not a number.`);
    return undefined;
  }

  /** A length of time known at compile time, in whole µs above zero. */
  duration(expression: Expression): number | undefined {
    const typed = this.number(expression);
    const result = typed && checkDuration(typed);
    if (result === undefined || typeof result === "number") return result;
    this.#sink.report(expression, "duration", result.problem, result.unit === undefined ? {} : { fix: replaceWith({ start: expression.end, end: expression.end }, ` ${result.unit}`, `Write ${result.unit} behind it`) });
    return undefined;
  }

  #tell(place: Place, code: string, message: string): undefined {
    this.#sink.report(place, code, message);
    return undefined;
  }

  #describe(typed: Typed<L>): string {
    if (typed.kind === "number") return `This is a number${typed.unit.code === "1" ? "" : ` in ${displayUnit(typed.unit)}`}`;
    if (typed.kind === "truth") return "This is a condition";
    if (typed.kind === "enum") return `This is one of ${typed.members.join(", ")}`;
    return "This is a text";
  }

  #truth(node: TruthExpr, place: Place): Typed<L> | undefined {
    if (this.#environment.conditions) return { kind: "truth", node };
    return this.#tell(place, "not-available", "Conditions inside a model are not available yet.");
  }

  #bracket(operand: Expression): Typed<L> | undefined {
    const typed = this.check(operand);
    if (typed?.kind !== "number" || typed.bare !== true) return typed;
    return { ...typed, bare: false };
  }

  #literal(node: NumberNode): TypedNumber<L> | undefined {
    if (!node.unit) return { ...constantOf<L>(node.value, PLAIN), bare: true };
    const unit = readUnit(node.unit, this.#sink, { digits: node.digits, opaque: this.#environment.opaqueUnits });
    return unit && constantOf(node.value, unit);
  }

  #name(node: NameNode): Typed<L> | undefined {
    const meaning = this.#environment.lookup(node);
    return meaning.kind === "nothing" ? undefined : meaning;
  }

  /** A sign before a literal belongs to it: `-5 degC` is a point. */
  #negate(operand: Expression, place: Place): Typed<L> | undefined {
    const x = this.number(operand);
    if (!x) return undefined;
    if (operand.kind === "number" && x.constant) return { ...constantOf<L>(negate(x.constant), x.unit), ...(x.bare === true && { bare: true }) };
    return this.#settle(negated(x), place);
  }

  #settle(result: TypedNumber<L> | UnitTrouble, place: Place, left?: Place, right?: Place): TypedNumber<L> | undefined {
    if (!isTrouble(result)) return result;
    this.#trouble(result, place, left, right);
    return undefined;
  }

  #trouble(trouble: UnitTrouble, place: Place, left?: Expression | Place, right?: Expression | Place): void {
    const { mend } = trouble;
    const operand = mend?.side === "left" ? left : right;
    const at = operand && unitPlace(operand);
    this.#sink.report(place, "unit-mismatch", trouble.problem, mend && at ? { fix: { title: `Write ${mend.unit}`, ...at, text: at.start === at.end ? ` ${mend.unit}` : mend.unit } } : {});
  }

  #not(expression: Extract<Expression, { kind: "negate" | "not" | "bracket" }>): Typed<L> | undefined {
    const x = this.condition(expression.operand);
    return x && this.#truth({ op: "not", x }, expression);
  }

  #logic(expression: Extract<Expression, { kind: "and" | "or" }>): Typed<L> | undefined {
    const a = this.condition(expression.left);
    const b = this.condition(expression.right);
    return a && b && this.#truth({ op: expression.kind, a, b }, expression);
  }

  #arithmetic(expression: Extract<Expression, { kind: "arithmetic" }>): Typed<L> | undefined {
    const { operator, left, right } = expression;
    const a = this.number(left);
    if (this.#tellSplitUnit(expression)) return undefined;
    const b = this.number(right);
    if (!a || !b) return undefined;
    if (isSum(operator)) return this.#settle(sum(operator, a, b), expression, left, right);
    if (operator === "/" && b.constant?.n === 0n && namesIn([right]).length === 0) return this.#tell(right, "division-by-zero", "This divides by zero.");
    return this.#settle(product(operator, a, b), expression, left, right);
  }

  /** `3 m / s` where s names nothing here: a unit with blanks in it. Returns whether that was told. */
  #tellSplitUnit({ operator, left, right, start, end }: Extract<Expression, { kind: "arithmetic" }>): boolean {
    if (isSum(operator) || left.kind !== "number" || !left.unit || right.kind !== "name" || right.segments.length > 1) return false;
    const word = right.segments[0]?.name ?? "";
    const joined = `${left.unit.name}${operator === "*" ? "." : "/"}${word}`;
    if (this.#environment.peek(right) || isUnitError(parseUnit(joined))) return false;
    const text = `${left.digits} ${joined}`;
    this.#sink.report({ start, end }, "blank-in-unit", `${left.digits} ${left.unit.name} ${operator} ${word} reads as a ${operator === "/" ? "division" : "product"} by something called ${word}; the unit is written without blanks: ${text}.`, { fix: replaceWith({ start, end }, text) });
    return true;
  }

  #comparison(expression: Comparison): Typed<L> | undefined {
    const members = this.#memberComparison(expression);
    if (members) return members.result;
    const a = this.check(expression.left);
    const b = this.check(expression.right);
    if (!a || !b) return undefined;
    const { operator } = expression;
    if (a.kind === "number" && b.kind === "number") return this.#compareNumbers(expression, a, b);
    if (operator !== "==" && operator !== "!=") return this.#tell(expression, "kind-mismatch", `${operator} needs numbers on both sides; conditions, texts and enums have only == and !=.`);
    if (a.kind === "truth" && b.kind === "truth") return this.#truth(equivalence(a.node, b.node, operator), expression);
    const text = a.kind === "text" ? a : b.kind === "text" ? b : undefined;
    const literal = a.kind === "literal" ? a : b.kind === "literal" ? b : undefined;
    if (text && literal) return this.#truth({ op: "compareText", kind: operator, slot: text.slot, text: literal.text }, expression);
    if (a.kind === "text" && b.kind === "text") return this.#tell(expression, "not-available", "Comparing two text signals is not available yet; compare with a text in quotes.");
    if (a.kind === "enum" && b.kind === "enum" && sameMembers(a.members, b.members)) return this.#compared(operator, a.node, b.node, expression);
    return this.#tell(expression, "kind-mismatch", `These cannot be compared. ${this.#describe(a)}; the other side is not. `.trim());
  }

  /** The intermediate form compares number nodes; in environments with conditions the leaves are signals. */
  #compared(kind: Comparison["operator"], a: object, b: object, place: Place): Typed<L> | undefined {
    // Leaves of environments with conditions are signal nodes, which makes Arithmetic<L> the form's NumberExpr.
    return this.#truth({ op: "compare", kind, a, b } as TruthExpr, place);
  }

  #compareNumbers(expression: Comparison, a: TypedNumber<L>, b: TypedNumber<L>): Typed<L> | undefined {
    const met = meet(a, b);
    if (isTrouble(met)) {
      this.#trouble(met, expression, expression.left, expression.right);
      return undefined;
    }
    const left = exactIn(a, met.unit);
    const right = exactIn(b, met.unit);
    if (left && right) return this.#truth({ op: "truth", value: holds(expression.operator, left, right) }, expression);
    return this.#compared(expression.operator, met.a, met.b, expression);
  }

  /** `state == running`, where one side is an enum signal and the other a member: by its bare name, or as a text. */
  #memberComparison(expression: Comparison): { readonly result: Typed<L> | undefined } | undefined {
    for (const [side, other] of [[expression.left, expression.right], [expression.right, expression.left]] as const) {
      if (side.kind !== "name" || (other.kind !== "text" && (other.kind !== "name" || other.segments.length > 1))) continue;
      const peeked = this.#environment.peek(side)?.kind;
      if (peeked === "nothing" && other.kind === "name") {
        this.#environment.lookup(side);
        return { result: undefined };
      }
      if (peeked === "text" && other.kind === "name" && !this.#environment.peek(other)) return { result: this.#tellUnquoted(other) };
      if (peeked !== "enum") continue;
      const signal = this.#environment.lookup(side);
      if (signal.kind !== "enum") continue;
      if (expression.operator !== "==" && expression.operator !== "!=") return { result: this.#tell(expression, "kind-mismatch", "Enums have only == and !=.") };
      const name = other.kind === "text" ? other.value : (other.segments[0]?.name ?? "");
      const index = signal.members.indexOf(name);
      if (index >= 0) return { result: this.#compared(expression.operator, signal.node, { op: "number", value: index }, expression) };
      if (other.kind === "name" && this.#environment.peek(other)?.kind === "enum") return undefined;
      const near = nearest(name, signal.members);
      this.#sink.report(other, "unknown-member", `"${name}" is none of ${signal.members.join(", ")}.`, near === undefined ? {} : { fix: replaceWith(other, near) });
      return { result: undefined };
    }
    return undefined;
  }

  #tellUnquoted(name: NameNode): undefined {
    const text = `"${pathOf(name)}"`;
    this.#sink.report(name, "unquoted-text", `A text stands in quotes: ${text}.`, { fix: replaceWith(name, text) });
    return undefined;
  }

  #temporal(expression: Extract<Expression, { kind: "for" | "within" }>): Typed<L> | undefined {
    const p = this.condition(expression.operand);
    const durationUs = this.duration(expression.duration);
    const tolerate = expression.kind === "for" ? expression.tolerate : undefined;
    const tolerateUs = tolerate && this.duration(tolerate);
    if (!p || durationUs === undefined || (tolerate && tolerateUs === undefined)) return undefined;
    if (expression.kind === "within") return this.#truth({ op: "within", p, durationUs }, expression);
    return this.#truth({ op: "for", p, durationUs, ...(tolerateUs !== undefined && { tolerateUs }) }, expression);
  }

  #call(expression: Call): Typed<L> | undefined {
    const { callee, operands } = expression;
    const count = CALLS.get(callee.name);
    const numbers = operands.map((operand) => this.number(operand));
    if (count === undefined) {
      const near = nearest(callee.name, CALLS.keys());
      this.#sink.report(callee, "unknown-function", `There is no function ${callee.name}; there are ${[...CALLS.keys()].join(", ")}.`, near === undefined ? {} : { fix: replaceWith(callee, near) });
      return undefined;
    }
    if (operands.length !== count) return this.#tell(expression, "arguments", `${callee.name} takes ${count === 1 ? "one value" : `${count} values`}; here ${operands.length === 1 ? "is 1" : `are ${operands.length}`}.`);
    const [a, b] = numbers;
    if (!a) return undefined;
    if (callee.name === "abs") return this.#settle(absolute(a), expression);
    if (callee.name === "sqrt") return this.#settle(root(a), expression);
    return b && this.#extreme(callee.name === "min" ? "least" : "greatest", a, b, expression);
  }

  #extreme(op: "least" | "greatest", a: TypedNumber<L>, b: TypedNumber<L>, expression: Call): Typed<L> | undefined {
    const met = meet(a, b);
    if (!isTrouble(met)) return { kind: "number", node: { op, a: met.a, b: met.b }, unit: met.unit, sort: met.sort };
    this.#trouble(met, expression, expression.operands[0], expression.operands[1]);
    return undefined;
  }
}

/** Where a unit is to be written: in place of a literal's unit, else behind the literal. Undefined for other expressions. */
function unitPlace(operand: Expression | Place): Place | undefined {
  if (!("kind" in operand)) return undefined;
  const literal = operand.kind === "negate" ? operand.operand : operand;
  if (literal.kind !== "number") return undefined;
  return literal.unit ? { start: literal.unit.start, end: literal.unit.end } : { start: literal.end, end: literal.end };
}

/** Comparisons: of numbers with their units, of conditions, of texts, of enums with their members. */
import { nearest } from "../units/nearest.ts";
import type { Unit } from "../units/unit.ts";
import { isTrouble, meet } from "./checkUnits.ts";
import { equivalence, holds, sameMembers } from "./comparisons.ts";
import { replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker, Plant } from "./ExpressionChecker.ts";
import type { TruthExpr } from "./ir.ts";
import { pathOf } from "./names.ts";
import type { Expression, NameNode } from "./syntax.ts";
import { type Arithmetic, exactIn, type Typed, type TypedNumber } from "./typed.ts";

type Comparison = Extract<Expression, { kind: "comparison" }>;

export function checkComparison<L extends object>(checker: ExpressionChecker<L>, expression: Comparison): Typed<L> | undefined {
  const { plant } = checker.environment;
  if (!plant) return compareInModel(checker, expression);
  const members = memberComparison(checker, plant, expression);
  if (members) return members.result;
  const a = checker.check(expression.left);
  const b = checker.check(expression.right);
  if (!a || !b) return undefined;
  const { operator } = expression;
  if (a.kind === "number" && b.kind === "number") return compareNumbers(checker, plant, expression, a, b);
  if (a.kind === "event" || b.kind === "event") return checker.tell(expression, "event", "An event cannot be compared; count(e, 1 h) > 3 counts them.");
  if (operator !== "==" && operator !== "!=") return checker.tell(expression, "kind-mismatch", `${operator} needs numbers on both sides; conditions, texts and enums have only == and !=.`);
  if (a.kind === "truth" && b.kind === "truth") return checker.truth(equivalence(a.node, b.node, operator), expression);
  const text = a.kind === "text" ? a : b.kind === "text" ? b : undefined;
  const literal = a.kind === "literal" ? a : b.kind === "literal" ? b : undefined;
  if (text && literal) return checker.truth({ op: "compareText", kind: operator, slot: text.slot, text: literal.text }, expression);
  if (a.kind === "text" && b.kind === "text") return checker.truth({ op: "compareTexts", kind: operator, slot: a.slot, other: b.slot }, expression);
  if (a.kind === "literal" && b.kind === "literal") return checker.truth({ op: "truth", value: (a.text === b.text) === (operator === "==") }, expression);
  if (a.kind === "enum" && b.kind === "enum" && sameMembers(a.members, b.members)) return compared(checker, plant, operator, a.node, b.node, expression);
  return checker.tell(expression, "kind-mismatch", `These cannot be compared. ${checker.describe(a)}; the other side is not.`);
}

function compared<L extends object>(checker: ExpressionChecker<L>, plant: Plant<L>, kind: Comparison["operator"], a: Arithmetic<L>, b: Arithmetic<L>, place: Expression): Typed<L> | undefined {
  return checker.truth({ op: "compare", kind, a: plant.unwrap(a), b: plant.unwrap(b) }, place);
}

/** In a model, numbers alone: a relation whose instants the solver finds. */
function compareInModel<L extends object>(checker: ExpressionChecker<L>, expression: Comparison): Typed<L> | undefined {
  const { model } = checker.environment;
  const { left, right, operator } = expression;
  const a = checker.number(left);
  const b = checker.number(right);
  if (!a || !b) return undefined;
  const met = checker.settle(meet(a, b), expression, left, right);
  if (!met || isTrouble(met)) return undefined;
  const exact = exactTruth(operator, a, b, met.unit);
  if (exact) return checker.truth(exact, expression);
  const truth = model?.relate(operator, met.a, met.b);
  return truth ? checker.truth(truth, expression) : checker.tell(expression, "never-equal", `Numbers that move are hardly ever equal: compare with ${operator === "==" ? ">= and <=" : "> or <"}.`);
}

/** The truth of a comparison of two constants. */
function exactTruth<L>(operator: Comparison["operator"], a: TypedNumber<L>, b: TypedNumber<L>, unit: Unit): TruthExpr | undefined {
  const left = b.constant && exactIn(a, unit);
  const right = a.constant && exactIn(b, unit);
  return left && right ? { op: "truth", value: holds(operator, left, right) } : undefined;
}

function compareNumbers<L extends object>(checker: ExpressionChecker<L>, plant: Plant<L>, expression: Comparison, a: TypedNumber<L>, b: TypedNumber<L>): Typed<L> | undefined {
  const met = checker.settle(meet(a, b), expression, expression.left, expression.right);
  if (!met || isTrouble(met)) return undefined;
  const exact = exactTruth(expression.operator, a, b, met.unit);
  if (exact) return checker.truth(exact, expression);
  return compared(checker, plant, expression.operator, met.a, met.b, expression);
}

/** `mode == running`, where one side is an enum and the other a member: by its bare name, or as a text. */
function memberComparison<L extends object>(checker: ExpressionChecker<L>, plant: Plant<L>, expression: Comparison): { readonly result: Typed<L> | undefined } | undefined {
  const { environment } = checker;
  for (const [side, other] of [[expression.left, expression.right], [expression.right, expression.left]] as const) {
    if (side.kind !== "name" || (other.kind !== "text" && (other.kind !== "name" || other.segments.length > 1 || other.children))) continue;
    const peeked = environment.peek(side)?.kind;
    if (peeked === "nothing" && other.kind === "name") {
      environment.lookup(side);
      return { result: undefined };
    }
    if (peeked === "text" && other.kind === "name" && !environment.peek(other)) return { result: tellUnquoted(checker, other) };
    if (peeked !== "enum") continue;
    const signal = environment.lookup(side);
    if (signal.kind !== "enum") continue;
    if (expression.operator !== "==" && expression.operator !== "!=") return { result: checker.tell(expression, "kind-mismatch", "Enums have only == and !=.") };
    const name = other.kind === "text" ? other.value : (other.segments[0]?.name ?? "");
    const index = signal.members.indexOf(name);
    if (index >= 0) return { result: compared(checker, plant, expression.operator, signal.node, { op: "number", value: index }, expression) };
    if (other.kind === "name" && environment.peek(other)?.kind === "enum") return undefined;
    const near = nearest(name, signal.members);
    return { result: checker.tell(other, "unknown-member", `"${name}" is none of ${signal.members.join(", ")}.`, near === undefined ? {} : { fix: replaceWith(other, near) }) };
  }
  return undefined;
}

function tellUnquoted<L extends object>(checker: ExpressionChecker<L>, name: NameNode): undefined {
  const text = `"${pathOf(name)}"`;
  return checker.tell(name, "unquoted-text", `A text stands in quotes: ${text}.`, { fix: replaceWith(name, text) });
}

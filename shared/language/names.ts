/** The names that expressions mention, and how a name is spelled in a text. */
import { quoteName } from "../model/path.ts";
import { AGGREGATES } from "./functions.ts";
import type { Expression, NameNode } from "./syntax.ts";
import { EXPRESSION_WORDS } from "./words.ts";

/** A name as people say it: `bearing.temperature`, `children(Pump).power`. */
export function pathOf(name: NameNode): string {
  let path = name.segments[0]?.name ?? "";
  for (let at = 1; at < name.segments.length; at += 1) path += `.${name.segments[at]?.name ?? ""}`;
  return name.children ? `children(${name.children.name}).${path}` : path;
}

/** A name as it must be written: in back-quotes where it is no plain word or one of the language's own. */
export function spellName(name: string): string {
  return EXPRESSION_WORDS.has(name) || name === "on" || name === "as" ? `\`${name}\`` : quoteName(name);
}

/** A name as a definition reads it. */
export interface Reading {
  readonly name: NameNode;
  /** Inside an aggregate, where a relation stands for all it leads to. */
  readonly aggregated: boolean;
}

/** Whether a call works its operand out for each member of the plant. */
export function isAggregate(call: Extract<Expression, { kind: "call" }>): boolean {
  return call.operands.length === 1 && AGGREGATES.has(call.callee.name);
}

/** The expressions directly inside an expression, in the order of the text. */
export function innerExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "negate": case "not": case "bracket": return [expression.operand];
    case "arithmetic": case "comparison": case "and": case "or": return [expression.left, expression.right];
    case "for": return [expression.operand, expression.duration, ...(expression.tolerate ? [expression.tolerate] : [])];
    case "within": return [expression.operand, expression.duration];
    case "then": case "without": return [expression.left, expression.right, expression.duration];
    case "hysteresis": return [expression.operand, expression.band];
    case "every": return [expression.operand, expression.period];
    case "coverage": return [expression.operand, expression.share];
    case "since": return [expression.operand, expression.event];
    case "call": return expression.operands;
    case "name": return expression.index ? [expression.index] : [];
    default: return [];
  }
}

/** The names in an aggregate's operand that an inner aggregate does not take for itself. */
export function namesOutsideAggregates(operand: Expression): NameNode[] {
  if (operand.kind === "name") return [operand];
  if (operand.kind === "call" && isAggregate(operand)) return [];
  return innerExpressions(operand).flatMap(namesOutsideAggregates);
}

/** All names in the expressions with how they are read, in the order of the text. */
export function readingsIn(expressions: readonly (Expression | undefined)[]): Reading[] {
  const readings: Reading[] = [];
  const collect = (expression: Expression, aggregated: boolean): void => {
    if (expression.kind === "name") readings.push({ name: expression, aggregated });
    const inside = aggregated || (expression.kind === "call" && isAggregate(expression));
    for (const inner of innerExpressions(expression)) collect(inner, inside);
  };
  for (const expression of expressions) if (expression) collect(expression, false);
  return readings;
}

/** All names in the expressions, in the order of the text. */
export function namesIn(expressions: readonly (Expression | undefined)[]): NameNode[] {
  return readingsIn(expressions).map(({ name }) => name);
}

/** Parameters of defs and templates: what may be given for each, and stand-ins with which a body is checked before any call. */
import { rational } from "../units/rational.ts";
import { assign, assignConstant } from "./assign.ts";
import type { Binding } from "./BoundEnvironment.ts";
import type { Reporter } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { NumberExpr } from "./ir.ts";
import { readUnit } from "./readUnit.ts";
import type { Expression, ParameterSyntax, Place } from "./syntax.ts";
import { type Arithmetic, constantOf, exactIn, type Typed } from "./typed.ts";
import { PARAMETER_KINDS, type ParameterKind } from "./words.ts";

export function parameterKind(parameter: ParameterSyntax): ParameterKind | undefined {
  return PARAMETER_KINDS.find((kind) => kind === parameter.unit.name);
}

/** What the call's operands stand for in the body; undefined where one does not fit (told). */
export function bindOperands<L extends object>(checker: ExpressionChecker<L>, what: string, parameters: readonly ParameterSyntax[], operands: readonly Expression[], place: Place): Map<string, Binding<L>> | undefined {
  const needed = parameters.filter((parameter) => !parameter.value).length;
  if (operands.length > parameters.length || operands.length < needed) {
    for (const operand of operands) checker.check(operand);
    const listed = parameters.map(({ name, unit, value }) => `${name.name} : ${unit.name}${value ? " (may be left out)" : ""}`).join(", ");
    return checker.tell(place, "arguments", `${what} takes ${parameters.length === 0 ? "no values" : listed}; here ${operands.length === 1 ? "is 1 value" : `are ${operands.length} values`}.`);
  }
  const bindings = new Map<string, Binding<L>>();
  let fine = true;
  for (const [index, parameter] of parameters.entries()) {
    const expression = operands[index] ?? parameter.value;
    const typed = expression && bound(checker, parameter, expression, operands[index] === undefined);
    if (typed) bindings.set(parameter.name.name, { typed, ...(expression && { expression }) });
    else fine = false;
  }
  return fine ? bindings : undefined;
}

/** A value as the parameter takes it: a number in the parameter's unit. */
function bound<L extends object>(checker: ExpressionChecker<L>, parameter: ParameterSyntax, expression: Expression, isDefault: boolean): Typed<L> | undefined {
  const kind = parameterKind(parameter);
  const { name } = parameter.name;
  if (kind === "condition") {
    const node = checker.condition(expression);
    return node && { kind: "truth", node };
  }
  if (kind === "event") {
    const node = checker.event(expression);
    return node && { kind: "event", node };
  }
  if (kind === "text") {
    const typed = checker.check(expression);
    if (!typed || typed.kind === "text" || typed.kind === "literal") return typed;
    return checker.tell(expression, "kind-mismatch", `${checker.describe(typed)}; ${name} is a text.`);
  }
  // The unit has been looked at where the parameter is declared; a default's own trouble is told there too.
  const unit = readUnit(parameter.unit, QUIET, { opaque: checker.environment.opaqueUnits });
  const typed = unit && checker.number(expression);
  if (!typed) return undefined;
  if (typed.bare === true && typed.constant) return constantOf(typed.constant, unit);
  const node = assign(typed, unit, name, expression, isDefault ? QUIET : checker.sink);
  const constant = exactIn(typed, unit);
  const sort = unit.point ? "plain" : typed.sort;
  return node && (constant ? constantOf(constant, unit, sort) : { kind: "number", node, unit, sort });
}

const QUIET: Reporter = { report: () => undefined };

/** A time or plain number may be a duration or an exponent, so that it must look known. The value is none that people write. */
const STAND_IN = rational(10_007n);

/** Stand-ins for the parameters, and the parameters' own errors told. */
export function standIns<L extends object>(checker: ExpressionChecker<L>, parameters: readonly ParameterSyntax[], leaf: (node: NumberExpr) => Arithmetic<L>): Map<string, Binding<L>> {
  const bindings = new Map<string, Binding<L>>();
  let optional: string | undefined;
  for (const parameter of parameters) {
    const { name } = parameter.name;
    if (bindings.has(name)) checker.tell(parameter.name, "duplicate-definition", `There is already a parameter called ${name}.`);
    if (optional !== undefined && !parameter.value) checker.tell(parameter.name, "arguments", `${name} must be given, so it stands before ${optional}, which may be left out.`);
    if (parameter.value) optional = name;
    bindings.set(name, { typed: standIn(checker, parameter, leaf) });
  }
  return bindings;
}

function standIn<L extends object>(checker: ExpressionChecker<L>, parameter: ParameterSyntax, leaf: (node: NumberExpr) => Arithmetic<L>): Binding<L>["typed"] {
  const kind = parameterKind(parameter);
  if (kind !== undefined && parameter.value) checker.tell(parameter.value, "not-a-constant", `Only a number may be left out; ${parameter.name.name} is ${kind === "event" ? "an event" : `a ${kind}`}.`);
  if (kind === "condition") return { kind: "truth", node: { op: "truthSignal", slot: 0 } };
  if (kind === "event") return { kind: "event", node: { op: "rises", p: { op: "truthSignal", slot: 0 } } };
  if (kind === "text") return { kind: "text", slot: 0 };
  const unit = readUnit(parameter.unit, checker.sink, { opaque: checker.environment.opaqueUnits });
  if (!unit) return { kind: "nothing" };
  const typed = parameter.value && checker.number(parameter.value);
  if (typed && parameter.value) assignConstant(typed, unit, parameter.name.name, parameter.value, checker.sink);
  if (unit.dimension.key === "T1" || unit.dimension.key === "") return constantOf(STAND_IN, unit);
  return { kind: "number", node: leaf({ op: "signal", slot: 0 }), unit, sort: "plain" };
}

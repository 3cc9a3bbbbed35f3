/** Operators over time that stand behind or between conditions: for, within, hysteresis, every, then, without. */
import { differenceIn, isTrouble, meet } from "./checkUnits.ts";
import { replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { Expression } from "./syntax.ts";
import type { Typed } from "./typed.ts";

type Kind<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** `p for d [tolerate g]`, `p within d`, `e within d`. */
export function checkTail<L extends object>(checker: ExpressionChecker<L>, expression: Kind<"for" | "within">): Typed<L> | undefined {
  const durationUs = checker.duration(expression.duration);
  if (expression.kind === "within") {
    const typed = checker.check(expression.operand);
    if (!typed || durationUs === undefined) return undefined;
    if (typed.kind === "event") return checker.truth({ op: "recently", e: typed.node, durationUs }, expression);
    if (typed.kind === "truth") return checker.truth({ op: "within", p: typed.node, durationUs }, expression);
    return checker.tell(expression.operand, "not-a-condition", `${checker.describe(typed)}, not a condition: compare it with something.`);
  }
  const { operand } = expression;
  const p = checker.condition(operand);
  const tolerateUs = expression.tolerate && checker.duration(expression.tolerate);
  if (!p || durationUs === undefined || (expression.tolerate && tolerateUs === undefined)) return undefined;
  return checker.truth({ op: "for", p, durationUs, ...(tolerateUs !== undefined && { tolerateUs }) }, expression);
}

/** `e then f within d`, `e without f within d`. */
export function checkSequence<L extends object>(checker: ExpressionChecker<L>, { kind, left, right, duration, start, end }: Kind<"then" | "without">): Typed<L> | undefined {
  if (!checker.environment.plant) return checker.truth({ op: "truth", value: false }, { start, end });
  const e = checker.event(left);
  const f = checker.event(right);
  const durationUs = checker.duration(duration);
  if (!e || !f || durationUs === undefined) return undefined;
  const node = { op: kind, e, f, durationUs } as const;
  checker.environment.plant.noteWindow(node, { start, end });
  return { kind: "event", node };
}

/** `x > a hysteresis h`: h is a difference, above zero. */
export function checkHysteresis<L extends object>(checker: ExpressionChecker<L>, expression: Kind<"hysteresis">): Typed<L> | undefined {
  const { plant } = checker.environment;
  const comparison = unbracketed(expression.operand);
  if (!plant) return checker.truth({ op: "truth", value: false }, expression);
  if (comparison.kind !== "comparison") return checker.tell(expression.operand, "hysteresis", "hysteresis stands behind a comparison of numbers: x > 80 degC hysteresis 5 K.");
  const { operator } = comparison;
  if (operator === "==" || operator === "!=") return checker.tell(comparison, "hysteresis", `hysteresis needs an order (<, <=, > or >=); ${operator} has none.`);
  const x = checker.number(comparison.left);
  const a = checker.number(comparison.right);
  const h = checker.number(expression.band);
  if (!x || !a || !h) return undefined;
  const met = checker.settle(meet(x, a), comparison, comparison.left, comparison.right);
  const band = met && !isTrouble(met) ? checker.settle(differenceIn(h, met.unit, "The hysteresis"), expression.band, undefined, expression.band) : undefined;
  if (!met || isTrouble(met) || !band || isTrouble(band)) return undefined;
  if (band.exact && band.exact.n <= 0n) return checker.tell(expression.band, "hysteresis", "The hysteresis must be larger than zero.");
  return checker.truth({ op: "hysteresis", kind: operator, x: plant.unwrap(met.a), a: plant.unwrap(met.b), h: plant.unwrap(band.node) }, expression);
}

function unbracketed(expression: Expression): Expression {
  return expression.kind === "bracket" ? unbracketed(expression.operand) : expression;
}

/** `x every 10 s`. */
export function checkEvery<L extends object>(checker: ExpressionChecker<L>, expression: Kind<"every">): Typed<L> | undefined {
  const { plant } = checker.environment;
  if (!plant) return checker.tell(expression, "not-in-model", "every stands in rules and calcs; a model is worked out as often as its equations need.");
  const typed = checker.check(expression.operand);
  const periodUs = checker.duration(expression.period);
  if (!typed || periodUs === undefined) return undefined;
  if (typed.kind === "number" && typed.constant) return checker.tell(expression, "constant-operand", "This never changes, whenever it is looked at.", { fix: replaceWith({ start: expression.operand.end, end: expression.end }, "", "Leave every out") });
  if (typed.kind === "number" || typed.kind === "enum") return { ...typed, node: plant.wrap({ op: "every", x: plant.unwrap(typed.node), periodUs }) };
  if (typed.kind === "truth") return checker.truth({ op: "every", x: typed.node, periodUs }, expression);
  return checker.tell(expression.operand, "kind-mismatch", `every adds instants to a number or a condition. ${checker.describe(typed)}.`);
}

/** Calls over trailing windows, running totals, and those that ask about a signal itself: stale, missing, bad, residual. */
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { multiply, rational, type Rational } from "../units/rational.ts";
import { differenceUnit, PLAIN, type Unit } from "../units/unit.ts";
import { isTrouble, windowUnit } from "./checkUnits.ts";
import { replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker, Plant, SignalAccess } from "./ExpressionChecker.ts";
import type { Coverage, NumberExpr } from "./ir.ts";
import { pathOf } from "./names.ts";
import type { CallNode, Expression, Place } from "./syntax.ts";
import { exactIn, type Typed, type TypedNumber } from "./typed.ts";

/** How much of a window must be known unless `coverage` says otherwise. `count` and `duration` add up what is known. */
const DEFAULT_COVERAGE: ReadonlyMap<string, Rational> = new Map([
  ["avg", rational(4n, 5n)], ["stddev", rational(4n, 5n)], ["min", rational(4n, 5n)], ["max", rational(4n, 5n)],
  ["integral", rational(1n)], ["count", rational(0n)], ["duration", rational(0n)],
]);

/** `min(a, b)`: b is a window where it is a duration known at compile time and a is no time itself. */
export function isWindowOperand<L>(a: TypedNumber<L>, b: TypedNumber<L>): boolean {
  return b.constant !== undefined && b.unit.dimension.key === "T1" && a.unit.dimension.key !== "T1";
}

/** The share that must be known, above 0 and at most 1; undefined where it is none (told). */
export function checkShare<L extends object>(checker: ExpressionChecker<L>, expression: Expression): Rational | undefined {
  const typed = checker.number(expression);
  const exact = typed && exactIn(typed, PLAIN);
  if (!typed) return undefined;
  if (!exact) return checker.tell(expression, "coverage", "The coverage is a share known beforehand: coverage 90 %.");
  if (exact.n > 0n && exact.n <= exact.d) return exact;
  const meant = typed.bare === true && exact.n > exact.d && exact.n <= exact.d * 100n;
  return checker.tell(expression, "coverage", "The coverage is a share above 0 % and up to 100 %.", meant ? { fix: replaceWith({ start: expression.end, end: expression.end }, " %", "Write % behind it") } : {});
}

/** The least whole µs that make up the share. */
function covering(windowUs: number, share: Rational): Coverage {
  const exact = multiply(rational(BigInt(windowUs)), share);
  return { windowUs, knownUs: Number((exact.n + exact.d - 1n) / exact.d) };
}

export function checkWindow<L extends object>(checker: ExpressionChecker<L>, call: CallNode, coverage: Expression | undefined): Typed<L> | undefined {
  const { plant } = checker.environment;
  const { name } = call.callee;
  const [operand, window] = call.operands;
  if (!operand || !window) return undefined;
  if (!plant) return checker.tell(call, "not-in-model", `${name} over time stands in rules and calcs; a model has states for that.`);
  const windowUs = checker.duration(window);
  const share = coverage ? checkShare(checker, coverage) : DEFAULT_COVERAGE.get(name);
  const known = windowUs === undefined || !share ? undefined : covering(windowUs, share);
  if (name === "count") {
    const e = checker.event(operand);
    return e && known && number(plant, noted(plant, call, { op: "count", e, ...known }), PLAIN, "plain");
  }
  if (name === "duration") {
    const p = checker.condition(operand);
    return p && known && seconds(plant, noted(plant, call, { op: "duration", p, ...known }));
  }
  const x = changing(checker, operand);
  if (!x || windowUs === undefined) return undefined;
  const result = checker.settle(windowUnit(name, x), call);
  if (!result || isTrouble(result)) return undefined;
  const of = plant.unwrap(x.node);
  if (name === "delta" || name === "rate") return number(plant, noted(plant, call, { op: name, x: of, windowUs }), result.unit, result.sort);
  return known && number(plant, noted(plant, call, { op: WINDOW_OPS[name] ?? "avg", x: of, ...known }), result.unit, result.sort);
}

/** Windows cost memory; their places are kept to say where too much of it goes. */
function noted<L, E extends NumberExpr>(plant: Plant<L>, place: Place, node: E): E {
  plant.noteWindow(node, place);
  return node;
}

const WINDOW_OPS: Readonly<Record<string, "avg" | "stddev" | "integral" | "lowest" | "highest">> = { avg: "avg", stddev: "stddev", integral: "integral", min: "lowest", max: "highest" };

/** A number that can change. */
function changing<L extends object>(checker: ExpressionChecker<L>, expression: Expression): TypedNumber<L> | undefined {
  const x = checker.number(expression);
  return x?.constant ? checker.tell(expression, "constant-operand", "This never changes, so a window over it tells nothing: a signal is meant here.") : x;
}

function number<L>(plant: Plant<L>, node: NumberExpr, unit: Unit, sort: "plain" | "difference"): TypedNumber<L> {
  return { kind: "number", node: plant.wrap(node), unit, sort };
}

function seconds<L>(plant: Plant<L>, node: NumberExpr): TypedNumber<L> | undefined {
  const unit = parseUnit("s");
  return isUnitError(unit) ? undefined : number(plant, node, unit, "plain");
}

/** `total(p)`, `total(x)`, from zero at each `since`. */
export function checkTotal<L extends object>(checker: ExpressionChecker<L>, call: CallNode, since: Expression | undefined): Typed<L> | undefined {
  const { plant } = checker.environment;
  const [operand] = call.operands;
  if (!operand || !plant) return undefined;
  const typed = checker.check(operand);
  const e = since && checker.event(since);
  if (!typed || (since && !e)) return undefined;
  const from = e ? { since: e } : {};
  if (typed.kind === "truth") return seconds(plant, { op: "totalTime", p: typed.node, ...from });
  if (typed.kind !== "number") return checker.tell(operand, "not-a-number", `total(…) takes a condition or a number. ${checker.describe(typed)}.`);
  const result = checker.settle(windowUnit("total", typed), call);
  return result && !isTrouble(result) ? number(plant, { op: "totalOf", x: plant.unwrap(typed.node), ...from }, result.unit, result.sort) : undefined;
}

/** Calls that ask about the signal behind a name. */
export function checkSignalCall<L extends object>(checker: ExpressionChecker<L>, call: CallNode): Typed<L> | undefined {
  const { plant } = checker.environment;
  const { name } = call.callee;
  const [operand, duration] = call.operands;
  const durationUs = duration && checker.duration(duration);
  const signal = operand && plant && signalOf(checker, plant, operand, name);
  if (!operand || !plant || !signal || (duration && durationUs === undefined)) return undefined;
  if (name === "residual") return residual(checker, plant, signal, operand);
  if (!signal.measured) return checker.tell(operand, "not-a-signal", `${name}(…) asks about the samples of a measured signal; this is a calc: name the signals that it reads.`);
  if (name === "bad") return checker.truth({ op: "bad", slot: signal.slot() }, call);
  return durationUs === undefined ? undefined : checker.truth({ op: name === "stale" ? "stale" : "missing", slot: signal.slot(), durationUs }, call);
}

function signalOf<L extends object>(checker: ExpressionChecker<L>, plant: Plant<L>, operand: Expression, callee: string): SignalAccess | undefined {
  if (operand.kind === "bracket") return signalOf(checker, plant, operand.operand, callee);
  if (operand.kind !== "name") return checker.tell(operand, "not-a-signal", `${callee}(…) asks about one signal: its name stands here, no calculation.`);
  const signal = plant.signal(operand);
  if (signal) return signal;
  const meaning = checker.environment.lookup(operand);
  return meaning.kind === "nothing" ? undefined : checker.tell(operand, "not-a-signal", `${pathOf(operand)} is no measured signal, which ${callee}(…) asks about.`);
}

/** The prediction is recorded in the unit of the measured signal. */
function residual<L extends object>(checker: ExpressionChecker<L>, plant: Plant<L>, signal: SignalAccess, operand: Expression): Typed<L> | undefined {
  const meaning = checker.check(operand);
  if (!meaning) return undefined;
  if (meaning.kind !== "number") return checker.tell(operand, "not-a-number", `${checker.describe(meaning)}; a residual is one of numbers.`);
  if (!signal.predicted) return checker.tell(operand, "not-predicted", "No model predicts this signal: a use on this asset must compare an output with it, output ~ signal.");
  return number(plant, { op: "residual", measured: signal.slot(), predicted: signal.predicted(), factor: 1, offset: 0 }, differenceUnit(meaning.unit), "difference");
}

/** The share as a number of members: the least that are enough. */
export function membersNeeded(count: number, share: Rational | undefined): number {
  if (!share) return count;
  const exact = multiply(rational(BigInt(count)), share);
  return Number((exact.n + exact.d - 1n) / exact.d);
}

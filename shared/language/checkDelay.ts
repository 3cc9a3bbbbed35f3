/** `delay(x, 30 s)`: in a model, the value that x had a time ago. */
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { toNumber } from "../units/rational.ts";
import { replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { CallNode } from "./syntax.ts";
import { exactIn, inUnit, type Typed } from "./typed.ts";

/** The solver ends a step at least once in the time of a delay, so that a shorter one would hold up a run without an end in sight. */
export const LEAST_DELAY_S = 1e-3;

export function checkDelay<L extends object>(checker: ExpressionChecker<L>, call: CallNode): Typed<L> | undefined {
  const { model } = checker.environment;
  if (!model) return checker.tell(call, "not-in-rules", "delay(…) stands in models; in a rule write what has happened: p within 5 min, delta(x, 5 min).");
  const [operand, time] = call.operands;
  if (!operand || !time || call.operands.length !== 2) {
    for (const one of call.operands) checker.check(one);
    return checker.tell(call, "arguments", "It is written delay(x, 30 s): the value that x had 30 s ago.");
  }
  const x = checker.number(operand);
  const typed = model.ofParameters("How long a delay is stands fast in a run: write a duration or a parameter.", () => checker.number(time));
  const second = parseUnit("s");
  if (!x || !typed || isUnitError(second)) return undefined;
  if (x.constant) return checker.tell(operand, "constant-operand", "This never changes, so that it cannot be delayed.");
  if (typed.bare === true) return checker.tell(time, "unit-mismatch", "A delay needs a unit: s, min, h or d.", { fix: replaceWith({ start: time.end, end: time.end }, " s", "Write s behind it") });
  if (typed.unit.dimension.key !== second.dimension.key) return checker.tell(time, "unit-mismatch", "How long the delay is is meant here: 30 s for example, or a parameter in s.");
  const known = exactIn(typed, second);
  if (known && toNumber(known) < LEAST_DELAY_S) return checker.tell(time, "range", "A delay is at least 1 ms long.");
  return { kind: "number", node: model.delay(x.node, inUnit(typed, second), call), unit: x.unit, sort: x.sort };
}

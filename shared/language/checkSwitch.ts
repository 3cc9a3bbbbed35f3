/** `switch(condition, value, …, otherwise)`: in a model, the value behind the first condition that holds. */
import { isTrouble, meet } from "./checkUnits.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { TruthExpr } from "./ir.ts";
import type { CallNode, Expression } from "./syntax.ts";
import type { Typed, TypedNumber } from "./typed.ts";

const FORM = "switch(condition, value, otherwise), with more conditions and values in between where wanted";

export function checkSwitch<L extends object>(checker: ExpressionChecker<L>, call: CallNode): Typed<L> | undefined {
  const { model } = checker.environment;
  if (!model) return checker.tell(call, "not-in-rules", "switch(…) stands in models; in a rule write what holds: running and power > 5 kW.");
  const { operands } = call;
  if (operands.length < 3 || operands.length % 2 === 0) {
    for (const operand of operands) checker.check(operand);
    return checker.tell(call, "arguments", `It is written ${FORM}.`);
  }
  const tests: (TruthExpr | undefined)[] = [];
  const values: (TypedNumber<L> | undefined)[] = [];
  operands.forEach((operand, index) => {
    if (index % 2 === 0 && index < operands.length - 1) tests.push(checker.condition(operand));
    else values.push(checker.number(operand));
  });
  let result = values.at(-1);
  for (let index = tests.length - 1; index >= 0; index -= 1) {
    const test = tests[index];
    const value = values[index];
    if (!result || !test || !value) return undefined;
    const met = checker.settle(meet(value, result), call, operandAt(operands, 2 * index + 1), operandAt(operands, 2 * index + 2));
    if (!met || isTrouble(met)) return undefined;
    result = { kind: "number", node: model.choose(test, met.a, met.b), unit: met.unit, sort: met.sort };
  }
  return result;
}

function operandAt(operands: readonly Expression[], index: number): Expression | undefined {
  return operands[Math.min(index, operands.length - 1)];
}

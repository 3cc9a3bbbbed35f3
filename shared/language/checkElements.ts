/** `sum(T)`, `avg(T)`, `min(T)`, `max(T)`: in a model, over all elements of a state. */
import { differenceUnit } from "../units/unit.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { CallNode } from "./syntax.ts";
import type { Arithmetic, Typed } from "./typed.ts";

export function checkElements<L extends object>(checker: ExpressionChecker<L>, call: CallNode): Typed<L> | undefined {
  const { name } = call.callee;
  const [operand] = call.operands;
  const elements = operand?.kind === "name" && !operand.index ? checker.environment.model?.elements(operand) : undefined;
  const [first] = elements ?? [];
  if (!operand || !elements || !first) return checker.tell(call, "not-in-model", `In a model ${name}(…) of one value is over the elements of a state: state T[10] : degC = 20 degC, then ${name === "count" || name === "any" || name === "all" ? "sum" : name}(T).`);
  const nodes = elements.map(({ node }) => node);
  switch (name) {
    case "min": return { ...first, node: together(nodes, "least") };
    case "max": return { ...first, node: together(nodes, "greatest") };
    case "avg": return { ...first, node: { op: "divide", a: together(nodes, "add"), b: { op: "number", value: nodes.length } } };
    case "sum":
      if (!first.unit.point) return { ...first, node: together(nodes, "add") };
      return checker.tell(operand, "unit-mismatch", `Points on a scale have no sum: take avg(…), or sum differences in ${differenceUnit(first.unit).code}.`);
    default: return checker.tell(call, "not-in-model", `${name}(…) stands in rules and calcs; in a model there are sum, avg, min and max over the elements of a state.`);
  }
}

/** By halves, so that the result is no deeper than it must be. */
function together<L>(nodes: readonly Arithmetic<L>[], op: "add" | "least" | "greatest"): Arithmetic<L> {
  const [first] = nodes;
  if (first !== undefined && nodes.length === 1) return first;
  const middle = nodes.length >> 1;
  return { op, a: together(nodes.slice(0, middle), op), b: together(nodes.slice(middle), op) };
}

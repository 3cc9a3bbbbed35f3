/** The names that expressions mention. */
import type { Expression, NameNode } from "./syntax.ts";

/** A name as people say it: `bearing.temperature`. */
export function pathOf(name: NameNode): string {
  return name.segments.map((segment) => segment.name).join(".");
}

/** All names in the expressions, in the order of the text. */
export function namesIn(expressions: readonly (Expression | undefined)[]): NameNode[] {
  const names: NameNode[] = [];
  for (const expression of expressions) if (expression) collect(expression, names);
  return names;
}

function collect(expression: Expression, names: NameNode[]): void {
  switch (expression.kind) {
    case "name": names.push(expression); return;
    case "negate": case "not": case "bracket": return collect(expression.operand, names);
    case "arithmetic": case "comparison": case "and": case "or":
      collect(expression.left, names);
      return collect(expression.right, names);
    case "for": case "within":
      collect(expression.operand, names);
      collect(expression.duration, names);
      if (expression.kind === "for" && expression.tolerate) collect(expression.tolerate, names);
      return;
    case "call":
      for (const operand of expression.operands) collect(operand, names);
      return;
    default:
  }
}

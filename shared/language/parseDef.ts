/** `def NAME(x : unit, …) = expression`, and the parameters that defs and templates declare. */
import type { ExpressionParser } from "./parseExpression.ts";
import { endClause } from "./parseClause.ts";
import type { DefSyntax, ParameterSyntax } from "./syntax.ts";

export function parseDef(expressions: ExpressionParser, start: number): DefSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The function's name");
  const parameters = name && parseParameters(expressions, name.name);
  if (parameters && !cursor.failed) cursor.expectSymbol("=", "before what the function gives");
  const value = cursor.failed ? undefined : expressions.expression();
  const read = endClause(cursor, () => false, "function");
  if (!name || !parameters) return undefined;
  const end = Math.max(value?.end ?? 0, cursor.previousEnd);
  return { kind: "def", name, parameters, value: read && value ? value : { kind: "broken", start: value?.start ?? name.start, end }, start, end };
}

/** `(x : degC, limit : degC = 80)`. Undefined (told) where there is no list. */
export function parseParameters(expressions: ExpressionParser, owner: string): ParameterSyntax[] | undefined {
  const { cursor } = expressions;
  const parameters: ParameterSyntax[] = [];
  if (!cursor.expectSymbol("(", `and the parameters after ${owner}: ${owner}(x : degC)`)) return undefined;
  if (cursor.takeSymbol(")")) return parameters;
  do {
    const { token } = cursor;
    if (token.kind !== "word" && token.kind !== "quoted") {
      cursor.missing("A parameter's name is missing here.");
      return parameters;
    }
    cursor.next();
    const name = { name: token.value, start: token.start, end: token.end };
    if (!cursor.expectSymbol(":", `and the unit after parameter ${name.name}`)) return parameters;
    const unit = cursor.expectUnit();
    const value = unit && cursor.takeSymbol("=") ? expressions.expression() : undefined;
    if (!unit || cursor.failed) return parameters;
    parameters.push({ name, unit, ...(value && { value }), start: name.start, end: (value ?? unit).end });
  } while (cursor.takeSymbol(","));
  cursor.expectSymbol(")", "after the parameters");
  return parameters;
}

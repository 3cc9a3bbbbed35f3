/** `model NAME { input … parameter … state … der(x) = … output … }`. */
import type { ExpressionParser } from "./parseExpression.ts";
import { endClause, readBlock } from "./parseClause.ts";
import type { DerivativeSyntax, Expression, ModelInputSyntax, ModelParameterSyntax, ModelSyntax, ModelValueSyntax, Named } from "./syntax.ts";
import type { TokenCursor } from "./TokenCursor.ts";
import { MODEL_WORDS } from "./words.ts";

const WORDS: ReadonlySet<string> = new Set(MODEL_WORDS);
const LINE_WORDS = [...MODEL_WORDS, "der"];
/** Statements of the language reference that are not there yet. */
const LATER = new Set(["when", "switch"]);

interface Lines {
  readonly inputs: ModelInputSyntax[];
  readonly parameters: ModelParameterSyntax[];
  readonly states: ModelValueSyntax[];
  readonly derivatives: DerivativeSyntax[];
  readonly outputs: ModelValueSyntax[];
}

export function parseModel(expressions: ExpressionParser, start: number): ModelSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The model's name");
  const lines: Lines = { inputs: [], parameters: [], states: [], derivatives: [], outputs: [] };
  const isStart = (): boolean => cursor.token.kind === "word" && (WORDS.has(cursor.token.value) || LATER.has(cursor.token.value) || (cursor.token.value === "der" && cursor.following.value === "("));
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{"));
  if (!name && !cursor.isSymbol("{")) return undefined;
  const fine = readBlock(cursor, LINE_WORDS, isStart, () => parseLine(expressions, lines, isStart), `model ${name?.name ?? ""}`.trim());
  return name && { kind: "model", name, ...lines, broken: !fine, start, end: cursor.previousEnd };
}

function parseLine(expressions: ExpressionParser, lines: Lines, isStart: () => boolean): boolean {
  const { cursor } = expressions;
  const word = cursor.next();
  if (LATER.has(word.value)) {
    cursor.fail(word, "not-available", `"${word.value}" inside a model is not available yet.`);
    skipBlock(cursor);
  }
  else if (word.value === "der") parseDerivative(expressions, word.start, lines);
  else parseDeclaration(expressions, word.value, word.start, lines);
  return endClause(cursor, () => isStart(), `"${word.value}" line`);
}

/** Skips to the end of a `{ … }` on the way to the next line of the model. */
function skipBlock(cursor: TokenCursor): void {
  cursor.recover(() => cursor.isSymbol("{") || cursor.token.first);
  if (cursor.takeSymbol("{")) {
    cursor.recover(() => false);
    cursor.takeSymbol("}");
  }
}

function parseDerivative(expressions: ExpressionParser, start: number, lines: Lines): void {
  const { cursor } = expressions;
  cursor.next();
  const state = cursor.expectName("The state's name");
  if (!state || !cursor.expectSymbol(")", `after der(${state.name}`) || !cursor.expectSymbol("=", `after der(${state.name})`)) return;
  const value = expressions.expression();
  if (cursor.failed) return;
  lines.derivatives.push({ state, value, start, end: value.end });
}

function parseDeclaration(expressions: ExpressionParser, word: string, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const name = cursor.expectName(`The name of the ${word}`);
  if (!name || !cursor.expectSymbol(":", `and the unit after ${word} ${name.name}`)) return;
  const unit = cursor.expectUnit();
  if (!unit) return;
  if (word === "input") lines.inputs.push({ name, unit, start, end: unit.end });
  else if (word === "parameter") parseParameter(expressions, name, unit, start, lines);
  else {
    const value = parseValue(expressions, word, name);
    if (value && !cursor.failed) (word === "state" ? lines.states : lines.outputs).push({ name, unit, value, start, end: value.end });
  }
}

function parseValue(expressions: ExpressionParser, word: string, name: Named): Expression | undefined {
  const what = word === "state" ? "and the value at the start" : word === "parameter" ? "and a value" : "and how it is calculated";
  return expressions.cursor.expectSymbol("=", `${what} after ${word} ${name.name}`) ? expressions.expression() : undefined;
}

function parseParameter(expressions: ExpressionParser, name: Named, unit: Named, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const value = parseValue(expressions, "parameter", name);
  if (!value || cursor.failed) return;
  if (!cursor.takeWord("in")) {
    lines.parameters.push({ name, unit, value, start, end: value.end });
    return;
  }
  const low = expressions.expression();
  if (cursor.failed || !cursor.expectSymbol("..", "between the lowest and the highest value")) return;
  const high = expressions.expression();
  lines.parameters.push({ name, unit, value, low, high, start, end: high.end });
}

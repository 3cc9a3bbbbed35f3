/** `model NAME { input … parameter … state … table … der(x) = … each … { … } when … { … } output … }`, and `model NAME = fmu "FILE" step 1 s { … }` (or `onnx`). */
import type { ExpressionParser } from "./parseExpression.ts";
import { endClause, readBlock } from "./parseClause.ts";
import type { DerivativeSyntax, EachSyntax, ElementSyntax, Expression, ModelEventSyntax, ModelImportSyntax, ModelInputSyntax, ModelOutputSyntax, ModelParameterSyntax, ModelSyntax, ModelTableSyntax, ModelValueSyntax, Named } from "./syntax.ts";
import type { TokenCursor } from "./TokenCursor.ts";
import { IMPORT_KINDS, MODEL_BLOCKS, MODEL_WORDS, STEP_WORD } from "./words.ts";

const WORDS: ReadonlySet<string> = new Set([...MODEL_WORDS, ...MODEL_BLOCKS]);
const LINE_WORDS = [...MODEL_WORDS, "der", ...MODEL_BLOCKS];

interface Lines {
  readonly inputs: ModelInputSyntax[];
  readonly parameters: ModelParameterSyntax[];
  readonly states: ModelValueSyntax[];
  readonly derivatives: DerivativeSyntax[];
  readonly outputs: ModelOutputSyntax[];
  /** The model is a file: its outputs have no equations, and its lines name variables there. */
  readonly imported: boolean;
  readonly tables: ModelTableSyntax[];
  readonly events: ModelEventSyntax[];
}

export function parseModel(expressions: ExpressionParser, start: number): ModelSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The model's name");
  const file = name && cursor.takeSymbol("=") ? parseImport(cursor, expressions) : undefined;
  const { imported, ...lines }: Lines = { inputs: [], parameters: [], states: [], derivatives: [], outputs: [], tables: [], events: [], imported: file !== undefined };
  const isStart = (): boolean => cursor.token.kind === "word" && (WORDS.has(cursor.token.value) || (cursor.token.value === "der" && cursor.following.value === "("));
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{"));
  if (!name && !cursor.isSymbol("{")) return undefined;
  const fine = readBlock(cursor, LINE_WORDS, isStart, () => parseLine(expressions, { ...lines, imported }, isStart), `model ${name?.name ?? ""}`.trim());
  return name && { kind: "model", name, ...(file && file !== "broken" && { imported: file }), ...lines, broken: !fine, start, end: cursor.previousEnd };
}

function parseLine(expressions: ExpressionParser, lines: Lines, isStart: () => boolean): boolean {
  const { cursor } = expressions;
  const { value: word, start } = cursor.next();
  if (word === "when") return parseEvent(expressions, start, lines);
  if (word === "each") return parseEach(expressions, start, lines);
  if (word === "der") parseDerivative(expressions, start, lines);
  else parseDeclaration(expressions, word, start, lines);
  return endClause(cursor, isStart, `"${word}" line`);
}

/** `fmu "models/chiller.fmu" step 1 s`. */
function parseImport(cursor: TokenCursor, expressions: ExpressionParser): ModelImportSyntax | "broken" {
  const { start } = cursor.token;
  const kind = IMPORT_KINDS.find((word) => cursor.takeWord(word));
  if (!kind) {
    cursor.missing('A model is written in braces, or is an FMU or an ONNX model: model Chiller = fmu "models/chiller.fmu" step 1 s { … }');
    return "broken";
  }
  const file = textOf(cursor, "The model's file is missing", `models/chiller.${kind}`);
  if (!file) return "broken";
  if (!cursor.takeWord(STEP_WORD)) {
    cursor.missing(`The step is missing behind the file, in which values are exchanged: ${kind} "${file.name}" step 1 s`);
    return "broken";
  }
  const step = expressions.expression();
  return cursor.failed ? "broken" : { kind, file, step, start, end: cursor.previousEnd };
}

/** A text in quotes, with its place. */
function textOf(cursor: TokenCursor, missing: string, example: string): Named | undefined {
  const { token } = cursor;
  if (token.kind !== "text" || token.first) {
    cursor.missing(`${missing}: "${example}", for example.`);
    return undefined;
  }
  cursor.next();
  return { name: token.value, start: token.start, end: token.end };
}

/** `from "u1"` behind a line. */
function parseFrom(cursor: TokenCursor): Pick<ModelInputSyntax, "from"> {
  const from = cursor.takeWord("from") ? textOf(cursor, "The name of the variable in the file is missing behind from", "u1") : undefined;
  return from ? { from } : {};
}

/** `each i in 2 .. 9 { der(T[i]) = … }`. Returns whether all of it could be read. */
function parseEach(expressions: ExpressionParser, start: number, lines: Lines): boolean {
  const { cursor } = expressions;
  const each = parseRange(expressions, start);
  if (!each) cursor.recover(() => cursor.isSymbol("{"));
  const isDerivative = (): boolean => cursor.isWord("der") && cursor.following.value === "(";
  const inside: DerivativeSyntax[] = [];
  const fine = readBlock(cursor, ["der"], isDerivative, () => {
    const { start: at } = cursor.next();
    parseDerivative(expressions, at, { derivatives: inside });
    return endClause(cursor, isDerivative, `"der" line`);
  }, "each");
  if (each && fine && inside.length === 0) cursor.sink.report({ start, end: cursor.previousEnd }, "missing-clause", "This each says nothing: write der(T[i]) = … between its braces.");
  if (each) lines.derivatives.push(...inside.map((derivative) => ({ ...derivative, each })));
  return each !== undefined && fine && inside.length > 0;
}

/** `i in 2 .. 9`. */
function parseRange(expressions: ExpressionParser, start: number): EachSyntax | undefined {
  const { cursor } = expressions;
  const variable = cursor.expectName("The name that counts");
  if (!variable) return undefined;
  if (!cursor.takeWord("in")) {
    cursor.missing(`From where to where it counts is missing: each ${variable.name} in 2 .. 9 { … }`);
    return undefined;
  }
  const from = expressions.expression();
  if (cursor.failed || !cursor.expectSymbol("..", "between the first and the last number")) return undefined;
  const to = expressions.expression();
  return cursor.failed ? undefined : { variable, from, to, start, end: cursor.previousEnd };
}

/** The state named, or the element of it that an index behind it says. */
function elementOf(expressions: ExpressionParser, state: Named): ElementSyntax | undefined {
  if (!expressions.cursor.isSymbol("[")) return state;
  const index = expressions.index();
  return index && { ...state, index };
}

function parseDerivative(expressions: ExpressionParser, start: number, lines: Pick<Lines, "derivatives">): void {
  const { cursor } = expressions;
  cursor.next();
  const name = cursor.expectName("The state's name");
  const state = name && elementOf(expressions, name);
  if (!state || !cursor.expectSymbol(")", `after der(${state.name}`) || !cursor.expectSymbol("=", `after der(${state.name})`)) return;
  const value = expressions.expression();
  if (cursor.failed) return;
  lines.derivatives.push({ state, value, start, end: value.end });
}

/** `when condition { state = value … }`. Returns whether all of it could be read. */
function parseEvent(expressions: ExpressionParser, start: number, lines: Lines): boolean {
  const { cursor } = expressions;
  const kind = cursor.takeWord("every") ? "every" : "condition";
  const expression = expressions.expression();
  const headFine = !cursor.failed;
  if (!headFine) cursor.recover(() => cursor.isSymbol("{"));
  const sets: { state: ElementSyntax; value: Expression }[] = [];
  const isSetting = (): boolean => (cursor.token.kind === "word" || cursor.token.kind === "quoted") && cursor.following.kind === "symbol" && (cursor.following.value === "=" || cursor.following.value === "[");
  const fine = readBlock(cursor, ["state = value"], isSetting, () => {
    const { value: name, start: at, end } = cursor.next();
    const state = elementOf(expressions, { name, start: at, end });
    const value = state && cursor.expectSymbol("=", `and the new value after ${state.name}`) ? expressions.expression() : undefined;
    if (state && value && !cursor.failed) sets.push({ state, value });
    return endClause(cursor, isSetting, `line of "when"`);
  }, "when");
  if (headFine && fine) lines.events.push({ when: { kind, expression }, sets, start, end: cursor.previousEnd });
  return headFine && fine;
}

function parseDeclaration(expressions: ExpressionParser, word: string, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const name = cursor.expectName(`The name of the ${word}`);
  if (name && word === "table") return parseTable(expressions, name, start, lines);
  const count = name && word === "state" && cursor.isSymbol("[") ? expressions.index() : undefined;
  const unit = name && unitOf(cursor, `${word} ${name.name}`);
  if (!unit) return;
  if (word === "input") {
    const linear = cursor.takeWord("linear");
    const from = parseFrom(cursor);
    if (!cursor.failed) lines.inputs.push({ name, unit, linear, ...from, start, end: cursor.previousEnd });
  }
  else if (word === "parameter") parseParameter(expressions, name, unit, start, lines);
  else if (word === "state") parseState(expressions, { name, unit, start, ...(count && { count }) }, lines);
  else if (lines.imported) {
    const from = parseFrom(cursor);
    if (!cursor.failed) lines.outputs.push({ name, unit, ...from, start, end: cursor.previousEnd });
  } else parseOutput(expressions, name, unit, start, lines);
}

function unitOf(cursor: TokenCursor, after: string): Named | undefined {
  return cursor.expectSymbol(":", `and the unit after ${after}`) ? cursor.expectUnit() : undefined;
}

/** What stands behind the =; undefined where it cannot be read. */
function parseValue(expressions: ExpressionParser, name: Named, word: string, what: string): Expression | undefined {
  const { cursor } = expressions;
  const value = cursor.expectSymbol("=", `${what} after ${word} ${name.name}`) ? expressions.expression() : undefined;
  return cursor.failed ? undefined : value;
}

/** `state T[10] : degC = 20 degC nominal 1 K`, read as far as the unit. */
function parseState(expressions: ExpressionParser, declared: Pick<ModelValueSyntax, "name" | "unit" | "count" | "start">, lines: Lines): void {
  const { cursor } = expressions;
  const value = parseValue(expressions, declared.name, "state", "and the value at the start");
  if (!value) return;
  const nominal = cursor.takeWord("nominal") ? expressions.expression() : undefined;
  if (!cursor.failed) lines.states.push({ ...declared, value, ...(nominal && { nominal }), end: cursor.previousEnd });
}

/** `output q : m3/h = … start 10 m3/h nominal 5 m3/h`. */
function parseOutput(expressions: ExpressionParser, name: Named, unit: Named, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const value = parseValue(expressions, name, "output", "and how it is calculated");
  if (!value) return;
  const guess = cursor.takeWord("start") ? expressions.expression() : undefined;
  const nominal = !cursor.failed && cursor.takeWord("nominal") ? expressions.expression() : undefined;
  if (!cursor.failed) lines.outputs.push({ name, unit, value, ...(guess && { guess }), ...(nominal && { nominal }), start, end: cursor.previousEnd });
}

function parseParameter(expressions: ExpressionParser, name: Named, unit: Named, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const value = parseValue(expressions, name, "parameter", "and a value");
  if (!value) return;
  const deviation = cursor.takeSymbol("±") ? expressions.expression() : undefined;
  if (cursor.failed) return;
  const known = { name, unit, value, ...(deviation && { deviation }), start };
  if (!cursor.takeWord("in")) {
    const from = parseFrom(cursor);
    if (!cursor.failed) lines.parameters.push({ ...known, ...from, end: cursor.previousEnd });
    return;
  }
  const low = expressions.expression();
  if (cursor.failed || !cursor.expectSymbol("..", "between the lowest and the highest value")) return;
  const high = expressions.expression();
  const from = parseFrom(cursor);
  if (!cursor.failed) lines.parameters.push({ ...known, low, high, ...from, end: cursor.previousEnd });
}

/** `table head(flow : m3/h) : m = (0, 32), (20, 30)`, or `from "models/curve.csv"`. */
function parseTable(expressions: ExpressionParser, name: Named, start: number, lines: Lines): void {
  const { cursor } = expressions;
  const names: { name: Named; unit: Named }[] = [];
  if (!cursor.expectSymbol("(", `and what it is read at, after table ${name.name}: table ${name.name}(x : m) : m = (0, 1), (1, 2)`)) return;
  do {
    const argument = cursor.expectName("The name of what the table is read at");
    const unit = argument && unitOf(cursor, argument.name);
    if (!unit) return;
    names.push({ name: argument, unit });
  } while (cursor.takeSymbol(","));
  if (!cursor.expectSymbol(")", `after the arguments of table ${name.name}`)) return;
  const unit = unitOf(cursor, `table ${name.name}(…)`);
  if (unit && cursor.takeWord("from")) {
    const file = textOf(cursor, "The file of the table is missing behind from", "models/curve.csv");
    if (file) lines.tables.push({ name, unit, arguments: names, points: [], file, start, end: cursor.previousEnd });
    return;
  }
  if (!unit || !cursor.expectSymbol("=", `and the points after table ${name.name}(…)`)) return;
  const points: ModelTableSyntax["points"][number][] = [];
  do {
    const point = parsePoint(expressions);
    if (!point) return;
    points.push(point);
  } while (cursor.takeSymbol(","));
  lines.tables.push({ name, unit, arguments: names, points, start, end: cursor.previousEnd });
}

function parsePoint(expressions: ExpressionParser): ModelTableSyntax["points"][number] | undefined {
  const { cursor } = expressions;
  const { start } = cursor.token;
  if (!cursor.expectSymbol("(", "before a point of the table: (0, 32)")) return undefined;
  const values: Expression[] = [];
  do values.push(expressions.expression());
  while (!cursor.failed && cursor.takeSymbol(","));
  return !cursor.failed && cursor.expectSymbol(")", "after the values of this point") ? { values, start, end: cursor.previousEnd } : undefined;
}

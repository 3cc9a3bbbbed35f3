/**
 * A text to its syntax tree. Every definition that can be read is read, whatever stands around it: an error costs its own
 * clause and nothing else. Never throws; its work grows with the text's length.
 */
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import { isTableFile } from "../model/textFile.ts";
import { lex } from "./lexer.ts";
import { nearest } from "../units/nearest.ts";
import { parseModel } from "./parseModel.ts";
import { parseDef } from "./parseDef.ts";
import { parseRule, parseTemplate } from "./parseRule.ts";
import { parseOverride, parseUse } from "./parseUse.ts";
import { ExpressionParser } from "./parseExpression.ts";
import { endClause } from "./parseClause.ts";
import type { CalcSyntax, Definition, SyntaxTree } from "./syntax.ts";
import { TokenCursor } from "./TokenCursor.ts";
import { DEFINITION_WORDS } from "./words.ts";

/** Reads one text; what is wrong with it goes to the sink. A table of numbers defines nothing. */
export function parse(file: string, text: string, sink: DiagnosticSink): SyntaxTree {
  if (isTableFile(file)) return { file, definitions: [] };
  const cursor = new TokenCursor(lex(text), sink, text.length);
  const expressions = new ExpressionParser(cursor, text);
  const definitions: Definition[] = [];
  while (!cursor.atEnd) {
    const definition = parseDefinition(expressions, text);
    if (definition) definitions.push(definition);
  }
  return { file, definitions };
}

function parseDefinition(expressions: ExpressionParser, source: string): Definition | undefined {
  const { cursor } = expressions;
  const { token } = cursor;
  cursor.failed = false;
  const doc = cursor.docOf(token);
  const definition = parseKnown(expressions, source);
  if (definition !== "unknown") return definition && doc !== undefined && definition.kind !== "import" && definition.kind !== "override" ? { ...definition, doc } : definition;
  tellWhatBelongsHere(cursor);
  cursor.skip();
  while (!cursor.atEnd && !cursor.atDefinition) cursor.skip();
  return undefined;
}

function parseKnown(expressions: ExpressionParser, source: string): Definition | undefined | "unknown" {
  const { cursor } = expressions;
  const { start } = cursor.token;
  if (cursor.takeWord("calc")) return parseCalc(expressions, start);
  if (cursor.takeWord("rule")) return parseRule(expressions, start, source);
  if (cursor.takeWord("template")) return parseTemplate(expressions, start, source);
  if (cursor.takeWord("model")) return parseModel(expressions, start);
  if (cursor.takeWord("use")) return parseUse(expressions, start);
  if (cursor.takeWord("def")) return parseDef(expressions, start);
  if (cursor.takeWord("override")) return parseOverride(expressions, start);
  return cursor.takeWord("import") ? parseImport(cursor, start) : "unknown";
}

function tellWhatBelongsHere(cursor: TokenCursor): void {
  const { token } = cursor;
  if (token.value === "}") return cursor.fail(token, "syntax", "This } closes nothing.");
  const near = token.kind === "word" ? nearest(token.value, DEFINITION_WORDS) : undefined;
  cursor.fail(token, "syntax", `A definition begins here with ${DEFINITION_WORDS.slice(0, -1).join(", ")} or ${DEFINITION_WORDS.at(-1) ?? ""}.`, near === undefined ? {} : { fix: replaceWith(token, near) });
}

/** An import of a file, in quotes. */
function parseImport(cursor: TokenCursor, start: number): Definition | undefined {
  const { token } = cursor;
  if (token.kind !== "text" || token.first) {
    cursor.missing('The file is missing behind import: "library/pumps.twin", for example.');
    cursor.recover(() => cursor.token.first);
    return undefined;
  }
  cursor.next();
  const file = { name: token.value, start: token.start, end: token.end };
  endClause(cursor, () => false, "import");
  return { kind: "import", file, start, end: token.end };
}

/** `calc NAME [: unit] on Type = expression`. */
function parseCalc(expressions: ExpressionParser, start: number): CalcSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectDottedName("The calc's name");
  const unit = name && cursor.takeSymbol(":") ? cursor.expectUnit() : undefined;
  if (name && !cursor.failed && !cursor.takeWord("on")) cursor.missing(`"on" and an asset type are missing: calc ${name.name} on CentrifugalPump = …`);
  const type = cursor.failed ? undefined : cursor.expectName("The asset type");
  if (type && !cursor.failed) cursor.expectSymbol("=", "before the calculation");
  const value = cursor.failed ? undefined : expressions.expression();
  const read = endClause(cursor, () => false, "calculation");
  if (!name || !type || !value) return undefined;
  const end = Math.max(value.end, cursor.previousEnd);
  return { kind: "calc", name, ...(unit && { unit }), type, value: read ? value : { kind: "broken", start: value.start, end }, start, end };
}

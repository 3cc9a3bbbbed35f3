/**
 * A text to its syntax tree. Every definition that can be read is read, whatever stands around it: an error costs its own
 * clause and nothing else. Never throws; its work grows with the text's length.
 */
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import { lex } from "./lexer.ts";
import { nearest } from "../units/nearest.ts";
import { parseModel } from "./parseModel.ts";
import { parseRule } from "./parseRule.ts";
import { parseUse } from "./parseUse.ts";
import { ExpressionParser } from "./parseExpression.ts";
import { endClause } from "./parseClause.ts";
import type { CalcSyntax, Definition, SyntaxTree } from "./syntax.ts";
import { TokenCursor } from "./TokenCursor.ts";
import { DEFINITION_WORDS, LATER_DEFINITIONS } from "./words.ts";

/** Reads one text; what is wrong with it goes to the sink. */
export function parse(file: string, text: string, sink: DiagnosticSink): SyntaxTree {
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
  if (cursor.takeWord("calc")) return parseCalc(expressions, token.start);
  if (cursor.takeWord("rule")) return parseRule(expressions, token.start, source);
  if (cursor.takeWord("model")) return parseModel(expressions, token.start);
  if (cursor.takeWord("use")) return parseUse(expressions, token.start);
  tellWhatBelongsHere(cursor);
  cursor.skip();
  while (!cursor.atEnd && !cursor.atDefinition) cursor.skip();
  return undefined;
}

function tellWhatBelongsHere(cursor: TokenCursor): void {
  const { token } = cursor;
  if (token.kind === "word" && LATER_DEFINITIONS.has(token.value)) return cursor.fail(token, "not-available", `"${token.value}" is not available yet.`);
  if (token.value === "}") return cursor.fail(token, "syntax", "This } closes nothing.");
  const near = token.kind === "word" ? nearest(token.value, DEFINITION_WORDS) : undefined;
  cursor.fail(token, "syntax", "A definition begins here with calc, rule, model or use.", near === undefined ? {} : { fix: replaceWith(token, near) });
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

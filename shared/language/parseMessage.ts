/** Messages: letters with expressions in braces. */
import { lexPiece, type Token } from "./lexer.ts";
import { ExpressionParser } from "./parseExpression.ts";
import type { Expression, TextPart } from "./syntax.ts";
import { TokenCursor } from "./TokenCursor.ts";

/** The parts of a message: `{expression}` between letters; `{{` and `}}` are braces. `token` is the text as it stands in `source`. */
export function parseMessage(token: Token, source: string, parent: TokenCursor): readonly TextPart[] {
  const parts: TextPart[] = [];
  let text = "";
  const end = token.end - 1;
  /** Where the letters begin that are not in the text yet. */
  let from = token.start + 1;
  for (let at = from; at < end; at += 1) {
    const letter = source[at] ?? "";
    if (letter !== "{" && letter !== "}" && letter !== "\\") continue;
    if (letter === "}" && source[at + 1] !== letter) continue;
    text += source.slice(from, at);
    if (letter === "\\" || source[at + 1] === letter) {
      at += 1;
      const escaped = source[at] ?? "";
      text += letter === "\\" && escaped === "n" ? "\n" : escaped;
      from = at + 1;
    } else {
      const close = source.indexOf("}", at);
      if (close < 0 || close >= end) {
        parent.sink.report({ start: at, end }, "syntax", 'The closing } is missing in this text. A brace itself is written {{.');
        return parts;
      }
      if (text !== "") parts.push({ text });
      text = "";
      parts.push({ value: parseInside(source, at + 1, close, parent) });
      at = close;
      from = close + 1;
    }
  }
  text += source.slice(from, end);
  return text === "" ? parts : [...parts, { text }];
}

function parseInside(source: string, start: number, end: number, parent: TokenCursor): Expression {
  const cursor = new TokenCursor(lexPiece(source.slice(start, end), start), parent.sink, end);
  const expression = new ExpressionParser(cursor, source).expression();
  if (!cursor.failed && !cursor.atEnd) cursor.fail(cursor.token, "syntax", `"${cursor.token.value}" is not expected here.`);
  return cursor.failed ? { kind: "broken", start, end } : expression;
}

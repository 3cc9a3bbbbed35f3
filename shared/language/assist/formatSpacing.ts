/** How tokens of one line are set apart: one blank or none, whatever stood there. */
import type { Token } from "../lexer.ts";
import { DEFINITION_WORDS, EXPRESSION_WORDS, RULE_WORDS, UNIT_STOPPERS } from "../words.ts";

const WORDS_BEFORE_BRACKET: ReadonlySet<string> = new Set([...EXPRESSION_WORDS, ...RULE_WORDS, ...DEFINITION_WORDS, "in", "after", "on"]);
const OPERATORS: ReadonlySet<string> = new Set(["+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "=", "~", ":", "..", "(", "[", ",", "{", ";"]);

/** A token as it is written. Names, units and texts stay as they stand. */
export function spelled(token: Token, source: string): string {
  return source.slice(token.start, token.end);
}

/** Whether a minus here is a sign and no subtraction. */
function isSign(token: Token, before: Token | undefined): boolean {
  if (token.kind !== "symbol" || token.value !== "-") return false;
  if (!before) return true;
  return before.kind === "symbol" ? OPERATORS.has(before.value) : before.kind === "word" && WORDS_BEFORE_BRACKET.has(before.value);
}

/** Blanks between two tokens of a line. `beforeLeft` is the one before them. */
export function gapBetween(left: Token, right: Token, beforeLeft: Token | undefined): string {
  if (right.kind === "comment") return "  ";
  // A word one blank behind a number would be read as its unit.
  if (left.kind === "number" && right.kind === "word" && !UNIT_STOPPERS.has(right.value)) return "  ";
  const symbol = right.kind === "symbol" ? right.value : "";
  const opening = left.kind === "symbol" ? left.value : "";
  if (symbol === "." || opening === "." || symbol === "," || symbol === ")" || symbol === "]" || symbol === ";" || opening === "(" || opening === "[" || opening === "!") return "";
  if (isSign(left, beforeLeft)) return "";
  if (symbol === "(") return left.kind === "quoted" || (left.kind === "word" && !WORDS_BEFORE_BRACKET.has(left.value)) ? "" : " ";
  if (symbol === "[") return "";
  return " ";
}

/** A row of tokens as one piece of text. */
export function joined(tokens: readonly Token[], source: string): string {
  return tokens.reduce((text, token, at) => {
    const left = tokens[at - 1];
    return text + (left ? gapBetween(left, token, tokens[at - 2]) : "") + spelled(token, source);
  }, "");
}

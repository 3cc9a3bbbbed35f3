/** Tokens for colouring: what each word is, as far as one can tell without names. */
import { lex, type Token } from "../lexer.ts";
import { DEFINITION_WORDS, EXPRESSION_WORDS, FMU_WORDS, LIVE_WORD, MODEL_BLOCKS, MODEL_TAIL_WORDS, MODEL_WORDS, RULE_WORDS, SEVERITIES } from "../words.ts";

export type ColourKind = "keyword" | "definition" | "type" | "name" | "function" | "number" | "unit" | "text" | "comment" | "operator" | "constant" | "invalid";

/** UTF-16 offsets, [start, end). */
export interface ColouredToken {
  readonly start: number;
  readonly end: number;
  readonly kind: ColourKind;
}

const LINE_WORDS: ReadonlySet<string> = new Set([...RULE_WORDS, ...MODEL_WORDS, ...MODEL_BLOCKS]);
const DEFINITIONS: ReadonlySet<string> = new Set(DEFINITION_WORDS);
const SMALL_WORDS: ReadonlySet<string> = new Set(["on", "as", "in", "after", "strict", ...MODEL_TAIL_WORDS]);
const SEVERITY: ReadonlySet<string> = new Set(SEVERITIES);

/** All tokens of a text, in order. */
export function tokenize(text: string): ColouredToken[] {
  const tokens = lex(text).filter((token) => token.kind !== "end");
  const meaningful = tokens.filter((token) => token.kind !== "comment");
  const positions = new Map(meaningful.map((token, index) => [token, index]));
  return tokens.map((token) => {
    const index = positions.get(token);
    const kind = index === undefined ? "comment" : kindOf(token, meaningful[index - 1], meaningful[index + 1]);
    return { start: token.start, end: token.end, kind };
  });
}

function kindOf(token: Token, before: Token | undefined, after: Token | undefined): ColourKind {
  if (token.trouble !== undefined) return "invalid";
  switch (token.kind) {
    case "number": case "unit": case "text": return token.kind;
    case "symbol": return "operator";
    case "word": return wordKind(token, before, after);
    case "quoted": return before?.value === "on" ? "type" : "name";
    default: return "invalid";
  }
}

function wordKind(token: Token, before: Token | undefined, after: Token | undefined): ColourKind {
  const { value } = token;
  if (before?.kind === "symbol" && before.value === ".") return "name";
  if (before?.kind === "word" && before.value === "on") return "type";
  if (before?.kind === "word" && DEFINITIONS.has(before.value) && before.first) return "definition";
  const opensLine = token.first || before?.value === "{" || before?.value === ";" || after?.kind !== "symbol";
  if (DEFINITIONS.has(value) && token.first) return "keyword";
  if (value === "true" || value === "false") return "constant";
  if (EXPRESSION_WORDS.has(value) || SMALL_WORDS.has(value)) return "keyword";
  // As a name it is given a value, compared or a step of a path.
  if (value === LIVE_WORD && opensLine && before?.value !== "=" && before?.value !== "~" && (after === undefined || after.first || after.value === "}" || after.value === ";")) return "keyword";
  if (LINE_WORDS.has(value) && opensLine && before?.value !== "=" && after?.value !== ".") return "keyword";
  if ((value === FMU_WORDS[0] && after?.kind === "text") || (value === FMU_WORDS[1] && before?.kind === "text")) return "keyword";
  if (before?.value === "severity" && SEVERITY.has(value)) return "constant";
  if (after?.kind === "symbol" && after.value === "(") return "function";
  return "name";
}

/** Where the cursor stands in a half-typed text: in which definition, behind what, and which piece of a name it ends. */
import { lex, type Token } from "../lexer.ts";
import { DEFINITION_WORDS } from "../words.ts";

export interface CursorContext {
  readonly file: string;
  /** Tokens before the piece being typed, comments aside. */
  readonly before: readonly Token[];
  /** The piece being typed, a dotted name or a unit: [start, end) is what a completion replaces. */
  readonly typed: string;
  readonly start: number;
  readonly end: number;
  /** The definition's first word and its tokens up to the cursor; undefined between definitions. */
  readonly definition?: { readonly word: string; readonly name?: string; readonly type?: string; readonly tokens: readonly Token[] };
  /** Whether the cursor begins a line of a block (a clause, an input). */
  readonly atLineStart: boolean;
}

const DEFINITIONS: ReadonlySet<string> = new Set(DEFINITION_WORDS);

/** Undefined inside comments and texts (except in the braces of a message). */
export function contextAt(text: string, offset: number, file: string): CursorContext | undefined {
  const tokens = lex(text.slice(0, offset));
  const last = tokens.findLast((token) => token.kind !== "end");
  if (last?.kind === "comment" && last.end === offset) return undefined;
  const meaningful = tokens.filter((token) => token.kind !== "comment" && token.kind !== "end");
  if (last?.kind === "text" && last.end === offset) return insideText(text, offset, last, meaningful.slice(0, -1), file);
  const first = typedFrom(meaningful, offset);
  const before = meaningful.slice(0, first);
  const start = meaningful[first]?.start ?? offset;
  const atLineStart = meaningful[first]?.first ?? (before.length === 0 || text.slice(before.at(-1)?.end ?? 0, offset).includes("\n"));
  const opened = before.at(-1)?.value;
  return { file, before, typed: text.slice(start, offset), start, end: offset, atLineStart: atLineStart || opened === "{" || opened === ";", ...enclosing(before) };
}

/** Index of the first token of the dotted name that ends at the cursor. */
function typedFrom(tokens: readonly Token[], offset: number): number {
  const isPiece = (token: Token | undefined): boolean => token?.kind === "word" || token?.kind === "quoted" || token?.kind === "unit";
  let at = tokens.length;
  const last = tokens.at(-1);
  if (last?.end !== offset) return at;
  if (isPiece(last)) at -= 1;
  else if (last.value !== ".") return at;
  while (tokens[at - 1]?.value === "." && isPiece(tokens[at - 2])) at -= 2;
  return last.value === "." && at === tokens.length ? at - 2 + (isPiece(tokens[at - 2]) ? 0 : 2) : at;
}

function enclosing(before: readonly Token[]): Pick<CursorContext, "definition"> {
  const from = before.findLastIndex((token) => token.first && token.kind === "word" && DEFINITIONS.has(token.value));
  const tokens = before.slice(from);
  const opening = tokens[0];
  if (from < 0 || !opening) return {};
  const opened = tokens.filter((token) => token.value === "{" && token.kind === "symbol").length;
  const closed = tokens.filter((token) => token.value === "}" && token.kind === "symbol").length;
  if (opened > 0 && closed >= opened) return {};
  const on = tokens.findIndex((token) => token.kind === "word" && token.value === "on");
  const type = on < 0 ? undefined : tokens[on + 1]?.value;
  const name = tokens[1]?.value;
  return { definition: { word: opening.value, tokens, ...(name !== undefined && { name }), ...(type !== undefined && { type }) } };
}

/** Inside a message: names may be completed between braces. */
function insideText(text: string, offset: number, token: Token, before: readonly Token[], file: string): CursorContext | undefined {
  const inside = text.slice(token.start, offset);
  const brace = inside.lastIndexOf("{");
  if (token.trouble === undefined || brace < 0 || inside.lastIndexOf("}") > brace) return undefined;
  const piece = /[\p{L}\p{N}_.`]*$/u.exec(inside.slice(brace + 1))?.[0] ?? "";
  return { file, before, typed: piece, start: offset - piece.length, end: offset, atLineStart: false, ...enclosing(before) };
}

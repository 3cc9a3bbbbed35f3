/**
 * Text to tokens, without ever failing: what is no token becomes one of kind "unknown" with its trouble told. A unit is
 * one word glued to its number by one blank, or stands behind a colon; everything else is told apart by its first letter.
 */
import { UNIT_STOPPERS } from "./words.ts";

export type TokenKind = "word" | "quoted" | "number" | "unit" | "text" | "symbol" | "comment" | "unknown" | "end";

export interface Token {
  readonly kind: TokenKind;
  /** The token's value: a quoted name without its quotes, a text with escapes read, else as it stands. */
  readonly value: string;
  /** UTF-16 offsets, [start, end). */
  readonly start: number;
  readonly end: number;
  /** First token on its line (comments aside). */
  readonly first: boolean;
  /** What is wrong with it: a closing quote missing, a letter that means nothing. */
  readonly trouble?: string;
}

const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_][\p{L}\p{N}_]*/uy;
/** The one word with a hyphen. */
const HYPHENED = /re-alarm(?![\p{L}\p{N}_])/uy;
const LONG_SYMBOLS: ReadonlySet<string> = new Set(["==", "!=", "<=", ">=", "&&", "||", ".."]);
const SYMBOLS: ReadonlySet<string> = new Set("≤≥≠{}()+-*/<>=:,.~;!^×÷");
/** A unit may hold anything but blanks and what ends an expression; brackets are balanced below. */
const UNIT = /[^\s,;=<>!~"`+|&:]+/y;
const UNIT_START = /[\p{L}%‰°Ω℃℉]|\[[^\s[\]]+\]|\{[^\s{}]+\}|1\//uy;

/** All tokens of a text, comments included, with an "end" token last. */
export function lex(text: string): Token[] {
  const lexer = new Lexer(text);
  return lexer.run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at = 0;
  #first = true;
  #previous: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  run(): Token[] {
    while (this.#skipBlanks()) this.#next();
    this.#push("end", "", this.#text.length);
    return this.#tokens;
  }

  /** Whether something follows the blanks. */
  #skipBlanks(): boolean {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const letter = this.#text[this.#at] ?? "";
      if (letter === "\n") this.#first = true;
      else if (letter !== " " && letter !== "\t" && letter !== "\r" && letter !== "\uFEFF" && letter !== "\u00A0") return true;
    }
    return false;
  }

  #next(): void {
    const letter = this.#text[this.#at] ?? "";
    if (this.#text.startsWith("//", this.#at)) return this.#comment();
    if (this.#previous?.kind === "number" && this.#unitAfterNumber(this.#previous)) return;
    if (this.#previous?.kind === "symbol" && this.#previous.value === ":" && this.#unit()) return;
    if (letter === '"') return this.#quotedText();
    if (letter === "`") return this.#quotedName();
    const number = this.#match(NUMBER);
    if (number !== undefined) return this.#push("number", number, this.#at + number.length);
    const found = this.#match(WORD);
    const word = found === "re" ? (this.#match(HYPHENED) ?? found) : found;
    if (word !== undefined) return this.#push("word", word, this.#at + word.length);
    const two = this.#text.slice(this.#at, this.#at + 2);
    if (LONG_SYMBOLS.has(two)) return this.#push("symbol", two, this.#at + 2);
    if (SYMBOLS.has(letter)) return this.#push("symbol", letter, this.#at + 1);
    const unknown = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#push("unknown", unknown, this.#at + unknown.length, `"${unknown}" means nothing here.`);
  }

  #comment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    const first = this.#first;
    const stop = end < 0 ? this.#text.length : end;
    this.#tokens.push({ kind: "comment", value: this.#text.slice(this.#at, stop), start: this.#at, end: stop, first });
    this.#at = stop;
  }

  /** The unit of the number just read: on the same line, with at most one blank between. */
  #unitAfterNumber(number: Token): boolean {
    const gap = this.#text.slice(number.end, this.#at);
    if (gap !== " " && gap !== "") return false;
    return this.#unit();
  }

  #unit(): boolean {
    const start = this.#at;
    const digits = this.#previous?.value === ":" && this.#match(/1(?![\d.])/y) !== undefined;
    if (!digits && this.#match(UNIT_START) === undefined) return false;
    const word = this.#match(WORD);
    const run = trimUnit(this.#match(UNIT) ?? "");
    if (run === "" || (word === run && UNIT_STOPPERS.has(word))) return false;
    this.#push("unit", run, start + run.length);
    return true;
  }

  #quotedText(): void {
    let value = "";
    let at = this.#at + 1;
    for (; at < this.#text.length; at += 1) {
      const letter = this.#text[at] ?? "";
      if (letter === '"') return this.#push("text", value, at + 1);
      if (letter === "\n") break;
      if (letter === "\\" && at + 1 < this.#text.length && this.#text[at + 1] !== "\n") {
        at += 1;
        value += this.#text[at] === "n" ? "\n" : (this.#text[at] ?? "");
      } else value += letter;
    }
    this.#push("text", value.trimEnd(), this.#at + this.#text.slice(this.#at, at).trimEnd().length, 'The closing " is missing; a text ends on the line it begins on.');
  }

  /** A name between back-quotes; a back-quote inside is doubled. */
  #quotedName(): void {
    const found = this.#match(/`((?:[^`\n]|``)*)`/y);
    if (found !== undefined) return this.#push("quoted", found.slice(1, -1).replaceAll("``", "`"), this.#at + found.length);
    const rest = (this.#match(/`[^\n]*/y) ?? "`").trimEnd();
    this.#push("quoted", rest.slice(1), this.#at + rest.length, "The closing ` is missing; a name ends on the line it begins on.");
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #push(kind: TokenKind, value: string, end: number, trouble?: string): void {
    const token: Token = { kind, value, start: this.#at, end, first: this.#first, ...(trouble !== undefined && { trouble }) };
    this.#tokens.push(token);
    this.#previous = token;
    this.#first = false;
    this.#at = end;
  }
}

/** The unit at the start of a run of letters: up to a bracket it did not open, a comment, or a closing point or star. */
function trimUnit(run: string): string {
  let depth = 0;
  let end = run.length;
  for (let at = 0; at < end; at += 1) {
    const letter = run[at] ?? "";
    if (letter === "(" || letter === "[" || letter === "{") depth += 1;
    else if (letter === ")" || letter === "]" || letter === "}") depth -= 1;
    if (depth < 0 || run.startsWith("//", at) || (letter === "." && run[at + 1] === ".")) end = at;
  }
  return run.slice(0, end).replace(/[./*-]+$/, "");
}

/**
 * Text to tokens, without ever failing: what is no token becomes one of kind "unknown" with its trouble told. A unit is
 * one word glued to its number by one blank, or stands behind a colon; everything else is told apart by its first letter.
 */
import { CHOICE, UNIT_STOPPERS } from "./words.ts";

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
/** Each is one letter twice, or ends with "=". */
const LONG_SYMBOLS: ReadonlySet<string> = new Set(["==", "!=", "<=", ">=", "&&", "||", "**", ".."]);
const SYMBOLS: ReadonlySet<string> = new Set("≤≥≠±{}()[]+-*/<>=:,.~;!^×÷");
/** A unit may hold anything but blanks and what ends an expression; brackets are balanced below. */
const UNIT = /[^\s,;=<>!~"`+|&:]+/y;
const QUOTED_NAME = /`((?:[^`\n]|``)*)`/y;
const UNCLOSED_NAME = /`[^\n]*/y;
/** A plain number's unit behind a colon. */
const ONE = /1(?![\d.])/y;
const UNIT_START = /[\p{L}%‰°Ω℃℉]|\[[^\s[\]]+\]|\{[^\s{}]+\}|1\//uy;

/** What the ASCII letters are: nearly every text is written in these, and a table is many times faster than a pattern. */
const LETTER = 1;
const UNDERSCORE = 2;
const DIGIT = 3;
const ASCII_SIZE = 128;
const ASCII_KINDS = Uint8Array.from({ length: ASCII_SIZE }, (_, code) => {
  const letter = String.fromCharCode(code);
  return /[A-Za-z]/.test(letter) ? LETTER : letter === "_" ? UNDERSCORE : /\d/.test(letter) ? DIGIT : 0;
});

/** All tokens of a text, comments included, with an "end" token last. */
export function lex(text: string): Token[] {
  return new Lexer(text, 0, true).run();
}

/** The tokens of a piece of a line, which begins at `start` of the whole text; none of them is the first on its line. */
export function lexPiece(piece: string, start: number): Token[] {
  return new Lexer(piece, start, false).run();
}

class Lexer {
  readonly #text: string;
  /** Where the text begins in the whole that offsets are counted in. */
  readonly #offset: number;
  readonly #tokens: Token[] = [];
  #at = 0;
  #first: boolean;
  #previous: Token | undefined;

  constructor(text: string, offset: number, first: boolean) {
    this.#text = text;
    this.#offset = offset;
    this.#first = first;
  }

  run(): Token[] {
    while (this.#skipBlanks()) this.#next();
    this.#push("end", "", this.#text.length);
    return this.#tokens;
  }

  /** Whether something follows the blanks. */
  #skipBlanks(): boolean {
    const text = this.#text;
    for (let at = this.#at; at < text.length; at += 1) {
      const letter = text[at] ?? "";
      if (letter === "\n") this.#first = true;
      else if (letter !== " " && letter !== "\t" && letter !== "\r" && letter !== "\uFEFF" && letter !== "\u00A0") {
        this.#at = at;
        return true;
      }
    }
    this.#at = text.length;
    return false;
  }

  #next(): void {
    const letter = this.#text[this.#at] ?? "";
    if (letter === "/" && this.#text[this.#at + 1] === "/") return this.#comment();
    if (this.#previous?.kind === "number" && this.#unitAfterNumber(this.#previous)) return;
    if (this.#previous?.kind === "symbol" && this.#previous.value === ":" && this.#unit()) return;
    if (letter === '"') return this.#quotedText();
    if (letter === "`") return this.#quotedName();
    const number = ASCII_KINDS[letter.charCodeAt(0)] === DIGIT ? this.#match(NUMBER) : undefined;
    if (number !== undefined) return this.#push("number", number, this.#at + number.length);
    const found = this.#word();
    const word = found === "re" ? (this.#match(HYPHENED) ?? found) : found;
    if (word !== undefined) return this.#push("word", word, this.#at + word.length);
    const following = this.#text[this.#at + 1];
    const two = following === letter || following === "=" ? letter + following : "";
    if (LONG_SYMBOLS.has(two)) return this.#push("symbol", two, this.#at + 2);
    if (SYMBOLS.has(letter)) return this.#push("symbol", letter, this.#at + 1);
    const unknown = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    this.#push("unknown", unknown, this.#at + unknown.length, `"${unknown}" means nothing here.${unknown === "?" ? ` ${CHOICE}` : ""}`);
  }

  #comment(): void {
    const end = this.#text.indexOf("\n", this.#at);
    const first = this.#first;
    const stop = end < 0 ? this.#text.length : end;
    this.#tokens.push({ kind: "comment", value: this.#text.slice(this.#at, stop), start: this.#offset + this.#at, end: this.#offset + stop, first });
    this.#at = stop;
  }

  /** The word here, or undefined. */
  #word(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    let code = text.charCodeAt(at);
    if (ASCII_KINDS[code] === DIGIT) return undefined;
    for (; code < ASCII_SIZE && ASCII_KINDS[code] !== 0; code = text.charCodeAt(at)) at += 1;
    // Another alphabet's letter may belong to the word: the pattern knows.
    if (code >= ASCII_SIZE) return this.#match(WORD);
    return at === start ? undefined : text.slice(start, at);
  }

  /** The unit of the number just read: on the same line, with at most one blank between. */
  #unitAfterNumber(number: Token): boolean {
    const gap = this.#offset + this.#at - number.end;
    if (gap > 1 || (gap === 1 && this.#text[this.#at - 1] !== " ")) return false;
    return this.#unit();
  }

  #unit(): boolean {
    const start = this.#at;
    const digits = this.#previous?.value === ":" && this.#match(ONE) !== undefined;
    if (!digits && ASCII_KINDS[this.#text.charCodeAt(start)] !== LETTER && this.#match(UNIT_START) === undefined) return false;
    const word = this.#word();
    const run = trimUnit(this.#match(UNIT) ?? "");
    if (run === "" || (word === run && UNIT_STOPPERS.has(word))) return false;
    this.#push("unit", run, start + run.length);
    return true;
  }

  #quotedText(): void {
    const text = this.#text;
    let value = "";
    let at = this.#at + 1;
    /** Where the letters begin that are not in the value yet. */
    let from = at;
    for (; at < text.length; at += 1) {
      const letter = text[at] ?? "";
      if (letter === '"') return this.#push("text", value + text.slice(from, at), at + 1);
      if (letter === "\n") break;
      if (letter === "\\" && at + 1 < text.length && text[at + 1] !== "\n") {
        value += text.slice(from, at);
        at += 1;
        if (text[at] === "n") value += "\n";
        from = text[at] === "n" ? at + 1 : at;
      }
    }
    this.#push("text", (value + text.slice(from, at)).trimEnd(), this.#at + text.slice(this.#at, at).trimEnd().length, 'The closing " is missing; a text ends on the line it begins on.');
  }

  /** A name between back-quotes; a back-quote inside is doubled. */
  #quotedName(): void {
    const found = this.#match(QUOTED_NAME);
    if (found !== undefined) return this.#push("quoted", found.slice(1, -1).replaceAll("``", "`"), this.#at + found.length);
    const rest = (this.#match(UNCLOSED_NAME) ?? "`").trimEnd();
    this.#push("quoted", rest.slice(1), this.#at + rest.length, "The closing ` is missing; a name ends on the line it begins on.");
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text)?.[0];
  }

  #push(kind: TokenKind, value: string, end: number, trouble?: string): void {
    const place = { kind, value, start: this.#offset + this.#at, end: this.#offset + end, first: this.#first };
    const token: Token = trouble === undefined ? place : { ...place, trouble };
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

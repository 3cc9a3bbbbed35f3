/** A place in a row of tokens, and the one rule of recovery: after an error, nothing more is told until a fresh start. */
import type { DiagnosticOptions, DiagnosticSink } from "./diagnostics.ts";
import type { Token } from "./lexer.ts";
import type { Named, Place } from "./syntax.ts";
import { DEFINITION_WORDS } from "./words.ts";

const DEFINITIONS: ReadonlySet<string> = new Set(DEFINITION_WORDS);

/** Words between names; where a name is expected they show that it is missing. */
const JOINERS: ReadonlySet<string> = new Set(["on", "as"]);

const NO_DOCS: ReadonlyMap<Token, string> = new Map();

/** What stands in doc comments, by the token that follows them. */
function docsIn(tokens: readonly Token[]): ReadonlyMap<Token, string> {
  const docs = new Map<Token, string>();
  let lines: string[] = [];
  for (const token of tokens) {
    if (token.kind === "comment" && token.first) {
      if (token.value.startsWith("///")) lines.push(token.value.slice(3).trim());
      else lines = [];
    } else if (lines.length > 0) {
      docs.set(token, lines.join("\n"));
      lines = [];
    }
  }
  return docs;
}

export class TokenCursor {
  readonly sink: DiagnosticSink;
  readonly #tokens: readonly Token[];
  readonly #end: Token;
  /** Doc comments (`///`) by the token that follows them. */
  readonly #docs: ReadonlyMap<Token, string>;
  #at = 0;
  /** Set by the first error since the last `recover`; silences those that follow from it. */
  failed = false;

  constructor(tokens: readonly Token[], sink: DiagnosticSink, textLength: number) {
    this.#tokens = tokens.filter((token) => token.kind !== "comment" && token.kind !== "end");
    this.#docs = this.#tokens.length + 1 === tokens.length ? NO_DOCS : docsIn(tokens);
    this.#end = { kind: "end", value: "", start: textLength, end: textLength, first: true };
    this.sink = sink;
  }

  get token(): Token {
    return this.#tokens[this.#at] ?? this.#end;
  }

  /** What the lines that begin with `///` just above the token say; undefined where there are none. */
  docOf(token: Token): string | undefined {
    return this.#docs.get(token);
  }

  get following(): Token {
    return this.#tokens[this.#at + 1] ?? this.#end;
  }

  /** Where the token before this one ended: the place at which something is missing. */
  get previousEnd(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  get atEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): Token {
    const token = this.token;
    if (!this.atEnd) this.#at += 1;
    if (token.trouble !== undefined) this.fail(token, token.kind === "unknown" ? "unknown-character" : "unclosed", token.trouble);
    return token;
  }

  isSymbol(value: string): boolean {
    return this.token.kind === "symbol" && this.token.value === value;
  }

  isWord(value: string): boolean {
    return this.token.kind === "word" && this.token.value === value;
  }

  takeSymbol(value: string): boolean {
    const here = this.isSymbol(value);
    if (here) this.#at += 1;
    return here;
  }

  takeWord(value: string): boolean {
    const here = this.isWord(value);
    if (here) this.#at += 1;
    return here;
  }

  /** Takes the symbol, else says that it is missing. */
  expectSymbol(value: string, after: string): boolean {
    if (this.takeSymbol(value)) return true;
    this.missing(`"${value}" is missing ${after}.`);
    return false;
  }

  /** A plain or back-quoted name on this line; undefined (and told) where there is none. */
  expectName(what: string): Named | undefined {
    const { token } = this;
    if (!token.first && ((token.kind === "word" && !JOINERS.has(token.value)) || token.kind === "quoted")) {
      this.next();
      return { name: token.value, start: token.start, end: token.end };
    }
    this.missing(`${what} is missing here.`);
    return undefined;
  }

  /** A name with points: `bearing.temperature` as one name. */
  expectDottedName(what: string): Named | undefined {
    const first = this.expectName(what);
    if (!first) return undefined;
    let { name, end } = first;
    while (this.isSymbol(".") && (this.following.kind === "word" || this.following.kind === "quoted")) {
      this.next();
      const part = this.next();
      name += `.${part.value}`;
      end = part.end;
    }
    return { name, start: first.start, end };
  }

  /** A unit behind a colon. */
  expectUnit(): Named | undefined {
    const { token } = this;
    if (token.kind === "unit" || token.kind === "word" || token.kind === "number") {
      this.next();
      return { name: token.value, start: token.start, end: token.end };
    }
    this.missing("A unit is missing after the colon, `kW` for example, or `1` for a plain number.");
    return undefined;
  }

  /** Tells that something is missing where the reader stands; points at the token there, or just behind the last one on its line. */
  missing(message: string): void {
    const { token } = this;
    const behind = token.first || token.kind === "end";
    this.fail(behind ? { start: Math.max(0, this.previousEnd - 1), end: this.previousEnd } : token, "syntax", message);
  }

  fail(place: Place, code: string, message: string, options: DiagnosticOptions = {}): void {
    if (!this.failed) this.sink.report(place, code, message, options);
    this.failed = true;
  }

  /** Whether a new definition begins here: one of their words, first on its line. */
  get atDefinition(): boolean {
    const { token, following } = this;
    if (!token.first || token.kind !== "word" || !DEFINITIONS.has(token.value)) return false;
    return token.value === "import" ? following.kind === "text" : following.kind === "word" || following.kind === "quoted";
  }

  /** Skips to where `stop` is true, a block's end, or a new definition; then errors are told again. */
  recover(stop: () => boolean): void {
    while (!this.atEnd && !this.isSymbol("}") && !this.atDefinition && !stop()) this.#at += 1;
    this.failed = false;
  }

  /** Skips one token without looking at it. */
  skip(): void {
    this.#at += 1;
  }
}

/** `rule NAME on Type { when … clear … severity … message … advise … state … unknown after … quality strict }`. */
import type { Token } from "./lexer.ts";
import type { ExpressionParser } from "./parseExpression.ts";
import { parseMessage } from "./parseMessage.ts";
import { endClause, readBlock } from "./parseClause.ts";
import type { Expression, Named, Place, RuleSyntax, TextPart } from "./syntax.ts";
import { RULE_WORDS } from "./words.ts";

interface Clauses {
  when?: Expression;
  clear?: Expression;
  severity?: Named;
  message?: { readonly parts: readonly TextPart[] } & Place;
  advise?: Named;
  state?: { readonly state: Named; readonly member: Named };
  unknownAfter?: Expression;
  strict?: boolean;
}

const WORDS: ReadonlySet<string> = new Set(RULE_WORDS);

export function parseRule(expressions: ExpressionParser, start: number, source: string): RuleSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The rule's name");
  if (name && !cursor.takeWord("on")) cursor.missing(`"on" and an asset type are missing: rule ${name.name} on CentrifugalPump { … }`);
  const type = cursor.failed ? undefined : cursor.expectName("The asset type");
  const clauses: Clauses = {};
  const reader = new ClauseReader(expressions, source, clauses);
  const isStart = (): boolean => cursor.token.kind === "word" && WORDS.has(cursor.token.value);
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{") || (cursor.token.first && isStart()));
  if (!name && !cursor.isSymbol("{")) return undefined;
  const fine = readBlock(cursor, RULE_WORDS, isStart, () => reader.clause(isStart), `rule ${name?.name ?? ""}`.trim());
  if (!name || !type) return undefined;
  const { strict = false, ...rest } = clauses;
  return { kind: "rule", name, type, ...rest, strict, broken: !fine, start, end: cursor.previousEnd };
}

class ClauseReader {
  readonly #expressions: ExpressionParser;
  readonly #source: string;
  readonly #clauses: Clauses;
  readonly #seen = new Set<string>();

  constructor(expressions: ExpressionParser, source: string, clauses: Clauses) {
    this.#expressions = expressions;
    this.#source = source;
    this.#clauses = clauses;
  }

  clause(isStart: () => boolean): boolean {
    const { cursor } = this.#expressions;
    const word = cursor.next();
    const twice = this.#seen.has(word.value);
    if (twice) cursor.sink.report(word, "duplicate-clause", `This rule says "${word.value}" twice.`);
    this.#seen.add(word.value);
    this.#read(word.value);
    const read = endClause(cursor, () => isStart(), `"${word.value}" line`);
    if (!read) this.#breakOff(word);
    return read && !twice;
  }

  /** A condition with a syntax error is not checked further: what follows from the error would be told as well. */
  #breakOff(word: Token): void {
    const broken = { kind: "broken", start: word.start, end: word.end } as const;
    if (word.value === "when") this.#clauses.when = broken;
    else if (word.value === "clear") this.#clauses.clear = broken;
    else if (word.value === "unknown") this.#clauses.unknownAfter = broken;
  }

  #read(word: string): void {
    const { cursor } = this.#expressions;
    const clauses = this.#clauses;
    if (word === "when") clauses.when = this.#expressions.expression();
    else if (word === "clear") clauses.clear = this.#expressions.expression();
    else if (word === "message") this.#message();
    else if (word === "advise") {
      const token = this.#text("advise");
      if (token) clauses.advise = { name: token.value, start: token.start, end: token.end };
    } else if (word === "severity") {
      const severity = cursor.expectName("The severity (critical, high, medium or low)");
      if (severity) clauses.severity = severity;
    } else if (word === "state") this.#state();
    else if (word === "unknown") {
      if (!cursor.takeWord("after")) cursor.missing('Here stands: unknown after 5 min');
      else clauses.unknownAfter = this.#expressions.expression();
    } else if (!cursor.takeWord("strict")) cursor.missing("Here stands: quality strict");
    else clauses.strict = true;
  }

  #text(clause: string): Token | undefined {
    const { cursor } = this.#expressions;
    if (cursor.token.kind === "text") return cursor.next();
    cursor.missing(`A text in quotes is missing after ${clause}.`);
    return undefined;
  }

  #message(): void {
    const token = this.#text("message");
    if (token && !this.#expressions.cursor.failed) this.#clauses.message = { parts: parseMessage(token, this.#source, this.#expressions.cursor), start: token.start, end: token.end };
  }

  #state(): void {
    const { cursor } = this.#expressions;
    const state = cursor.expectDottedName("The state's name");
    if (!state || !cursor.expectSymbol("=", `after state ${state.name}`)) return;
    const member = cursor.expectName("The state's value");
    if (member) this.#clauses.state = { state, member };
  }
}

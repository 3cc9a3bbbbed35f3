/**
 * `rule NAME on Type { … }`, `rule NAME on Type = Template(…)` and `template NAME(…) { … }`: the clauses of a rule, each with
 * its word first.
 */
import type { Token } from "./lexer.ts";
import type { ExpressionParser } from "./parseExpression.ts";
import { parseMessage } from "./parseMessage.ts";
import { endClause, readBlock } from "./parseClause.ts";
import { parseParameters } from "./parseDef.ts";
import type { LimitSyntax, RuleClauses, RuleSyntax, TemplateSyntax } from "./syntax.ts";
import { RULE_WORDS } from "./words.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };
/** Clauses while they are read. */
type Clauses = Writable<Omit<RuleClauses, "limits">> & { readonly limits: LimitSyntax[] };

const WORDS: ReadonlySet<string> = new Set(RULE_WORDS);

export function parseRule(expressions: ExpressionParser, start: number, source: string): RuleSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The rule's name");
  if (name && !cursor.takeWord("on")) cursor.missing(`"on" and an asset type are missing: rule ${name.name} on CentrifugalPump { … }`);
  const type = cursor.failed ? undefined : cursor.expectName("The asset type");
  if (name && type && cursor.takeSymbol("=")) {
    const from = parseTemplateCall(expressions);
    const fine = endClause(cursor, () => false, "rule");
    return { kind: "rule", name, type, ...(from && { from }), limits: [], strict: false, latched: false, broken: !from || !fine, start, end: cursor.previousEnd };
  }
  const body = parseBody(expressions, source, `rule ${name?.name ?? ""}`.trim(), name !== undefined);
  return name && type && body && { kind: "rule", name, type, ...body, start, end: cursor.previousEnd };
}

export function parseTemplate(expressions: ExpressionParser, start: number, source: string): TemplateSyntax | undefined {
  const { cursor } = expressions;
  const name = cursor.expectName("The template's name");
  const parameters = name && parseParameters(expressions, name.name);
  const body = parseBody(expressions, source, `template ${name?.name ?? ""}`.trim(), name !== undefined);
  return name && parameters && body && { kind: "template", name, parameters, ...body, start, end: cursor.previousEnd };
}

function parseTemplateCall(expressions: ExpressionParser): RuleSyntax["from"] {
  const { cursor } = expressions;
  const call = expressions.expression();
  if (cursor.failed) return undefined;
  if (call.kind === "call") return { template: call.callee, operands: call.operands, start: call.start, end: call.end };
  cursor.fail(call, "syntax", "A template and its values are meant behind =: HotBearing(bearing.temperature, 85 degC).");
  return undefined;
}

function parseBody(expressions: ExpressionParser, source: string, owner: string, named: boolean): (RuleClauses & { readonly broken: boolean }) | undefined {
  const { cursor } = expressions;
  const clauses: Clauses = { limits: [], strict: false, latched: false };
  const reader = new ClauseReader(expressions, source, clauses);
  const isStart = (): boolean => cursor.token.kind === "word" && WORDS.has(cursor.token.value);
  if (cursor.failed) cursor.recover(() => cursor.isSymbol("{") || (cursor.token.first && isStart()));
  if (!named && !cursor.isSymbol("{")) return undefined;
  const fine = readBlock(cursor, RULE_WORDS, isStart, () => reader.clause(isStart), owner);
  return { ...clauses, broken: !fine };
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
    const twice = word.value !== "limit" && this.#seen.has(word.value);
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
    else if (word.value === "suppress") this.#clauses.suppress = broken;
    else if (word.value === "re-alarm") this.#clauses.realarmAfter = broken;
  }

  #read(word: string): void {
    const { cursor } = this.#expressions;
    const clauses = this.#clauses;
    switch (word) {
      case "when": clauses.when = this.#expressions.expression(); return;
      case "clear": clauses.clear = this.#expressions.expression(); return;
      case "suppress": clauses.suppress = this.#expressions.expression(); return;
      case "latched": clauses.latched = true; return;
      case "limit": return this.#limit();
      case "message": return this.#message();
      case "state": return this.#state();
      case "advise": {
        const token = this.#text("advise");
        if (token) clauses.advise = { name: token.value, start: token.start, end: token.end };
        return;
      }
      case "severity": {
        const severity = cursor.expectName("The severity (critical, high, medium or low)");
        if (severity) clauses.severity = severity;
        return;
      }
      case "unknown": case "re-alarm": {
        if (!cursor.takeWord("after")) cursor.missing(`Here stands: ${word} after 5 min`);
        else clauses[word === "unknown" ? "unknownAfter" : "realarmAfter"] = this.#expressions.expression();
        return;
      }
      default:
        if (cursor.takeWord("strict")) clauses.strict = true;
        else cursor.missing("Here stands: quality strict");
    }
  }

  /** `limit hot : degC = 80`. */
  #limit(): void {
    const { cursor } = this.#expressions;
    const name = cursor.expectName("The limit's name");
    if (!name || !cursor.expectSymbol(":", `and the unit after limit ${name.name}`)) return;
    const unit = cursor.expectUnit();
    if (!unit || !cursor.expectSymbol("=", `and a value after limit ${name.name} : ${unit.name}`)) return;
    const value = this.#expressions.expression();
    if (!cursor.failed) this.#clauses.limits.push({ name, unit, value, start: name.start, end: value.end });
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

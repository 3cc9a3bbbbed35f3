/**
 * Expressions, by precedence climbing: or, and, not, comparison (with `for` and `within` behind it), + −, × ÷, sign.
 * The first error of an expression is told, the rest of it is left to the caller to skip.
 */
import { replaceWith } from "./diagnostics.ts";
import type { Token } from "./lexer.ts";
import { parseDecimal } from "../units/rational.ts";
import type { ArithmeticOperator, ComparisonOperator, Expression, Named, NameNode, Place } from "./syntax.ts";
import type { TokenCursor } from "./TokenCursor.ts";
import { DEFINITION_WORDS, EXPRESSION_WORDS, LATER_CALLS, LATER_OPERATORS, MODEL_WORDS, RULE_WORDS } from "./words.ts";

/** Brackets within brackets. People use five. */
const MAX_NESTING = 64;
/** Operators in one expression: keeps every later step's recursion small. Longer ones are better split into calcs. */
const MAX_OPERATORS = 400;

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);
/** What other languages write, and what it is here. */
const FOREIGN: ReadonlyMap<string, string> = new Map([["&&", "and"], ["||", "or"], ["!", "not"], ["=", "=="], ["≤", "<="], ["≥", ">="], ["≠", "!="], ["×", "*"], ["÷", "/"]]);
const POWERS: ReadonlyMap<string, number> = new Map([["or", 1], ["and", 2], ["for", 4], ["within", 4], ["+", 5], ["-", 5], ["*", 6], ["/", 6], ...[...COMPARISONS].map((symbol): [string, number] => [symbol, 4])]);
const LINE_WORDS: ReadonlySet<string> = new Set([...DEFINITION_WORDS, ...RULE_WORDS, ...MODEL_WORDS, "der"]);
const NOT_POWER = 3;
const SIGN_POWER = 7;

function isComparison(text: string): text is ComparisonOperator {
  return COMPARISONS.has(text);
}

function isArithmetic(text: string): text is ArithmeticOperator {
  return text === "+" || text === "-" || text === "*" || text === "/";
}

export class ExpressionParser {
  readonly cursor: TokenCursor;
  readonly #source: string;
  #nesting = 0;
  #operators = 0;
  /** The unbracketed and/or/not that we are the right side of, with where it begins. */
  #loose: { readonly word: string; readonly start: number } | undefined;

  constructor(cursor: TokenCursor, source: string) {
    this.cursor = cursor;
    this.#source = source;
  }

  /** One expression. After an error `cursor.failed` is set and the result holds a broken part. */
  expression(): Expression {
    this.#nesting = 0;
    this.#operators = 0;
    this.#loose = undefined;
    return this.#climb(0);
  }

  #climb(least: number): Expression {
    let left = this.#prefix();
    for (;;) {
      if (this.cursor.failed) return left;
      const operator = this.#operator();
      const power = operator === undefined ? undefined : POWERS.get(operator);
      if (operator === undefined || power === undefined || power < least) return left;
      if (++this.#operators > MAX_OPERATORS) return this.#broken(left, "too-long", `This expression has more than ${MAX_OPERATORS} operators: give parts of it a name with calc.`);
      left = this.#infix(left, operator, power);
    }
  }

  /** The operator here as the language writes it; a foreign one is told, with the right one as fix. */
  #operator(): string | undefined {
    const { token } = this.cursor;
    if (token.kind === "word") {
      if (LATER_OPERATORS.has(token.value) && !token.first) this.cursor.fail(token, "not-available", `"${token.value}" is not available yet.`);
      return POWERS.has(token.value) ? token.value : undefined;
    }
    if (token.kind !== "symbol") return undefined;
    const ours = FOREIGN.get(token.value);
    if (ours === undefined || token.value === "!") return token.value === "^" ? this.#powerSign(token) : token.value;
    this.cursor.sink.report(token, "foreign-operator", `"${token.value}" is written ${ours} here.`, { fix: replaceWith(token, ours) });
    return ours;
  }

  #powerSign(token: Token): undefined {
    this.cursor.fail(token, "not-available", "Powers are not available yet: write x * x.");
    return undefined;
  }

  #infix(left: Expression, operator: string, power: number): Expression {
    const place = this.cursor.token;
    this.cursor.next();
    if (operator === "for" || operator === "within") return this.#temporal(left, operator, place);
    const outer = this.#loose;
    if (operator === "and" || operator === "or") this.#loose = { word: operator, start: left.start };
    const right = this.#climb(power + 1);
    this.#loose = outer;
    const span = { start: left.start, end: right.end };
    if (operator === "and" || operator === "or") return { kind: operator, left, right, ...span };
    if (isComparison(operator)) {
      if (left.kind === "comparison") return this.#broken(place, "chained-comparison", "Comparisons cannot be chained: write a < b and b < c.");
      return { kind: "comparison", operator, left, right, operatorPlace: place, ...span };
    }
    if (isArithmetic(operator)) return { kind: "arithmetic", operator, left, right, operatorPlace: place, ...span };
    return { kind: "broken", ...span };
  }

  #temporal(operand: Expression, word: "for" | "within", place: Place): Expression {
    const duration = this.#climb(SIGN_POWER);
    const tolerate = word === "for" && this.cursor.takeWord("tolerate") ? this.#climb(SIGN_POWER) : undefined;
    const end = (tolerate ?? duration).end;
    if (this.#loose) this.#tellBothReadings(this.#loose, operand, place, end, word);
    if (word === "within") return { kind: "within", operand, duration, start: operand.start, end };
    return { kind: "for", operand, duration, ...(tolerate && { tolerate }), start: operand.start, end };
  }

  #tellBothReadings(loose: { readonly word: string; readonly start: number }, operand: Expression, place: Place, end: number, word: string): void {
    const before = this.#source.slice(loose.start, operand.start);
    const condition = this.#source.slice(operand.start, operand.end);
    const tail = this.#source.slice(place.start, end);
    const whole = `(${before}${condition}) ${tail}`;
    const narrow = `${before}(${condition} ${tail})`;
    this.cursor.sink.report({ start: place.start, end }, "ambiguous-duration", `After an unbracketed ${loose.word} it is not clear what "${word}" holds for. Write either\n  ${narrow}\nor\n  ${whole}`, {
      fix: { title: `Read it as ${narrow}`, start: loose.start, end, text: narrow },
    });
  }

  #prefix(): Expression {
    const { cursor } = this;
    const { token } = cursor;
    const isNot = cursor.isWord("not") || cursor.isSymbol("!");
    if (!isNot && !cursor.isSymbol("-")) return this.#primary();
    if (++this.#nesting > MAX_NESTING) return this.#broken(token, "too-deep", `This is nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
    if (cursor.isSymbol("!")) cursor.sink.report(token, "foreign-operator", `"!" is written not here.`, { fix: replaceWith(token, "not ", "Write not") });
    cursor.next();
    const outer = this.#loose;
    if (isNot) this.#loose = { word: "not", start: token.start };
    const operand = this.#climb(isNot ? NOT_POWER + 1 : SIGN_POWER);
    this.#loose = outer;
    this.#nesting -= 1;
    return { kind: isNot ? "not" : "negate", operand, start: token.start, end: operand.end };
  }

  #primary(): Expression {
    const { cursor } = this;
    const { token } = cursor;
    if (token.kind === "number") return this.#number();
    if (token.kind === "text") return { kind: "text", value: cursor.next().value, start: token.start, end: token.end };
    if (cursor.isSymbol("(")) return this.#bracket();
    if (token.kind === "unknown") {
      cursor.next();
      return { kind: "broken", start: token.start, end: token.end };
    }
    if (token.kind === "quoted" || (token.kind === "word" && !this.#beginsLine(token))) return this.#nameOrCall();
    cursor.missing("A value is missing here: a signal, a number with its unit, or an expression in brackets.");
    return { kind: "broken", start: token.start, end: token.start };
  }

  /** Whether the word begins the next line of a block, so that the value before it is missing. */
  #beginsLine(token: Token): boolean {
    if (!token.first) return false;
    const { following } = this.cursor;
    const symbol = following.kind === "symbol" ? following.value : "";
    return symbol === "=" || symbol === "~" || (LINE_WORDS.has(token.value) && (symbol === "" || token.value === "der"));
  }

  #number(): Expression {
    const { cursor } = this;
    const token = cursor.next();
    const value = parseDecimal(token.value);
    if (!value) return this.#broken(token, "number-range", `${token.value.slice(0, 20)} is larger or smaller than any value can be.`);
    const { token: after } = cursor;
    if (after.kind !== "unit") return { kind: "number", value, digits: token.value, start: token.start, end: token.end };
    cursor.next();
    if (after.start === token.end) {
      cursor.sink.report({ start: token.start, end: after.end }, "unit-blank", `Between a number and its unit stands one blank: ${token.value} ${after.value}.`, {
        severity: "warning", fix: replaceWith({ start: token.start, end: after.end }, `${token.value} ${after.value}`),
      });
    }
    return { kind: "number", value, digits: token.value, unit: { name: after.value, start: after.start, end: after.end }, start: token.start, end: after.end };
  }

  #bracket(): Expression {
    const { cursor } = this;
    const open = cursor.next();
    if (++this.#nesting > MAX_NESTING) return this.#broken(open, "too-deep", `Brackets are nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
    const operand = this.#unbound(() => this.#climb(0));
    const end = cursor.token.end;
    const closed = cursor.failed || cursor.expectSymbol(")", "to close the bracket");
    this.#nesting -= 1;
    return { kind: "bracket", operand, start: open.start, end: closed ? Math.max(end, operand.end) : operand.end };
  }

  /** Inside brackets and calls an outer and/or/not is no longer loose. */
  #unbound<T>(read: () => T): T {
    const outer = this.#loose;
    this.#loose = undefined;
    const result = read();
    this.#loose = outer;
    return result;
  }

  #nameOrCall(): Expression {
    const { cursor } = this;
    const first = cursor.token;
    if (first.kind === "word" && (first.value === "true" || first.value === "false")) {
      cursor.next();
      return { kind: "truth", value: first.value === "true", start: first.start, end: first.end };
    }
    if (first.kind === "word" && EXPRESSION_WORDS.has(first.value)) {
      cursor.missing(`A value is missing before "${first.value}".`);
      return { kind: "broken", start: first.start, end: first.start };
    }
    if (first.kind === "word" && cursor.following.value === "(" && cursor.following.kind === "symbol" && !cursor.following.first) return this.#call();
    return this.name();
  }

  /** A name with points. */
  name(): NameNode {
    const { cursor } = this;
    const segments: Named[] = [];
    do {
      const token = cursor.next();
      segments.push({ name: token.value, start: token.start, end: token.end });
      if (!cursor.isSymbol(".")) break;
      if (cursor.following.kind !== "word" && cursor.following.kind !== "quoted") {
        cursor.next();
        cursor.missing("A name is missing after the point.");
        break;
      }
    } while (cursor.takeSymbol("."));
    return { kind: "name", segments, start: segments[0]?.start ?? 0, end: segments.at(-1)?.end ?? 0 };
  }

  #call(): Expression {
    const { cursor } = this;
    const token = cursor.next();
    const callee = { name: token.value, start: token.start, end: token.end };
    if (++this.#nesting > MAX_NESTING) return this.#broken(token, "too-deep", `Calls are nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
    cursor.next();
    const operands: Expression[] = [];
    if (LATER_CALLS.has(callee.name)) cursor.fail(token, "not-available", `${callee.name}(…) is not available yet.`);
    else if (!cursor.isSymbol(")")) {
      do operands.push(this.#unbound(() => this.#climb(0)));
      while (!cursor.failed && cursor.takeSymbol(","));
    }
    const end = cursor.token.end;
    if (!cursor.failed) cursor.expectSymbol(")", `to close ${callee.name}(`);
    this.#nesting -= 1;
    return { kind: "call", callee, operands, start: token.start, end };
  }

  #broken(place: Place, code: string, message: string): Expression {
    this.cursor.fail(place, code, message);
    return { kind: "broken", start: place.start, end: place.end };
  }
}

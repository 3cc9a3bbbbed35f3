/**
 * Expressions, by precedence climbing: or, and, not, then and without, comparison (with `for`, `within`, `hysteresis` behind
 * it), + −, × ÷, sign, power. What belongs to a name, call or bracket alone (`coverage`, `every`, `since`) is read with it.
 * The first error of an expression is told, the rest of it is left to the caller to skip.
 */
import { replaceWith } from "./diagnostics.ts";
import type { Token } from "./lexer.ts";
import { nearest } from "../units/nearest.ts";
import { parseDecimal } from "../units/rational.ts";
import type { ArithmeticOperator, CallNode, ComparisonOperator, Expression, Named, NameNode, Place } from "./syntax.ts";
import type { TokenCursor } from "./TokenCursor.ts";
import { CHOICE, DEFINITION_WORDS, EXPRESSION_WORDS, MODEL_WORDS, RULE_WORDS } from "./words.ts";

/** Brackets within brackets. People use five. */
const MAX_NESTING = 64;
/** Operators in one expression: keeps every later step's recursion small. Longer ones are better split into calcs. */
const MAX_OPERATORS = 400;

const COMPARISONS: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);
/** What other languages write, and what it is here. */
const FOREIGN: ReadonlyMap<string, string> = new Map([["&&", "and"], ["||", "or"], ["**", "^"], ["!", "not"], ["=", "=="], ["≤", "<="], ["≥", ">="], ["≠", "!="], ["×", "*"], ["÷", "/"]]);
const POWERS: ReadonlyMap<string, number> = new Map([
  ["or", 1], ["and", 2], ["then", 4], ["without", 4], ["for", 5], ["within", 5], ["hysteresis", 5], ["+", 6], ["-", 6], ["*", 7], ["/", 7], ["^", 9],
  ...[...COMPARISONS].map((symbol): [string, number] => [symbol, 5]),
]);
const LINE_WORDS: ReadonlySet<string> = new Set([...DEFINITION_WORDS, ...RULE_WORDS, ...MODEL_WORDS, "der"]);
const NOT_POWER = 3;
const COMPARED_POWER = 5;
const SUM_POWER = 6;
const SIGN_POWER = 8;

/** Operators that bind to the comparison, call or bracket just before them. */
type TailWord = "for" | "within" | "hysteresis";

/** Words that belong to the name, call or bracket just before them and to nothing wider. */
function isGlued(word: string): boolean {
  return word === "coverage" || word === "every" || word === "since";
}

function isComparison(text: string): text is ComparisonOperator {
  return COMPARISONS.has(text);
}

function isArithmetic(text: string): text is ArithmeticOperator {
  return text === "+" || text === "-" || text === "*" || text === "/" || text === "^";
}

export class ExpressionParser {
  readonly cursor: TokenCursor;
  readonly #source: string;
  #nesting = 0;
  #operators = 0;
  /** The unbracketed and/or/not that we are the right side of, with where it begins. */
  #loose: { readonly word: string; readonly start: number } | undefined;
  /** Whether we read the second event of a sequence, which a `within` ends. */
  #inSequence = false;

  constructor(cursor: TokenCursor, source: string) {
    this.cursor = cursor;
    this.#source = source;
  }

  /** One expression. After an error `cursor.failed` is set and the result holds a broken part. */
  expression(): Expression {
    this.#nesting = 0;
    this.#operators = 0;
    this.#loose = undefined;
    this.#inSequence = false;
    return this.#climb(0);
  }

  #climb(least: number): Expression {
    let left = this.#prefix();
    for (;;) {
      if (this.cursor.failed) return left;
      const operator = this.#operator(least);
      const power = operator === undefined ? undefined : POWERS.get(operator);
      if (operator === undefined || power === undefined || power < least) return left;
      if (operator === "within" && this.#inSequence) return left;
      if (++this.#operators > MAX_OPERATORS) return this.#broken(left, "too-long", `This expression has more than ${MAX_OPERATORS} operators: give parts of it a name with calc.`);
      left = this.#infix(left, operator, power);
    }
  }

  /** The operator here as the language writes it; a foreign one is told, with the right one as fix. */
  #operator(least: number): string | undefined {
    const { token } = this.cursor;
    if (token.kind === "word") {
      // Behind a duration these words belong to what stands around it.
      if (least < SIGN_POWER && (isGlued(token.value) || token.value === "tolerate")) this.#tellMisplaced(token);
      return POWERS.has(token.value) ? token.value : undefined;
    }
    if (token.kind !== "symbol") return undefined;
    const ours = FOREIGN.get(token.value);
    if (ours === undefined || token.value === "!") return token.value;
    this.cursor.sink.report(token, "foreign-operator", `"${token.value}" is written ${ours} here.`, { fix: replaceWith(token, ours) });
    return ours;
  }

  /** A word that belongs right behind a call, a name or `for`, standing somewhere else. */
  #tellMisplaced(token: Token): void {
    const where: Record<string, string> = {
      coverage: "coverage stands right behind a window or an aggregate: avg(x, 5 min) coverage 90 % > 3",
      every: "every stands right behind a name, a call or a bracket; put what it belongs to in brackets: (x > 3) every 10 s",
      since: "since stands right behind total(…): total(running) since rises(started)",
      tolerate: "tolerate stands behind for: p for 5 min tolerate 10 s",
    };
    this.cursor.fail(token, "misplaced", `"${token.value}" does not belong here: ${where[token.value] ?? ""}.`);
  }

  #infix(left: Expression, operator: string, power: number): Expression {
    const place = this.cursor.token;
    this.cursor.next();
    if (operator === "for" || operator === "within" || operator === "hysteresis") return this.#tail(left, operator, place);
    if (operator === "then" || operator === "without") return this.#sequence(left, operator);
    if (operator === "^") return this.#power(left, place);
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

  /** Binds from the right, and more tightly than a sign before it: -x ^ 2 is -(x ^ 2). */
  #power(left: Expression, operatorPlace: Place): Expression {
    if (++this.#nesting > MAX_NESTING) return this.#broken(operatorPlace, "too-deep", `Powers are nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
    const right = this.#climb(SIGN_POWER);
    this.#nesting -= 1;
    return { kind: "arithmetic", operator: "^", left, right, operatorPlace, start: left.start, end: right.end };
  }

  /** `e then f within d`, `e without f within d`. */
  #sequence(left: Expression, kind: "then" | "without"): Expression {
    const outer = this.#inSequence;
    this.#inSequence = true;
    const right = this.#loosely(undefined, () => this.#climb(COMPARED_POWER));
    this.#inSequence = outer;
    if (this.cursor.failed) return { kind: "broken", start: left.start, end: right.end };
    if (!this.cursor.takeWord("within")) {
      this.cursor.missing(`How long may pass is missing: write e ${kind} f within 5 min.`);
      return { kind: "broken", start: left.start, end: right.end };
    }
    const duration = this.#climb(SIGN_POWER);
    return { kind, left, right, duration, start: left.start, end: duration.end };
  }

  #tail(operand: Expression, word: TailWord, place: Place): Expression {
    const measure = this.#climb(word === "hysteresis" ? SUM_POWER : SIGN_POWER);
    const tolerate = word === "for" && this.cursor.takeWord("tolerate") ? this.#climb(SIGN_POWER) : undefined;
    const end = (tolerate ?? measure).end;
    if (this.cursor.failed) return { kind: "broken", start: operand.start, end };
    if (operand.kind === "then" || operand.kind === "without") this.#tellSequence(operand, place, end, word);
    else if (this.#loose) this.#tellBothReadings(this.#loose, operand, place, end, word);
    const span = { start: operand.start, end };
    if (word === "within") return { kind: "within", operand, duration: measure, ...span };
    if (word === "hysteresis") return { kind: "hysteresis", operand, band: measure, ...span };
    return { kind: "for", operand, duration: measure, ...(tolerate && { tolerate }), ...span };
  }

  #tellSequence(operand: Expression, place: Place, end: number, word: string): void {
    const inner = this.#source.slice(operand.start, operand.end);
    const text = `(${inner}) ${this.#source.slice(place.start, end)}`;
    this.cursor.sink.report({ start: place.start, end }, "ambiguous-duration", `It is not clear what this second "${word}" belongs to: put the sequence in brackets, ${text}.`, { fix: replaceWith({ start: operand.start, end }, text) });
  }

  #tellBothReadings(loose: { readonly word: string; readonly start: number }, operand: Expression, place: Place, end: number, word: string): void {
    const before = this.#source.slice(loose.start, operand.start);
    const condition = this.#source.slice(operand.start, operand.end);
    const tail = this.#source.slice(place.start, end);
    const whole = `(${before}${condition}) ${tail}`;
    const narrow = `${before}(${condition} ${tail})`;
    this.cursor.sink.report({ start: place.start, end }, "ambiguous-duration", `After an unbracketed ${loose.word} it is not clear what "${word}" belongs to. Write either\n  ${narrow}\nor\n  ${whole}`, {
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
    if (cursor.isSymbol("(")) return this.#glued(this.#bracket());
    if (token.kind === "unknown") {
      cursor.next();
      return { kind: "broken", start: token.start, end: token.end };
    }
    if (token.kind === "word" && token.value === "if") cursor.fail(token, "syntax", CHOICE);
    if (token.kind === "quoted" || (token.kind === "word" && !this.#beginsLine(token))) return this.#glued(this.#nameOrCall());
    cursor.missing("A value is missing here: a signal, a number with its unit, or an expression in brackets.");
    return { kind: "broken", start: token.start, end: token.start };
  }

  /** What belongs to the name, call or bracket just read, and to nothing wider. */
  #glued(part: Expression): Expression {
    let whole = part;
    while (!this.cursor.failed && this.cursor.token.kind === "word" && isGlued(this.cursor.token.value)) {
      const { token } = this.cursor;
      if (++this.#operators > MAX_OPERATORS) return this.#broken(token, "too-long", `This expression has more than ${MAX_OPERATORS} operators: give parts of it a name with calc.`);
      const { start } = whole;
      if (token.value === "every") {
        this.cursor.next();
        const period = this.#measure();
        whole = { kind: "every", operand: whole, period, start, end: period.end };
      } else if (whole.kind === "call" && token.value === "coverage") {
        this.cursor.next();
        const share = this.#measure();
        whole = { kind: "coverage", operand: whole, share, start, end: share.end };
      } else if (whole.kind === "call" && token.value === "since") {
        this.cursor.next();
        const event = this.#measure();
        whole = { kind: "since", operand: whole, event, start, end: event.end };
      } else this.#tellMisplaced(token);
    }
    return this.cursor.failed ? { kind: "broken", start: part.start, end: whole.end } : whole;
  }

  /** What follows a glued word: a number, a name, a call or a bracket, without anything glued to that. */
  #measure(): Expression {
    const { token } = this.cursor;
    if (token.kind === "number") return this.#number();
    if (this.cursor.isSymbol("(")) return this.#bracket();
    if (token.kind === "quoted" || (token.kind === "word" && !this.#beginsLine(token))) return this.#nameOrCall();
    this.cursor.missing("A value is missing here: a number with its unit, a name, or an expression in brackets.");
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

  /** Inside brackets and calls an outer and/or/not is no longer loose, and a `within` ends no outer sequence. */
  #unbound<T>(read: () => T): T {
    const outer = this.#inSequence;
    this.#inSequence = false;
    const result = this.#loosely(undefined, read);
    this.#inSequence = outer;
    return result;
  }

  #loosely<T>(loose: { readonly word: string; readonly start: number } | undefined, read: () => T): T {
    const outer = this.#loose;
    this.#loose = loose;
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
    if (cursor.following.value === "(" && cursor.following.kind === "symbol" && !cursor.following.first) return first.kind === "word" && first.value === "children" ? this.#members() : this.#call();
    return this.#indexed(this.name());
  }

  /** `T[i - 1]`: an element of what is named. */
  #indexed(name: NameNode): Expression {
    const { cursor } = this;
    if (!cursor.isSymbol("[") || cursor.token.start !== name.end) return name;
    const index = this.index();
    return index ? { ...name, index, end: cursor.previousEnd } : { kind: "broken", start: name.start, end: cursor.previousEnd };
  }

  /** What stands in the square brackets here; undefined where it cannot be read. */
  index(): Expression | undefined {
    const { cursor } = this;
    const open = cursor.next();
    if (++this.#nesting > MAX_NESTING) {
      cursor.fail(open, "too-deep", `Brackets are nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
      return undefined;
    }
    const index = this.#unbound(() => this.#climb(0));
    this.#nesting -= 1;
    return !cursor.failed && cursor.expectSymbol("]", "to close the index") ? index : undefined;
  }

  /** `children(Type).name`. */
  #members(): Expression {
    const { cursor } = this;
    const { start } = cursor.next();
    cursor.next();
    const type = cursor.expectName("The asset type");
    if (type && cursor.expectSymbol(")", `after children(${type.name}`)) {
      if (cursor.isSymbol(".") && (cursor.following.kind === "word" || cursor.following.kind === "quoted")) {
        cursor.next();
        return { ...this.name(), children: type, start };
      }
      cursor.missing(`The signal is missing: write children(${type.name}).power, for example.`);
    }
    return { kind: "broken", start, end: cursor.previousEnd };
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

  #call(): CallNode | Expression {
    const { cursor } = this;
    const token = cursor.next();
    const callee = { name: token.value, start: token.start, end: token.end };
    if (++this.#nesting > MAX_NESTING) return this.#broken(token, "too-deep", `Calls are nested more than ${MAX_NESTING} deep: give parts of it a name with calc.`);
    cursor.next();
    const operands: Expression[] = [];
    if (!cursor.isSymbol(")")) {
      do operands.push(this.#unbound(() => this.#climb(0)));
      while (!cursor.failed && cursor.takeSymbol(","));
    }
    const end = cursor.token.end;
    if (!cursor.failed && cursor.expectSymbol(")", `to close ${callee.name}(`) && cursor.isSymbol(".")) this.#tellPointBehind(callee);
    this.#nesting -= 1;
    return { kind: "call", callee, operands, start: token.start, end };
  }

  /** `childrn(Pump).power`: only members have a name behind the bracket. */
  #tellPointBehind(callee: Named): void {
    const near = nearest(callee.name, ["children"]);
    this.cursor.fail(callee, "syntax", `Only children(Type) has a name behind its bracket: children(Pump).power.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(callee, near) });
  }

  #broken(place: Place, code: string, message: string): Expression {
    this.cursor.fail(place, code, message);
    return { kind: "broken", start: place.start, end: place.end };
  }
}

/** The clauses of a rule or template, checked where names have their meanings: one asset, or stand-ins for a template by itself. */
import { nearest } from "../units/nearest.ts";
import { isSpellable } from "../units/unit.ts";
import { US_PER_MIN } from "../time/time.ts";
import { assignConstant } from "./assign.ts";
import { type Binding, BoundEnvironment } from "./BoundEnvironment.ts";
import { replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { MessagePart, NumberExpr, Severity, TruthExpr } from "./ir.ts";
import { readUnit } from "./readUnit.ts";
import type { Expression, LimitSyntax, Named, RuleClauses, TextPart } from "./syntax.ts";
import { constantOf, exactIn, type Typed } from "./typed.ts";
import { SEVERITIES } from "./words.ts";

/** How long a rule may be undecidable before it says so, unless it says otherwise. */
const UNKNOWN_AFTER_US = US_PER_MIN;

/** A part of a message before the asset is known. */
export type MessageTemplate = MessagePart | "asset name";

export interface CheckedClauses {
  readonly when: TruthExpr;
  readonly clear?: TruthExpr;
  readonly suppress?: TruthExpr;
  readonly severity: Severity;
  readonly message: readonly MessageTemplate[];
  readonly unknownAfterUs: number;
  readonly realarmAfterUs?: number;
  readonly latched?: true;
}

/** Limits that an override gives for one asset, by name. */
export type GivenLimits = ReadonlyMap<string, Binding<NumberExpr>>;

export class RuleChecker {
  readonly #clauses: RuleClauses;
  readonly #name: Named;
  readonly #checker: ExpressionChecker<NumberExpr>;
  /** A clause that could not be read has been told of, so that what is missing is not. */
  readonly #broken: boolean;

  constructor(clauses: RuleClauses & { readonly broken: boolean }, name: Named, checker: ExpressionChecker<NumberExpr>, given: GivenLimits) {
    this.#clauses = clauses;
    this.#name = name;
    this.#broken = clauses.broken;
    this.#checker = clauses.limits.length === 0 ? checker : withLimits(clauses.limits, checker, given, name.name);
  }

  check(): CheckedClauses | undefined {
    const { clear: clearText, suppress: suppressText, unknownAfter, realarmAfter, latched } = this.#clauses;
    const checker = this.#checker;
    const when = this.#when();
    const clear = clearText && checker.condition(clearText);
    const suppress = suppressText && checker.condition(suppressText);
    const severity = this.#severity();
    const message = this.#message();
    const unknownAfterUs = unknownAfter ? checker.duration(unknownAfter) : UNKNOWN_AFTER_US;
    const realarmAfterUs = realarmAfter && checker.duration(realarmAfter);
    const whole = !this.#broken && (!clearText || clear) && (!suppressText || suppress) && (!realarmAfter || realarmAfterUs !== undefined);
    if (!whole || !when || !severity || !message || unknownAfterUs === undefined) return undefined;
    return {
      when, ...(clear && { clear }), ...(suppress && { suppress }), severity, message, unknownAfterUs,
      ...(realarmAfterUs !== undefined && { realarmAfterUs }), ...(latched && { latched }),
    };
  }

  /** An event may raise an alarm where something else says when it clears. */
  #when(): TruthExpr | undefined {
    const { when, clear } = this.#clauses;
    if (!when) {
      if (!this.#broken) this.#checker.tell(this.#name, "missing-clause", `${this.#name.name} has no "when": it does not say when the alarm is raised.`);
      return undefined;
    }
    const typed = this.#checker.check(when);
    if (typed?.kind !== "event") return this.#checker.asCondition(typed, when);
    return clear ? { op: "happens", e: typed.node } : this.#checker.tellEvent(when, " Or give the rule a clear, which says when its alarm ends.");
  }

  #severity(): Severity | undefined {
    const word = this.#clauses.severity;
    if (!word) {
      if (!this.#broken) this.#checker.tell(this.#name, "missing-clause", `${this.#name.name} has no "severity": critical, high, medium or low.`);
      return undefined;
    }
    const severity = SEVERITIES.find((candidate) => candidate === word.name);
    if (severity) return severity;
    const near = nearest(word.name, SEVERITIES);
    return this.#checker.tell(word, "unknown-severity", `"${word.name}" is no severity: critical, high, medium or low.`, near === undefined ? {} : { fix: replaceWith(word, near) });
  }

  /** The message's parts; without one the rule's name stands for it. */
  #message(): readonly MessageTemplate[] | undefined {
    const { message } = this.#clauses;
    if (!message) return [{ text: this.#name.name }];
    const parts = message.parts.map((part) => this.#messagePart(part));
    return parts.every((part) => part !== undefined) ? parts : undefined;
  }

  #messagePart(part: TextPart): MessageTemplate | undefined {
    if ("text" in part) return part;
    const typed = this.#checker.check(part.value);
    if (!typed) return undefined;
    return templateOf(typed) ?? this.#checker.tell(part.value, "not-shown", "A message shows values and conditions; this is an event, which has neither: count it, or say that it happened within a time, like (…) within 5 min.");
  }
}

function templateOf(typed: Typed<NumberExpr>): MessageTemplate | undefined {
  switch (typed.kind) {
    case "number": return { value: typed.node, ...(isSpellable(typed.unit) && typed.unit.code !== "1" && { unit: typed.unit.code }) };
    case "enum": return { value: typed.node, members: typed.members };
    case "truth": return { value: truthNumber(typed.node), members: ["false", "true"] };
    case "text": return { textSlot: typed.slot };
    case "literal": return { text: typed.text };
    case "assetName": return "asset name";
    case "event": return undefined;
  }
}

/** 1 where it is true, 0 where it is false. */
function truthNumber(truth: TruthExpr): NumberExpr {
  return truth.op === "truthSignal" ? { op: "signal", slot: truth.slot } : { op: "countOf", ps: [truth], least: 1 };
}

/** The rule's own limits in front of the names of its asset. */
export function withLimits(limits: readonly LimitSyntax[], checker: ExpressionChecker<NumberExpr>, given: GivenLimits, owner: string): ExpressionChecker<NumberExpr> {
  const bindings = new Map<string, Binding<NumberExpr>>();
  for (const limit of limits) {
    const { name } = limit.name;
    if (bindings.has(name)) checker.tell(limit.name, "duplicate-definition", `${owner} already has a limit called ${name}.`);
    const own = limitValue(limit, checker);
    bindings.set(name, given.get(name) ?? own ?? { typed: { kind: "nothing" }, expression: limit.value });
  }
  return checker.within(new BoundEnvironment({ outer: checker.environment, bindings, functions: checker.environment.functions, sink: checker.sink, owner, also: "everything" }));
}

/** A limit's value in its unit: a number, or a parameter of the asset. */
export function limitValue({ name, unit: unitWord, value }: { readonly name: Named; readonly unit: Named; readonly value: Expression }, checker: ExpressionChecker<NumberExpr>): Binding<NumberExpr> | undefined {
  const unit = readUnit(unitWord, checker.sink, { opaque: checker.environment.opaqueUnits });
  const typed = checker.number(value);
  if (!unit || !typed || assignConstant(typed, unit, name.name, value, checker.sink) === undefined) return undefined;
  const exact = typed.bare === true ? typed.constant : exactIn(typed, unit);
  return exact && { typed: constantOf(exact, unit), expression: value };
}

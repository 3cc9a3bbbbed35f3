/**
 * Random well-typed programs and random awkward data for the law "one text, three machines, one answer": few distinct
 * instants, so that stamps, timers, gaps and edges coincide often; values at which arithmetic overflows or divides by zero.
 */
import fc from "fast-check";
import type { CalcProgram, EventExpr, NumberExpr, RuleProgram, Slot, TruthExpr } from "../../../shared/language/ir.ts";
import { partsOf, type Expr } from "../../../shared/language/machines/expressions.ts";
import type { Confirmation } from "../../../shared/language/machines/index.ts";

const LAST_US = 120;
/** The most by which an event may arrive after another that is later: the allowed lateness of these tests. */
export const LATENESS_US = 20;

export const SLOT_KINDS = ["number", "number", "boolean", "enum", "text", "text"] as const;

/** Mostly two slots, so that programs are decided by what arrives. */
const slot = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(0, 0, 1) }, { weight: 3, arbitrary: fc.nat({ max: SLOT_KINDS.length - 1 }) });
const instant = fc.integer({ min: 0, max: LAST_US });
const durationUs = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 8 }) }, { weight: 3, arbitrary: fc.integer({ min: 9, max: 30 }) }, { weight: 1, arbitrary: fc.integer({ min: 31, max: 300 }) });
/** Mostly two slots, so that programs are decided by what arrives. */
const numberSlot = fc.constantFrom(0, 0, 0, 0, 1, 1, 3);
const plainValue = fc.constantFrom(-3, -1, -0, 0, 0.1, 0.2, 0.30000000000000004, 1, 2, 3, 80, 1e308, -1e308, 5e-324);

const slots: fc.Arbitrary<Slot[]> = fc.tuple(...SLOT_KINDS.map((dataType, index) =>
  fc.record({ strict: fc.boolean(), stale: fc.oneof(fc.constant(undefined), fc.constant(undefined), fc.integer({ min: 1, max: 60 })) }).map(
    ({ strict, stale }): Slot => ({ signal: `s${index}`, dataType, strict, ...(stale !== undefined && { staleAfterUs: stale }), ...(dataType === "enum" && { memberCount: 3 }) }),
  )));

const kind = fc.constantFrom("<" as const, "<=" as const, ">" as const, ">=" as const, "==" as const, "!=" as const);
/** What most rules are made of: a signal against a number among its values. */
const threshold: fc.Arbitrary<TruthExpr> = fc.record({ kind, slot: numberSlot, value: fc.constantFrom(0, 1, 2, 3) }).map(({ kind, slot, value }) => ({ op: "compare", kind, a: { op: "signal", slot }, b: { op: "number", value } }));

const textKind = fc.constantFrom("==" as const, "!=" as const);
const textSlot = fc.constantFrom(4, 4, 5);
const periodUs = fc.constantFrom(7, 10, 25, 60);
/** A window and how much of it must be known. */
const coverage = fc.tuple(durationUs, fc.constantFrom(0, 0.5, 0.8, 0.8, 1)).map(([windowUs, share]) => ({ windowUs, knownUs: Math.ceil(windowUs * share) }));
const least = fc.nat({ max: 3 });

/** A condition in which no time is. */
const untimed: fc.Arbitrary<TruthExpr> = fc.oneof(
  threshold, fc.constant<TruthExpr>({ op: "truthSignal", slot: 2 }), textSlot.map((of): TruthExpr => ({ op: "compareText", kind: "==", slot: of, text: "on" })),
  fc.tuple(threshold, threshold).map(([a, b]): TruthExpr => ({ op: "and", a, b: { op: "not", x: b } })),
  threshold.map((a): TruthExpr => ({ op: "or", a, b: { op: "truth", value: true } })),
);
/** A duration against a number. */
const longEnough: fc.Arbitrary<TruthExpr> = fc
  .record({ p: untimed, over: coverage, kind, limitUs: fc.integer({ min: -1, max: 35 }), swapped: fc.boolean(), tickUs: fc.option(periodUs, { nil: undefined }) })
  .map(({ p, over, kind, limitUs, swapped, tickUs }) => {
    const duration: NumberExpr = { op: "duration", p, ...over };
    const spent: NumberExpr = tickUs === undefined || tickUs > over.windowUs ? duration : { op: "every", x: duration, periodUs: tickUs };
    const limit: NumberExpr = { op: "number", value: limitUs / 1e6 };
    return { op: "compare", kind, a: swapped ? limit : spent, b: swapped ? spent : limit };
  });

type Expressions = {
  number: NumberExpr;
  truth: TruthExpr;
  event: EventExpr;
};

/** All operators, or (`only`) those that SQL decides. */
const expressions = (only: boolean): fc.LetrecValue<Expressions> => fc.letrec<Expressions>((tie) => {
  /** The weight of what has no SQL. */
  const none = (weight = 1): number => (only ? 0 : weight);
  const several = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { maxLength: 3, size: "small" });
  return {
    number: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      { weight: 12, arbitrary: numberSlot.map((slot): NumberExpr => ({ op: "signal", slot })) },
      { weight: 4, arbitrary: plainValue.map((value): NumberExpr => ({ op: "number", value })) },
      fc.record({ op: fc.constant("affine" as const), x: tie("number"), factor: fc.constantFrom(1.8, 0.1, -1, 1e200, 0), offset: fc.constantFrom(0, 32, -273.15) }),
      { weight: 2, arbitrary: fc.record({ op: fc.constantFrom("negate" as const, "abs" as const, "sqrt" as const), x: tie("number") }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constantFrom("exp" as const, "ln" as const, "sin" as const, "cos" as const), x: tie("number") }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constantFrom("add" as const, "subtract" as const, "multiply" as const, "divide" as const, "least" as const, "greatest" as const), a: tie("number"), b: tie("number") }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constant("pow" as const), a: tie("number"), b: tie("number") }) },
      { weight: none(3), arbitrary: fc.tuple(fc.constantFrom("avg" as const, "stddev" as const, "integral" as const), tie("number"), coverage).map(([op, x, over]): NumberExpr => ({ op, x, ...over })) },
      { weight: none(2), arbitrary: fc.tuple(fc.constantFrom("lowest" as const, "highest" as const), tie("number"), coverage).map(([op, x, over]): NumberExpr => ({ op, x, ...over })) },
      { weight: 2, arbitrary: fc.tuple(tie("event"), coverage).map(([e, over]): NumberExpr => ({ op: "count", e, ...over })) },
      { weight: none(2), arbitrary: fc.tuple(tie("truth"), coverage).map(([p, over]): NumberExpr => ({ op: "duration", p, ...over })) },
      { weight: none(2), arbitrary: fc.record({ op: fc.constantFrom("delta" as const, "rate" as const), x: tie("number"), windowUs: durationUs }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constant("totalTime" as const), p: tie("truth"), since: tie("event") }, { requiredKeys: ["op", "p"] }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constant("totalOf" as const), x: tie("number"), since: tie("event") }, { requiredKeys: ["op", "x"] }) },
      { weight: none(), arbitrary: fc.constant<NumberExpr>({ op: "residual", measured: 0, predicted: 1, factor: 0.1, offset: 1 }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constantFrom("sumOf" as const, "avgOf" as const), xs: several(tie("number")), least }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constantFrom("lowestOf" as const, "highestOf" as const), xs: several(tie("number")), least }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("countOf" as const), ps: several(tie("truth")), least }) },
      { weight: none(), arbitrary: fc.record({
        op: fc.constant("state" as const), fallback: fc.constant(0),
        contenders: several(fc.record({ when: tie("truth"), clear: tie("truth"), member: fc.nat({ max: 3 }), rank: fc.nat({ max: 2 }) }, { requiredKeys: ["when", "member", "rank"] })),
      }) },
      { weight: none(), arbitrary: fc.record({ op: fc.constant("every" as const), x: tie("number"), periodUs }) },
    ),
    truth: fc.oneof(
      { maxDepth: 5, depthSize: "small" },
      { weight: 16, arbitrary: threshold },
      { weight: 8, arbitrary: fc.record({ op: fc.constant("compare" as const), kind, a: tie("number"), b: tie("number") }) },
      { weight: 4, arbitrary: fc.constant<TruthExpr>({ op: "truthSignal", slot: 2 }) },
      { weight: 2, arbitrary: longEnough },
      { weight: 3, arbitrary: fc.record({ kind, op: fc.constantFrom("lowest" as const, "highest" as const), x: tie("number"), over: coverage, value: fc.constantFrom(0, 1, 2, 3) })
        .map(({ kind, op, x, over, value }): TruthExpr => ({ op: "compare", kind, a: { op, x, ...over }, b: { op: "number", value } })) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("compareText" as const), kind: textKind, slot: textSlot, text: fc.constantFrom("on", "it's", "") }) },
      { weight: 1, arbitrary: fc.record({ op: fc.constant("compareTexts" as const), kind: textKind, slot: textSlot, other: textSlot }) },
      { weight: 1, arbitrary: fc.boolean().map((value): TruthExpr => ({ op: "truth", value })) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant("not" as const), x: tie("truth") }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constantFrom("and" as const, "or" as const), a: tie("truth"), b: tie("truth") }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constantFrom("anyOf" as const, "allOf" as const), ps: several(tie("truth")), least }) },
      { weight: 6, arbitrary: fc.record({ op: fc.constant("for" as const), p: tie("truth"), durationUs, tolerateUs: durationUs }, { requiredKeys: ["op", "p", "durationUs"] }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constant("within" as const), p: tie("truth"), durationUs }) },
      { weight: 4, arbitrary: fc.record({ op: fc.constant("recently" as const), e: tie("event"), durationUs }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant("happens" as const), e: tie("event") }) },
      { weight: 3, arbitrary: fc.record({ op: fc.constant("hysteresis" as const), kind: fc.constantFrom("<" as const, "<=" as const, ">" as const, ">=" as const), x: tie("number"), a: fc.constant<NumberExpr>({ op: "number", value: 2 }), h: tie("number") }) },
      { weight: 3, arbitrary: fc.record({ op: fc.constantFrom("stale" as const, "missing" as const), slot, durationUs }) },
      { weight: 1, arbitrary: slot.map((of): TruthExpr => ({ op: "bad", slot: of })) },
      { weight: none(), arbitrary: fc.record({ op: fc.constant("every" as const), x: tie("truth"), periodUs }) },
    ),
    event: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      { weight: 6, arbitrary: fc.record({ op: fc.constantFrom("rises" as const, "falls" as const), p: tie("truth") }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant("changes" as const), x: tie("number") }) },
      { weight: 1, arbitrary: textSlot.map((of): EventExpr => ({ op: "changesText", slot: of })) },
      { weight: 2, arbitrary: fc.record({ op: fc.constant("while" as const), e: tie("event"), p: tie("truth") }) },
      { weight: 2, arbitrary: fc.record({ op: fc.constantFrom("then" as const, "without" as const), e: tie("event"), f: tie("event"), durationUs }) },
    ),
  };
});

const position = { file: "rules/random.twin", start: 0, end: 0 };

const ruleOf = (truth: fc.Arbitrary<TruthExpr>): fc.Arbitrary<RuleProgram> => fc
  .record({ slots, when: truth, clear: fc.option(truth, { nil: undefined }), unknownAfterUs: fc.integer({ min: 1, max: 30 }) })
  .map(({ clear, ...rest }) => ({ id: "R@a", rule: "R", assetId: "a", severity: "high", message: [], position, ...rest, ...(clear && { clear }) }));

const whole = expressions(false);

export const rule = ruleOf(whole.truth);
const decided = expressions(true).truth;
const SELDOM: ReadonlySet<Expr["op"]> = new Set<Expr["op"]>(["count", "lowest", "highest", "while", "then", "without", "changes", "stale", "missing", "bad", "countOf", "lowestOf", "highestOf", "duration"]);
const mentions = (expr: Expr): boolean => SELDOM.has(expr.op) || partsOf(expr).some(mentions);

/** A rule that SQL decides; most of them have one of the words that chance alone seldom brings. */
export const sqlRule = ruleOf(fc.oneof(decided, { weight: 2, arbitrary: decided.filter(mentions) }));

export const calc: fc.Arbitrary<CalcProgram> = fc
  .record({ slots, expr: fc.oneof(whole.number.map((value) => ({ kind: "number" as const, value })), whole.truth.map((truth) => ({ kind: "truth" as const, truth }))) })
  .map((rest) => ({ id: "c@a", name: "c", assetId: "a", signal: "a/calc:c", position, ...rest }));

/** Something that arrives. `delayUs` after its own time; corrections are samples of one stamp that arrive one after the other. */
export type Arrival =
  | { readonly kind: "sample"; readonly slot: number; readonly tUs: number; readonly delayUs: number; readonly value: number; readonly text: string | undefined; readonly status: number; readonly flags: number }
  | { readonly kind: "gap"; readonly slot: number; readonly tUs: number; readonly delayUs: number }
  /** Told first up to `tUs`, and again when it has grown to its end. */
  | { readonly kind: "confirmation"; readonly slot: number; readonly tUs: number; readonly delayUs: number; readonly confirmed: Confirmation };

const delayUs = fc.integer({ min: 0, max: LATENESS_US });
const GOOD = 0;
/** Ordinary samples: good, with few distinct values, so that conditions come and go. */
const ordinary = fc.record({ value: fc.constantFrom(0, 1, 2, 3), status: fc.constant(GOOD), flags: fc.constantFrom(0, 0, 0, 1, 4) });
const awkward = fc.record({
  value: fc.oneof({ weight: 4, arbitrary: plainValue }, { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 7, 1.5) }),
  status: fc.constantFrom(GOOD, 0x40000000, 0x408f0000, 0x80000000, 0x802b0000),
  flags: fc.constantFrom(0, 0, 0, 2),
});
const sample: fc.Arbitrary<Arrival> = fc
  .tuple(fc.record({ slot, tUs: instant, delayUs, text: fc.constantFrom("on", "off", "it's", undefined) }), fc.oneof({ weight: 5, arbitrary: ordinary }, { weight: 1, arbitrary: awkward }))
  .map(([fields, measured]) => ({ kind: "sample", ...fields, ...measured, text: SLOT_KINDS[fields.slot] === "text" ? fields.text : undefined }));
const gap: fc.Arbitrary<Arrival> = fc.record({ slot, tUs: instant, delayUs }).map((fields) => ({ kind: "gap", ...fields }));
const confirmation: fc.Arbitrary<Arrival[]> = fc.record({ slot, tUs: instant, delayUs, lengthUs: fc.nat({ max: 40 }), grownUs: fc.nat({ max: 40 }) }).map(({ slot, tUs, delayUs, lengthUs, grownUs }) => [
  { kind: "confirmation", slot, tUs, delayUs, confirmed: { fromUs: tUs, toUs: tUs + lengthUs } },
  ...(grownUs === 0 ? [] : [{ kind: "confirmation" as const, slot, tUs: tUs + lengthUs, delayUs, confirmed: { fromUs: tUs, toUs: tUs + lengthUs + grownUs } }]),
]);

/** All that arrives for one instance, in the order of arrival. */
export const arrivals: fc.Arbitrary<Arrival[]> = fc
  .tuple(fc.array(sample, { maxLength: 60, size: "max" }), fc.array(gap, { maxLength: 3 }), fc.array(confirmation, { maxLength: 3 }))
  .map(([samples, gaps, confirmations]) => [...samples, ...gaps, ...confirmations.flat()].sort((a, b) => a.tUs + a.delayUs - (b.tUs + b.delayUs)));

/** After each arrival: nothing, decide what can be decided, or that and a restart from the saved state. */
export type Cut = "none" | "advance" | "restart";
export const cuts: fc.Arbitrary<Cut[]> = fc.array(fc.constantFrom<Cut>("none", "none", "advance", "restart"), { minLength: 1, maxLength: 40 });

export const span = fc.tuple(fc.integer({ min: -10, max: LAST_US + 60 }), fc.nat({ max: 200 })).map(([fromUs, lengthUs]) => ({ fromUs, toUs: fromUs + lengthUs }));

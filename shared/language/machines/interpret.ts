/**
 * Machine one: the reference interpreter. It follows the words of the language reference one by one over whole series
 * and whole step functions, without any thought for speed; the other two machines are held equal to it by test.
 */
import type { Span } from "../../time/time.ts";
import type { CalcProgram, NumberExpr, RuleProgram, Slot, TruthExpr } from "../ir.ts";
import { countsAsKnown, type SeriesInput } from "./input.ts";
import { clip, type RuleIntervals, type Stretch } from "./intervals.ts";
import { combine, map, pieceAt, stepFunction, valueAt, type StepFunction } from "./stepFunction.ts";

/** A known value of a signal: texts are texts, everything else is a number. */
type Value = number | string;
type Inputs = readonly StepFunction<Value>[];
type ReadonlyProgram = Pick<RuleProgram, "slots">;

/** The intervals of a rule over a span. `inputs[k]` belongs to slot k; samples in the order of writing. */
export function interpret(program: RuleProgram, inputs: readonly SeriesInput[], span: Span): RuleIntervals {
  const signals = signalsOf(program, inputs);
  const when = truth(program.when, signals);
  const clear = program.clear === undefined ? map(when, not) : truth(program.clear, signals);
  const originUs = firstSampleUs(inputs, span.toUs) ?? span.fromUs;
  const instants = [...new Set([originUs, ...when.startsUs, ...clear.startsUs])].filter((tUs) => tUs >= originUs).sort((a, b) => a - b);

  const active: Stretch[] = [];
  const blind: Stretch[] = [];
  let activeSinceUs: number | undefined;
  let blindSinceUs: number | undefined;
  for (const tUs of instants) {
    const w = valueAt(when, tUs);
    const c = valueAt(clear, tUs);
    if (activeSinceUs === undefined && w === true) activeSinceUs = tUs;
    else if (activeSinceUs !== undefined && c === true && w !== true) {
      active.push({ fromUs: activeSinceUs, toUs: tUs, decidedUs: activeSinceUs });
      activeSinceUs = undefined;
    }
    const undecidable = (activeSinceUs === undefined ? w : c) === undefined;
    if (undecidable) blindSinceUs ??= tUs;
    else if (blindSinceUs !== undefined) {
      blind.push({ fromUs: blindSinceUs, toUs: tUs, decidedUs: blindSinceUs + program.unknownAfterUs });
      blindSinceUs = undefined;
    }
  }
  if (activeSinceUs !== undefined) active.push({ fromUs: activeSinceUs, toUs: Infinity, decidedUs: activeSinceUs });
  if (blindSinceUs !== undefined) blind.push({ fromUs: blindSinceUs, toUs: Infinity, decidedUs: blindSinceUs + program.unknownAfterUs });
  return { active: clip(active, span), unknown: clip(blind.filter((stretch) => stretch.decidedUs < stretch.toUs), span) };
}

/** A calc as a step function over all of time; of a condition 1 is true and 0 is false. */
export function interpretCalc(program: CalcProgram, inputs: readonly SeriesInput[]): StepFunction<number> {
  const signals = signalsOf(program, inputs);
  if (program.expr.kind === "number") return number(program.expr.value, signals);
  return map(truth(program.expr.truth, signals), (value) => (value === undefined ? undefined : Number(value)));
}

/** Stamp of the first sample of any of the series at or before `untilUs`: a run begins there. */
export function firstSampleUs(inputs: readonly SeriesInput[], untilUs: number): number | undefined {
  const stamps = inputs.flatMap((input) => [...input.samples.tUs]).filter((tUs) => tUs <= untilUs);
  return stamps.length === 0 ? undefined : Math.min(...stamps);
}

function signalsOf(program: ReadonlyProgram, inputs: readonly SeriesInput[]): Inputs {
  return program.slots.map((slot, index) => {
    const input = inputs[index];
    if (input === undefined) throw new RangeError(`Slot ${index} (${slot.signal}) has no series.`);
    return signal(slot, input);
  });
}

function signal(slot: Slot, { samples, gapStartsUs, confirmations }: SeriesInput): StepFunction<Value> {
  const corrected = new Map<number, Value | undefined>();
  samples.tUs.forEach((tUs, row) => {
    const value = samples.value[row] ?? NaN;
    const text = samples.text?.get(row);
    const known = countsAsKnown(slot, value, samples.status[row] ?? 0, samples.flags[row] ?? 0, text);
    corrected.set(tUs, known ? (slot.dataType === "text" ? text : value) : undefined);
  });
  const stamps = [...corrected.keys()].sort((a, b) => a - b);
  const ageUs = slot.staleAfterUs ?? Infinity;
  const dueUs = slot.staleAfterUs === undefined ? [] : [...stamps.map((tUs) => tUs + ageUs), ...confirmations.flatMap(({ fromUs, toUs }) => [fromUs, toUs + ageUs])];
  return stepFunction([...stamps, ...gapStartsUs, ...dueUs], (tUs) => {
    const sampleUs = stamps.findLast((stamp) => stamp <= tUs);
    if (sampleUs === undefined) return undefined;
    if (gapStartsUs.some((gapUs) => sampleUs <= gapUs && gapUs <= tUs)) return undefined;
    const confirmedUs = confirmations.filter(({ fromUs }) => fromUs <= tUs).map(({ toUs }) => Math.min(toUs, tUs));
    return tUs - Math.max(sampleUs, ...confirmedUs) < ageUs ? corrected.get(sampleUs) : undefined;
  });
}

function signalAt(signals: Inputs, slot: number): StepFunction<Value> {
  const found = signals[slot];
  if (found === undefined) throw new RangeError(`There is no slot ${slot}.`);
  return found;
}

/** Known or not: NaN and the infinities of division by zero and overflow are unknown. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

function number(expr: NumberExpr, signals: Inputs): StepFunction<number> {
  const one = (x: NumberExpr, of: (x: number) => number): StepFunction<number> => map(number(x, signals), (value) => (value === undefined ? undefined : finite(of(value))));
  const two = (a: NumberExpr, b: NumberExpr, of: (a: number, b: number) => number): StepFunction<number> =>
    combine(number(a, signals), number(b, signals), (x, y) => (x === undefined || y === undefined ? undefined : finite(of(x, y))));
  switch (expr.op) {
    case "number": return stepFunction([], () => finite(expr.value));
    case "signal": return map(signalAt(signals, expr.slot), (value) => (typeof value === "number" ? value : undefined));
    case "affine": return one(expr.x, (x) => x * expr.factor + expr.offset);
    case "negate": return one(expr.x, (x) => -x);
    case "abs": return one(expr.x, Math.abs);
    case "sqrt": return one(expr.x, Math.sqrt);
    case "add": return two(expr.a, expr.b, (a, b) => a + b);
    case "subtract": return two(expr.a, expr.b, (a, b) => a - b);
    case "multiply": return two(expr.a, expr.b, (a, b) => a * b);
    case "divide": return two(expr.a, expr.b, (a, b) => a / b);
    case "least": return two(expr.a, expr.b, Math.min);
    case "greatest": return two(expr.a, expr.b, Math.max);
    default: throw new RangeError(`There is no ${expr.op} in this machine.`);
  }
}

const COMPARE: Record<"<" | "<=" | ">" | ">=" | "==" | "!=", (a: Value, b: Value) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

function not(value: boolean | undefined): boolean | undefined {
  return value === undefined ? undefined : !value;
}

function and(a: boolean | undefined, b: boolean | undefined): boolean | undefined {
  if (a === false || b === false) return false;
  return a === true && b === true ? true : undefined;
}

function truth(expr: TruthExpr, signals: Inputs): StepFunction<boolean> {
  switch (expr.op) {
    case "truth": return stepFunction([], () => expr.value);
    case "truthSignal": return map(signalAt(signals, expr.slot), (value) => (value === undefined ? undefined : value !== 0));
    case "compare":
      return combine(number(expr.a, signals), number(expr.b, signals), (a, b) => (a === undefined || b === undefined ? undefined : COMPARE[expr.kind](a, b)));
    case "compareText": return map(signalAt(signals, expr.slot), (value) => (value === undefined ? undefined : COMPARE[expr.kind](value, expr.text)));
    case "not": return map(truth(expr.x, signals), not);
    case "and": return combine(truth(expr.a, signals), truth(expr.b, signals), and);
    case "or": return combine(truth(expr.a, signals), truth(expr.b, signals), (a, b) => not(and(not(a), not(b))));
    case "for": return heldFor(tolerated(truth(expr.p, signals), expr.tolerateUs), expr.durationUs);
    case "within": return map(heldFor(map(truth(expr.p, signals), not), expr.durationUs), not);
    default: throw new RangeError(`There is no ${expr.op} in this machine.`);
  }
}

/** `p for d`: false where p was false at some point of [t − d, t], true where it was true on all of it, else unknown. */
function heldFor(p: StepFunction<boolean>, durationUs: number): StepFunction<boolean> {
  return stepFunction([...p.startsUs, ...p.startsUs.map((tUs) => tUs + durationUs)], (tUs) => {
    const seen = p.values.slice(pieceAt(p, tUs - durationUs), pieceAt(p, tUs) + 1);
    if (seen.includes(false)) return false;
    return seen.every((value) => value === true) ? true : undefined;
  });
}

/** p counts as still true during the first g of an unknown stretch that follows true. */
function tolerated(p: StepFunction<boolean>, tolerateUs: number | undefined): StepFunction<boolean> {
  if (tolerateUs === undefined) return p;
  return stepFunction([...p.startsUs, ...p.startsUs.map((tUs) => tUs + tolerateUs)], (tUs) => {
    const piece = pieceAt(p, tUs);
    const value = p.values[piece];
    if (value !== undefined) return value;
    return p.values[piece - 1] === true && tUs < (p.startsUs[piece] ?? 0) + tolerateUs ? true : undefined;
  });
}

/**
 * Machine one: the reference interpreter. It follows the words of the language reference one by one over whole series
 * and whole step functions, without any thought for speed; the other two machines are held equal to it by test.
 */
import type { Span } from "../../../time/time.ts";
import type { CalcProgram, RuleProgram } from "../../ir.ts";
import type { SeriesInput } from "../input.ts";
import { clip, type RuleIntervals, type Stretch } from "../intervals.ts";
import { alarmStretches } from "./conditions.ts";
import { Evaluation } from "./Evaluation.ts";
import { firstSampleUs, signalOf, type Signal } from "./signals.ts";
import { mapKnown, union, valueAt, type StepFunction } from "./stepFunction.ts";
import { not } from "./values.ts";

/** The intervals of a rule over a span. `inputs[k]` belongs to slot k; samples in the order of writing. */
export function interpret(program: RuleProgram, inputs: readonly SeriesInput[], span: Span): RuleIntervals {
  const signals = signalsOf(program, inputs);
  const evaluation = new Evaluation(signals, span.toUs);
  const when = evaluation.truth(program.when);
  const clear = program.clear && evaluation.truth(program.clear);
  const originUs = firstSampleUs(signals, span.toUs) ?? span.fromUs;
  const active = alarmStretches(when, clear, originUs);

  const blind: Stretch[] = [];
  let blindSinceUs: number | undefined;
  const close = (toUs: number): void => {
    if (blindSinceUs === undefined) return;
    const decidedUs = blindSinceUs + program.unknownAfterUs;
    if (decidedUs < toUs) blind.push({ fromUs: blindSinceUs, toUs, decidedUs });
    blindSinceUs = undefined;
  };
  for (const tUs of [originUs, ...union(when.startsUs, clear?.startsUs ?? []).filter((startUs) => startUs > originUs)]) {
    const isActive = active.some(({ fromUs, toUs }) => fromUs <= tUs && tUs < toUs);
    const w = valueAt(when, tUs);
    const asked = isActive ? (clear === undefined ? not(w) : valueAt(clear, tUs)) : w;
    if (asked === undefined) blindSinceUs ??= tUs;
    else close(tUs);
  }
  close(Infinity);
  return { active: clip(active, span), unknown: clip(blind, span) };
}

/** A calc as a step function, right up to and including `untilUs`; of a condition 1 is true and 0 is false. */
export function interpretCalc(program: CalcProgram, inputs: readonly SeriesInput[], untilUs: number): StepFunction<number> {
  const evaluation = new Evaluation(signalsOf(program, inputs), untilUs);
  if (program.expr.kind === "number") return evaluation.number(program.expr.value);
  return mapKnown(evaluation.truth(program.expr.truth), Number);
}

function signalsOf({ slots }: Pick<RuleProgram, "slots">, inputs: readonly SeriesInput[]): Signal[] {
  return slots.map((slot, index) => {
    const input = inputs[index];
    if (input === undefined) throw new RangeError(`Slot ${index} (${slot.signal}) has no series.`);
    return signalOf(slot, input);
  });
}

/** Programs as the live evaluator tells them apart. */
import type { CalcProgram, RuleProgram } from "../../../shared/language/ir.ts";
import { CalcInstance, isTimed, reachUs, RuleInstance, sqlDecides, type Instance } from "../../../shared/language/machines/index.ts";

export type Program = RuleProgram | CalcProgram;

/** Rules and calcs may have the same name on the same asset. */
const CALC_PREFIX = "calc ";

export function isCalc(program: Program): program is CalcProgram {
  return "expr" in program;
}

export function instanceId(program: Program): string {
  return isCalc(program) ? CALC_PREFIX + program.id : program.id;
}

export function instanceOf(program: Program): Instance {
  return isCalc(program) ? new CalcInstance({ ...program, id: instanceId(program) }) : new RuleInstance(program);
}

/**
 * What decides a program's answers and what it remembers: a change of anything else (severity, place in the text, a message of
 * present values) keeps its state.
 */
export function logicOf(program: Program): string {
  if (isCalc(program)) return JSON.stringify([program.slots, program.expr, program.signal]);
  const remembered = program.message.flatMap((part) => ("value" in part && isTimed(part.value) ? [part.value] : []));
  return JSON.stringify([program.slots, program.when, program.clear, program.unknownAfterUs, ...remembered]);
}

/** Whether a program stands in the present after a stretch of the past that is short: else all of it is replayed. */
export function remembersLittle(program: Program): boolean {
  return Number.isFinite(reachUs(program)) && (isCalc(program) || sqlDecides(program));
}

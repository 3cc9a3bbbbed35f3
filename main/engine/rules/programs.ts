/** Programs as the live evaluator tells them apart. */
import type { CalcProgram, RuleProgram } from "../../../shared/language/ir.ts";
import { CalcInstance, RuleInstance, type Instance } from "../../../shared/language/machines/index.ts";

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

/** What decides a program's answers: a change of anything else (message, severity, place in the text) keeps its state. */
export function logicOf(program: Program): string {
  return JSON.stringify(isCalc(program) ? [program.slots, program.expr, program.signal] : [program.slots, program.when, program.clear, program.unknownAfterUs]);
}

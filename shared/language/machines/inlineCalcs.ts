/**
 * Puts a calc's expression in place of its name, so that machines read measured signals only. The language promises that
 * this changes no answer, and it lets a rule run over history before its calcs have ever been recorded.
 */
import type { CalcProgram, CompiledProject, NumberExpr, RuleProgram, Slot, TruthExpr } from "../ir.ts";
import { replaceInNumber, replaceInTruth, type SlotReplacement } from "./expressions.ts";

interface Inliner extends SlotReplacement {
  readonly slots: Slot[];
}

function inliner(from: readonly Slot[], calcs: ReadonlyMap<string, CalcProgram>): Inliner {
  const slots: Slot[] = [];
  const keep = (slot: Slot): number => {
    const key = JSON.stringify(slot);
    const found = slots.findIndex((candidate) => JSON.stringify(candidate) === key);
    return found >= 0 ? found : slots.push(slot) - 1;
  };
  const slotAt = (index: number): Slot => {
    const slot = from[index];
    if (slot === undefined) throw new RangeError(`There is no slot ${index}.`);
    return slot;
  };
  /** Renumbers the slots of a calc that has itself been inlined already. */
  const moved = (calc: CalcProgram): SlotReplacement => {
    const at = (index: number): number => {
      const slot = calc.slots[index];
      if (slot === undefined) throw new RangeError(`Calc ${calc.id} has no slot ${index}.`);
      return keep(slot);
    };
    return { number: (index) => ({ op: "signal", slot: at(index) }), truth: (index) => ({ op: "truthSignal", slot: at(index) }), text: at };
  };
  const number = (index: number): NumberExpr => {
    const slot = slotAt(index);
    const calc = calcs.get(slot.signal);
    return calc?.expr.kind === "number" ? replaceInNumber(calc.expr.value, moved(calc)) : { op: "signal", slot: keep(slot) };
  };
  const truth = (index: number): TruthExpr => {
    const slot = slotAt(index);
    const calc = calcs.get(slot.signal);
    return calc?.expr.kind === "truth" ? replaceInTruth(calc.expr.truth, moved(calc)) : { op: "truthSignal", slot: keep(slot) };
  };
  return { slots, number, truth, text: (index) => keep(slotAt(index)) };
}

function inlineCalc(calc: CalcProgram, calcs: ReadonlyMap<string, CalcProgram>): CalcProgram {
  const by = inliner(calc.slots, calcs);
  const expr = calc.expr.kind === "number"
    ? { kind: "number" as const, value: replaceInNumber(calc.expr.value, by) }
    : { kind: "truth" as const, truth: replaceInTruth(calc.expr.truth, by) };
  return { ...calc, expr, slots: by.slots };
}

function inlineRule(rule: RuleProgram, calcs: ReadonlyMap<string, CalcProgram>): RuleProgram {
  const by = inliner(rule.slots, calcs);
  const when = replaceInTruth(rule.when, by);
  const clear = rule.clear && replaceInTruth(rule.clear, by);
  const message = rule.message.map((part) => ("value" in part ? { ...part, value: replaceInNumber(part.value, by) } : part));
  return { ...rule, when, ...(clear && { clear }), message, slots: by.slots };
}

/** The project's rules and calcs over measured signals alone. Calcs come after those they read, as the compiler orders them. */
export function inlineCalcs(project: CompiledProject): CompiledProject {
  const calcs = new Map<string, CalcProgram>();
  for (const calc of project.calcs) calcs.set(calc.signal, inlineCalc(calc, calcs));
  return { ...project, calcs: [...calcs.values()], rules: project.rules.map((rule) => inlineRule(rule, calcs)) };
}

/**
 * Puts a calc's expression in place of its name, so that machines read measured signals only. The language promises that
 * this changes no answer, and it lets a rule run over history before its calcs have ever been recorded.
 */
import type { CalcProgram, CompiledProject, NotApplicable, NumberExpr, RuleProgram, Slot, TruthExpr } from "../ir.ts";
import { replaceInNumber, replaceInTruth, sizeOf, type SlotReplacement } from "./expressions.ts";

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
    return { number: (index) => ({ op: "signal", slot: at(index) }), truth: (index) => ({ op: "truthSignal", slot: at(index) }), signal: at };
  };
  const number = (index: number): NumberExpr => {
    const slot = slotAt(index);
    const calc = calcs.get(slot.signal);
    if (!calc) return { op: "signal", slot: keep(slot) };
    // A condition read as a number is 1 or 0.
    return calc.expr.kind === "number" ? replaceInNumber(calc.expr.value, moved(calc)) : { op: "countOf", ps: [replaceInTruth(calc.expr.truth, moved(calc))], least: 1 };
  };
  const truth = (index: number): TruthExpr => {
    const slot = slotAt(index);
    const calc = calcs.get(slot.signal);
    return calc?.expr.kind === "truth" ? replaceInTruth(calc.expr.truth, moved(calc)) : { op: "truthSignal", slot: keep(slot) };
  };
  return { slots, number, truth, signal: (index) => keep(slotAt(index)) };
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
  const suppress = rule.suppress && replaceInTruth(rule.suppress, by);
  const message = rule.message.map((part) => ("value" in part ? { ...part, value: replaceInNumber(part.value, by) } : "textSlot" in part ? { textSlot: by.signal(part.textSlot) } : part));
  return { ...rule, when, ...(clear && { clear }), ...(suppress && { suppress }), message, slots: by.slots };
}

/**
 * A rule or calc may come to so many operations with its calcs in place of their names. Calcs that read calcs twice double
 * with each step: without a limit a page of text would fill the memory. DuckDB takes expressions of about this depth.
 */
export const MOST_OPERATIONS = 1_000;

/**
 * The project's rules and calcs over measured signals alone. Calcs come after those they read, as the compiler orders them.
 * Those that would come to more than `MOST_OPERATIONS` are left out and listed as not applicable.
 */
export function inlineCalcs(project: CompiledProject): CompiledProject {
  const sizes = new Map<string, number>();
  const calcs = new Map<string, CalcProgram>();
  const tooLarge: NotApplicable[] = [];
  const fits = (what: string, program: RuleProgram | CalcProgram, size: number): boolean => {
    if (size <= MOST_OPERATIONS) return true;
    const reason = `With the calcs it reads in place of their names it comes to more than ${MOST_OPERATIONS} operations. Let it read fewer calcs.`;
    tooLarge.push({ what, assetId: program.assetId, reason, position: program.position });
    return false;
  };
  const sizeIn = (program: RuleProgram | CalcProgram, exprs: readonly (NumberExpr | TruthExpr)[]): number => {
    const ofSlot = (slot: number): number => sizes.get(program.slots[slot]?.signal ?? "") ?? 1;
    return exprs.reduce((sum, expr) => sum + sizeOf(expr, ofSlot), 0);
  };
  for (const calc of project.calcs) {
    const size = sizeIn(calc, [calc.expr.kind === "number" ? calc.expr.value : calc.expr.truth]);
    sizes.set(calc.signal, size);
    if (fits(calc.name, calc, size)) calcs.set(calc.signal, inlineCalc(calc, calcs));
  }
  const rules = project.rules.filter((rule) => {
    const shown = rule.message.flatMap((part) => ("value" in part ? [part.value] : []));
    return fits(rule.rule, rule, sizeIn(rule, [rule.when, ...(rule.clear ? [rule.clear] : []), ...(rule.suppress ? [rule.suppress] : []), ...shown]));
  });
  return { ...project, calcs: [...calcs.values()], rules: rules.map((rule) => inlineRule(rule, calcs)), notApplicable: [...project.notApplicable, ...tooLarge] };
}

/** What a message shows where an alarm is raised is what the reference interpreter says at that instant. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalcProgram, RuleProgram, ShownValue } from "../../../shared/language/ir.ts";
import { interpretCalc, RuleInstance } from "../../../shared/language/machines/index.ts";
import { arrivals, calc, cuts, rule, SLOT_KINDS, type Arrival, type Cut } from "./arbitraries.ts";
import { inputsOf, stream } from "./machines.ts";

interface Raised {
  readonly atUs: number;
  readonly values: readonly ShownValue[];
}

function raised(program: RuleProgram, arriving: readonly Arrival[], cut: readonly Cut[]): Raised[] {
  const told: Raised[] = [];
  stream(() => new RuleInstance(program), arriving, cut, { fromUs: 0, toUs: 400 }, {
    alarm: (transition) => transition.kind === "raised" && told.push(transition),
    calc: () => undefined,
  });
  return told;
}

function atInstant(program: CalcProgram, arriving: readonly Arrival[], tUs: number): number {
  const { startsUs, values } = interpretCalc(program, inputsOf(arriving), tUs);
  return values[startsUs.findLastIndex((startUs) => startUs <= tUs)] ?? NaN;
}

describe("what a message shows", () => {
  it("is, of values and of conditions, what the reference says at the instant of the alarm", () => {
    fc.assert(fc.property(rule, calc, arrivals, cuts, (program, shown, arriving, cut) => {
      const value = shown.expr.kind === "number" ? shown.expr.value : { op: "countOf" as const, ps: [shown.expr.truth], least: 1 };
      const counted: CalcProgram = { ...shown, slots: program.slots, expr: { kind: "number", value } };
      // The sign of a zero means nothing in the language.
      const plain = (one: ShownValue): ShownValue => (one === 0 ? 0 : one);
      for (const { atUs, values } of raised({ ...program, message: [{ value }] }, arriving, cut)) expect(values.map(plain)).toEqual([plain(atInstant(counted, arriving, atUs))]);
    }), { numRuns: 500 });
  }, 120_000);

  it("is, of a text signal, what it says then; nothing known once it is stale", () => {
    const program: RuleProgram = {
      id: "R@a", rule: "R", assetId: "a", severity: "low", unknownAfterUs: 1_000, position: { file: "a.twin", start: 0, end: 1 },
      slots: SLOT_KINDS.map((dataType, slot) => ({ signal: `a/${slot}`, dataType, strict: false, ...(dataType === "text" && { staleAfterUs: 50 }) })),
      when: { op: "compare", kind: ">", a: { op: "signal", slot: 0 }, b: { op: "number", value: 2 } },
      message: [{ text: "by " }, { textSlot: 4 }, { textSlot: 5 }],
    };
    const sample = (slot: number, tUs: number, value: number, text?: string): Arrival => ({ kind: "sample", slot, tUs, delayUs: 0, value, status: 0, flags: 0, text });
    const told = raised(program, [sample(0, 0, 1), sample(4, 5, 0, "Ada"), sample(0, 10, 3), sample(0, 20, 1), sample(4, 25, 0, "Bob"), sample(0, 30, 3), sample(0, 40, 1), sample(0, 90, 3)], ["restart"]);
    expect(told.map(({ atUs, values }) => [atUs, ...values])).toEqual([[10, NaN, "Ada", NaN], [30, NaN, "Bob", NaN], [90, NaN, NaN, NaN]]);
  });
});

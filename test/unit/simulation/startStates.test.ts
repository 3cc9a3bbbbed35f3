import { describe, expect, it } from "vitest";
import { changedUses } from "../../../main/engine/simulation/whatIfChanges.ts";
import { startOfSystem } from "../../../main/engine/simulation/startStates.ts";
import { compile } from "../../../shared/language/compile.ts";
import { projectWith } from "../../integration/rules/rulesFixture.ts";

const TEXT = `model Bearing {
  input     load  : kW
  parameter R     : K/kW = 2
  state     T     : degC = 20
  state     twice : 1    = 1
  der(T) = (20 degC + R * load - T) / 600 s
  der(twice) = -1 * twice / 600 s
  output    temperature : K    = T
  output    share       : 1    = 2 * twice
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const compiled = compile([{ id: "models/b.twin", text: TEXT }], projectWith({}));
if (compiled.diagnostics.length > 0) throw new Error(compiled.diagnostics.map(({ message }) => message).join("\n"));
const uses = compiled.program.uses.filter(({ assetId }) => assetId === "p1");
const measured = (tUs: readonly number[], value: readonly number[]) => new Map([["p1/temp", { tUs: Float64Array.from(tUs), value: Float64Array.from(value) }]]);

describe("the states that a what-if begins with", () => {
  it("are measured through conversions of unit, from the sample that holds at the instant", () => {
    const { states, start } = startOfSystem(uses, { states: Float64Array.of(300, 0.5), holds: new Uint8Array() }, measured([0, 10, 20], [40, 50, 60]), 15);
    expect(states[0]).toBeCloseTo(50, 9);
    expect(states[1]).toBe(0.5);
    expect(start.map(({ state, measured: from }) => [state, from])).toEqual([["T", "p1/temp"], ["twice", undefined]]);
  });

  it("are as replayed where nothing is known, and before the first sample", () => {
    expect([...startOfSystem(uses, { states: Float64Array.of(300, 0.5), holds: new Uint8Array() }, measured([0, 10], [40, NaN]), 15).states]).toEqual([300, 0.5]);
    expect([...startOfSystem(uses, { states: Float64Array.of(300, 0.5), holds: new Uint8Array() }, measured([20], [40]), 15).states]).toEqual([300, 0.5]);
  });

  it("leave what was replayed untouched for another use of it", () => {
    const replayed = Float64Array.of(300, 0.5);
    startOfSystem(uses, { states: replayed, holds: new Uint8Array() }, measured([0], [40]), 15);
    expect([...replayed]).toEqual([300, 0.5]);
  });
});

describe("changes of a what-if", () => {
  it("pass through behind the conversion of what comes in", () => {
    const [use] = changedUses(uses, [{ of: "input", use: "Bearing", name: "load", how: "scale", amount: 3 }]).uses;
    const [shifted] = changedUses(uses, [{ of: "input", use: "Bearing", name: "load", how: "shift", amount: 2 }]).uses;
    expect(use?.inputs[0]).toEqual({ kind: "signal", signal: "p1/power", factor: 3, offset: 0 });
    expect(shifted?.inputs[0]).toEqual({ kind: "signal", signal: "p1/power", factor: 1, offset: 2 });
    expect(uses[0]?.inputs[0]).toEqual({ kind: "signal", signal: "p1/power", factor: 1, offset: 0 });
  });
});

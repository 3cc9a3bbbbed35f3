import * as fc from "fast-check";
import { samples, solveText } from "../../fixtures/modelTexts.ts";
import { describe, expect, it } from "vitest";
import { GivenInstants, KeptInstants, type Instants } from "../../../main/engine/simulation/keptInstants.ts";

function* inOrder(instants: Instants): Generator<number> {
  for (; instants.nextUs !== Infinity; instants.advance()) yield instants.nextUs;
}

describe("the instants at which outputs are kept", () => {
  it("are the span's ends, the grid and the samples inside, in order and each once", () => {
    const times = fc.uniqueArray(fc.integer({ min: -50, max: 300 }), { maxLength: 30 }).map((list) => Float64Array.from(list).sort());
    fc.assert(fc.property(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 40 }), fc.array(times, { maxLength: 3 }), (fromUs, lengthUs, stepUs, sampled) => {
      const toUs = fromUs + lengthUs;
      const every = Array.from({ length: lengthUs + 1 }, (_, i) => fromUs + i);
      const wanted = every.filter((t) => t === fromUs || t === toUs || t % stepUs === 0 || sampled.some((list) => list.includes(t)));
      expect([...inOrder(new KeptInstants({ fromUs, toUs, stepUs }, sampled))]).toEqual(wanted);
    }));
  });

  it("are the ends alone where the grid is wider than the span", () => {
    expect([...inOrder(new KeptInstants({ fromUs: 5, toUs: 9, stepUs: 100 }, []))]).toEqual([5, 9]);
  });

  it("are those that are given", () => {
    expect([...inOrder(new GivenInstants(Float64Array.of(3, 8)))]).toEqual([3, 8]);
    expect([...inOrder(new GivenInstants(new Float64Array()))]).toEqual([]);
  });
});

describe("outputs that are kept", () => {
  it("are all there, in order, however many there are and wherever events and other models' samples fall between them", () => {
    const text = "model Saw {\n  input load : 1\n  state x : 1 = 0\n  der(x) = load / 1 s\n  when x > 1000 { x = 0 }\n  output out : 1 = x\n}\nmodel Twice {\n  input load : 1\n  output two : 1 = 2 * load\n}\nuse Saw on Rig { load = x }\nuse Twice on Rig { load = Saw.out }\n";
    const { points } = solveText(text, 45_000, { inputs: { x: samples([[0, 1], [19_999, 1], [20_000, 1], [40_000, 1]]) } });
    const out = points("out");
    expect(out.filter(([t]) => Number.isInteger(t)).map(([t]) => t)).toEqual(Array.from({ length: 45_001 }, (_, t) => t));
    expect(out.every(([t], i) => i === 0 || t > (out[i - 1]?.[0] ?? 0))).toBe(true);
    expect(out.filter(([t]) => !Number.isInteger(t)).length).toBeGreaterThanOrEqual(44);
    for (const t of [0, 999, 1001, 19_999, 20_001, 44_999]) expect(out.find(([at]) => at === t)?.[1], `at ${t} s`).toBeCloseTo(t % 1000, 4);
    expect(points("two").map(([, value]) => value / 2)).toEqual(out.map(([, value]) => value));
  });
});

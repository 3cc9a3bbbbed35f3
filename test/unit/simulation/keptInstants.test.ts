import * as fc from "fast-check";
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

/** Algebraic loops: outputs that depend on each other at one instant, solved for while the states move on. */
import { describe, expect, it } from "vitest";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import { SystemCodes } from "../../../main/engine/simulation/SystemCodes.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { solveText, usesOf } from "../../fixtures/modelTexts.ts";

describe("outputs that depend on each other at one instant", () => {
  it("are exact where they are linear: the nodes of a bridge of resistors, in any order of writing", () => {
    const { at, problem } = solveText(`model Bridge {
      output    b : V = (9 V / 300 Ohm + a / bridge) / (1 / 300 Ohm + 1 / 400 Ohm + 1 / bridge)
      output    a : V = (9 V / 100 Ohm + b / bridge) / (1 / 100 Ohm + 1 / 200 Ohm + 1 / bridge)
      parameter bridge : Ohm = 50
    }
    use Bridge on Rig { }`, 2);
    expect(problem).toBeUndefined();
    // Cramer's rule on the two nodes' currents.
    const [ga, gb, bridge] = [1 / 100 + 1 / 200 + 1 / 50, 1 / 300 + 1 / 400 + 1 / 50, 1 / 50];
    const determinant = ga * gb - bridge * bridge;
    expect(at("a", 1)).toBeCloseTo((0.09 * gb + bridge * 0.03) / determinant, 12);
    expect(at("b", 1)).toBeCloseTo((ga * 0.03 + bridge * 0.09) / determinant, 12);
  });

  const PUMPS = (start: string) => `model Pump {
    input     head   : m
    parameter shutoff : m = 40
    parameter bend   : m/(m3/h)^2 = 0.01
    output    flow   : m3/h = sqrt(max(shutoff - head, 0 m) / bend)
  }
  model Pipe {
    input     one    : m3/h
    input     two    : m3/h
    parameter k      : m/(m3/h)^2 = 0.002
    output    head   : m = 10 m + k * (one + two) ^ 2 ${start}
  }
  use Pump as weak on Rig { shutoff = 36; head = pipe.head }
  use Pump as strong on Rig { head = pipe.head }
  use Pipe as pipe on Rig { one = weak.flow; two = strong.flow }`;

  it("split the flow of two pumps into one pipe, across uses", () => {
    const { at, problem } = solveText(PUMPS("start 20 m"), 2);
    expect(problem).toBeUndefined();
    // By bisection on the head at which what the pumps give is what the pipe takes.
    let [low, high] = [10, 36];
    for (let i = 0; i < 60; i++) {
      const head = (low + high) / 2;
      if (10 + 0.002 * (Math.sqrt((36 - head) / 0.01) + Math.sqrt((40 - head) / 0.01)) ** 2 > head) low = head;
      else high = head;
    }
    expect(at("head", 1)).toBeCloseTo(low, 10);
  });

  it("have the same answer to the last bit whatever the code that serves many runs has solved before", () => {
    const uses = usesOf(PUMPS("start 20 m"));
    const withShutoff = (shutoff: number) => uses.map((use) => ({ ...use, parameters: use.parameters.map((value) => (value === 40 ? shutoff : value)) }));
    const flows = (shutoff: number, codes: SystemCodes): number[] => {
      const values: number[] = [];
      solveSystem({ uses: withShutoff(shutoff), inputs: new Map(), measured: new Map(), fromUs: 0, toUs: US_PER_S, outputStepUs: US_PER_S, relativeTolerance: 1e-6, maxSteps: 100 }, { onOutput: ({ value }) => values.push(...value), onProgress: () => undefined }, { codes });
      return values;
    };
    const served = new SystemCodes();
    flows(90, served);
    expect(flows(40, served)).toEqual(flows(40, new SystemCodes()));
  });

  it("are refused without a start where they are not linear, with words on how to give one", () => {
    expect(() => solveText(PUMPS(""), 2)).toThrow(/pipe.head → (weak|strong).flow → pipe.head.*The loop is not linear.*output (flow|head) : .* start/);
  });

  it("follow the states: a tank that empties through a valve and a pipe behind it", () => {
    const { at } = solveText(`model Tank {
      state  h : m = 4
      der(h) = -q / 2 m2
      output loss : m = q * q * 30 s2/m5
      output q : m3/s = 0.1 m2 / 1 s * sqrt(max(h - loss, 0 m) * 1 m) start 0.1 m3/s
    }
    use Tank on Rig { }`, 20, { tolerance: 1e-10 });
    // q = 0.1 · √(h − 30 q²), so q = c · √h with c = 0.1 / √(1 + 0.3), and √h falls evenly.
    const c = 0.1 / Math.sqrt(1.3);
    for (const t of [0, 5, 20]) expect(at("q", t)).toBeCloseTo(c * (2 - (c * t) / 4), 8);
  });

  it("change at the instant at which a condition in the loop does", () => {
    const { points } = solveText(`model Governor {
      state  load : 1 = 0
      der(load) = 1 / 1 s
      output speed : 1 = 10 - torque
      output torque : 1 = load + 0.25 * speed + switch(speed > 4, 0.5 * (speed - 4), 0)
    }
    use Governor on Rig { }`, 8);
    // Above 4 speed · 1.75 = 12 − load, which ends at 5 s; below speed · 1.25 = 10 − load.
    for (const [t, value] of points("speed")) expect(value).toBeCloseTo(t <= 5 ? (12 - t) / 1.75 : (10 - t) / 1.25, 5);
    expect(points("speed").filter(([t]) => Math.abs(t - 5) < 1e-5).length).toBeGreaterThan(1);
  });

  it.each([
    ["does not exist", "output q : 1 = q * q + 1 start 0.3", /The loop M.q → M.q has no solution that could be found at 1970-01-01T00:00:00/],
    ["is not determined", "output p : 1 = q + 1\n output q : 1 = p", /M.p → M.q → M.p has no solution.*contradict/],
    ["has no value on the way", "output q : 1 = sqrt(q - 3) start 1", /no value on the way/],
  ])("end the run with the loop's name and the instant where the solution %s", (_, outputs, says) => {
    expect(solveText(`model M { ${outputs} }\nuse M on Rig { }`, 2).problem).toMatch(says);
  });

  it("keep what was computed until a solution ends", () => {
    const { problem, at } = solveText("model M { state a : 1 = 0\n der(a) = 1 / 1 s\n output q : 1 = q * q / 4 + a / 4 start 0.1 }\nuse M on Rig { }", 10);
    // q = 2 − 2 √(1 − a / 4): none beyond a = 4.
    expect(problem).toMatch(/M.q → M.q has no solution that could be found at 1970-01-01T00:00:0[45]/);
    for (const t of [0, 1, 3]) expect(at("q", t)).toBeCloseTo(2 - 2 * Math.sqrt(1 - t / 4), 9);
    expect(at("q", 5)).toBeNaN();
  });

  it("have the same bytes every time", () => {
    const run = () => solveText(PUMPS("start 20 m"), 5).points("head");
    expect(run()).toEqual(run());
  });
});

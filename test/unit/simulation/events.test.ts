/** Conditions of models, from their text to the solved curve, against closed forms. */
import { describe, expect, it } from "vitest";
import { US_PER_S } from "../../../shared/time/time.ts";
import { samples, solveText } from "../../fixtures/modelTexts.ts";

const BALL = `model Ball {
  parameter g : m/s2 = 9.81
  state     h : m    = 10
  state     v : m/s  = 0
  state     n : 1    = 0
  der(h) = v
  der(v) = -g
  when h < 0 m { h = 0 m; v = -0.8 * v; n = n + 1 }
  output    height  : m = h
  output    bounces : 1 = n
}
use Ball on Rig { }
`;

describe("when", () => {
  it("bounces a ball at the instants of the closed form", () => {
    // First contact after sqrt(2 h / g), each flight 0.8 times as long as the one before, the first of them 2 · 0.8 · v / g.
    const first = Math.sqrt(20 / 9.81);
    const contacts = [0, 1, 2, 3, 4, 5].map((n) => first + 2 * first * (0.8 * (1 - 0.8 ** n)) / 0.2);
    const { points } = solveText(BALL, 10, { stepS: 0.5 });
    const jumps = points("bounces").filter(([, n], i, all) => i > 0 && n > (all[i - 1]?.[1] ?? 0)).map(([t]) => t);
    contacts.filter((t) => t < 10).forEach((t, i) => expect(Math.abs((jumps[i] ?? 0) - t), `contact ${i}`).toBeLessThan(3e-6));
  });

  it("keeps what was just before a jump and what is just after it", () => {
    const { points } = solveText(BALL, 3, { stepS: 1 });
    const index = points("bounces").findIndex(([, n]) => n === 1);
    const [before, after] = points("bounces").slice(index - 1, index + 1);
    expect([before?.[1], after?.[1]]).toEqual([0, 1]);
    expect((after?.[0] ?? 0) - (before?.[0] ?? 0)).toBeCloseTo(1e-6, 9);
  });

  it("ends a run that comes to no end with the use's name, and keeps what came before", () => {
    const { problem, points } = solveText(BALL, 60, { stepS: 1 });
    expect(problem).toMatch(/^Ball: a condition switches to and fro without an end after 1970-01-01T00:00:12/);
    expect(points("height").length).toBeGreaterThan(10);
  });

  it("runs a thermostat with the period of its closed form", () => {
    // Heating to 30 and cooling to 10 with a time constant of 100 s, between 19 and 21: 100 · ln(11 / 9) each way.
    const { points } = solveText(`model Room {
      state T  : degC = 20
      state heating : 1 = 1
      der(T) = (switch(heating > 0.5, 30 degC, 10 degC) - T) / 100 s
      when T < 19 degC { heating = 1 }
      when T > 21 degC { heating = 0 }
      output mode : 1 = heating
    }
    use Room on Rig { }`, 1000, { stepS: 100 });
    const switched = points("mode").filter(([, mode], i, all) => i > 0 && mode !== all[i - 1]?.[1]).map(([t]) => t);
    const half = 100 * Math.log(11 / 9);
    const first = 100 * Math.log(10 / 9);
    expect(switched.length).toBe(Math.floor((1000 - first) / half) + 1);
    switched.forEach((t, i) => expect(Math.abs(t - first - i * half)).toBeLessThan(1e-4));
  });

  it("happens where its condition comes true, not at the start and not while it stays so", () => {
    const { at } = solveText(`model Counter {
      input x : 1
      state n : 1 = 0
      when x > 1 { n = n + 1 }
      output count : 1 = n
    }
    use Counter on Rig { x = x }`, 60, { inputs: { x: samples([[0, 5], [10, 6], [20, 0], [30, 2], [40, 3], [50, 0]]) } });
    expect([at("count", 5), at("count", 15), at("count", 29), at("count", 30), at("count", 60)]).toEqual([0, 0, 0, 1, 1]);
  });

  it("works out all values from what was before, and lets what comes true by that happen at once", () => {
    const { at } = solveText(`model Chain {
      input x : 1
      state a : 1 = 1
      state b : 1 = 2
      state c : 1 = 0
      when x > 0.5 { a = b; b = a }
      when a > 1.5 { c = b * 10 }
      output first : 1 = a
      output second : 1 = b
      output third : 1 = c
    }
    use Chain on Rig { x = x }`, 20, { inputs: { x: samples([[0, 0], [10, 1]]) } });
    expect([at("first", 10), at("second", 10), at("third", 10)]).toEqual([2, 1, 10]);
  });

  it("happens by the clock at whole multiples of its period since 1970", () => {
    const { points } = solveText(`model Dose {
      state level : m = 0
      der(level) = -0.001 m / 1 s
      when every 30 min { level = level + 2 m }
      output filled : m = level
    }
    use Dose on Rig { }`, 3 * 3600, { stepS: 900 });
    const at = new Map(points("filled"));
    expect(at.get(1800)).toBeCloseTo(2 - 1.8, 9);
    expect(at.get(3600)).toBeCloseTo(4 - 3.6, 9);
    expect(at.get(1800 - 1e-6)).toBeCloseTo(-1.8, 5);
  });

  it("finds a condition that holds for a quarter of a step", () => {
    const { at } = solveText(`model Peak {
      state s : 1 = 0
      state c : 1 = 1
      state n : 1 = 0
      der(s) = c / 1 s
      der(c) = -s / 1 s
      when s > 0.95 { n = n + 1 }
      output count : 1 = n
    }
    use Peak on Rig { }`, 63, { tolerance: 1e-4 });
    expect(at("count", 63)).toBe(10);
  });

  it("counts where a boolean signal becomes true", () => {
    const { at } = solveText(`model Starts {
      input running : 1
      state n : 1 = 0
      when running > 0.5 { n = n + 1 }
      output count : 1 = n
    }
    use Starts on Rig { running = running }`, 60, { inputs: { running: samples([[0, 0], [10, 1], [20, 0], [30, 1], [35, NaN], [40, 1]]) } });
    expect(at("count", 60)).toBe(2);
  });

  it("lasts the same whichever way a stiff part beside it is solved", () => {
    const { points, problem } = solveText(`model Relay {
      state slow : 1 = 0
      state fast : 1 = 0
      state n    : 1 = 0
      der(slow) = 1 / 100 s
      der(fast) = (slow - fast) / 0.1 ms
      when fast > 1 { slow = 0; n = n + 1 }
      output count : 1 = n
    }
    use Relay on Rig { }`, 1001, { stepS: 1, tolerance: 1e-6 });
    expect(problem).toBeUndefined();
    expect(points("count").at(-1)?.[1]).toBe(10);
  });
});

describe("switch", () => {
  it("takes the value behind the first condition that holds, exactly up to its instant", () => {
    const { at } = solveText(`model Steps {
      state t : s = 0
      state x : 1 = 0
      der(t) = 1
      der(x) = switch(t > 20.5 s, 0 / 1 s, t > 10.25 s, 3 / 1 s, 1 / 1 s)
      output way : 1 = x
    }
    use Steps on Rig { }`, 30);
    expect(at("way", 10)).toBeCloseTo(10, 9);
    expect(at("way", 20)).toBeCloseTo(10.25 + 3 * 9.75, 7);
    expect(at("way", 30)).toBeCloseTo(10.25 + 3 * 10.25, 7);
  });

  it("keeps both sides of a jump that it makes in an output", () => {
    const { points } = solveText(`model Pulse {
      state t : s = 0
      der(t) = 1
      output level : 1 = switch(t > 12.5 s, 1, 0)
    }
    use Pulse on Rig { }`, 30, { stepS: 10 });
    expect(points("level").map(([, value]) => value)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(points("level").slice(2, 4).map(([t]) => t)).toEqual([expect.closeTo(12.5, 5), expect.closeTo(12.5, 5)]);
  });

  it("knows and, or, not, functions of the project and outputs above", () => {
    const { at } = solveText(`def inside(x : 1, low : 1, high : 1) = x > low and not (x > high)
    model Band {
      input  x : 1
      output doubled : 1 = 2 * x
      output flag    : 1 = switch(inside(doubled, 1, 3) or doubled >= 9, 1, 0)
    }
    use Band on Rig { x = x }`, 50, { inputs: { x: samples([[0, 0], [10, 1], [20, 2], [30, 4.5], [40, 4]]) } });
    expect([5, 15, 25, 35, 45].map((t) => at("flag", t))).toEqual([0, 1, 0, 1, 0]);
  });

  it("says what to do where it goes to and fro on one value", () => {
    const { problem } = solveText(`model Sliding {
      state T : degC = 25
      der(T) = switch(T > 20 degC, -1 K / 1 s, 1 K / 1 s)
      output y : degC = T
    }
    use Sliding on Rig { }`, 60);
    expect(problem).toMatch(/Sliding: a condition switches to and fro/);
  });
});

describe("linear inputs", () => {
  const INTEGRAL = (word: string) => `model Area {
    input x : 1 ${word}
    state a : s = 0
    der(a) = x
    output area  : s = a
    output value : 1 = x
  }
  use Area on Rig { x = x }`;

  it("lie on the line between samples, where held ones are steps", () => {
    const inputs = { x: samples([[0, 0], [10, 10], [30, 0], [40, 0]]) };
    const linear = solveText(INTEGRAL("linear"), 40, { inputs });
    const held = solveText(INTEGRAL(""), 40, { inputs });
    expect([linear.at("area", 10), linear.at("area", 30)]).toEqual([expect.closeTo(50, 9), expect.closeTo(150, 9)]);
    expect(held.at("area", 30)).toBeCloseTo(200, 9);
    expect([linear.at("value", 5), linear.at("value", 20), linear.at("value", 30)]).toEqual([expect.closeTo(5, 9), expect.closeTo(5, 9), expect.closeTo(0, 9)]);
  });

  it("hold where the next sample is unknown, and take up the line behind it", () => {
    const { at } = solveText(INTEGRAL("linear"), 40, { inputs: { x: samples([[0, 0], [10, 10], [20, NaN], [30, 4], [40, 6]]) } });
    expect(at("value", 15)).toBeCloseTo(10, 9);
    expect(at("value", 25)).toBeNaN();
    expect(at("value", 35)).toBeCloseTo(5, 9);
  });

  it("are found at the instant at which they cross a limit", () => {
    const { points } = solveText(`model Cross {
      input x : 1 linear
      state n : 1 = 0
      when x > 7 { n = n + 1 }
      output count : 1 = n
    }
    use Cross on Rig { x = x }`, 20, { inputs: { x: samples([[0, 0], [20, 10]]) }, stepS: 20 });
    expect(points("count").find(([, n]) => n === 1)?.[0]).toBeCloseTo(14, 5);
  });
});

describe("tables", () => {
  it("are linear between points, held beyond them, and read points in any order", () => {
    const { at } = solveText(`model Curve {
      input x : 1
      table head(flow : m3/h) : m = (20, 30), (0, 32), (60, 16)
      output h : m = head(x * 1 m3/h)
    }
    use Curve on Rig { x = x }`, 50, { inputs: { x: samples([[0, -5], [10, 10], [20, 20], [30, 40], [40, 99]]) } });
    expect([5, 15, 25, 35, 45].map((t) => at("h", t))).toEqual([32, 31, 30, 23, 16]);
  });

  it("of two arguments are linear in each", () => {
    const { at } = solveText(`model Map {
      input x : 1
      table share(flow : m3/h, speed : Hz) : % = (0, 30, 0), (0, 50, 10), (10, 30, 40), (10, 50, 70)
      output y : % = share(x * 1 m3/h, 40 Hz)
    }
    use Map on Rig { x = x }`, 30, { inputs: { x: samples([[0, 0], [10, 5], [20, 10]]) } });
    expect([5, 15, 25].map((t) => at("y", t))).toEqual([5, 30, 55]);
  });
});

it("the clock of an hour's run with events is that of its samples", () => {
  // Whole microseconds: what begins at an event is kept at the next one, never before.
  const { points } = solveText(BALL, 5, { stepS: 0.1 });
  const stamps = points("height").map(([t]) => t * US_PER_S);
  expect(stamps.every((t, i) => i === 0 || t > (stamps[i - 1] ?? 0))).toBe(true);
});

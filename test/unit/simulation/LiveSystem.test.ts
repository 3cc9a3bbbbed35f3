import { describe, expect, it } from "vitest";
import { LiveSystem, type LiveStep } from "../../../main/engine/simulation/LiveSystem.ts";
import type { InputSeries } from "../../../main/engine/simulation/simulationTypes.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { samples, usesOf } from "../../fixtures/modelTexts.ts";

const TANK = `model Tank {
  input  q     : 1 linear
  input  heat  : 1
  state  level : 1 = 2
  state  mode  : 1 = 0
  state  warm  : 1 = 0
  der(level) = (q - level) / 7 s
  der(warm) = (heat * (1 + mode) - warm) / 3 s
  when level > 5 { mode = 1 }
  when level < 4 { mode = 0 }
  when every 20 s { warm = warm / 2 }
  output y : 1 = level
  output w : 1 = warm
}
use Tank on Rig {
  q = flow
  heat = x
  y ~ measured
  live
}`;
/** Two pumps into one pipe whose level one of them follows: a loop across uses that is not linear, with states around it. */
const LOOP = `model Pump {
  input     head    : 1
  input     speed   : 1
  state     lag     : 1 = 4
  der(lag) = (speed - lag) / 2 s
  output    flow    : 1 = sqrt(max(30 + lag - head, 0) / 0.01)
  output    y       : 1 = lag
}
model Pipe {
  input     one     : 1
  input     two     : 1
  state     fill    : 1 = 2
  der(fill) = (one / 10 - fill) / 9 s
  output    head    : 1 = 10 + fill + 0.002 * (one + two) ^ 2 start 20
}
use Pump as first on Rig {
  head = pipe.head
  speed = flow
  y ~ measured
  live
}
use Pump as second on Rig {
  head = pipe.head
  speed = x
  live
}
use Pipe as pipe on Rig {
  one = first.flow
  two = second.flow
  live
}`;
const LIVE: readonly UseProgram[] = usesOf(TANK, { flow: "1", measured: "1" });
const END_S = 120;

const wave = (everyS: number, f: (s: number) => number): InputSeries => {
  const tUs = Float64Array.from({ length: Math.floor(END_S / everyS) + 1 }, (_, i) => Math.round(i * everyS * US_PER_S));
  return { tUs, value: tUs.map((t) => f(t / US_PER_S)) };
};
const PLANT = new Map([
  ["rig/flow", wave(0.7, (s) => 4.5 + 3 * Math.sin(s / 9))],
  ["rig/x", wave(11.3, (s) => 1 + (s % 4))],
  ["rig/measured", wave(0.9, (s) => 4 + 2 * Math.sin(s / 9 - 0.6))],
]);

const cut = ({ tUs, value }: InputSeries, afterUs: number, untilUs: number): InputSeries => {
  const rows = [...tUs.keys()].filter((row) => (tUs[row] ?? 0) > afterUs && (tUs[row] ?? 0) <= untilUs);
  return { tUs: Float64Array.from(rows, (row) => tUs[row] ?? NaN), value: Float64Array.from(rows, (row) => value[row] ?? NaN) };
};
const cutAll = (plant: ReadonlyMap<string, InputSeries>, afterUs: number, untilUs: number): Map<string, InputSeries> => new Map([...plant].map(([name, one]) => [name, cut(one, afterUs, untilUs)]));

/** Follows the plant up to `atS`, then in pieces that end at these seconds. A linear input is given one sample ahead, as it is final up to its newest sample. */
function follow(atS: number, endsS: readonly number[], plant = PLANT, uses = LIVE) {
  const system = new LiveSystem({ uses, past: cutAll(plant, -Infinity, atS * US_PER_S), fromUs: 0, atUs: atS * US_PER_S });
  const { begun } = system;
  const steps: LiveStep[] = [];
  let fromS = atS;
  for (const toS of endsS) {
    steps.push(system.step({ series: new Map([...cutAll(plant, fromS * US_PER_S, toS * US_PER_S), ["rig/flow", cut(plant.get("rig/flow") ?? samples([]), (fromS === atS ? atS : fromS + 1) * US_PER_S, (toS + 1) * US_PER_S)]]), toUs: toS * US_PER_S }));
    fromS = toS;
  }
  const points = (output: number, use = 0) => steps.flatMap(({ chunks }) => chunks.filter((chunk) => chunk.use === use && chunk.output === output).flatMap(({ tUs, value }) => [...tUs].map((t, i) => [t / US_PER_S, value[i] ?? NaN] as const)));
  return { steps, points, begun };
}

describe("a system that goes on with the plant", () => {
  it("gives the same bits however its span is cut: events by condition and clock, jumps, a linear input", () => {
    const whole = follow(10, [110]);
    const seconds = follow(10, Array.from({ length: 100 }, (_, i) => 11 + i));
    const uneven = follow(10, [13, 14, 40, 41, 77, 110]);
    expect(whole.points(0).length).toBeGreaterThan(100);
    for (const output of [0, 1]) {
      expect(seconds.points(output)).toEqual(whole.points(output));
      expect(uneven.points(output)).toEqual(whole.points(output));
    }
  });

  it("gives the same bits with a loop of outputs that is solved from where it was solved last, wherever it is cut", () => {
    const looped = usesOf(LOOP, { flow: "1", measured: "1" });
    const whole = follow(10, [110], PLANT, looped);
    const kept = whole.points(0, looped.findIndex(({ name }) => name === "first"));
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.every(([, flow]) => flow > 0)).toBe(true);
    for (const ends of [Array.from({ length: 100 }, (_, i) => 11 + i), [13, 14, 40, 41, 77, 110]]) {
      const cutUp = follow(10, ends, PLANT, looped);
      for (const use of looped.keys()) for (const output of [0, 1]) expect(cutUp.points(output, use)).toEqual(whole.points(output, use));
    }
  });

  it("sets off at its first step what the measured state makes true, as a what-if does", () => {
    const high = new Map(PLANT).set("rig/measured", samples([[9, 6]])).set("rig/flow", wave(0.7, () => 4.5));
    const { points, begun } = follow(10, [40], high);
    expect(begun.start?.find(({ state }) => state === "level")).toMatchObject({ value: 6, measured: "rig/measured" });
    expect(begun.start?.find(({ state }) => state === "mode")).toMatchObject({ value: 0 });
    // Heated twice as much from there on, since the level is above 5 although the models never came to it.
    const never = follow(10, [40], new Map(high).set("rig/measured", samples([])));
    expect((points(1).at(-1)?.[1] ?? NaN) / (never.points(1).at(-1)?.[1] ?? NaN)).toBeGreaterThan(1.5);
  });

  it("comes out as a simulation over the whole span does, within the solver's tolerance", () => {
    const kept = new Map<number, number>();
    solveSystem({ uses: LIVE, inputs: PLANT, measured: PLANT, fromUs: 0, toUs: 110 * US_PER_S, outputStepUs: 10 * US_PER_S, relativeTolerance: 1e-9, maxSteps: 1e7 }, {
      onOutput: ({ output, tUs, value }) => output === 1 && tUs.forEach((t, row) => kept.set(t / US_PER_S, value[row] ?? NaN)), onProgress: () => undefined,
    });
    // Nothing measured takes the place of a state: the model begins with the plant.
    const live = follow(0, Array.from({ length: 110 }, (_, i) => 1 + i), new Map([...PLANT].filter(([name]) => name !== "rig/measured")));
    const both = live.points(1).filter(([t]) => kept.has(t));
    expect(both.length).toBeGreaterThan(10);
    for (const [t, value] of both) expect(Math.abs(value - (kept.get(t) ?? NaN))).toBeLessThan(2e-5 * Math.max(1, value));
  });

  it("takes a measured state as it was measured where it joins the plant, and tells the residual of each piece", () => {
    const { steps, begun, points } = follow(10, [11, 12]);
    const measured = PLANT.get("rig/measured");
    const row = measured?.tUs.findLastIndex((t) => t <= 10 * US_PER_S) ?? -1;
    expect(begun.start?.find(({ state }) => state === "level")).toMatchObject({ value: measured?.value[row], measured: "rig/measured" });
    const [, level] = points(0).find(([t]) => t === 10.8) ?? [];
    expect(steps[0]?.residuals[0]).toMatchObject({ samples: 1, last: (measured?.value[measured.tUs.indexOf(10.8 * US_PER_S)] ?? NaN) - (level ?? NaN) });
  });

  it("says nothing before every input has had a value, and is unknown while one is", () => {
    const late = new Map(PLANT).set("rig/x", samples([[15, 1], [30, NaN], [45, 2]]));
    const { steps, points, begun } = follow(10, Array.from({ length: 50 }, (_, i) => 11 + i), late);
    expect(begun).toMatchObject({ begun: false });
    expect(steps.find((step) => step.begun)?.toUs).toBe(15 * US_PER_S);
    for (const [t, value] of points(0)) expect([t, Number.isNaN(value)]).toEqual([t, t < 15 || (t >= 30 && t < 45)]);
  });

  it("keeps no more than two outputs a second, however often is measured", () => {
    const fast = new Map(PLANT).set("rig/measured", wave(0.01, () => 4));
    const { points } = follow(10, Array.from({ length: 50 }, (_, i) => 11 + i), fast);
    expect(points(0).length).toBeLessThanOrEqual(2 * 50 + 5 + 2 * 8);
  });
});

/** A model whose truth is known: heat = gain·u, loss to the surroundings with a time constant, read by a noisy sensor. */
import { describe, expect, it } from "vitest";
import { assess } from "../../../main/engine/calibration/assess.ts";
import type { CalibrationProblem, SpanData } from "../../../main/engine/calibration/calibrationTypes.ts";
import { fit } from "../../../main/engine/calibration/fit.ts";
import { ModelResiduals } from "../../../main/engine/calibration/ModelResiduals.ts";
import type { InputSeries, OutputChunk } from "../../../main/engine/simulation/simulationTypes.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import type { ModelExpr, UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { binary, input, makeUse, parameter, state } from "../../fixtures/modelBuilders.ts";
import { noise } from "../../fixtures/noise.ts";

const TRUTH = { tau: 80, gain: 2.5 };
const STEP_S = 5;
const PIECE_S = 60;

/** A staircase of inputs, another for each span. */
function staircase(fromS: number, toS: number, seed: number): InputSeries {
  const levels = noise((toS - fromS) / PIECE_S, seed);
  return { tUs: Float64Array.from(levels, (_, i) => (fromS + i * PIECE_S) * US_PER_S), value: levels.map((level) => 3 + level) };
}

/** dT/dt = (gain·u − T)/tau from 0 under that staircase, in closed form piece by piece. */
function response(u: InputSeries, fromS: number, toS: number): InputSeries {
  const count = (toS - fromS) / STEP_S + 1;
  const value = new Float64Array(count);
  let start = 0;
  let piece = 0;
  for (let i = 1; i < count; i++) {
    const level = TRUTH.gain * (u.value[piece] ?? 0);
    const since = (i * STEP_S) % PIECE_S || PIECE_S;
    value[i] = level + (start - level) * Math.exp(-since / TRUTH.tau);
    if ((i * STEP_S) % PIECE_S === 0) {
      start = value[i] ?? 0;
      piece += 1;
    }
  }
  return { tUs: Float64Array.from(value, (_, i) => (fromS + i * STEP_S) * US_PER_S), value };
}

function span(fromS: number, toS: number, heldOut: boolean, noiseSize: number): SpanData {
  const u = staircase(fromS, toS, fromS + 1);
  const clean = response(u, fromS, toS);
  const read = noise(clean.value.length, fromS + 2);
  const measured = { tUs: clean.tUs, value: clean.value.map((one, i) => one + noiseSize * (read[i] ?? 0)) };
  return { fromUs: fromS * US_PER_S, toUs: toS * US_PER_S, heldOut, series: new Map([["u", u], ["T", measured]]) };
}

const zero: ModelExpr = { op: "number", value: 0 };
const compared: UseProgram["compared"] = [{ output: 0, signal: "T", factor: 1, offset: 0, unit: "K" }];
const fromSignal = { kind: "signal", signal: "u", factor: 1, offset: 0 } as const;
/** Parameters: p0 = tau, p1 = gain. */
const heated = makeUse({ name: "Heated", inputs: [fromSignal], parameters: [20, 1], compared, states: [{ initial: zero, derivative: binary("divide", binary("subtract", binary("multiply", parameter(1), input(0)), state(0)), parameter(0)) }] });
const bounds = { low: 0.1, high: 1000 };

function problem(use: UseProgram, spans: readonly SpanData[], names = ["p0", "p1"]): CalibrationProblem {
  return { systems: [[use]], members: [use.id], fitted: names.map((name, j) => ({ use: use.name, name, unit: "1", before: use.parameters[j] ?? 1, ...bounds })), spans, weights: new Map() };
}

const noisy = [span(0, 3600, false, 0.2), span(10_000, 11_800, true, 0.2)];

describe("a calibration", () => {
  it("finds the parameters that made the measured values, from far away", () => {
    const { found, ended } = fit(problem(heated, [span(0, 3600, false, 0)]), [20, 1], () => undefined);
    expect(ended).toBe("converged");
    expect(found[0]).toBeCloseTo(TRUTH.tau, 3);
    expect(found[1]).toBeCloseTo(TRUTH.gain, 5);
  });

  it("says of noisy ones how well they are known, and finds what is left to be noise", () => {
    const asked = problem(heated, noisy);
    const { found } = fit(asked, [20, 1], () => undefined);
    const { parameters, overall, unit, whiteness, sensitivities } = assess(asked, found);
    expect(sensitivities).toBe("exact");
    parameters.forEach(({ low, high, verdict }, j) => {
      const truth = j === 0 ? TRUTH.tau : TRUTH.gain;
      expect(low).toBeLessThan(truth);
      expect(high).toBeGreaterThan(truth);
      expect(verdict).toBe("identified");
    });
    expect(unit).toBe("K");
    expect(overall.fit).toBeCloseTo(0.2, 1);
    expect(overall.heldOut).toBeCloseTo(0.2, 1);
    expect(overall.constant).toBeGreaterThan(1);
    expect(overall.lastValue).toBeGreaterThan(1);
    expect(whiteness.probability).toBeGreaterThan(0.01);
  });

  it("covers the truth by its intervals about 95 times of 100", () => {
    let covered = 0;
    const rounds = 60;
    for (let round = 0; round < rounds; round++) {
      const read = noise(721, 1000 + round);
      const base = span(0, 3600, false, 0);
      const clean = base.series.get("T");
      const series = new Map([...base.series, ["T", { tUs: clean?.tUs ?? new Float64Array(), value: (clean?.value ?? new Float64Array()).map((one, i) => one + 0.3 * (read[i] ?? 0)) }] as const]);
      const asked = problem(heated, [{ ...base, series }]);
      const [tau] = assess(asked, fit(asked, [60, 2], () => undefined).found).parameters;
      if ((tau?.low ?? 0) <= TRUTH.tau && (tau?.high ?? 0) >= TRUTH.tau) covered += 1;
    }
    expect(covered / rounds).toBeGreaterThan(0.85);
  });

  it("finds a dead time, by differences", () => {
    const heatedLate = (tau: number, gain: number, lag: number): UseProgram => makeUse({
      name: "Heated", inputs: [fromSignal], parameters: [tau, gain, lag], compared, delays: [{ x: input(0), seconds: parameter(2) }],
      states: [{ initial: zero, derivative: binary("divide", binary("subtract", binary("multiply", parameter(1), { op: "delayed", index: 0 }), state(0)), parameter(0)) }],
    });
    const base = span(0, 1800, false, 0);
    const chunks: OutputChunk[] = [];
    solveSystem({ uses: [heatedLate(TRUTH.tau, TRUTH.gain, 37)], inputs: base.series, measured: new Map(), fromUs: base.fromUs, toUs: base.toUs, outputStepUs: STEP_S * US_PER_S, relativeTolerance: 1e-8, maxSteps: 1e6 }, { onOutput: (chunk) => chunks.push(chunk), onProgress: () => undefined });
    const [measured] = chunks;
    const asked = problem(heatedLate(60, 2, 15), [{ ...base, series: new Map([...base.series, ...(measured ? [["T", measured] as const] : [])]) }], ["p0", "p1", "p2"]);
    const { found } = fit(asked, [60, 2, 15], () => undefined);
    expect(found).toEqual([TRUTH.tau, TRUTH.gain, 37].map((value) => expect.closeTo(value, 1)));
    expect(new ModelResiduals(asked).sensitivities).toBe("differences");
  });

  it("tells parameters that only count together", () => {
    // gain = p1·p2: neither can be told from the other.
    const gain = binary("multiply", parameter(1), parameter(2));
    const use = makeUse({ name: "Heated", inputs: [fromSignal], parameters: [20, 1, 1], compared, states: [{ initial: zero, derivative: binary("divide", binary("subtract", binary("multiply", gain, input(0)), state(0)), parameter(0)) }] });
    const asked = problem(use, noisy, ["p0", "p1", "p2"]);
    const { found } = fit(asked, [20, 1, 1], () => undefined);
    expect((found[1] ?? 0) * (found[2] ?? 0)).toBeCloseTo(TRUTH.gain, 1);
    expect(assess(asked, found).parameters.map(({ verdict }) => verdict)).toEqual(["identified", "not-identifiable", "not-identifiable"]);
  });

  it("has derivatives that agree with differences, also where the start value depends on a parameter", () => {
    const use = makeUse({
      name: "Heated", inputs: [fromSignal], parameters: [20, 1], compared: [{ output: 0, signal: "T", factor: 2, offset: 5, unit: "K" }],
      states: [{ initial: binary("multiply", parameter(1), parameter(1)), derivative: binary("divide", binary("subtract", binary("pow", parameter(1), input(0)), { op: "greatest", a: state(0), b: parameter(1) }), parameter(0)) }],
    });
    const asked = problem(use, noisy);
    const exact = new ModelResiduals(asked);
    const at = [70, 1.2];
    const slopes = exact.solve(at, { withSlopes: true, heldOut: false })?.[0]?.slopes;
    const moved = (j: number, by: number) => exact.solve(at.map((value, k) => (k === j ? value + by : value)), { withSlopes: false, heldOut: false })?.[0]?.simulated;
    at.forEach((value, j) => {
      const step = value * 1e-4;
      const [above, below] = [moved(j, step), moved(j, -step)];
      const size = Math.max(...(slopes?.[j] ?? [0]).map(Math.abs));
      slopes?.[j]?.forEach((slope, i) => expect(Math.abs(slope - ((above?.[i] ?? 0) - (below?.[i] ?? 0)) / (2 * step))).toBeLessThan(2e-3 * size));
    });
  });

  it("finds parameters of two uses at once, the first seen through the second alone", () => {
    const GAIN = 3;
    const second: UseProgram = {
      ...makeUse({ name: "Scaled", inputs: [{ kind: "output", use: "Heated@a", output: 0, factor: 1, offset: 0 }], parameters: [1], states: [], outputs: [binary("multiply", parameter(0), input(0))] }),
      compared: [{ output: 0, signal: "Y", factor: 1, offset: 0, unit: "K" }],
    };
    const first: UseProgram = { ...heated, parameters: [20, TRUTH.gain], compared: [] };
    const spans = [span(0, 3600, false, 0), span(10_000, 11_800, true, 0)].map((one): SpanData => {
      const read = one.series.get("T") ?? { tUs: new Float64Array(), value: new Float64Array() };
      return { ...one, series: new Map([...one.series, ["Y", { tUs: read.tUs, value: read.value.map((value) => GAIN * value) }]]) };
    });
    const asked: CalibrationProblem = {
      systems: [[first, second]], members: [first.id, second.id], spans, weights: new Map(),
      fitted: [{ use: "Heated", name: "p0", unit: "1", before: 20, ...bounds }, { use: "Scaled", name: "p0", unit: "1", before: 1, ...bounds }],
    };
    const { found } = fit(asked, [20, 1], () => undefined);
    const { parameters, sensitivities } = assess(asked, found);
    expect(sensitivities).toBe("exact");
    expect(parameters).toMatchObject([{ use: "Heated", value: expect.closeTo(TRUTH.tau, 2), verdict: "identified" }, { use: "Scaled", value: expect.closeTo(GAIN, 4), verdict: "identified" }]);
  });

  it("follows exact sensitivities of uses that feed no other, each by its own parameters", () => {
    const other: UseProgram = { ...heated, ...makeUse({ name: "Other", inputs: [fromSignal], parameters: [40, 2], states: heated.model.states }), compared };
    const asked: CalibrationProblem = {
      ...problem(heated, noisy), systems: [[heated], [other]], members: [heated.id, other.id],
      fitted: [{ use: "Heated", name: "p0", unit: "1", before: 20, ...bounds }, { use: "Other", name: "p1", unit: "1", before: 1, ...bounds }],
    };
    const model = new ModelResiduals(asked);
    expect(model.sensitivities).toBe("exact");
    const [mine, theirs] = model.solve([70, 2], { withSlopes: true, heldOut: false }) ?? [];
    const moves = (slopes: Float64Array | undefined): boolean => slopes?.some((slope) => slope !== 0) ?? false;
    expect([mine, theirs].map((stretch) => stretch?.slopes.map(moves))).toEqual([[true, false], [false, true]]);
  });

  it("says that there are too few samples rather than fitting noise", () => {
    const short = span(0, 60, false, 0);
    const series = new Map([...short.series, ["T", { tUs: Float64Array.of(0), value: Float64Array.of(0) }] as const]);
    expect(() => fit(problem(heated, [{ ...short, series }]), [20, 1], () => undefined)).toThrow(/too few/);
  });
});

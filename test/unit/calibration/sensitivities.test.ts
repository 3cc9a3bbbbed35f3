/** How a chain of uses moves with parameters anywhere in it: exact sensitivities against differences of tight solutions. */
import { describe, expect, it } from "vitest";
import { assess } from "../../../main/engine/calibration/assess.ts";
import type { CalibrationProblem, FittedName, SpanData } from "../../../main/engine/calibration/calibrationTypes.ts";
import { fit } from "../../../main/engine/calibration/fit.ts";
import { withParameters } from "../../../main/engine/calibration/fittedPlaces.ts";
import { ModelResiduals } from "../../../main/engine/calibration/ModelResiduals.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import type { InputSource, UseProgram } from "../../../shared/language/ir.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { binary, input, makeUse, number, parameter, state, type UseParts } from "../../fixtures/modelBuilders.ts";
import { noise } from "../../fixtures/noise.ts";

const SECONDS = 600;
const STEP_S = 5;

const from = (use: string, output = 0, factor = 1, offset = 0): InputSource => ({ kind: "output", use, output, factor, offset });
const power: InputSource = { kind: "signal", signal: "u", factor: 1, offset: 0 };
const at = (use: UseProgram, id: string): UseProgram => ({ ...use, id });
const read = (output = 0): UseProgram["compared"] => [{ output, signal: "T", factor: 1.8, offset: 32, unit: "degF" }];

/** tau · x' = gain · input − x, from the input; p0 = tau, p1 = gain. */
const lag = (name: string, source: InputSource, values: readonly number[], more: Partial<UseParts> = {}): UseProgram => makeUse({
  name, inputs: [source], parameters: values,
  states: [{ initial: input(0), derivative: binary("divide", binary("subtract", binary("multiply", parameter(1), input(0)), state(0)), parameter(0)) }], ...more,
});
/** Loses heat by the fourth root of its flow, which no state lies behind: y = x · (1 − p0 / (x + 5)^(1/4)). */
const duct = (name: string, source: InputSource, loss: number): UseProgram => makeUse({
  name, inputs: [source], parameters: [loss], states: [],
  outputs: [binary("multiply", input(0), binary("subtract", number(1), binary("divide", parameter(0), binary("pow", binary("add", input(0), number(5)), number(0.25)))))],
});
/** What went in some time ago; p0 = how long, p1 = what is left of it. */
const pipe = (name: string, source: InputSource, values: readonly number[]): UseProgram => makeUse({
  name, inputs: [source], parameters: values, states: [], delays: [{ x: binary("multiply", parameter(1), input(0)), seconds: parameter(0) }],
  outputs: [binary("add", { op: "delayed", index: 0 }, binary("multiply", number(0.1), input(0)))],
});

const heater = at(lag("Heater", power, [20, 2]), "heater");
const tank = (source: InputSource): UseProgram => at({ ...lag("Tank", source, [45, 0.9]), compared: read() }, "tank");

const fitted = (use: string, name: string, before: number): FittedName => ({ use, name, unit: "1", before, low: before / 10, high: before * 10 });

/** Compared instants every 5 s; the input jumps every minute. */
function span(series: ReadonlyMap<string, Float64Array> = new Map()): SpanData {
  const tUs = Float64Array.from({ length: SECONDS / STEP_S + 1 }, (_, i) => i * STEP_S * US_PER_S);
  const levels = noise(SECONDS / 60, 5).map((level) => 4 + level);
  const u = { tUs: Float64Array.from(levels, (_, i) => i * 60 * US_PER_S), value: levels };
  return { fromUs: 0, toUs: SECONDS * US_PER_S, heldOut: false, series: new Map([["u", u], ["T", { tUs, value: series.get("T") ?? new Float64Array(tUs.length) }]]) };
}

function problem(system: readonly UseProgram[], names: readonly FittedName[], members = system.map(({ id }) => id), data = span()): CalibrationProblem {
  return { systems: [system], members, fitted: names, spans: [data], weights: new Map() };
}

/** The compared output at its instants, solved as closely as can be. */
function tightly(asked: CalibrationProblem, values: readonly number[], relativeTolerance = 1e-12): Float64Array {
  const [system = []] = asked.systems;
  const data = asked.spans[0] ?? span();
  const compared = system.findIndex((use) => use.compared.length > 0);
  const found: number[] = [];
  solveSystem({ uses: withParameters(system, asked, values), inputs: data.series, measured: data.series, fromUs: data.fromUs, toUs: data.toUs, outputStepUs: data.toUs, relativeTolerance, maxSteps: 1e7 }, {
    onOutput: ({ use, output, value }) => void (use === compared && output === 0 && found.push(...value)), onProgress: () => undefined,
  });
  return Float64Array.from(found, (value) => value * 1.8 + 32);
}

/** The largest difference between exact sensitivities and those of five-point differences, in shares of the largest sensitivity. */
function furthestOff(asked: CalibrationProblem, relativeTolerance?: number): number {
  const values = asked.fitted.map(({ before }) => before);
  const model = new ModelResiduals(asked);
  expect(model.sensitivities).toBe("exact");
  const [stretch] = model.solve(values, { withSlopes: true, heldOut: false }) ?? [];
  return Math.max(...values.map((value, j) => {
    const step = value * 1e-3;
    const moved = (by: number) => tightly(asked, values.map((one, k) => (k === j ? one + by * step : one)), relativeTolerance);
    const [a, b, c, d] = [moved(-2), moved(-1), moved(1), moved(2)] as const;
    const slopes = stretch?.slopes[j] ?? new Float64Array();
    const size = Math.max(...slopes.map(Math.abs));
    expect(size).toBeGreaterThan(0);
    return Math.max(...slopes.map((slope, i) => Math.abs(slope - ((a[i] ?? 0) - 8 * (b[i] ?? 0) + 8 * (c[i] ?? 0) - (d[i] ?? 0)) / (12 * step)) / size));
  }));
}

describe("sensitivities of uses that feed each other", () => {
  it("follow a whole chain from its first parameter to its last output, through units and a use without states", () => {
    const system = [heater, at(duct("Duct", from("heater", 0, 0.5, 3), 0.2), "duct"), tank(from("duct"))];
    expect(furthestOff(problem(system, [fitted("Heater", "p0", 20), fitted("Heater", "p1", 2), fitted("Duct", "p0", 0.2), fitted("Tank", "p0", 45), fitted("Tank", "p1", 0.9)]))).toBeLessThan(1e-5);
  });

  it("go through uses whose own parameters are not fitted", () => {
    const system = [heater, at(duct("Duct", from("heater"), 0.2), "duct"), tank(from("duct"))];
    expect(furthestOff(problem(system, [fitted("Heater", "p1", 2)], ["heater", "tank"]))).toBeLessThan(1e-5);
  });

  it("count a value that several uses share as often as it is met on the way", () => {
    const system = [heater, at(lag("Stage", from("heater"), [15, 1.1]), "stage 1"), at(lag("Stage", from("stage 1"), [15, 1.1]), "stage 2"), tank(from("stage 2"))];
    expect(furthestOff(problem(system, [fitted("Stage", "p0", 15), fitted("Stage", "p1", 1.1), fitted("Heater", "p0", 20)]))).toBeLessThan(1e-5);
  });

  it("go around a circle that runs through states", () => {
    const back = binary("subtract", binary("add", input(0), binary("multiply", parameter(1), input(1))), state(0));
    const warmed = at(makeUse({ name: "Warmed", inputs: [power, from("tank")], parameters: [20, 0.4], states: [{ initial: number(1), derivative: binary("divide", back, parameter(0)) }] }), "warmed");
    expect(furthestOff(problem([warmed, tank(from("warmed"))], [fitted("Warmed", "p0", 20), fitted("Warmed", "p1", 0.4), fitted("Tank", "p0", 45)]))).toBeLessThan(1e-5);
  });

  it("hold where the system turns stiff, and with an input that lies on the line between its samples", () => {
    const sloped = { ...heater, model: { ...heater.model, inputs: [{ name: "u0", unit: "1", linear: true } as const] } };
    const system = [sloped, at(lag("Probe", from("heater"), [0.002, 1.1]), "probe"), tank(from("probe"))];
    expect(furthestOff(problem(system, [fitted("Heater", "p0", 20), fitted("Probe", "p1", 1.1), fitted("Tank", "p0", 45)]), 1e-10)).toBeLessThan(1e-5);
  });

  it("come out of a delay as late as what they are of", () => {
    const system = [heater, at(pipe("Pipe", from("heater"), [17, 0.8]), "pipe"), tank(from("pipe"))];
    expect(furthestOff(problem(system, [fitted("Heater", "p0", 20), fitted("Pipe", "p1", 0.8), fitted("Tank", "p0", 45)]))).toBeLessThan(1e-5);
  });

  it("stand beside conditions, delays and loops that nothing fitted moves", () => {
    const relations = [{ a: input(0), b: number(4), orEqual: false }];
    const valve = at(makeUse({ name: "Valve", inputs: [power], parameters: [12], relations, delays: [{ x: input(0), seconds: parameter(0) }], states: [], outputs: [{ op: "choose", test: { op: "relation", index: 0 }, a: input(0), b: { op: "delayed", index: 0 } }, binary("subtract", number(3), binary("multiply", number(0.5), { op: "output", index: 1 }))] }), "valve");
    expect(furthestOff(problem([valve, at(lag("Heater", from("valve"), [20, 2]), "heater"), tank(from("heater"))], [fitted("Heater", "p0", 20), fitted("Tank", "p1", 0.9)]))).toBeLessThan(1e-5);
  });

  it("are left to differences where conditions or loops move, or where the length of a delay is fitted", () => {
    const relations = [{ a: input(0), b: parameter(0), orEqual: false }];
    const valve = at(makeUse({ name: "Valve", inputs: [from("heater")], parameters: [9], relations, states: [], outputs: [{ op: "choose", test: { op: "relation", index: 0 }, a: input(0), b: number(0) }] }), "valve");
    const looped = at(makeUse({ name: "Looped", inputs: [from("heater")], states: [], outputs: [binary("subtract", input(0), binary("multiply", number(0.5), { op: "output", index: 0 }))] }), "looped");
    const late = at(pipe("Pipe", from("heater"), [17, 0.8]), "pipe");
    const how = (between: UseProgram, name: FittedName) => new ModelResiduals(problem([heater, between, tank(from(between.id))], [name])).sensitivities;
    expect([how(valve, fitted("Heater", "p0", 20)), how(looped, fitted("Heater", "p0", 20)), how(late, fitted("Pipe", "p0", 17))]).toEqual(["differences", "differences", "differences"]);
    expect([how(valve, fitted("Tank", "p0", 45)), how(looped, fitted("Tank", "p0", 45)), how(late, fitted("Heater", "p0", 20))]).toEqual(["exact", "exact", "exact"]);
  });

  it("are left to differences where they would be too many for the solver of stiff systems", () => {
    const stages = (count: number) => Array.from({ length: count }, (_, i) => at(lag(`Stage${i}`, i === 0 ? power : from(`stage ${i - 1}`), [20, 1]), `stage ${i}`));
    const how = (count: number) => new ModelResiduals(problem([...stages(count), tank(from(`stage ${count - 1}`))], stages(count).map(({ name }) => fitted(name, "p0", 20)))).sensitivities;
    expect([how(15), how(25)]).toEqual(["exact", "differences"]);
  });

  it("lead a fit over a chain to the values that made what was measured", () => {
    const chain = (tau: number, loss: number, volume: number) => [at(lag("Heater", power, [tau, 2]), "heater"), at(duct("Duct", from("heater"), loss), "duct"), at({ ...lag("Tank", from("duct"), [volume, 0.9]), compared: read() }, "tank")];
    const names = [fitted("Heater", "p0", 12), fitted("Duct", "p0", 0.1), fitted("Tank", "p0", 80)];
    const measured = tightly(problem(chain(20, 0.2, 45), []), []);
    const asked = problem(chain(12, 0.1, 80), names, undefined, span(new Map([["T", measured]])));
    const { found, ended } = fit(asked, names.map(({ before }) => before), () => undefined);
    const { parameters, sensitivities } = assess(asked, found);
    expect({ ended, sensitivities }).toEqual({ ended: "converged", sensitivities: "exact" });
    expect(parameters).toMatchObject([20, 0.2, 45].map((value) => ({ value: expect.closeTo(value, 4), verdict: "identified" })));
  });
});

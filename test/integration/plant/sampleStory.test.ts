/**
 * What the sample promises: over its week of past the rules find every fault and nothing else, and the models fit where
 * the plant is healthy and visibly do not where it is not. Compiler, streaming evaluator and solver are the product's own.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { sampleProject, samplePast, SAMPLE_SEED } from "../../../main/engine/sample/index.ts";
import { solveSystem } from "../../../main/engine/simulation/solveSystem.ts";
import { faultSchedule, liveFaults, LIVE_CYCLE_S, LIVE_PERIOD_S, Plant, Sampler, type FaultEvent, type PastChunk } from "../../../main/plant/physics/index.ts";
import { compile } from "../../../shared/language/compile.ts";
import { inlineCalcs, IntervalRecorder, RuleInstance, StreamEvaluator, type Interval } from "../../../shared/language/machines/index.ts";

const MIN_US = 60_000_000;
const HOUR_US = 60 * MIN_US;
const NOW_US = Date.UTC(2026, 9, 20, 13) * 1000;

const project = sampleProject({ zone: "UTC", atUs: 0 });
const program = inlineCalcs(compile(Object.values(project.texts), project).program);
const past = samplePast(NOW_US);

/** Rules with their asset that must fire for a fault; a failed sensor makes a rule undecidable instead. */
function answersTo({ kind, target }: FaultEvent): { readonly alarms: readonly string[]; readonly unknown?: string } {
  const machine = /^[A-Z]+-\d+/.exec(target)?.[0] ?? "";
  switch (kind) {
    case "blocked-cooling": return { alarms: [`MotorCoolingBlocked@${target}`, `MotorWindingHot@${target}`, `BearingOverheating@${machine}`] };
    case "cavitation": return { alarms: [`Cavitation@${machine}`] };
    case "sticking-valve": return { alarms: [`ValveSticking@${machine}`] };
    case "frozen-sensor":
    case "drifting-sensor": return { alarms: [`LevelSensorsDisagree@${machine}`] };
    case "failed-sensor": return { alarms: [], unknown: `HeatMetersDisagree@${machine}` };
  }
}

/** All rules over a stream of samples. */
class Watch {
  readonly #recorder = new IntervalRecorder();
  readonly #evaluator = new StreamEvaluator(this.#recorder);

  constructor() {
    const series = new Map(past.signals.map((id, i) => [id, i]));
    for (const rule of program.rules) this.#evaluator.add(new RuleInstance(rule), rule.slots.map((slot) => series.get(slot.signal) ?? -1));
  }

  feed({ signal, tUs, value, status, text }: Omit<PastChunk, "progress">): void {
    this.#evaluator.onSamples({ series: signal, tUs, receivedUs: tUs, value, status, flags: new Uint8Array(signal.length), text });
    this.#evaluator.advance(tUs.reduce((a, b) => Math.max(a, b), 0));
  }

  intervals(kind: "active" | "unknown", fromUs: number, toUs: number): ReadonlyMap<string, readonly Interval[]> {
    return new Map(program.rules.map(({ id }) => [id, this.#recorder.intervals(id, { fromUs, toUs })[kind]]));
  }
}

function overlaps(interval: Interval, fault: FaultEvent, afterUs: number): boolean {
  return interval.fromUs >= fault.fromUs && interval.fromUs < fault.toUs && (interval.toUs ?? Infinity) <= fault.toUs + afterUs;
}

describe("a week of the sample plant", () => {
  const faults = faultSchedule(SAMPLE_SEED, past.fromUs, past.toUs);
  const watch = new Watch();
  const rows = past.signals.map(() => ({ tUs: [] as number[], value: [] as number[] }));
  let samples = 0;

  beforeAll(async () => {
    for await (const chunk of past.chunks()) {
      watch.feed(chunk);
      samples += chunk.signal.length;
      chunk.signal.forEach((index, row) => {
        rows[index]?.tUs.push(chunk.tUs[row] ?? 0);
        rows[index]?.value.push(chunk.value[row] ?? Number.NaN);
      });
    }
  });

  /** Root mean square residuals of all uses over a span, by use id. */
  function residuals(fromUs: number, toUs: number): ReadonlyMap<string, number> {
    const inputs = new Map(past.signals.map((id, i) => [id, { tUs: Float64Array.from(rows[i]?.tUs ?? []), value: Float64Array.from(rows[i]?.value ?? []) }]));
    const measured = new Map(program.uses.flatMap((use) => use.compared).map(({ signal }) => {
      const { tUs, value } = inputs.get(signal) ?? { tUs: new Float64Array(), value: new Float64Array() };
      const inside = (_: number, row: number): boolean => (tUs[row] ?? 0) >= fromUs && (tUs[row] ?? 0) <= toUs;
      return [signal, { tUs: tUs.filter(inside), value: value.filter(inside) }] as const;
    }));
    const task = { uses: program.uses, inputs, measured, fromUs, toUs, outputStepUs: MIN_US, relativeTolerance: 1e-6, maxSteps: 10_000_000 };
    const result = solveSystem(task, { onOutput: () => undefined, onProgress: () => undefined });
    expect(result.problem).toBeUndefined();
    return new Map(result.residuals.map(({ use, rmse }) => [program.uses[use]?.id ?? "", rmse]));
  }

  it("is a few million samples", () => {
    expect(samples).toBeGreaterThan(2_000_000);
    expect(samples).toBeLessThan(5_000_000);
  });

  it("has every fault found by its rules", () => {
    const active = watch.intervals("active", past.fromUs, past.toUs);
    const unknown = watch.intervals("unknown", past.fromUs, past.toUs);
    for (const fault of faults) {
      const { alarms, unknown: undecided } = answersTo(fault);
      for (const id of alarms) expect(active.get(id)?.some((interval) => overlaps(interval, fault, HOUR_US)), `${id} for ${fault.target}`).toBe(true);
      if (undecided !== undefined) expect(unknown.get(undecided)?.some((interval) => overlaps(interval, fault, MIN_US)), undecided).toBe(true);
    }
  });

  it("has no alarm without a fault and no rule that cannot decide without a failed sensor", () => {
    for (const kind of ["active", "unknown"] as const) {
      for (const [id, intervals] of watch.intervals(kind, past.fromUs, past.toUs)) {
        for (const interval of intervals) {
          const cause = faults.find((fault) => overlaps(interval, fault, HOUR_US) && (answersTo(fault).alarms.includes(id) || answersTo(fault).unknown === id));
          expect(cause, `${id} ${kind} at ${new Date(interval.fromUs / 1000).toISOString()}`).toBeDefined();
        }
      }
    }
  });

  it("fits its models within a kelvin and a few centimetres while nothing is wrong", () => {
    const blocked = faults.find(({ kind }) => kind === "blocked-cooling");
    const healthyDay = residuals((blocked?.toUs ?? 0) + 6 * HOUR_US, (blocked?.toUs ?? 0) + 18 * HOUR_US);
    for (const [use, rmse] of healthyDay) expect(rmse, use).toBeLessThan(use.startsWith("Motor") ? 1 : 0.08);
  });

  it("shows each blocked cooling as tens of kelvin between measured and simulated", () => {
    for (const fault of faults.filter(({ kind }) => kind === "blocked-cooling")) {
      expect(residuals(fault.fromUs - HOUR_US, fault.toUs).get(`MotorThermal@${fault.target}`)).toBeGreaterThan(15);
    }
  });

  it("shows a drifting level sensor as decimetres in the tank balance", () => {
    const drift = faults.find(({ kind }) => kind === "drifting-sensor");
    expect(residuals((drift?.fromUs ?? 0) - HOUR_US, drift?.toUs ?? 0).get("TankBalance@T-101")).toBeGreaterThan(0.2);
  });
});

describe("an hour of watching the sample plant live", () => {
  it.each([3, 8, 15, 20])("started at %i:00 it shows every kind of fault, the first alarm within two and a half minutes", (hour) => {
    const startUs = Date.UTC(2026, 9, 21, hour) * 1000;
    const plant = new Plant(SAMPLE_SEED, startUs - 6 * HOUR_US);
    while (plant.tUs < startUs) plant.step(1);
    const faults = liveFaults(startUs, 0);
    for (const fault of faults) plant.inject(fault);
    const watch = new Watch();
    const sampler = new Sampler(plant.catalogue.signals, { seed: 9, startUs, group: ({ pace }) => pace, periodS: ({ pace }) => Math.max(1, LIVE_PERIOD_S[pace]) });
    const columns = { signal: [] as number[], tUs: [] as number[], value: [] as number[], status: [] as number[] };
    while (plant.tUs < startUs + LIVE_CYCLE_S * 1_000_000) {
      plant.step(0.5);
      sampler.collect(plant.tUs, (signal, tUs, value, status) => {
        columns.signal.push(signal);
        columns.tUs.push(tUs);
        columns.value.push(value);
        columns.status.push(status);
      });
    }
    watch.feed({ signal: Int32Array.from(columns.signal), tUs: Float64Array.from(columns.tUs), value: Float64Array.from(columns.value), status: Uint32Array.from(columns.status), text: new Map() });
    const active = watch.intervals("active", startUs, plant.tUs);
    const firstUs = Math.min(...[...active.values()].flat().map(({ fromUs }) => fromUs));
    expect(firstUs - startUs).toBeLessThan(2.5 * MIN_US);
    const missed = faults.filter((fault) => {
      const { alarms, unknown } = answersTo(fault);
      const fired = [...alarms.flatMap((id) => active.get(id) ?? []), ...(watch.intervals("unknown", startUs, plant.tUs).get(unknown ?? "") ?? [])];
      return !fired.some(({ fromUs }) => fromUs >= fault.fromUs && fromUs < fault.toUs);
    });
    expect(missed.map(({ kind, target }) => `${kind} ${target}`)).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repeatedSeries } from "../../../main/engine/simulation/inputScenarios.ts";
import type { InputSeries } from "../../../main/engine/simulation/simulationTypes.ts";

const PERIOD = 100;
const series = (samples: readonly (readonly [number, number])[]): InputSeries => ({ tUs: Float64Array.from(samples, ([t]) => t), value: Float64Array.from(samples, ([, v]) => v) });
const repeated = (known: InputSeries | undefined, toUs: number) => repeatedSeries(known, PERIOD, { fromUs: 1_000, toUs }, "load cannot repeat a day");
const held = ({ tUs, value }: InputSeries, t: number): number => value[tUs.findLastIndex((one) => one <= t)] ?? Number.NaN;

describe("a repeated stretch", () => {
  it("holds at each instant what held a whole number of periods before, for any samples", () => {
    const times = fc.uniqueArray(fc.integer({ min: 901, max: 999 }), { maxLength: 12 });
    fc.assert(fc.property(times, fc.integer({ min: 0, max: 350 }), (inside, after) => {
      const known = series([[700, -1], ...inside.toSorted((a, b) => a - b).map((t): [number, number] => [t, t]), [1_000, 77]]);
      const result = repeated(known, 1_350);
      expect(held(result, 1_000 + after)).toBe(held(known, 900 + (after % PERIOD)));
      expect([...result.tUs]).toEqual([...result.tUs].sort((a, b) => a - b));
    }));
  });

  it("holds what was known before where nothing was known then", () => {
    const result = repeated(series([[850, 1], [890, Number.NaN], [920, 2], [930, Number.NaN], [960, 3]]), 1_099);
    expect([1_000, 1_019, 1_020, 1_059, 1_060, 1_099].map((t) => held(result, t))).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("refuses a signal without that much history, or without any", () => {
    expect(() => repeated(series([[901, 1]]), 1_100)).toThrow(/load cannot repeat a day: its signal is known from .* on only/);
    expect(() => repeated(series([[800, Number.NaN]]), 1_100)).toThrow(/nothing is known of its signal/);
    expect(() => repeated(undefined, 1_100)).toThrow(/nothing is known of its signal/);
  });
});

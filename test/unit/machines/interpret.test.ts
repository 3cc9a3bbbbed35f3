/** What each operator means, worked out by hand on the reference interpreter. Instants are µs. */
import { describe, expect, it } from "vitest";
import type { CalcProgram, EventExpr, NumberExpr, Slot, TruthExpr } from "../../../shared/language/ir.ts";
import { interpretCalc, type Confirmation, type SeriesInput } from "../../../shared/language/machines/index.ts";

/** [t, value]; undefined is a written value that is not known. */
type Written = readonly (readonly [number, number | undefined])[];

function series(written: Written, gapStartsUs: readonly number[] = [], confirmations: readonly Confirmation[] = []): SeriesInput {
  const samples = {
    tUs: Float64Array.from(written, ([tUs]) => tUs), value: Float64Array.from(written, ([, value]) => value ?? NaN),
    status: new Uint32Array(written.length), flags: new Uint8Array(written.length),
  };
  return { samples, gapStartsUs, confirmations };
}

const NUMBER: Slot = { signal: "x", dataType: "number", strict: false };

/** Value from t on, up to 1,000 µs; undefined is unknown. A condition is 1 or 0. */
function stepsOf(expr: CalcProgram["expr"], inputs: readonly SeriesInput[], slots: readonly Slot[] = inputs.map(() => NUMBER)): [number, number | undefined][] {
  const program: CalcProgram = { id: "c", name: "c", assetId: "a", signal: "a/calc:c", slots, expr, position: { file: "calcs.twin", start: 0, end: 0 } };
  const { startsUs, values } = interpretCalc(program, inputs, 1_000);
  return startsUs.map((tUs, index) => [tUs, values[index]]);
}

const ofNumber = (value: NumberExpr, ...inputs: SeriesInput[]): [number, number | undefined][] => stepsOf({ kind: "number", value }, inputs);
const ofTruth = (truth: TruthExpr, ...inputs: SeriesInput[]): [number, number | undefined][] => stepsOf({ kind: "truth", truth }, inputs);

const START = -Infinity;
const x: NumberExpr = { op: "signal", slot: 0 };
const above = (value: number, slot = 0): TruthExpr => ({ op: "compare", kind: ">", a: { op: "signal", slot }, b: { op: "number", value } });
const rises = (slot: number): EventExpr => ({ op: "rises", p: above(0, slot) });
const window = { windowUs: 10, knownUs: 8 };

describe("what the reference interpreter answers", () => {
  it("averages the known part of the window at each sample, where the coverage is reached or lost, and where it has settled", () => {
    expect(ofNumber({ op: "avg", x, ...window }, series([[0, 1], [20, 3], [25, 5]]))).toEqual([[START, undefined], [8, 1], [25, 2], [35, 5]]);
    // At 20 nothing of the 3 lies in the window yet; of [15, 25) half is 1 and half is 3; what came at 25 has settled at 35.
    // Unknown from 40 on: of [33, 43) seven µs are known.
    expect(ofNumber({ op: "avg", x, ...window }, series([[0, 1], [40, undefined]]))).toEqual([[START, undefined], [8, 1], [43, undefined]]);
  });

  it("works sampled operators out at samples that repeat a value, too", () => {
    const once = ofNumber({ op: "avg", x, ...window }, series([[0, 1], [20, 3]]));
    const repeated = ofNumber({ op: "avg", x, ...window }, series([[0, 1], [20, 3], [25, 3]]));
    expect(once).toEqual([[START, undefined], [8, 1], [30, 3]]);
    expect(repeated).toEqual([[START, undefined], [8, 1], [25, 2], [35, 3]]);
  });

  it("integrates in seconds and takes the population's deviation", () => {
    expect(ofNumber({ op: "integral", x, windowUs: 10, knownUs: 10 }, series([[0, 2e6]]))).toEqual([[START, undefined], [10, 20]]);
    expect(ofNumber({ op: "stddev", x, windowUs: 10, knownUs: 10 }, series([[0, 1], [15, 4], [20, 4]]))).toEqual([[START, undefined], [10, 0], [20, 1.5], [30, 0]]);
  });

  it("keeps an extreme for one window after its value ended", () => {
    expect(ofNumber({ op: "highest", x, windowUs: 10, knownUs: 1 }, series([[0, 1], [20, 7], [22, 3]]))).toEqual([[START, undefined], [1, 1], [20, 7], [32, 3]]);
    expect(ofNumber({ op: "lowest", x, windowUs: 10, knownUs: 1 }, series([[0, 1], [20, 7], [22, 3]]))).toEqual([[START, undefined], [1, 1], [30, 3]]);
  });

  it("counts events in (t − W, t]", () => {
    const pulses = series([[0, 0], [10, 1], [12, 0], [14, 1], [16, 0]]);
    expect(ofNumber({ op: "count", e: rises(0), windowUs: 10, knownUs: 0 }, pulses)).toEqual([[START, 0], [10, 1], [14, 2], [20, 1], [24, 0]]);
    expect(ofNumber({ op: "count", e: rises(0), ...window }, pulses)).toEqual([[START, undefined], [8, 0], [10, 1], [14, 2], [20, 1], [24, 0]]);
  });

  it("takes the time that a condition was true in the window", () => {
    expect(ofNumber({ op: "duration", p: above(0), windowUs: 10, knownUs: 0 }, series([[0, 0], [10, 1], [15, 0]]))).toEqual([[START, 0], [15, 5e-6], [25, 0]]);
  });

  it("compares with one window ago", () => {
    expect(ofNumber({ op: "delta", x, windowUs: 10 }, series([[0, 1], [15, 4]]))).toEqual([[START, undefined], [10, 0], [15, 3], [25, 0]]);
    expect(ofNumber({ op: "rate", x, windowUs: 10 }, series([[0, 1], [15, 4]]))).toEqual([[START, undefined], [10, 0], [15, 3 / 10e-6], [25, 0]]);
  });

  it("totals from the first sample, or from each event on", () => {
    const running = series([[0, 1], [10, 0], [20, 1], [30, 1]]);
    expect(ofNumber({ op: "totalTime", p: above(0) }, running)).toEqual([[START, undefined], [0, 0], [10, 10e-6], [30, 20e-6]]);
    expect(ofNumber({ op: "totalTime", p: above(0), since: rises(1) }, running, series([[0, 0], [25, 1]]))).toEqual([[START, undefined], [25, 0], [30, 5e-6]]);
    expect(ofNumber({ op: "totalOf", x }, series([[0, 2e6], [10, undefined], [20, 1e6], [30, 1e6]]))).toEqual([[START, undefined], [0, 0], [10, 20], [30, 30]]);
  });

  it("adds the whole multiples of a period to the instants inside", () => {
    expect(ofNumber({ op: "every", x: { op: "totalTime", p: above(0) }, periodUs: 300 }, series([[50, 1]]))).toEqual([[START, undefined], [50, 0], [300, 250e-6], [600, 550e-6], [900, 850e-6]]);
  });

  it("does not flutter inside a band, and remembers through an unknown stretch", () => {
    const p: TruthExpr = { op: "hysteresis", kind: ">", x, a: { op: "number", value: 80 }, h: { op: "number", value: 5 } };
    expect(ofTruth(p, series([[0, 78], [10, 81], [20, 76], [30, undefined], [40, 77], [50, 75], [60, 80]]))).toEqual([
      [START, undefined], [10, 1], [30, undefined], [40, 1], [50, 0],
    ]);
  });

  it("tells a value that came from one that did not", () => {
    const input = series([[10, 1], [30, undefined], [60, 2]], [], [{ fromUs: 12, toUs: 20 }]);
    expect(ofTruth({ op: "stale", slot: 0, durationUs: 5 }, input)).toEqual([[START, 1], [10, 0], [25, 1], [60, 0], [65, 1]]);
    expect(ofTruth({ op: "missing", slot: 0, durationUs: 5 }, input)).toEqual([[START, 1], [10, 0], [25, 1], [30, 0], [35, 1], [60, 0], [65, 1]]);
    expect(ofTruth({ op: "bad", slot: 0 }, input)).toEqual([[START, 1], [10, 0], [30, 1], [60, 0]]);
  });

  it("puts events in sequence", () => {
    const e = series([[0, 0], [10, 1], [11, 0], [50, 1], [51, 0]]);
    const f = series([[0, 0], [15, 1], [16, 0], [70, 1]]);
    const known = (event: EventExpr): number[] => ofTruth({ op: "happens", e: event }, e, f).flatMap(([tUs, value]) => (value === 1 ? [tUs] : []));
    expect(known({ op: "then", e: rises(0), f: rises(1), durationUs: 10 })).toEqual([15]);
    expect(known({ op: "without", e: rises(0), f: rises(1), durationUs: 10 })).toEqual([60]);
    expect(known({ op: "without", e: rises(0), f: rises(1), durationUs: 20 })).toEqual([]);
    expect(known({ op: "while", e: rises(0), p: above(0, 1) })).toEqual([]);
    expect(known({ op: "falls", p: above(0) })).toEqual([11, 51]);
  });

  it("does not say that something stayed away where it could not be known", () => {
    const absence: EventExpr = { op: "without", e: rises(0), f: rises(1), durationUs: 10 };
    const e = series([[0, 0], [10, 1]]);
    const happened = (f: SeriesInput): boolean => ofTruth({ op: "happens", e: absence }, e, f).some(([, value]) => value === 1);
    expect(happened(series([[0, 0]]))).toBe(true);
    expect(happened(series([[0, 0], [15, undefined], [16, 0]]))).toBe(false);
    expect(happened(series([[0, 0], [20, undefined], [22, 0]]))).toBe(false);
    expect(happened(series([[0, 0], [21, undefined]]))).toBe(true);
  });

  it("leaves unknown members out where enough are known", () => {
    const xs = [0, 1, 2].map((slot): NumberExpr => ({ op: "signal", slot }));
    const inputs = [series([[0, 0.1]]), series([[0, 0.2]]), series([[5, 0.3]])];
    expect(ofNumber({ op: "sumOf", xs, least: 2 }, ...inputs)).toEqual([[START, undefined], [0, 0.30000000000000004], [5, 0.6]]);
    expect(ofNumber({ op: "avgOf", xs, least: 3 }, ...inputs)).toEqual([[START, undefined], [5, 0.2]]);
    const ps = [0, 1, 2].map((slot) => above(0, slot));
    expect(ofTruth({ op: "allOf", ps, least: 3 }, ...inputs)).toEqual([[START, undefined], [5, 1]]);
    expect(ofTruth({ op: "allOf", ps, least: 2 }, ...inputs)).toEqual([[START, undefined], [0, 1]]);
    expect(ofTruth({ op: "anyOf", ps, least: 3 }, ...inputs)).toEqual([[START, undefined], [0, 1]]);
    expect(ofNumber({ op: "countOf", ps: [], least: 0 })).toEqual([[START, 0]]);
    expect(ofNumber({ op: "sumOf", xs: [], least: 0 })).toEqual([[START, undefined]]);
  });

  it("takes the state from the highest rank, then from the latest begun", () => {
    const contenders = [{ when: above(0, 0), member: 1, rank: 2 }, { when: above(0, 1), member: 2, rank: 2 }, { when: above(0, 2), member: 3, rank: 9 }];
    expect(ofNumber({ op: "state", contenders, fallback: 0 }, series([[0, 1], [50, 0]]), series([[10, 1], [60, 0]]), series([[0, 0], [20, 1], [30, 0]]))).toEqual([
      [START, 0], [0, 1], [10, 2], [20, 3], [30, 2], [60, 0],
    ]);
  });

  it("takes the prediction from what is measured, at the samples of what is measured", () => {
    expect(ofNumber({ op: "residual", measured: 0, predicted: 1, factor: 2, offset: 1 }, series([[0, 10], [20, 12]]), series([[0, 4], [5, 5]]))).toEqual([[START, undefined], [0, 1]]);
  });
});

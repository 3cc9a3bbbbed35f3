import { describe, expect, it } from "vitest";
import { zeroCounters } from "../../../main/engine/ingest/counters.ts";
import { ItemTable } from "../../../main/engine/ingest/ItemTable.ts";
import { normalise } from "../../../main/engine/ingest/normalise.ts";
import { SeriesStates } from "../../../main/engine/ingest/SeriesStates.ts";
import { SkewMeter } from "../../../main/engine/ingest/SkewMeter.ts";
import type { RawBatch } from "../../../main/engine/sources/SourceDriver.ts";
import { Flag } from "../../../shared/model/sample.ts";

const T0 = 1_767_225_600_000_000;
const S = 1_000_000;

function raw(rows: readonly (readonly [item: number, tUs: number, value: number, status?: number])[], receivedUs: number, text?: ReadonlyMap<number, string>): RawBatch {
  return {
    item: Int32Array.from(rows, ([item]) => item),
    tUs: Float64Array.from(rows, ([, tUs]) => tUs),
    value: Float64Array.from(rows, ([, , value]) => value),
    status: Uint32Array.from(rows, ([, , , status = 0]) => status),
    receivedUs,
    ...(text && { text }),
  };
}

function setup(entry: { factor?: number; offset?: number; low?: number; high?: number } = {}) {
  const items = new ItemTable();
  const binding = { id: "b", signal: "s", source: "plant", address: "a", revision: 1 };
  items.set(7, { bound: { item: 7, binding }, source: "plant", series: 3, factor: 1, offset: 0, low: -Infinity, high: Infinity, ...entry });
  const states = new SeriesStates();
  const counters = zeroCounters();
  return { states, counters, run: (batch: RawBatch) => normalise(batch, items, states, counters) };
}

describe("normalising", () => {
  it("converts to the signal's unit and names the series", () => {
    const batch = setup({ factor: 100, offset: 5 }).run(raw([[7, T0, 2]], T0));
    expect([...(batch?.value ?? [])]).toEqual([205]);
    expect([...(batch?.series ?? [])]).toEqual([3]);
  });

  it("drops and counts a repeat, and keeps a correction", () => {
    const { run, counters } = setup();
    const batch = run(raw([[7, T0, 1], [7, T0, 1], [7, T0, 2]], T0));
    expect([...(batch?.value ?? [])]).toEqual([1, 2]);
    expect(counters).toMatchObject({ received: 3, repeats: 1, corrections: 1 });
  });

  it("holds an unknown number that comes again for a repeat too", () => {
    const { run, counters } = setup();
    run(raw([[7, T0, Number.NaN, 0x80000000], [7, T0, Number.NaN, 0x80000000]], T0));
    expect(counters.repeats).toBe(1);
  });

  it("flags what lies outside the limits and changes neither value nor status", () => {
    const batch = setup({ low: 0, high: 10 }).run(raw([[7, T0, 11, 0x40000000]], T0));
    expect([...(batch?.flags ?? [])]).toEqual([Flag.outsideLimits]);
    expect([...(batch?.value ?? [])]).toEqual([11]);
    expect([...(batch?.status ?? [])]).toEqual([0x40000000]);
  });

  it("flags a stamp too far ahead and does not take it for the newest", () => {
    const { run, counters, states } = setup();
    const batch = run(raw([[7, T0 + 3600 * S, 1], [7, T0, 2]], T0));
    expect([...(batch?.flags ?? [])]).toEqual([Flag.fromTheFuture, 0]);
    expect(states.newestUs(3)).toBe(T0);
    expect(counters.outOfOrder).toBe(0);
  });

  it("counts what is out of order and flags what is late", () => {
    const { run, counters } = setup();
    const batch = run(raw([[7, T0, 1], [7, T0 - S, 2], [7, T0 - 60 * S, 3]], T0));
    expect([...(batch?.flags ?? [])]).toEqual([0, 0, Flag.late]);
    expect(counters).toMatchObject({ outOfOrder: 2, late: 1 });
  });

  it("takes an old first value as it is: it has been so since then", () => {
    const batch = setup().run(raw([[7, T0 - 3600 * S, 1]], T0));
    expect([...(batch?.tUs ?? [])]).toEqual([T0 - 3600 * S]);
    expect([...(batch?.flags ?? [])]).toEqual([0]);
  });

  it("stamps a value that did not change over a gap with the time at which it was known again", () => {
    const { run, states } = setup();
    run(raw([[7, T0, 1]], T0));
    states.break(3, T0 + 10 * S);
    const batch = run(raw([[7, T0, 1]], T0 + 60 * S));
    expect([...(batch?.tUs ?? [])]).toEqual([T0 + 60 * S]);
    expect(states.isBroken(3)).toBe(false);
  });

  it("passes text by row and counts values of unknown items", () => {
    const { run, counters } = setup();
    const batch = run(raw([[99, T0, 1], [7, T0, Number.NaN]], T0, new Map([[1, "auto"]])));
    expect(batch?.text).toEqual(new Map([[0, "auto"]]));
    expect(counters.unbound).toBe(1);
  });
});

describe("skew", () => {
  it("is that of the least delayed of the newest samples", () => {
    const meter = new SkewMeter();
    expect(meter.skewUs).toBeUndefined();
    meter.take(Float64Array.of(T0 - 5 * S, T0 - 0.2 * S), T0);
    expect(meter.skewUs).toBe(-0.2 * S);
    meter.take(Float64Array.of(T0 + 11 * S + 3 * S), T0 + 11 * S);
    expect(meter.skewUs).toBe(3 * S);
  });
});

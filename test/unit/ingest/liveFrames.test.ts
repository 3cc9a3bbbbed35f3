import { describe, expect, it } from "vitest";
import { FrameMaker } from "../../../main/engine/twin/liveFrames.ts";
import { LiveState } from "../../../main/engine/twin/index.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";

const S = 1_000_000;

function batch(rows: readonly (readonly [series: number, tUs: number, value: number])[]): SampleBatch {
  return {
    series: Int32Array.from(rows, ([series]) => series), tUs: Float64Array.from(rows, ([, tUs]) => tUs), receivedUs: Float64Array.from(rows, ([, tUs]) => tUs),
    value: Float64Array.from(rows, ([, , value]) => value), status: new Uint32Array(rows.length), flags: new Uint8Array(rows.length),
  };
}

describe("a display frame", () => {
  it("holds the newest value of each signal that changed, once", () => {
    const live = new LiveState();
    const frames = new FrameMaker(live, [{ series: () => 1 }, { series: () => 500 }, { series: () => undefined }]);
    live.take(batch([[1, 10, 1], [1, 20, 2], [500, 10, 7]]));
    const frame = frames.next(30);
    expect([...(frame?.index ?? [])]).toEqual([0, 1]);
    expect([...(frame?.value ?? [])]).toEqual([2, 7]);
    expect(frames.next(40)).toBeUndefined();
    live.take(batch([[500, 50, 8]]));
    expect([...(frames.next(60)?.index ?? [])]).toEqual([1]);
  });

  it("comes again when a value goes stale, and when a confirmation makes it fresh", () => {
    const live = new LiveState();
    const frames = new FrameMaker(live, [{ series: () => 1, staleAfterUs: 10 * S }]);
    live.take(batch([[1, 0, 1]]));
    expect([...(frames.next(S)?.stale ?? [])]).toEqual([0]);
    expect([...(frames.next(10 * S)?.stale ?? [])]).toEqual([1]);
    live.confirm(Int32Array.of(1), 9 * S);
    expect([...(frames.next(11 * S)?.stale ?? [])]).toEqual([0]);
  });

  it("marks values in a gap until their next sample", () => {
    const live = new LiveState();
    const frames = new FrameMaker(live, [{ series: () => 1 }]);
    live.take(batch([[1, 0, 1]]));
    live.break(Int32Array.of(1), S);
    expect([...(frames.next(2 * S)?.stale ?? [])]).toEqual([1]);
    live.take(batch([[1, 2 * S, 1]]));
    expect([...(frames.next(3 * S)?.stale ?? [])]).toEqual([0]);
  });
});

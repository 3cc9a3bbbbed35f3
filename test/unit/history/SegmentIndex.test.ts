import { describe, expect, it } from "vitest";
import { SegmentIndex } from "../../../main/engine/history/SegmentIndex.ts";

function batch(rows: readonly (readonly [series: number, tUs: number, value?: number])[]) {
  return {
    series: Int32Array.from(rows, ([series]) => series), tUs: Float64Array.from(rows, ([, tUs]) => tUs), receivedUs: new Float64Array(rows.length),
    value: Float64Array.from(rows, ([, , value = 1]) => value), status: new Uint32Array(rows.length), flags: new Uint8Array(rows.length),
  };
}

describe("the index of segments", () => {
  it("follows what is written: counts, ranges, and whether it is in order", () => {
    const index = new SegmentIndex();
    index.record(1, batch([[5, 10], [5, 20], [6, 10, Number.NaN]]));
    expect(index.partsOf(5)).toEqual([{ segment: 1, samples: 2, unknown: 0, fromUs: 10, toUs: 20, ordered: true }]);
    expect(index.partsOf(6)[0]?.unknown).toBe(1);
    index.record(1, batch([[5, 20]]));
    expect(index.partsOf(5)[0]).toMatchObject({ samples: 3, ordered: false });
  });

  it("finds the part of the open segment also behind one that was imported meanwhile", () => {
    const index = new SegmentIndex();
    index.record(1, batch([[5, 10]]));
    index.set(5, { segment: 2, samples: 4, unknown: 0, fromUs: 0, toUs: 5, ordered: true });
    index.record(1, batch([[5, 11]]));
    expect(index.partsOf(5).map(({ segment, samples }) => [segment, samples])).toEqual([[1, 2], [2, 4]]);
  });

  it("plans parts in time order and calls them ordered only where they do not overlap", () => {
    const index = new SegmentIndex();
    const part = { samples: 1, unknown: 0, ordered: true };
    index.set(5, { ...part, segment: 1, fromUs: 100, toUs: 200 });
    index.set(5, { ...part, segment: 2, fromUs: 0, toUs: 99 });
    expect(index.plan(5, 0, 1000).parts.map(({ segment }) => segment)).toEqual([2, 1]);
    expect(index.plan(5, 0, 1000).ordered).toBe(true);
    index.set(5, { ...part, segment: 3, fromUs: 99, toUs: 99 });
    expect(index.plan(5, 0, 1000).ordered).toBe(false);
    expect(index.plan(5, 150, 1000)).toMatchObject({ ordered: true, parts: [{ segment: 1 }] });
  });

  it("counts all samples, through sealing, corrections and removal", () => {
    const index = new SegmentIndex();
    index.record(1, batch([[5, 10], [5, 10], [6, 10]]));
    expect(index.samples).toBe(3);
    index.set(5, { segment: 1, samples: 2, unknown: 0, fromUs: 10, toUs: 10, ordered: false });
    index.set(6, { segment: 2, samples: 10, unknown: 0, fromUs: 0, toUs: 9, ordered: true });
    expect(index.samples).toBe(13);
    index.removeSegment(1);
    expect(index.samples).toBe(10);
    index.removeSeries(6);
    expect(index.samples).toBe(0);
  });

  it("forgets a segment, a series", () => {
    const index = new SegmentIndex();
    index.record(1, batch([[5, 10], [6, 10]]));
    index.removeSeries(6);
    expect([...index.inSegment(1)].map(([series]) => series)).toEqual([5]);
    index.removeSegment(1);
    expect(index.summary(5)).toEqual({ samples: 0 });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareIntervals, type OpenInterval } from "../../../shared/time/intervalSets.ts";

const END_US = 60;

/** Intervals within [0, END_US), apart from each other, the last one possibly lasting. */
const intervals = fc.uniqueArray(fc.integer({ min: 0, max: END_US - 1 }), { maxLength: 12 }).map((ends) => {
  const sorted = ends.toSorted((a, b) => a - b);
  return sorted.flatMap((fromUs, index): OpenInterval[] => {
    if (index % 2 === 1) return [];
    const toUs = sorted[index + 1];
    return [toUs === undefined ? { fromUs } : { fromUs, toUs }];
  });
});
const holds = (list: readonly OpenInterval[], tUs: number): boolean => list.some(({ fromUs, toUs = END_US }) => fromUs <= tUs && tUs < toUs);

describe("comparing intervals", () => {
  it("sorts every instant into kept, added, vanished or none, as the two lists say", () => {
    fc.assert(fc.property(intervals, intervals, (now, before) => {
      const { kept, added, vanished } = compareIntervals(now, before, END_US);
      for (let tUs = 0; tUs < END_US; tUs += 1) {
        expect([holds(kept, tUs), holds(added, tUs), holds(vanished, tUs)]).toEqual([holds(now, tUs) && holds(before, tUs), holds(now, tUs) && !holds(before, tUs), !holds(now, tUs) && holds(before, tUs)]);
      }
    }));
  });

  it("counts as appearing what meets nothing of before, and as vanishing the other way round", () => {
    const now = [{ fromUs: 0, toUs: 5 }, { fromUs: 10, toUs: 20 }, { fromUs: 50 }];
    const before = [{ fromUs: 12, toUs: 14 }, { fromUs: 16, toUs: 18 }, { fromUs: 30, toUs: 40 }, { fromUs: 55, toUs: 56 }];
    expect(compareIntervals(now, before, END_US)).toMatchObject({ appearing: [{ fromUs: 0, toUs: 5 }], vanishing: [{ fromUs: 30, toUs: 40 }] });
  });

  it("takes intervals that only touch as apart", () => {
    expect(compareIntervals([{ fromUs: 0, toUs: 5 }], [{ fromUs: 5, toUs: 9 }], END_US)).toMatchObject({ kept: [], appearing: [{ fromUs: 0 }], vanishing: [{ fromUs: 5 }] });
  });
});

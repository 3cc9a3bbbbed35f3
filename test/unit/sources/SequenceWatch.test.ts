import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { next, previous, SequenceWatch } from "../../../main/engine/sources/opcua/SequenceWatch.ts";

describe("the sequence numbers of a subscription", () => {
  it("say what is missing when a number is skipped, and take it when it comes late", () => {
    const watch = new SequenceWatch();
    expect(watch.take(5, false)).toEqual({ repeated: false, missing: [] });
    expect(watch.take(8, false)).toEqual({ repeated: false, missing: [6, 7] });
    expect(watch.take(7, false).repeated).toBe(false);
    expect(watch.take(7, false).repeated).toBe(true);
    expect(watch.isMissing(6)).toBe(true);
  });

  it("of a keep-alive are those of the message that comes next", () => {
    const watch = new SequenceWatch();
    watch.take(5, false);
    expect(watch.take(6, true)).toEqual({ repeated: false, missing: [] });
    expect(watch.take(6, true)).toEqual({ repeated: false, missing: [] });
    expect(watch.take(6, false)).toEqual({ repeated: false, missing: [] });
    expect(watch.take(8, true)).toEqual({ repeated: false, missing: [7] });
  });

  it("go on at 1 after the last one", () => {
    const watch = new SequenceWatch();
    watch.take(0xffffffff, false);
    expect(watch.take(1, false)).toEqual({ repeated: false, missing: [] });
    expect(watch.take(0xffffffff, false).repeated).toBe(true);
    expect(watch.take(3, false)).toEqual({ repeated: false, missing: [2] });
    expect(previous(next(0xffffffff))).toBe(0xffffffff);
  });

  it("let every message through exactly once, in whatever order and however often it comes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.array(fc.nat({ max: 49 }), { maxLength: 200 }), (count, order) => {
        const watch = new SequenceWatch();
        const taken: number[] = [];
        for (const number of [0, ...order.map((index) => index % count), ...Array.from({ length: count }, (_, index) => index)]) {
          if (!watch.take(number + 1, false).repeated) taken.push(number);
        }
        expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, index) => index));
      }),
    );
  });
});

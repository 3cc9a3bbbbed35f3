import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { inParallel } from "../../../main/engine/inParallel.ts";

const never = new AbortController().signal;

describe("work in parallel", () => {
  it("answers in the order of the items, whichever is done first", async () => {
    expect(await inParallel([3, 1, 2], never, async (item) => {
      await pause(item);
      return item * 10;
    })).toEqual([30, 10, 20]);
  });

  it("begins nothing after the first error, tells what runs to end, and throws that error", async () => {
    const begun: number[] = [];
    const work = inParallel([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], never, async (item, _index, signal) => {
      begun.push(item);
      if (item === 0) throw new Error("first");
      await pause(60_000, undefined, { signal });
    });
    await expect(work).rejects.toThrow("first");
    expect(begun.length).toBeLessThan(10);
  });

  it("hands the caller's cancelling on", async () => {
    const caller = new AbortController();
    const work = inParallel([1], caller.signal, (_item, _index, signal) => pause(60_000, undefined, { signal }));
    caller.abort();
    await expect(work).rejects.toMatchObject({ name: "AbortError" });
  });
});

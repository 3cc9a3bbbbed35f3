import { describe, expect, it } from "vitest";
import { beyondNow } from "../../../../renderer/app/state/beyondNow.ts";
import { US_PER_HOUR, US_PER_S } from "../../../../shared/time/time.ts";

describe("a span that is to be solved from the window", () => {
  it("is said to be solved up to now where it ends later, and nothing is said where only the clock has moved on", () => {
    expect(beyondNow(2 * US_PER_HOUR, US_PER_HOUR)).toMatch(/solved up to now/);
    expect([beyondNow(US_PER_HOUR + US_PER_S, US_PER_HOUR), beyondNow(US_PER_HOUR, 2 * US_PER_HOUR)]).toEqual([undefined, undefined]);
  });
});

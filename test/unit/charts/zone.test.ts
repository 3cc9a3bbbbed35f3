import { describe, expect, it } from "vitest";
import { formatDateTime, formatDuration, formatOffset, formatTime, isRepeated } from "../../../renderer/app/state/zone.ts";
import { zonedToUs, zoneOffsetUs } from "../../../shared/time/zone.ts";
import { timeTicks } from "../../../renderer/charts/timeTicks.ts";
import { US_PER_DAY, US_PER_HOUR, US_PER_MIN, US_PER_S } from "../../../shared/time/time.ts";

const BERLIN = "Europe/Berlin";
const us = (iso: string): number => Date.parse(iso) * 1000;

describe("times in the project's zone", () => {
  it("shows winter and summer time of the zone", () => {
    expect(formatDateTime(us("2026-01-15T12:00:00Z"), BERLIN)).toBe("2026-01-15 13:00:00");
    expect(formatDateTime(us("2026-07-15T12:00:00Z"), BERLIN)).toBe("2026-07-15 14:00:00");
  });

  it("adds the offset only in the hour that happens twice", () => {
    expect(formatTime(us("2026-10-25T00:30:00Z"), BERLIN)).toBe("02:30:00+02:00");
    expect(formatTime(us("2026-10-25T01:30:00Z"), BERLIN)).toBe("02:30:00+01:00");
    expect(formatTime(us("2026-10-24T23:59:59Z"), BERLIN)).toBe("01:59:59");
    expect(formatTime(us("2026-10-25T02:00:00Z"), BERLIN)).toBe("03:00:00");
  });

  it("finds the half hour that Lord Howe Island has twice", () => {
    expect(isRepeated(us("2026-04-04T14:45:00Z"), "Australia/Lord_Howe")).toBe(true);
    expect(isRepeated(us("2026-04-04T15:45:00Z"), "Australia/Lord_Howe")).toBe(false);
  });

  it("keeps microseconds", () => {
    expect(formatTime(us("2026-01-15T12:00:00Z") + 1, "UTC", "microsecond")).toBe("12:00:00.000001");
    expect(formatTime(us("2026-01-15T12:00:00.480Z"), "UTC", "millisecond")).toBe("12:00:00.480");
  });

  it("knows zones with quarter hours", () => {
    expect(zoneOffsetUs(us("2026-01-15T12:00:00Z"), "Asia/Kathmandu")).toBe(5 * US_PER_HOUR + 45 * US_PER_MIN);
    expect(formatOffset(-(3 * US_PER_HOUR + 30 * US_PER_MIN))).toBe("−03:30");
  });

  it("writes durations in the two parts that matter", () => {
    expect(formatDuration(47 * US_PER_MIN)).toBe("47 min");
    expect(formatDuration(3 * US_PER_HOUR + 20 * US_PER_MIN)).toBe("3 h 20 min");
    expect(formatDuration(2 * US_PER_DAY + 4 * US_PER_HOUR)).toBe("2 d 4 h");
    expect(formatDuration(0.35 * US_PER_S)).toBe("0.35 s");
    expect(formatDuration(60 * US_PER_MIN - 1)).toBe("1 h");
  });
});

describe("ticks of a time axis", () => {
  it("stand at whole hours of the zone and say the date where a day begins", () => {
    const ticks = timeTicks({ fromUs: us("2026-07-14T20:30:00Z"), toUs: us("2026-07-15T02:30:00Z") }, 8, BERLIN);
    expect(ticks.map(({ label }) => label)).toEqual(["23:00", "2026-07-15", "01:00", "02:00", "03:00", "04:00"]);
  });

  it("keep to local midnight across a change of the clocks", () => {
    const ticks = timeTicks({ fromUs: us("2026-10-23T22:00:00Z"), toUs: us("2026-10-26T23:00:00Z") }, 4, BERLIN);
    expect(ticks.map(({ tUs }) => formatTime(tUs, BERLIN))).toEqual(["00:00:00", "00:00:00", "00:00:00", "00:00:00"]);
  });

  it("name both passes of a repeated hour by their offsets", () => {
    const labels = timeTicks({ fromUs: us("2026-10-25T00:00:00Z"), toUs: us("2026-10-25T02:00:00Z") }, 5, BERLIN).map(({ label }) => label);
    expect(labels).toContain("02:30+02:00");
    expect(labels).toContain("02:30+01:00");
  });

  it("are never more than asked for", () => {
    for (const length of [900, 12 * US_PER_S, 7 * US_PER_HOUR, 40 * US_PER_DAY, 4000 * US_PER_DAY]) {
      const fromUs = us("2026-03-01T00:00:00Z");
      expect(timeTicks({ fromUs, toUs: fromUs + length }, 6, BERLIN).length).toBeLessThanOrEqual(7);
    }
  });

  it("are none for a span without length", () => {
    expect(timeTicks({ fromUs: 5, toUs: 5 }, 6, "UTC")).toEqual([]);
  });
});

describe("reading a wall clock", () => {
  const berlin = (day: number, hour: number, minute: number, month = 10) => zonedToUs({ year: 2024, month, day, hour, minute, second: 0 }, "Europe/Berlin");

  it("gives the instant back that would be written so", () => {
    for (const [day, hour, minute] of [[26, 12, 0], [27, 1, 59], [27, 3, 0], [28, 12, 0]] as const) {
      expect(formatDateTime(berlin(day, hour, minute), "Europe/Berlin", "minute")).toBe(`2024-10-${day} ${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
    }
  });

  it("means standard time where an hour repeats, and goes on where one is skipped", () => {
    expect(new Date(berlin(27, 2, 30) / 1000).toISOString()).toBe("2024-10-27T01:30:00.000Z");
    expect(new Date(berlin(31, 2, 30, 3) / 1000).toISOString()).toBe("2024-03-31T01:30:00.000Z");
  });
});

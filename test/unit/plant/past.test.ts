/** The past is columns in order, the same bits every time, dense where something happened. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { faultSchedule, faultWindows, generatePast, Plant } from "../../../main/plant/physics/index.ts";

const DAY_US = 86_400_000_000;
const FROM_US = Date.UTC(2026, 4, 10) * 1000;

function digest(seed: number, fromUs: number, toUs: number): string {
  const hash = createHash("sha256");
  for (const { signal, tUs, value, status } of generatePast(seed, fromUs, toUs)) for (const column of [signal, tUs, value, status]) hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest("hex");
}

describe("generated past", () => {
  it("is the same bits for the same seed and span, and other bits for another seed", () => {
    const once = digest(1, FROM_US, FROM_US + DAY_US / 12);
    expect(digest(1, FROM_US, FROM_US + DAY_US / 12)).toBe(once);
    expect(digest(2, FROM_US, FROM_US + DAY_US / 12)).not.toBe(once);
  });

  it("has the bits it had when this test was written, whichever the machine and the version of Node", () => {
    expect(digest(1, FROM_US, FROM_US + DAY_US / 24)).toBe("3e0d4acafdd8a07b6b90f55825274a8ce96f4eaaaf7b019bd425e9582309f881");
  });

  it("brings stamps of each signal strictly rising, within the span, in whole milliseconds", () => {
    const [last, toUs] = [new Map<number, number>(), FROM_US + DAY_US / 6];
    let wrong = 0;
    for (const { signal, tUs } of generatePast(1, FROM_US, toUs)) {
      for (let row = 0; row < signal.length; row++) {
        const [index, at] = [signal[row] ?? -1, tUs[row] ?? Number.NaN];
        if (!(at > (last.get(index) ?? FROM_US - 1) && at <= toUs && at % 1000 === 0)) wrong++;
        last.set(index, at);
      }
    }
    expect(wrong).toBe(0);
    expect(last.size).toBe(new Plant(1, 0).catalogue.signals.length);
  });

  it("is denser around faults, holds notes of the shift, and tells its progress", () => {
    const toUs = FROM_US + 0.55 * DAY_US;
    const [fault] = faultSchedule(1, FROM_US, toUs);
    const faultUs = fault?.fromUs ?? Number.NaN;
    const windows = faultWindows(faultSchedule(1, FROM_US, toUs), toUs);
    expect(windows[0]).toMatchObject({ line: 0 });
    const vibration = new Plant(1, 0).catalogue.signals.findIndex(({ id }) => id === "P-101.bearingDE.vibration");
    const notes: string[] = [];
    let [during, before, progress] = [0, 0, 0];
    for (const chunk of generatePast(1, FROM_US, toUs)) {
      chunk.signal.forEach((index, row) => {
        const at = chunk.tUs[row] ?? Number.NaN;
        if (index === vibration && at >= faultUs && at < faultUs + 1_800_000_000) during++;
        if (index === vibration && at >= faultUs - 7_200_000_000 && at < faultUs - 5_400_000_000) before++;
        const text = chunk.text.get(row);
        if (text?.startsWith("P-1")) notes.push(text);
      });
      expect(chunk.progress).toBeGreaterThan(progress);
      progress = chunk.progress;
    }
    expect(during).toBeGreaterThan(10 * before);
    expect(notes).toContain(`${fault?.target}: air duct was blocked, cleaned`);
    expect(progress).toBe(1);
  });
});

import { describe, expect, it } from "vitest";
import { calibratedBand } from "../../../main/engine/liveRuns/calibratedBand.ts";
import { Drift } from "../../../main/engine/liveRuns/Drift.ts";
import type { CalibrationResult } from "../../../shared/contract/calibration.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { US_PER_MIN } from "../../../shared/time/time.ts";
import { makeUse } from "../../fixtures/modelBuilders.ts";

const BAND = { rmse: 1, run: "run-1", madeUs: 0 };
const T0 = 1_767_225_600_000_000;

/** A minute after the other with 60 samples each, from minute `from`. */
function minutes(drift: Drift, from: number, rmses: readonly number[], band: typeof BAND | undefined = BAND): string[] {
  return rmses.flatMap((rmse, i) => (drift.add(T0 + (from + i + 1) * US_PER_MIN, { rmse, samples: 60 }, band) ? [`${from + i}: ${drift.state}`] : []));
}

describe("drift", () => {
  it("says nothing before ten minutes with samples, then drifts above twice the band and returns below one and a half", () => {
    const drift = new Drift();
    expect(minutes(drift, 0, Array.from({ length: 60 }, () => 1))).toEqual(["9: within"]);
    expect(drift.rms).toBeCloseTo(1, 12);
    // The hour holds k minutes at 3 and 60 − k at 1: above 2 from k = 23 on (√(1 + 8k/60) > 2).
    expect(minutes(drift, 60, Array.from({ length: 60 }, () => 3))).toEqual(["82: drifting"]);
    expect(drift.sinceUs).toBe(T0 + 83 * US_PER_MIN);
    // Below 1.5 when fewer than 9.4 minutes of it are at 3.
    expect(minutes(drift, 120, Array.from({ length: 60 }, () => 1))).toEqual(["170: within"]);
  });

  it("forgets what is older than an hour, and is kept over a restart", () => {
    const drift = new Drift();
    minutes(drift, 0, Array.from({ length: 30 }, () => 3));
    expect(drift.state).toBe("drifting");
    const again = new Drift(JSON.parse(JSON.stringify(drift.kept)) as Drift["kept"]); // written by it
    expect([again.state, again.sinceUs, again.rms]).toEqual([drift.state, drift.sinceUs, drift.rms]);
    // A day later nothing is left of it.
    again.add(T0 + 1440 * US_PER_MIN, { rmse: NaN, samples: 0 }, BAND);
    expect([again.state, again.samples, again.rms]).toEqual(["unknown", 0, undefined]);
  });

  it("has no band without a calibration", () => {
    const drift = new Drift();
    expect(minutes(drift, 0, [1], undefined)).toEqual([]);
    drift.add(T0, { rmse: 1, samples: 1 }, undefined);
    expect(drift.state).toBe("no-band");
  });
});

describe("the calibrated band", () => {
  const use = makeUse({ name: "Lag", states: [], parameters: [0.05] });
  const calibration = (value: number, passed: boolean): CalibrationResult => ({
    use: "Lag", assetIds: ["a"], parameters: [{ name: "p0", unit: "1", value, before: 1, verdict: "identified", correlation: [1] }], spans: [],
    compared: [{ signal: "a/x", unit: "K", weight: 1, samples: 9, residuals: { tUs: [], value: [] }, fit: 0.3, heldOut: 0.4, constant: 2, lastValue: 2 }],
    overall: { fit: 0.3, heldOut: 0.4, constant: 2, lastValue: 2 }, unit: "K", passed, whiteness: { autocorrelation: [], band: 0 }, starts: [], sensitivities: "exact", author: "me", seed: 1,
  });
  const run = (id: string, startedUs: number, found: CalibrationResult): Run => ({ id, name: id, kind: "calibration", state: "done", startedUs, fromUs: 0, toUs: 1, steps: 1, uses: ["Lag"], compared: [], signals: [], calibration: found });

  it("is what the newest passed calibration was off by on held-out spans, where its values are in use", () => {
    expect(calibratedBand([run("run-1", 1, calibration(0.050_000_001, true)), run("run-2", 2, calibration(0.07, false))], use, "a/x")).toEqual({ rmse: 0.4, run: "run-1", madeUs: 1 });
  });

  it("says why there is none", () => {
    expect(calibratedBand([], use, "a/x")).toContain("never calibrated");
    expect(calibratedBand([run("run-1", 1, calibration(0.05, false))], use, "a/x")).toContain("has passed");
    expect(calibratedBand([run("run-1", 1, calibration(0.06, true))], use, "a/x")).toContain("other values");
    expect(calibratedBand([run("run-1", 1, calibration(0.05, true))], use, "a/y")).toContain("did not compare");
  });
});

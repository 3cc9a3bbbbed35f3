/** DrainingTank against Torricelli's closed form and a worked example of Çengel and Cimbala. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const FOOT_M = 0.3048;
/** "Discharge of Water from a Tank": 3 ft wide, 4 ft of water, a hole of 0.5 in. */
const BOOK = {
  inflow: "0 m3/h", drawn: "0 m3/h", start: `${4 * FOOT_M} m`, area: `${Math.PI / 4 * (3 * FOOT_M) ** 2} m2`,
  outlet: `${Math.PI / 4 * (0.5 * 2.54) ** 2} cm2`, discharge: "1",
};

describe("a tank that drains", () => {
  it("halves its level in 757 s and is empty after 43.1 min, as in the book", () => {
    const { points } = solveLibrary("draining-tank", { given: BOOK, toS: 2700 });
    const reaches = (level: number): number => points("level").find(([, value]) => value <= level)?.[0] ?? 0;
    meets(reaches(2 * FOOT_M), 757, 1 / 757);
    // To the book's three digits: 43.05 min is both 43.0 and 43.1.
    meets(reaches(1e-6) / 60, 43.1, 0.06 / 43.1);
  });

  it("follows (√h − k t)² all the way, and stays empty", () => {
    const { at, problem } = solveLibrary("draining-tank", { given: BOOK, toS: 3600 });
    const k = (0.5 / 36) ** 2 * Math.sqrt(9.80665 / 2);
    for (const t of [600, 1200, 1800, 2400]) meets(at("level", t), (Math.sqrt(4 * FOOT_M) - k * t) ** 2, 1e-6);
    expect(problem).toBeUndefined();
    expect(Math.abs(at("level", 3600))).toBeLessThan(1e-6);
  });

  it("settles where the outlet passes what flows in", () => {
    // h = (q / (Cd a))² / 2 g for 36 m³/h through 50 cm².
    const { at } = solveLibrary("draining-tank", { given: { inflow: "36 m3/h", drawn: "0 m3/h", start: "0 m", area: "2 m2", outlet: "50 cm2", discharge: "0.61" }, toS: 7200 });
    meets(at("level", 7200), (0.01 / (0.61 * 0.005)) ** 2 / (2 * 9.80665), 1e-6);
  });

  it("balances what flows in and out exactly where there is no outlet", () => {
    const { at } = solveLibrary("draining-tank", { given: { inflow: "40 m3/h", drawn: "22 m3/h", start: "1 m", area: "9 m2" }, toS: 3600 });
    meets(at("level", 3600), 3, 1e-12);
    meets(at("volume", 3600), 27, 1e-12);
  });
});

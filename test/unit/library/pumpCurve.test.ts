/** PumpCurve against the similarity rules and White's family of pumps. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const solve = (given: Readonly<Record<string, string>>) => {
  const { at } = solveLibrary("pump-curve", { given });
  return (output: string): number => at(output, 1);
};
const FOOT_M = 0.3048;
const G = 9.80665;

describe("a centrifugal pump", () => {
  it("passes through the points of its sheet", () => {
    const best = solve({ flow: "100 m3/h", speed: "1450 rpm" });
    expect([best("head"), best("efficiency")]).toEqual([expect.closeTo(32, 9), expect.closeTo(78, 9)]);
    meets(best("power"), 998 * G * 32 * (100 / 3600) / 0.78 / 1000, 1e-9);
    meets(solve({ flow: "0 m3/h", speed: "1450 rpm" })("head"), 40, 1e-12);
    expect(solve({ flow: "0 m3/h", speed: "1450 rpm" })("power")).toBeGreaterThan(1);
  });

  it.each([0.5, 0.7, 1.2])("keeps the similarity rules exactly at %d of its speed", (share) => {
    const full = solve({ flow: "80 m3/h", speed: "1450 rpm" });
    const other = solve({ flow: `${80 * share} m3/h`, speed: `${1450 * share} rpm` });
    meets(other("head"), full("head") * share ** 2, 1e-9);
    meets(other("power"), full("power") * share ** 3, 1e-9);
    meets(other("efficiency"), full("efficiency"), 1e-9);
  });

  it("scales White's family of pumps from 38 in and 710 rpm to 21 in and 1500 rpm: 6900 gal/min, 300 ft, 590 hp", () => {
    // Best point of the family: C_Q = 0.115, C_H = 5.0, C_P = 0.65 (n in turns per second). The book rounds to two or three digits.
    const [turns, width] = [710 / 60, 38 / 12 * FOOT_M];
    const flow = 0.115 * turns * width ** 3;
    const head = 5 * (turns * width) ** 2 / G;
    const scaled = flow * (1500 / 710) * (21 / 38) ** 3;
    const value = solve({ flow: `${scaled * 3600} m3/h`, speed: "1500 rpm", rated: "710 rpm", shut: `${head * 1.3} m`, besthead: `${head} m`, bestflow: `${flow * 3600} m3/h`, best: `${0.115 * 5 / 0.65}`, size: `${21 / 38}`, density: "1000 kg/m3" });
    meets(scaled / 0.003785411784 * 60, 6900, 5e-3);
    meets(value("efficiency"), 88.5, 1e-3);
    meets(value("head") / FOOT_M, 300, 0.015);
    meets(value("power") / 0.7457, 590, 5e-3);
  });

  it("stands still at no speed", () => {
    const still = solve({ flow: "0 m3/h", speed: "0 rpm" });
    expect([still("head"), still("power"), still("efficiency")]).toEqual([0, 0, 0]);
  });
});

/** MotorHeating against the closed forms of a first-order body and the curve of IEC 60255-149. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary, type Points } from "../../fixtures/libraryModels.ts";

const TAU_S = 1800;
const AIR = 20;
const solve = (current: Points, toS: number, more: Readonly<Record<string, string>> = {}) =>
  solveLibrary("motor-heating", { signals: { current: { unit: "A", points: current } }, given: { ambient: `${AIR} degC`, start: `${AIR} degC`, rated: "10 A", rise: "80 K", tau: "30 min", ...more }, toS });

describe("a motor that heats", () => {
  it.each([[10, 80], [5, 20]])("has 63.2 %% of its final rise after one time constant: %d A", (current, rise) => {
    meets(solve([[0, current]], TAU_S).at("temperature", TAU_S) - AIR, rise * (1 - Math.exp(-1)), 1e-7);
  });

  it("reaches its rated rise from cold at twice the rated current after tau · ln(4 / 3), as IEC 60255-149 has it", () => {
    const reached = solve([[0, 20]], 1200).points("temperature").find(([, value]) => value >= AIR + 80)?.[0] ?? 0;
    expect(reached).toBe(Math.ceil(TAU_S * Math.log(4 / 3)));
  });

  it("settles in duty S3 at the peak of the closed form", () => {
    // 6 of 10 minutes on: peak = rise · (1 − exp(−6/30)) / (1 − exp(−10/30)).
    const duty = Array.from({ length: 60 }, (_, i) => [[i * 600, 10], [i * 600 + 360, 0]] as const).flat();
    meets(solve(duty, 36_000).at("temperature", 35_760) - AIR, 80 * (1 - Math.exp(-0.2)) / (1 - Math.exp(-1 / 3)), 1e-6);
  });

  it("cools more slowly while it stands, by the factor given", () => {
    meets(solve([[0, 0]], 5400, { start: "80 degC", standing: "3" }).at("temperature", 5400) - AIR, 60 * Math.exp(-1), 1e-7);
  });

  it("keeps the iron's share of its losses at low load", () => {
    meets(solve([[0, 1]], 90_000, { iron: "0.3" }).at("temperature", 90_000) - AIR, 80 * (0.3 + 0.7 * 0.01), 1e-6);
  });
});

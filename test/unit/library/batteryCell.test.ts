/** BatteryCell against the closed form of a pulse through one RC pair. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary, type Points } from "../../fixtures/libraryModels.ts";

/** 5 Ah, 15 and 10 mΩ, 3 kF: 30 s. The curve is a line from 3.67 V at 50 % to 3.95 V at 80 %. */
const solve = (current: Points, toS: number, given: Readonly<Record<string, string>> = {}) => solveLibrary("battery-cell", { signals: { current: { unit: "A", points: current } }, given: { start: "70 %", ...given }, toS });
const open = (charge: number): number => 3.67 + (charge - 50) / 30 * 0.28;
const charged = (current: number, seconds: number): number => 70 - current * seconds / (5 * 3600) * 100;

describe("a battery cell", () => {
  it("answers a pulse of 10 A and its end with the closed form", () => {
    const { at } = solve([[0, 10], [60, 0]], 200);
    for (const t of [1, 30, 59]) meets(at("voltage", t), open(charged(10, t)) - 0.15 - 0.1 * (1 - Math.exp(-t / 30)), 1e-8);
    for (const t of [61, 90, 200]) meets(at("voltage", t), open(charged(10, 60)) - 0.1 * (1 - Math.exp(-2)) * Math.exp(-(t - 60) / 30), 1e-8);
  });

  it("jumps by r0 · current at the edge, which is how r0 is read off a pulse", () => {
    const points = solve([[0, 0], [60, 10]], 120).points("voltage");
    const before = points.findLast(([t]) => t < 60)?.[1] ?? 0;
    meets(before - (points.find(([t]) => t >= 60)?.[1] ?? 0), 0.15, 1e-6);
  });

  it("is empty after an hour at the current of its capacity", () => {
    expect(Math.abs(solve([[0, 5]], 2520).at("soc", 2520))).toBeLessThan(1e-8);
  });

  it("keeps what arrives of a charge, and warms by what its resistances take", () => {
    const { at } = solve([[0, -5]], 360, { coulomb: "0.99" });
    meets(at("soc", 360), 70 + 9.9, 1e-9);
    meets(at("heat", 360), 25 * 0.015 + 25 * 0.01, 2e-5);
  });
});

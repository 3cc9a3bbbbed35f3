/** RoomHeat against its exponential and the figures of ISO 13790; ZoneHeat against its eigenvalues. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

describe("a room of one heat capacity", () => {
  it("has the time constant of ISO 13790 for 100 m² of medium weight and 150 W/K, and cools by it", () => {
    const { at } = solveLibrary("room-heat", { given: { outdoor: "0 degC", heat: "0 kW", start: "20 degC", loss: "150 W/K", capacity: "16500 kJ/K" }, toS: 110_000, stepS: 1000 });
    meets(at("tau", 0), 165_000 * 100 / 150 / 3600, 1e-12);
    meets(at("temperature", 110_000), 20 * Math.exp(-1), 1e-7);
  });

  it("settles heat / loss above the outdoors", () => {
    const { at } = solveLibrary("room-heat", { given: { outdoor: "-10 degC", heat: "4.5 kW", start: "0 degC", loss: "150 W/K", capacity: "16500 kJ/K" }, toS: 2_000_000, stepS: 10_000 });
    meets(at("temperature", 2_000_000), 20, 1e-6);
  });
});

describe("a zone of air and mass", () => {
  const [loss, shell, coupling, light, heavy] = [80, 70, 900, 600_000, 16_500_000];
  const given = { outdoor: "0 degC", heat: "0 kW", sun: "0 kW", start: "20 degC", loss: `${loss} W/K`, shell: `${shell} W/K`, coupling: `${coupling} W/K`, light: "600 kJ/K", heavy: "16500 kJ/K" };
  // x' = A x: both eigenvalues from trace and determinant, both amplitudes from x and x' at the start.
  const [a, b, c, d] = [-(loss + coupling) / light, coupling / light, coupling / heavy, -(shell + coupling) / heavy];
  const root = Math.sqrt((a + d) ** 2 / 4 - (a * d - b * c));
  const [slow, fast] = [(a + d) / 2 + root, (a + d) / 2 - root];
  const closed = (start: number, rate: number, t: number): number => {
    const fastShare = (rate - slow * start) / (fast - slow);
    return (start - fastShare) * Math.exp(slow * t) + fastShare * Math.exp(fast * t);
  };

  it("cools in both with the two time constants of its matrix", () => {
    expect([-1 / fast / 60, -1 / slow / 3600].map(Math.round)).toEqual([10, 33]);
    const { at } = solveLibrary("zone-heat", { given, toS: 86_400, stepS: 300 });
    for (const t of [300, 3600, 86_400]) {
      meets(at("temperature", t), closed(20, (a + b) * 20, t), 1e-7);
      meets(at("walls", t), closed(20, (c + d) * 20, t), 1e-7);
    }
  });

  it("loses in the end by both ways what is put in", () => {
    // Air: heat = loss · Ta + coupling · (Ta − Tm); mass: shell · Tm = coupling · (Ta − Tm).
    const { at } = solveLibrary("zone-heat", { given: { ...given, heat: "3 kW" }, toS: 3_000_000, stepS: 10_000 });
    const air = 3000 / (loss + coupling * shell / (coupling + shell));
    meets(at("temperature", 3_000_000), air, 1e-6);
    meets(at("walls", 3_000_000), air * coupling / (coupling + shell), 1e-6);
  });
});

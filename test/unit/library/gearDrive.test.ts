/** GearDrive against the run-up time of drives and the heat balance of its housing. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const GIVEN = { ambient: "20 degC", start: "0 rpm", oilstart: "20 degC", ratio: "10", efficiency: "0.96", fast: "0.05 kg.m2", slow: "4.8 kg.m2" };

describe("a drive with a gearbox", () => {
  it("runs up in J · Δn / (9.55 · M) as the handbooks write it", () => {
    // J = 0.05 + 4.8 / (100 · 0.96) = 0.1 kg m²; M = 30 − 192 / 9.6 = 10 N m: 1500 rpm after 1.571 s.
    const { at, points } = solveLibrary("gear-drive", { given: { ...GIVEN, torque: "30 N.m", load: "192 N.m" }, toS: 4, stepS: 0.01 });
    meets(at("inertia", 1), 0.1, 1e-12);
    const reached = points("speed").find(([, speed]) => speed >= 1500)?.[0] ?? 0;
    expect(Math.abs(reached - 0.1 * 1500 / (9.55 * 10))).toBeLessThan(0.011);
    meets(at("speed", 1), 60 / (2 * Math.PI) * 10 / 0.1, 1e-9);
    meets(at("slowspeed", 1), at("speed", 1) / 10, 1e-12);
  });

  it("carries P = M · n / 9550, and passes its torque on by ratio and efficiency", () => {
    const { at } = solveLibrary("gear-drive", { given: { ...GIVEN, start: "1450 rpm", torque: "100 N.m", load: "960 N.m" } });
    meets(at("power", 1), 100 * 1450 / 9550, 1e-4);
    meets(at("slowtorque", 1), 960, 1e-12);
    meets(at("speed", 1), 1450, 1e-9);
  });

  it("warms its oil to losses / cooling above the air, 63.2 % of it after heatcap / cooling", () => {
    const { at } = solveLibrary("gear-drive", { given: { ...GIVEN, start: "1450 rpm", torque: "100 N.m", load: "960 N.m", cooling: "20 W/K", heatcap: "30 kJ/K" }, toS: 30_000, stepS: 100 });
    const rise = 100 * 1450 / 60 * 2 * Math.PI * 0.04 / 20;
    meets(at("oil", 1500) - 20, rise * (1 - Math.exp(-1)), 1e-6);
    meets(at("oil", 30_000) - 20, rise, 1e-6);
  });
});

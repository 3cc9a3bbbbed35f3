/** ValveFlow against the definition of Kv and examples 1 and 2 of IEC 60534-2-1. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const solve = (given: Readonly<Record<string, string>>) => {
  const { at } = solveLibrary("valve-flow", { given: { opening: "100 %", ...given } });
  return (output: string): number => at(output, 1);
};
/** The standard's water: 363 K, 680 to 220 kPa, all absolute. */
const HOT = { inlet: "6.8 bar", outlet: "2.2 bar", barometer: "0 bar", density: "965.4 kg/m3", vapour: "0.701 bar", critical: "221.2 bar" };

describe("a control valve", () => {
  it("passes Kv m³/h of water at 1 bar, as Kv is defined", () => {
    meets(solve({ inlet: "3 bar", outlet: "2 bar", kvs: "63 m3/h" })("flow"), 63, 1e-12);
  });

  it("passes 360 m³/h where the standard's example 1 wants a Kv of 165", () => {
    const value = solve({ ...HOT, kvs: "165 m3/h", fl: "0.9" });
    meets(value("flow"), 360, 0.5 / 165);
    // Not choked: 460 kPa of 497.
    meets(value("choked"), 4.97, 1e-3);
  });

  it("passes 360 m³/h, choked, where example 2 wants a Kv of 238", () => {
    const value = solve({ ...HOT, kvs: "238 m3/h", fl: "0.6" });
    meets(value("flow"), 360, 0.5 / 238);
    meets(value("choked"), 2.21, 1e-3);
  });

  it("passes no more where the outlet is lowered below choking, and nothing backwards", () => {
    expect(solve({ ...HOT, fl: "0.6", outlet: "1 bar" })("flow")).toBe(solve({ ...HOT, fl: "0.6" })("flow"));
    expect(solve({ inlet: "1 bar", outlet: "2 bar" })("flow")).toBe(0);
  });

  it("is equal percentage: each tenth of the travel brings 48 % more, and shut is shut", () => {
    const kv = (opening: number): number => solve({ inlet: "2 bar", outlet: "1 bar", opening: `${opening} %` })("kv");
    for (const opening of [10, 40, 90]) meets(kv(opening + 10) / kv(opening), 50 ** 0.1, 2e-3);
    expect(kv(0)).toBe(0);
  });
});

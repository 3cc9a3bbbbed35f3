/** HeatExchange against the relations of Incropera's table 11.3 and his oil cooler. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const solve = (given: Readonly<Record<string, string>>) => {
  const { at } = solveLibrary("heat-exchanger", { given });
  return (output: string): number => at(output, 1);
};
/** Capacity rates in kW/K, as flows of a fluid of 3600 kJ/m³K. */
const rates = (hot: number, cold: number, ua: number) => ({ hotflow: `${hot} m3/h`, coldflow: `${cold} m3/h`, hotheat: "3600 kJ/(m3.K)", coldheat: "3600 kJ/(m3.K)", hotin: "90 degC", coldin: "10 degC", ua: `${ua} kW/K` });

describe("a heat exchanger", () => {
  it.each([[2, 1, 1.5], [1, 4, 3], [10, 1, 0.2]])("has the effectiveness of the table: rates %d and %d, UA %d", (hot, cold, ua) => {
    const [ratio, ntu] = [Math.min(hot, cold) / Math.max(hot, cold), ua / Math.min(hot, cold)];
    const e = Math.exp(-ntu * (1 - ratio));
    meets(solve(rates(hot, cold, ua))("effect"), (1 - e) / (1 - ratio * e), 1e-12);
    meets(solve({ ...rates(hot, cold, ua), parallel: "1" })("effect"), (1 - Math.exp(-ntu * (1 + ratio))) / (1 + ratio), 1e-12);
  });

  it("goes over into NTU / (1 + NTU) where both rates are the same, without a step", () => {
    meets(solve(rates(1, 1, 3))("effect"), 0.75, 1e-9);
    meets(solve(rates(1.00001, 1, 3))("effect"), 0.75, 1e-5);
    meets(solve({ ...rates(1, 1, 3), parallel: "1" })("effect"), (1 - Math.exp(-6)) / 2, 1e-9);
  });

  it("cools Incropera's oil from 100 to 60 °C, and warms the water from 30 to 40.2 °C", () => {
    // Example 11.1: oil 0.1 kg/s of 2131 J/kgK, water 0.2 kg/s of 4178, U = 38.1 W/m²K over 25 mm and 65.9 m: 8524 W.
    const value = solve({
      hotflow: "0.36 m3/h", hotheat: "2131 kJ/(m3.K)", hotin: "100 degC", coldflow: "0.72 m3/h", coldheat: "4178 kJ/(m3.K)", coldin: "30 degC",
      ua: `${38.1 * Math.PI * 0.025 * 65.9 / 1000} kW/K`,
    });
    meets(value("duty") * 1000, 8524, 1e-3);
    meets(value("hotout"), 60, 1e-3);
    meets(value("coldout"), 40.2, 1e-3);
  });

  it("is worse by its fouling as by a resistance in series", () => {
    meets(solve({ ...rates(2, 1, 4), fouling: "0.25 K/kW" })("effect"), solve(rates(2, 1, 2))("effect"), 1e-12);
  });

  it("moves no heat where a side stands still", () => {
    expect(Math.abs(solve(rates(0, 1, 2))("duty"))).toBeLessThan(1e-3);
    meets(solve(rates(0, 1, 2))("coldout"), 10, 1e-5);
  });
});

/** PipeLoss against Hagen–Poiseuille, Colebrook's equation, and worked examples of White and of Çengel and Cimbala. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary } from "../../fixtures/libraryModels.ts";

const G = 9.80665;
const solve = (given: Readonly<Record<string, string>>) => {
  const { at } = solveLibrary("pipe-loss", { given });
  return (output: string): number => at(output, 1);
};
/** Darcy's factor from Colebrook's equation, to the last digit. */
function colebrook(rough: number, re: number): number {
  let root = 8;
  for (let step = 0; step < 50; step += 1) root = -2 * Math.log10(rough / 3.7 + 2.51 * root / re);
  return 1 / root ** 2;
}
/** Water in 100 mm at a Reynolds number: flow in m³/h. */
const water = (re: number, roughMm: number) => ({ flow: `${re * 1.002e-3 / (998 * 0.1) * Math.PI / 4 * 0.01 * 3600} m3/h`, roughness: `${roughMm} mm`, bore: "100 mm", length: "100 m" });

describe("a pipe", () => {
  it("is Hagen and Poiseuille's while the flow is laminar, backwards too", () => {
    const speed = 1000 * 1.002e-3 / (998 * 0.1);
    meets(solve(water(1000, 0.045))("loss") * 1e5, 32 * 1.002e-3 * speed * 100 / 0.01, 1e-9);
    meets(solve(water(-1000, 0.045))("loss") * 1e5, -32 * 1.002e-3 * speed * 100 / 0.01, 1e-9);
    meets(solve(water(1000, 0.045))("factor"), 0.064, 1e-9);
    expect(solve(water(0, 0.045))("loss")).toBe(0);
  });

  it("has Colebrook's factor over the whole Moody chart, within 0.1 %", () => {
    for (const rough of [0, 1e-5, 1e-4, 1e-3, 1e-2, 0.05]) {
      for (const re of [4000, 1e4, 1e5, 1e6, 1e7, 1e8]) meets(solve(water(re, rough * 100))("factor"), colebrook(rough, re), 1e-3);
    }
  });

  it("loses 117 m in White's 500 m of cast iron, at a Reynolds number of 128,000", () => {
    // Oil of 900 kg/m³ and 1e-5 m²/s, 0.2 m³/s, 200 mm, 0.26 mm. The book reads f = 0.0225 off the chart; Colebrook has 0.0227.
    const value = solve({ flow: "720 m3/h", length: "500 m", bore: "200 mm", roughness: "0.26 mm", density: "900 kg/m3", viscosity: "9 mPa.s", rise: `${-500 * Math.sin(Math.PI / 18)} m` });
    meets(value("reynolds"), 128_000, 0.01);
    meets(value("factor"), 0.0225, 0.01);
    meets(value("loss") * 1e5 / (900 * G), 117, 0.01);
    meets(value("drop") * 1e5, 265_000, 0.02);
  });

  it("loses 11.8 psi in Çengel and Cimbala's 200 ft of stainless steel", () => {
    // Water at 60 °F, 0.2 ft³/s in 2 in: V = 9.17 ft/s, Re = 126,400, f = 0.0174, 27.3 ft.
    const value = solve({ flow: `${0.2 * 0.3048 ** 3 * 3600} m3/h`, length: "60.96 m", bore: "50.8 mm", roughness: `${0.000007 * 304.8} mm`, density: `${62.36 * 16.01846} kg/m3`, viscosity: `${7.536e-4 * 1488.164} mPa.s` });
    meets(value("velocity") / 0.3048, 9.17, 1e-3);
    meets(value("reynolds"), 126_400, 1e-3);
    meets(value("factor"), 0.0174, 3e-3);
    meets(value("loss") * 14.5038, 11.8, 5e-3);
    meets(value("loss") * 1e5 / (62.36 * 16.01846 * G * 0.3048), 27.3, 5e-3);
  });
});

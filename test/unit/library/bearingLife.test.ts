/** BearingLife against the formula of ISO 281 and the first worked example of Shigley's chapter on bearings. */
import { describe, expect, it } from "vitest";
import { meets, solveLibrary, type Points } from "../../fixtures/libraryModels.ts";

const POUND_KN = 0.0044482216;
const solve = (speed: Points, given: Readonly<Record<string, string>>, toS = 3600) => solveLibrary("bearing-life", { signals: { speed: { unit: "rpm", points: speed } }, given: { axial: "0 kN", ...given }, toS, stepS: 60 });

describe("a rolling bearing", () => {
  it("lives 5000 h at 1725 rpm and 400 lbf with the 3211 lbf that Shigley asks of the catalogue", () => {
    const { at } = solve([[0, 1725]], { radial: `${400 * POUND_KN} kN`, rating: `${3211 * POUND_KN} kN` });
    meets(at("life", 60), 5000, 1e-3);
  });

  it.each([["3", 1000], ["3.3333333333333335", 1000 ** (10 / 9)]])("with exponent %s bears ten times its load's life to that power", (exponent, millions) => {
    const { at } = solve([[0, 1000]], { radial: "1 kN", rating: "10 kN", exponent });
    meets(at("turns", 60), millions * 1e6, 1e-9);
    meets(at("life", 60), millions * 1e6 / 60_000, 1e-9);
  });

  it("takes the equivalent load where the axial one counts, never less than the radial one", () => {
    meets(solve([[0, 1000]], { radial: "2 kN", axial: "1.5 kN", x: "0.56", y: "1.6" }).at("load", 60), 0.56 * 2 + 1.6 * 1.5, 1e-12);
    meets(solve([[0, 1000]], { radial: "2 kN", axial: "0.1 kN" }).at("load", 60), 2, 1e-12);
  });

  it("is used up at the end of its life, and half an hour's standstill costs nothing", () => {
    // (10 / 5)³ = 8 million turns at 3000 rpm: 44.4 h.
    const { at } = solve([[0, 3000], [1800, 0], [3600, 3000]], { radial: "5 kN", rating: "10 kN" }, 5400);
    meets(at("used", 3600), 100 * 1500 * 60 / 8e6 , 1e-9);
    expect(at("used", 3600)).toBe(at("used", 1800));
    meets(at("used", 5400), 100 * 3000 * 60 / 8e6, 1e-9);
  });

  it("counts in the mean of two loads as Palmgren and Miner do", () => {
    const { at } = solveLibrary("bearing-life", { signals: { radial: { unit: "kN", points: [[0, 5], [1800, 2.5]] } }, given: { axial: "0 kN", speed: "1000 rpm", rating: "10 kN" }, toS: 3600, stepS: 60 });
    meets(at("used", 3600) / 100, 30_000 / 8e6 + 30_000 / 64e6, 1e-9);
  });
});

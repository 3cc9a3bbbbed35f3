import { UcumLhcUtils } from "@lhncbc/ucum-lhc";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affine, compatible } from "../../../shared/units/convert.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { toNumber } from "../../../shared/units/rational.ts";
import { uneceUnits } from "../../../shared/units/unece.ts";
import { makeUnit, type Unit } from "../../../shared/units/unit.ts";

/** A second opinion on our tables: the reference implementation of the US National Library of Medicine. */
const oracle = UcumLhcUtils.getInstance();

function unit(text: string): Unit {
  const read = parseUnit(text);
  if (isUnitError(read)) throw new Error(read.problem);
  return read;
}

/** Factor to the coherent SI unit as the oracle sees it: value of one unit in `kg.m/s2…`. */
function oracleFactor(code: string, coherent: string): number | undefined {
  const result = oracle.convertUnitTo(code, 1, coherent);
  return result.status === "succeeded" && result.toVal !== null ? result.toVal : undefined;
}

/** Scales of their own in our tables, and points, which have tests of their own. */
const OURS = new Set(["1", "dB", "[pH]", "Cel", "[degF]"]);

const codes = [...new Set(uneceUnits().map(([, ucum]) => ucum))].filter((code) => !OURS.has(code));

describe("our unit tables against ucum-lhc", () => {
  it.each(codes)("agrees on %s", (code) => {
    const ours = unit(code);
    const bases: Record<string, string> = { L: "m", M: "kg", T: "s", I: "A", Θ: "K", N: "mol", J: "cd" };
    const angle = ours.angle === 0 ? "" : ours.angle > 0 ? ".rad" : "/rad";
    const coherent = (Object.entries(ours.dimension.exponents).map(([base, exponent]) => `${bases[base]}${exponent === 1 ? "" : exponent}`).join(".") || "1") + angle;
    if (ours.dimension.exponents["N"] !== undefined) return; // UCUM counts a mole as 6.02e23; ours is a base quantity, as in SI
    const theirs = oracleFactor(code, coherent.replace(/^1\./, "").replace(/^1$/, "10*0"));
    if (theirs === undefined) return expect(oracle.validateUnitString(code).status).toBe("valid");
    expect(toNumber(ours.factor) / theirs).toBeCloseTo(1, 6);
  });

  it("agrees on random compounds of one dimension", () => {
    const byDimension = [["W", "kW", "J/s", "V.A", "N.m/s", "[Btu_IT]/h"], ["Pa", "bar", "N/mm2", "[psi]", "kgf/cm2"], ["m3/s", "L/min", "m3/h", "[gal_us]/min", "[ft_i]3/min"], ["kg/m3", "g/cm3", "g/L", "[lb_av]/[ft_i]3"], ["m/s", "km/h", "[ft_i]/s", "mm/s", "[mi_i]/h"]];
    fc.assert(fc.property(fc.constantFrom(...byDimension), fc.nat(), fc.nat(), fc.double({ min: 0.001, max: 1e6, noNaN: true }), (group, i, j, value) => {
      const from = group[i % group.length] ?? "";
      const to = group[j % group.length] ?? "";
      const by = affine(unit(from), unit(to));
      const theirs = oracle.convertUnitTo(from, value, to).toVal ?? NaN;
      expect((value * (by?.factor ?? NaN)) / theirs).toBeCloseTo(1, 9);
    }));
  });

  it("refuses what the oracle refuses", () => {
    const some = ["m", "kg", "s", "A", "Pa", "W", "J", "V", "Ohm", "m3/h", "kg/s", "m/s2", "Hz", "%", "W/K"];
    for (const a of some) for (const b of some) {
      expect(compatible(unit(a), unit(b)), `${a} and ${b}`).toBe(oracle.convertUnitTo(a, 1, b).status === "succeeded");
    }
  });

  it("keeps the parts of a unit that it is given", () => {
    const kilowatt = unit("kW");
    expect(makeUnit(kilowatt.terms, kilowatt.dimension, kilowatt.factor, 0)).toEqual(kilowatt);
  });
});

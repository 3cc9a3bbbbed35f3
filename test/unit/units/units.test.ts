import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { affine, compatible, convert, incompatibility } from "../../../shared/units/convert.ts";
import { displayUnit, withUnit } from "../../../shared/units/displayUnit.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { combineUnits, differenceUnit, opaqueUnit, type Unit } from "../../../shared/units/unit.ts";

function unit(text: string): Unit {
  const read = parseUnit(text);
  if (isUnitError(read)) throw new Error(read.problem);
  return read;
}

describe("reading units", () => {
  it.each([
    ["degC", "Cel"], ["°C", "Cel"], ["m³/h", "m3/h"], ["m3/h", "m3/h"], ["l/min", "L/min"], ["rpm", "{rev}/min"], ["kWh", "kW.h"],
    ["W/(m²·K)", "W/(m2.K)"], ["W/m2/K", "W/(m2.K)"], ["J·kg⁻¹·K⁻¹", "J/(kg.K)"], ["barg", "bar{g}"], ["bar(g)", "bar{g}"], ["psia", "[psi]{a}"],
    ["g0", "[g]"], ["mmHg", "mm[Hg]"], ["kΩ", "kOhm"], ["µm", "um"], ["1/min", "/min"], ["", "1"], ["1", "1"], ["kvar", "kV.A{r}"], ["degC/min", "K/min"],
  ])("reads %s as %s", (text, code) => {
    expect(unit(text).code).toBe(code);
    expect(unit(code).code).toBe(code);
  });

  it.each([["°C", "°C"], ["degC", "°C"], ["m3/h", "m³/h"], ["{rev}/min", "rpm"], ["W/(m2.K)", "W/(m²·K)"], ["kW.h", "kWh"], ["1", ""], ["/s", "1/s"], ["bar{g}", "bar(g)"], ["[in_i]", "in"]])("shows %s as %s", (text, shown) => {
    expect(displayUnit(text)).toBe(shown);
  });

  it("says what is wrong with a text that is no unit, and what was probably meant", () => {
    expect(parseUnit("degc")).toMatchObject({ suggestion: "degC" });
    expect(parseUnit("k W")).toMatchObject({ suggestion: "kW" });
    expect(["m3ph", "kgph", "lpmin", "kWps"].map(parseUnit)).toMatchObject([{ suggestion: "m3/h" }, { suggestion: "kg/h" }, { suggestion: "l/min" }, { suggestion: "kW/s" }]);
    expect(parseUnit("m3//h")).toHaveProperty("problem");
    expect(parseUnit("m99")).toHaveProperty("problem");
    expect(withUnit("80", "degC")).toBe("80 °C");
  });

  it("never throws and never takes long, whatever the text", () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.stringMatching(/^[mkgs/().*{}[\]0-9-]{0,60}$/)), (text) => {
      const read = parseUnit(text);
      if (!isUnitError(read)) expect(unit(read.code).dimension.key).toBe(read.dimension.key);
    }), { numRuns: 2_000 });
  });
});

describe("converting", () => {
  it("converts literals exactly: 176 degF is exactly 80 degC", () => {
    expect(convert(176, unit("degF"), unit("degC"))).toBe(80);
    expect(convert(0.1, unit("bar"), unit("kPa"))).toBe(10);
    expect(convert(3.6, unit("km/h"), unit("m/s"))).toBe(1);
  });

  it("takes gauge pressure from the standard atmosphere", () => {
    expect(convert(5, unit("barg"), unit("bara"))).toBe(6.01325);
    expect(compatible(unit("barg"), unit("bar"))).toBe(false);
    expect(incompatibility(unit("barg"), unit("bar"))).toContain("write bar(g) or bar(a)");
  });

  it("gives factor and offset rounded once", () => {
    expect(affine(unit("degF"), unit("degC"))).toEqual({ factor: 5 / 9, offset: -160 / 9 });
    expect(affine(unit("kW"), unit("W"))).toEqual({ factor: 1000, offset: 0 });
  });

  it("keeps pressure from temperature, and turns from radians", () => {
    expect(compatible(unit("bar"), unit("degC"))).toBe(false);
    expect(compatible(unit("rpm"), unit("Hz"))).toBe(true);
    expect(compatible(unit("rpm"), unit("rad/s"))).toBe(false);
    expect(compatible(combineUnits(unit("N.m"), unit("rad/s"), 1), unit("kW"))).toBe(true);
    expect(compatible(unit("deg"), unit("rad"))).toBe(true);
  });

  it("counts a degree as a difference inside a compound and as a point alone", () => {
    expect(convert(1, unit("W/degC"), unit("W/K"))).toBe(1);
    expect(unit("degC").point).toBe("temperature");
    expect(differenceUnit(unit("degC")).code).toBe("K");
    expect(differenceUnit(unit("barg")).code).toBe("bar");
  });

  it("compares an unknown unit with itself alone", () => {
    expect(compatible(opaqueUnit("Foo"), opaqueUnit("Foo"))).toBe(true);
    expect(compatible(opaqueUnit("Foo"), unit("1"))).toBe(false);
    expect(combineUnits(opaqueUnit("Foo"), opaqueUnit("Foo"), -1).code).toBe("1");
    expect(opaqueUnit(opaqueUnit("Foo").code)).toEqual(opaqueUnit("Foo"));
    expect(displayUnit(opaqueUnit("Foo").code)).toBe("Foo");
  });

  it("goes there and back to the same number, within rounding", () => {
    const groups = [["degC", "degF", "K"], ["bar", "psi", "kPa", "mmHg"], ["m3/h", "L/min", "gpm"], ["kW", "hp", "W"], ["rpm", "Hz"]];
    fc.assert(fc.property(fc.constantFrom(...groups), fc.nat(), fc.nat(), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (group, i, j, value) => {
      const a = unit(group[i % group.length] ?? "");
      const b = unit(group[j % group.length] ?? "");
      const back = convert(convert(value, a, b) ?? NaN, b, a) ?? NaN;
      expect(Math.abs(back - value)).toBeLessThanOrEqual(1e-12 * (Math.abs(value) + 500));
    }));
  });
});

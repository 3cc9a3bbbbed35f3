/** The units that completion offers: the everyday ones of a plant, in their on-screen spelling. */
import { compatible } from "../../units/convert.ts";
import { quantityName } from "../../units/dimension.ts";
import { displayUnit } from "../../units/displayUnit.ts";
import { isUnitError, parseUnit } from "../../units/parseUnit.ts";
import { differenceUnit, type Unit } from "../../units/unit.ts";
import { writtenUnit } from "../checkUnits.ts";
import type { Completion } from "./complete.ts";

const EVERYDAY = [
  "degC", "K", "degF", "bar", "barg", "bara", "mbar", "kPa", "MPa", "Pa", "psi", "m3/h", "m3/s", "L/min", "L/s", "gpm", "kg/s", "kg/h", "t/h", "kW", "W", "MW", "hp", "rpm", "Hz", "1/s", "%", "1", "ppm",
  "mm/s", "m/s", "m/s2", "g0", "um", "mm", "cm", "m", "in", "ft", "A", "mA", "V", "mV", "kV", "Ohm", "kVA", "kvar", "kWh", "MWh", "J", "kJ", "MJ", "N", "kN", "N.m", "m2", "m3", "L", "kg", "g", "t", "kg/m3", "mg/L",
  "ms", "s", "min", "h", "d", "deg", "rad", "rad/s", "mPa.s", "cSt", "uS/cm", "pH", "NTU", "K/W", "J/K", "W/K", "W/(m2.K)", "J/(kg.K)", "kJ/kg", "K/min", "lx", "dB",
];

const choices: readonly Unit[] = EVERYDAY.map((text) => parseUnit(text)).filter((unit): unit is Unit => !isUnitError(unit));

function item(unit: Unit): Completion {
  const quantity = quantityName(unit.dimension);
  const written = unit.code === "1" ? "1" : writtenUnit(unit);
  return { label: written, insert: written, kind: "unit", ...(quantity !== undefined && { detail: quantity }) };
}

export function everydayUnits(): readonly Completion[] {
  return choices.map(item);
}

/** The unit itself first, then the everyday ones that values in it can be compared with, then those of its differences. */
export function unitsLike(unit: Unit): readonly Completion[] {
  const like = choices.filter((choice) => choice.code !== unit.code && (compatible(choice, unit) || compatible(choice, differenceUnit(unit))));
  return (displayUnit(unit) === "" ? like : [unit, ...like]).map(item);
}

export function durationUnits(): readonly Completion[] {
  return ["s", "min", "h", "d", "ms"].map((text) => ({ label: text, insert: text, kind: "unit", detail: "time" }));
}

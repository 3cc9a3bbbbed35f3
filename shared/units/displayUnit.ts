/** How a unit is written on the screen: one way for each (°C, m³/h, rpm, W/(m²·K)), whatever way it was typed. */
import { isUnitError, parseUnit } from "./parseUnit.ts";
import { DISPLAYS } from "./spellings.ts";
import type { Term, Unit } from "./unit.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function superscript(exponent: number): string {
  if (exponent === 1) return "";
  if (!Number.isInteger(exponent)) return `^${exponent}`;
  return [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : (SUPERSCRIPTS[Number(digit)] ?? ""))).join("");
}

function shown(terms: readonly Term[], sign: 1 | -1): string {
  return terms.filter((term) => Math.sign(term.exponent) === sign).map((term) => term.display + superscript(sign * term.exponent)).join("·");
}

/** The spelling for people. `""` for plain numbers. Takes a unit, or a code: a code that is no unit is shown as it stands. */
export function displayUnit(unit: Unit | string): string {
  const read = typeof unit === "string" ? parseUnit(unit) : unit;
  if (isUnitError(read)) return typeof unit === "string" ? unit : "";
  const special = DISPLAYS.get(read.code);
  if (special !== undefined) return special;
  const above = shown(read.terms, 1);
  const below = shown(read.terms, -1);
  if (below === "") return above;
  const several = read.terms.filter((term) => term.exponent < 0).length > 1;
  return `${above || "1"}/${several ? `(${below})` : below}`;
}

/** A value with its unit as a sentence shows it: `80 °C`, `12`, `95 %`. */
export function withUnit(value: string, unit: Unit | string): string {
  const display = displayUnit(unit);
  return display === "" ? value : `${value} ${display}`;
}

/** How a unit is written on the screen: one way for each (°C, m³/h, rpm, W/(m²·K)), whatever way it was typed. */
import { isUnitError, parseUnit } from "./parseUnit.ts";
import { DISPLAYS } from "./spellings.ts";
import { bareName, type Term, type Unit } from "./unit.ts";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function superscript(exponent: number): string {
  if (exponent === 1) return "";
  if (!Number.isInteger(exponent)) return `^${exponent}`;
  return [...String(exponent)].map((digit) => (digit === "-" ? "⁻" : (SUPERSCRIPTS[Number(digit)] ?? ""))).join("");
}

/** The exponent stands before an annotation: m³{std}. */
function raised(display: string, exponent: string): string {
  const brace = exponent === "" ? -1 : display.indexOf("{");
  return brace < 0 ? display + exponent : `${display.slice(0, brace)}${exponent}${display.slice(brace)}`;
}

function shown(terms: readonly Term[], sign: 1 | -1): string {
  return terms.filter((term) => Math.sign(term.exponent) === sign).map((term) => raised(term.display, superscript(sign * term.exponent))).join("·");
}

/** The spelling for people. `""` for plain numbers. Takes a unit, or a code: one that nobody knows is shown as it stands. */
export function displayUnit(unit: Unit | string): string {
  const read = typeof unit === "string" ? parseUnit(unit) : unit;
  if (isUnitError(read)) return typeof unit === "string" ? bareName(unit) : "";
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

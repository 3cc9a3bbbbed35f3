/**
 * Reads a unit from text: UCUM codes and everyday spellings, compounds with `.`, `·`, `*`, `/`, brackets and exponents
 * (`m3/h`, `m³/h`, `W/(m2.K)`, `kW.h`, `K/W`). A blank inside a unit is not allowed. Pure; results are remembered.
 */
import { ATOMS, STANDARD_ATMOSPHERE_PA } from "./atoms.ts";
import { nearest } from "./nearest.ts";
import { ONE, parseDecimal, rational } from "./rational.ts";
import { PRESSURE_CODES, pressurePoint, SPELLINGS } from "./spellings.ts";
import { differenceUnit, makeUnit, PLAIN, type Unit } from "./unit.ts";
import { isUnitError, type UnitError, UnitReader } from "./UnitReader.ts";

export { isUnitError, type UnitError } from "./UnitReader.ts";

/** Longer texts are no units; bounds the parser's work. */
const MAX_LENGTH = 80;
/** Remembered results; far more than the units of any project. */
const CACHE_SIZE = 2_000;

const cache = new Map<string, Unit | UnitError>();

/** The unit a text means, or why it is none. `""` and `"1"` are the unit of plain numbers. */
export function parseUnit(text: string): Unit | UnitError {
  if (text.length > MAX_LENGTH) return { problem: `A unit of ${text.length} characters cannot be read; ${MAX_LENGTH} is the longest.` };
  const known = cache.get(text);
  if (known) return known;
  const result = readWhole(text.trim());
  if (cache.size >= CACHE_SIZE) cache.clear();
  cache.set(text, result);
  return result;
}

/** The code of the unit in which differences of a signal are given: kelvin for degC. What cannot be read stays as it is. */
export function codeOfDifference(code: string): string {
  const unit = parseUnit(code);
  return isUnitError(unit) ? code : differenceUnit(unit).code;
}

function readWhole(text: string): Unit | UnitError {
  if (text === "" || text === "1") return PLAIN;
  const point = pressurePoint(text);
  if (point) return pressureUnit(PRESSURE_CODES.get(point[0]) ?? point[0], point[1]);
  const result = new UnitReader(SPELLINGS.get(text) ?? normalise(text)).read();
  if (!isUnitError(result)) return result;
  const suggestion = perTime(text) ?? nearest(text, knownUnits());
  return { problem: `"${text}" is not a unit: ${result.problem}`, ...(suggestion !== undefined && { suggestion }) };
}

const TIMES: Readonly<Record<string, string>> = { h: "h", hr: "h", m: "min", min: "min", s: "s", sec: "s", d: "d" };

/** `m3ph` was meant as `m3/h`. */
function perTime(text: string): string | undefined {
  const [, amount, time = ""] = /^(.+)p(h|hr|m|min|s|sec|d)$/.exec(text) ?? [];
  const meant = `${amount ?? ""}/${TIMES[time] ?? ""}`;
  return amount === undefined || isUnitError(new UnitReader(normalise(meant)).read()) ? undefined : meant;
}

/** What a misspelled unit is compared with: all single words, and the compounds of everyday. */
function knownUnits(): Iterable<string> {
  return [...SPELLINGS.keys(), ...ATOMS.keys(), "kW", "kPa", "MPa", "mbar", "mm", "cm", "km", "kg", "mA", "mV", "kV", "kJ", "MJ", "MW", "m3/h", "m3/s", "L/min", "L/s", "mm/s", "m/s", "kg/h", "kg/s", "kHz"];
}

function pressureUnit(code: string, datum: "g" | "a"): Unit | UnitError {
  const unit = parseUnit(code);
  if (isUnitError(unit)) return unit;
  const term = unit.terms[0];
  const offset = datum === "g" ? (parseDecimal(STANDARD_ATMOSPHERE_PA) ?? ONE) : rational(0n);
  const terms = [{ code: `${term?.code ?? code}{${datum}}`, display: `${term?.display ?? code}(${datum})`, exponent: 1 }];
  return { ...makeUnit(terms, unit.dimension, unit.factor, 0), offset, point: "pressure" };
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** `m³·s⁻¹` → `m3.s-1`; `^` is dropped; both micro signs and both ohms become UCUM's letters. */
function normalise(text: string): string {
  return text
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String(SUPERSCRIPTS.indexOf(digit)))
    .replaceAll("⁻", "-").replaceAll("^", "").replace(/[·⋅*×]/g, ".").replace(/[µμ]/g, "u").replace(/[ΩΩ]/g, "Ohm");
}

/**
 * What a unit is, and arithmetic with units: products, powers, roots. Reading text is `parseUnit.ts`, converting values
 * `convert.ts`, spelling for people `displayUnit.ts`.
 */
import { combine, dimension, DIMENSIONLESS, type Dimension } from "./dimension.ts";
import { divide, multiply, ONE, power, rational, type Rational, ZERO } from "./rational.ts";

/** One factor of a unit: `kW` to the first, `m` to the minus second. */
export interface Term {
  /** UCUM code with prefix and annotation, without exponent. */
  readonly code: string;
  readonly display: string;
  readonly exponent: number;
}

/** A unit that names points on a scale: whose zero is a convention, so that values cannot be added or doubled. */
export type PointScale = "temperature" | "pressure";

/** A value in the coherent SI unit of its dimension is `value · factor + offset`. */
export interface Unit {
  /** UCUM code, our id of the unit: `Cel`, `m3/h`, `{rev}/min`, `bar{g}` for gauge pressure. */
  readonly code: string;
  readonly terms: readonly Term[];
  readonly dimension: Dimension;
  readonly factor: Rational;
  readonly offset: Rational;
  /** Present for degC, degF, barg, bara: values are points; their difference has the unit `differenceUnit`. */
  readonly point?: PointScale;
  /** Exponent of plane angle (rad, deg), which SI counts as no dimension. Keeps rad/s and rpm apart. */
  readonly angle: number;
}

function powered(term: Term): string {
  return term.exponent === 1 ? term.code : term.code.startsWith("{") ? `(${term.code})${term.exponent}` : insertExponent(term.code, term.exponent);
}

/** UCUM puts the exponent before an annotation: `m3{std}`. */
function insertExponent(code: string, exponent: number): string {
  const brace = code.indexOf("{");
  return brace < 0 ? `${code}${exponent}` : `${code.slice(0, brace)}${exponent}${code.slice(brace)}`;
}

/** Numerator over denominator: `W/(m2.K)`, `/min`, `1`. */
function composeCode(terms: readonly Term[]): string {
  const above = terms.filter((term) => term.exponent > 0).map(powered);
  const below = terms.filter((term) => term.exponent < 0).map((term) => powered({ ...term, exponent: -term.exponent }));
  if (below.length === 0) return above.join(".") || "1";
  return `${above.join(".")}/${below.length === 1 ? below[0] : `(${below.join(".")})`}`;
}

function mergeTerms(a: readonly Term[], b: readonly Term[], bExponent: number): readonly Term[] {
  const merged = [...a];
  for (const term of b) {
    const at = merged.findIndex((candidate) => candidate.code === term.code);
    const known = merged[at];
    if (known) merged[at] = { ...known, exponent: known.exponent + term.exponent * bExponent };
    else merged.push({ ...term, exponent: term.exponent * bExponent });
  }
  return merged.filter((term) => term.exponent !== 0);
}

/** A unit of amounts (not of points) from its parts. */
export function makeUnit(terms: readonly Term[], of: Dimension, factor: Rational, angle: number): Unit {
  return { code: composeCode(terms), terms, dimension: of, factor, offset: ZERO, angle };
}

/** The unit `1` of plain numbers. */
export const PLAIN: Unit = makeUnit([], DIMENSIONLESS, ONE, 0);

/** A unit nobody knows, under its own name: comparable with itself alone. */
export function opaqueUnit(name: string): Unit {
  const shown = bareName(name) || "?";
  return { ...makeUnit([{ code: `[${shown}]`, display: shown, exponent: 1 }], dimension({ [`?${shown}`]: 1 }), ONE, 0) };
}

/** The name inside an opaque unit's code: `[Widgets]` is Widgets. */
export function bareName(code: string): string {
  return code.trim().replace(/^\[(.*)\]$/, "$1");
}

/** Whether the unit, or a factor of it, is one that nobody knows. */
export function isOpaque(unit: Unit): boolean {
  return unit.dimension.key.includes("?");
}

/** Units of differences, by the unit of the points. */
const differences = new WeakMap<Unit, Unit>();

/** The unit of the difference of two values: K for degC, bar for barg; every other unit itself. Pure; results are remembered. */
export function differenceUnit(unit: Unit): Unit {
  if (unit.point === undefined) return unit;
  const known = differences.get(unit);
  if (known) return known;
  const made = makeUnit(unit.terms.map(asAmount), unit.dimension, unit.factor, unit.angle);
  differences.set(unit, made);
  return made;
}

/** degC as an amount is K, degF is °R in size; `bar{g}` is bar. */
function asAmount(term: Term): Term {
  if (term.code === "Cel") return { ...term, code: "K", display: "K" };
  if (term.code === "[degF]") return { ...term, code: "[degR]", display: "°R" };
  return { ...term, code: term.code.replace(/\{[ga]\}$/, ""), display: term.display.replace(/\([ga]\)$/, "") };
}

/** a · b^exponent, for units of amounts; points are taken as differences, as inside a compound unit. */
export function combineUnits(a: Unit, b: Unit, exponent: 1 | -1): Unit {
  const left = differenceUnit(a);
  const right = differenceUnit(b);
  const factor = exponent === 1 ? multiply(left.factor, right.factor) : divide(left.factor, right.factor);
  return makeUnit(mergeTerms(left.terms, right.terms, exponent), combine(left.dimension, right.dimension, exponent), factor, left.angle + exponent * right.angle);
}

/** The unit to a whole power. */
export function raiseUnit(unit: Unit, exponent: number): Unit {
  const base = differenceUnit(unit);
  const terms = exponent === 0 ? [] : base.terms.map((term) => ({ ...term, exponent: term.exponent * exponent }));
  return makeUnit(terms, combine(DIMENSIONLESS, base.dimension, exponent), power(base.factor, exponent), base.angle * exponent);
}

const COHERENT: Readonly<Record<string, string>> = { L: "m", M: "kg", T: "s", I: "A", Θ: "K", N: "mol", J: "cd" };

/** The unit of factor 1 with this dimension: kg, m, s, A, K, mol, cd and their powers. */
export function coherentUnit(of: Dimension): Unit {
  const terms = Object.entries(of.exponents).map(([base, exponent]): Term => {
    const code = COHERENT[base] ?? `[${base.slice(1)}]`;
    return { code, display: COHERENT[base] ?? base.slice(1), exponent };
  });
  return makeUnit(terms, of, rational(1n), 0);
}

/** The coherent unit of the square root; exponents may become halves, which no code can spell. */
export function rootUnit(unit: Unit): Unit {
  const halves = Object.fromEntries(Object.entries(unit.dimension.exponents).map(([base, exponent]) => [base, exponent / 2]));
  return coherentUnit(dimension(halves));
}

/** Whether every exponent is whole, so that the unit can be written down. */
export function isSpellable(unit: Unit): boolean {
  return unit.terms.every((term) => Number.isInteger(term.exponent));
}

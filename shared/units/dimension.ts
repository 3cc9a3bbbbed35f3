/**
 * Physical dimensions: exponents over the seven SI base quantities, plus opaque ones of units nobody knows, each
 * comparable with itself alone. Angles and rotations are dimensionless, as in SI.
 */

/** Exponents that are not zero, by base: L M T I Θ N J, or `?` and the spelling of an opaque unit. May be halves (√). */
export interface Dimension {
  readonly exponents: Readonly<Record<string, number>>;
  /** The same as a string in a fixed order: two dimensions are equal when their keys are. Empty: a plain number. */
  readonly key: string;
}

export function dimension(exponents: Readonly<Record<string, number>>): Dimension {
  const entries = Object.entries(exponents).filter(([, exponent]) => exponent !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return { exponents: Object.fromEntries(entries), key: entries.map(([base, exponent]) => `${base}${exponent}`).join(" ") };
}

export const DIMENSIONLESS = dimension({});

/** The dimension of a product a · b^bExponent. */
export function combine(a: Dimension, b: Dimension, bExponent: number): Dimension {
  if (b.key === "") return a;
  const sum: Record<string, number> = { ...a.exponents };
  for (const [base, exponent] of Object.entries(b.exponents)) sum[base] = (sum[base] ?? 0) + exponent * bExponent;
  return dimension(sum);
}

const QUANTITIES: readonly (readonly [string, Record<string, number>])[] = [
  ["plain number", {}], ["length", { L: 1 }], ["area", { L: 2 }], ["volume", { L: 3 }], ["mass", { M: 1 }], ["time", { T: 1 }],
  ["current", { I: 1 }], ["temperature", { Θ: 1 }], ["amount of substance", { N: 1 }], ["luminous intensity", { J: 1 }],
  ["frequency or speed of rotation", { T: -1 }], ["velocity", { L: 1, T: -1 }], ["acceleration", { L: 1, T: -2 }],
  ["force", { M: 1, L: 1, T: -2 }], ["pressure", { M: 1, L: -1, T: -2 }], ["energy or torque", { M: 1, L: 2, T: -2 }],
  ["power", { M: 1, L: 2, T: -3 }], ["volume flow", { L: 3, T: -1 }], ["mass flow", { M: 1, T: -1 }], ["density", { M: 1, L: -3 }],
  ["dynamic viscosity", { M: 1, L: -1, T: -1 }], ["kinematic viscosity", { L: 2, T: -1 }], ["voltage", { M: 1, L: 2, T: -3, I: -1 }],
  ["resistance", { M: 1, L: 2, T: -3, I: -2 }], ["conductance", { M: -1, L: -2, T: 3, I: 2 }], ["charge", { I: 1, T: 1 }],
  ["capacitance", { M: -1, L: -2, T: 4, I: 2 }], ["inductance", { M: 1, L: 2, T: -2, I: -2 }], ["magnetic flux", { M: 1, L: 2, T: -2, I: -1 }],
  ["magnetic flux density", { M: 1, T: -2, I: -1 }], ["thermal resistance", { Θ: 1, M: -1, L: -2, T: 3 }], ["heat capacity", { M: 1, L: 2, T: -2, Θ: -1 }],
  ["specific heat capacity", { L: 2, T: -2, Θ: -1 }], ["heat transfer coefficient", { M: 1, T: -3, Θ: -1 }], ["thermal conductivity", { M: 1, L: 1, T: -3, Θ: -1 }],
  ["thermal conductance", { M: 1, L: 2, T: -3, Θ: -1 }], ["heat flux", { M: 1, T: -3 }], ["specific energy", { L: 2, T: -2 }],
  ["concentration", { N: 1, L: -3 }], ["illuminance", { J: 1, L: -2 }], ["conductivity", { M: -1, L: -3, T: 3, I: 2 }],
  ["rate of temperature change", { Θ: 1, T: -1 }], ["moment of inertia", { M: 1, L: 2 }],
];
const NAMES: ReadonlyMap<string, string> = new Map(QUANTITIES.map(([name, exponents]) => [dimension(exponents).key, name]));

/** What a dimension is called ("pressure"), or undefined where it has no common name. */
export function quantityName(of: Dimension): string | undefined {
  return NAMES.get(of.key);
}

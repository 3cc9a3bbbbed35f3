/**
 * Unit atoms and prefixes: UCUM's case-sensitive codes (ucum.org, version 2.1) for what plants measure, each defined by an
 * exact factor times an expression of atoms above it. Deliberately not all of UCUM: medical and historical units are left out.
 */

export interface Atom {
  readonly code: string;
  /** How it is written on the screen. */
  readonly display: string;
  /** Takes prefixes (`k`, `m`, …). */
  readonly metric: boolean;
  /** Decimal factor, or a fraction `5/9`. */
  readonly factor: string;
  /** What the factor stands before; "" for base atoms (see `base`) and plain numbers. */
  readonly of: string;
  /** Dimension of a base or opaque atom. */
  readonly base?: string;
  /** Zero of the scale in the coherent unit (K, Pa): the atom alone names points on a scale, not amounts. */
  readonly zero?: { readonly at: string; readonly scale: "temperature" | "pressure" };
  /** Counts plane angle: kept apart from turns and cycles when frequencies are compared. */
  readonly angle?: true;
}

/** Rows: code, display, metric?, factor, of. */
type Row = readonly [code: string, display: string, metric: 0 | 1, factor: string, of: string];

const BASE: readonly Atom[] = [
  { code: "m", display: "m", metric: true, factor: "1", of: "", base: "L" },
  { code: "g", display: "g", metric: true, factor: "0.001", of: "", base: "M" },
  { code: "s", display: "s", metric: true, factor: "1", of: "", base: "T" },
  { code: "A", display: "A", metric: true, factor: "1", of: "", base: "I" },
  { code: "K", display: "K", metric: true, factor: "1", of: "", base: "Θ" },
  { code: "mol", display: "mol", metric: true, factor: "1", of: "", base: "N" },
  { code: "cd", display: "cd", metric: true, factor: "1", of: "", base: "J" },
];

const PI = "3.14159265358979323846264338327950288419716939937510582097494";

const DERIVED: readonly Row[] = [
  ["%", "%", 0, "0.01", ""], ["[ppth]", "‰", 0, "0.001", ""], ["[ppm]", "ppm", 0, "0.000001", ""], ["[ppb]", "ppb", 0, "0.000000001", ""], ["[pi]", "π", 0, PI, ""],
  ["min", "min", 0, "60", "s"], ["h", "h", 0, "60", "min"], ["d", "d", 0, "24", "h"], ["wk", "wk", 0, "7", "d"], ["a", "a", 0, "365.25", "d"], ["mo", "mo", 0, "30.4375", "d"],
  ["L", "L", 1, "0.001", "m3"], ["ar", "ar", 1, "100", "m2"], ["t", "t", 1, "1000", "kg"],
  ["Hz", "Hz", 1, "1", "/s"], ["N", "N", 1, "1", "kg.m/s2"], ["Pa", "Pa", 1, "1", "N/m2"], ["J", "J", 1, "1", "N.m"], ["W", "W", 1, "1", "J/s"],
  ["C", "C", 1, "1", "A.s"], ["V", "V", 1, "1", "W/A"], ["F", "F", 1, "1", "C/V"], ["Ohm", "Ω", 1, "1", "V/A"], ["S", "S", 1, "1", "A/V"], ["Wb", "Wb", 1, "1", "V.s"],
  ["T", "T", 1, "1", "Wb/m2"], ["H", "H", 1, "1", "Wb/A"], ["lm", "lm", 1, "1", "cd"], ["lx", "lx", 1, "1", "lm/m2"], ["Bq", "Bq", 1, "1", "/s"], ["Gy", "Gy", 1, "1", "J/kg"], ["Sv", "Sv", 1, "1", "J/kg"], ["kat", "kat", 1, "1", "mol/s"],
  ["bar", "bar", 1, "100000", "Pa"], ["atm", "atm", 0, "101325", "Pa"], ["att", "at", 0, "98066.5", "Pa"], ["m[H2O]", "mH₂O", 1, "9806.65", "Pa"], ["m[Hg]", "mHg", 1, "133322", "Pa"], ["[in_i'H2O]", "inH₂O", 0, "249.08891", "Pa"], ["[in_i'Hg]", "inHg", 0, "3386.3788", "Pa"],
  ["eV", "eV", 1, "0.0000000000000000001602176634", "J"], ["cal", "cal", 1, "4.184", "J"], ["cal_IT", "cal(IT)", 1, "4.1868", "J"], ["[Btu_IT]", "BTU", 0, "1055.05585262", "J"], ["[Btu]", "BTU", 0, "1055.05585262", "J"],
  ["[g]", "g₀", 1, "9.80665", "m/s2"], ["gf", "gf", 1, "9.80665", "g.m/s2"], ["P", "P", 1, "0.1", "Pa.s"], ["St", "St", 1, "0.0001", "m2/s"], ["dyn", "dyn", 1, "0.00001", "N"], ["erg", "erg", 1, "0.0000001", "J"], ["G", "G", 1, "0.0001", "T"],
  ["[in_i]", "in", 0, "2.54", "cm"], ["[ft_i]", "ft", 0, "12", "[in_i]"], ["[yd_i]", "yd", 0, "3", "[ft_i]"], ["[mi_i]", "mi", 0, "5280", "[ft_i]"], ["[nmi_i]", "nmi", 0, "1852", "m"], ["[kn_i]", "kn", 0, "1", "[nmi_i]/h"], ["[mil_i]", "mil", 0, "0.001", "[in_i]"],
  ["[sin_i]", "in²", 0, "1", "[in_i]2"], ["[sft_i]", "ft²", 0, "1", "[ft_i]2"], ["[cin_i]", "in³", 0, "1", "[in_i]3"], ["[cft_i]", "ft³", 0, "1", "[ft_i]3"],
  ["[lb_av]", "lb", 0, "453.59237", "g"], ["[oz_av]", "oz", 0, "1/16", "[lb_av]"], ["[ston_av]", "short ton", 0, "2000", "[lb_av]"], ["[lton_av]", "long ton", 0, "2240", "[lb_av]"], ["[lbf_av]", "lbf", 0, "1", "[lb_av].[g]"],
  ["[psi]", "psi", 0, "1", "[lbf_av]/[in_i]2"], ["[HP]", "hp", 0, "550", "[ft_i].[lbf_av]/s"], ["[gal_us]", "gal", 0, "231", "[in_i]3"], ["[qt_us]", "US qt", 0, "1/4", "[gal_us]"], ["[pt_us]", "US pt", 0, "1/8", "[gal_us]"], ["[foz_us]", "US fl oz", 0, "1/128", "[gal_us]"], ["[bbl_us]", "bbl", 0, "42", "[gal_us]"], ["[gal_br]", "gal(UK)", 0, "4.54609", "L"],
  ["[degR]", "°R", 0, "5/9", "K"],
];

/** Standard atmosphere (ISO 2533), the datum of gauge pressure: the barometer of the day is not known to the compiler. */
export const STANDARD_ATMOSPHERE_PA = "101325";

/** Units whose name alone is a point on a scale. Inside a compound unit they are differences. */
const POINTS: readonly Atom[] = [
  { code: "Cel", display: "°C", metric: false, factor: "1", of: "K", zero: { at: "273.15", scale: "temperature" } },
  { code: "[degF]", display: "°F", metric: false, factor: "5/9", of: "K", zero: { at: "229835/900", scale: "temperature" } },
];

const ANGLES: readonly Atom[] = [
  { code: "rad", display: "rad", metric: true, factor: "1", of: "", angle: true },
  { code: "deg", display: "°", metric: false, factor: PI, of: "rad/180", angle: true },
  { code: "gon", display: "gon", metric: false, factor: PI, of: "rad/200", angle: true },
  { code: "'", display: "′", metric: false, factor: "1/60", of: "deg", angle: true },
  { code: "''", display: "″", metric: false, factor: "1/60", of: "'", angle: true },
  { code: "sr", display: "sr", metric: true, factor: "1", of: "" },
];

/** Logarithmic and arbitrary scales: comparable with themselves alone. */
const OPAQUE: readonly Atom[] = [
  { code: "dB", display: "dB", metric: false, factor: "1", of: "", base: "?dB" },
  { code: "[pH]", display: "pH", metric: false, factor: "1", of: "", base: "?pH" },
  { code: "[NTU]", display: "NTU", metric: false, factor: "1", of: "", base: "?NTU" },
];

const derived = DERIVED.map(([code, display, metric, factor, of]): Atom => ({ code, display, metric: metric === 1, factor, of }));

export const ATOMS: ReadonlyMap<string, Atom> = new Map([...BASE, ...derived, ...POINTS, ...ANGLES, ...OPAQUE].map((atom) => [atom.code, atom]));

/** Powers of ten of the SI prefixes. */
export const PREFIXES: ReadonlyMap<string, number> = new Map([
  ["Y", 24], ["Z", 21], ["E", 18], ["P", 15], ["T", 12], ["G", 9], ["M", 6], ["k", 3], ["h", 2], ["da", 1],
  ["d", -1], ["c", -2], ["m", -3], ["u", -6], ["n", -9], ["p", -12], ["f", -15], ["a", -18], ["z", -21], ["y", -24],
]);

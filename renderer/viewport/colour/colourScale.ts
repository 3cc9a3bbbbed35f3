/**
 * The scale that colours assets by a value: even steps of the value look like even steps, in colour, in grey and to colour-blind
 * eyes. Samples of Cividis (Nuñez, Anderton, Renslow: PLOS ONE 13(7), 2018), whose lightness rises linearly.
 */

export type Rgb = readonly [r: number, g: number, b: number];

const CIVIDIS: readonly Rgb[] = [
  [0, 32, 77], [0, 48, 111], [42, 63, 109], [72, 78, 108], [93, 93, 110], [113, 109, 114], [133, 125, 119],
  [155, 142, 120], [178, 160, 115], [203, 178, 105], [228, 197, 90], [253, 217, 68],
];

/** The colour at a share of the scale, 0..1; outside is clamped. Components 0..255. */
export function scaleColour(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (CIVIDIS.length - 1);
  const low = Math.min(CIVIDIS.length - 2, Math.floor(at));
  const [a, b] = [CIVIDIS[low] ?? [0, 0, 0], CIVIDIS[low + 1] ?? [0, 0, 0]];
  const mix = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * (at - low));
  return [mix(0), mix(1), mix(2)];
}

/** The scale as a CSS gradient from low to high. */
export function scaleGradient(): string {
  return `linear-gradient(to right, ${CIVIDIS.map((rgb) => `rgb(${rgb.join(" ")})`).join(", ")})`;
}

export interface ColourRange {
  readonly min: number;
  readonly max: number;
}

const NICE = [1, 2, 2.5, 5, 10];

/** A calm range around values: round ends, and not changed while the values still fill it well. Undefined without any value. */
export function niceRange(values: readonly number[], previous: ColourRange | undefined, fromZero: boolean): ColourRange | undefined {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return previous;
  const low = fromZero ? 0 : Math.min(...known);
  const high = Math.max(...known, fromZero ? 0 : -Infinity);
  if (previous && low >= previous.min && high <= previous.max && high - low >= (previous.max - previous.min) * 0.4) return previous;
  const size = high - low || Math.abs(high) * 0.1 || 1;
  const rough = size / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (NICE.find((nice) => nice * power >= rough) ?? 10) * power;
  const min = Math.floor(low / step) * step;
  const max = Math.ceil(high / step) * step;
  return { min, max: max > min ? max : min + step };
}

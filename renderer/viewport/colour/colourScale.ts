/**
 * The scale that colours assets by a value: even steps of the value are even steps of lightness, so that it reads in colour, in
 * grey and to colour-blind eyes. Made in OKLab (B. Ottosson, "A perceptual color space for image processing", 2020); its violet
 * is no alarm's hue, no run's and not the neutral of what has no value.
 */

export type Rgb = readonly [r: number, g: number, b: number];

/** Ends of the scale: lightness 0..1 and hue in degrees rise evenly; chroma is highest in the middle, where sRGB has room for it. */
const FROM = { lightness: 0.3, hueDeg: 280 } as const;
const TO = { lightness: 0.93, hueDeg: 325 } as const;
const CHROMA = { ends: 0.05, middle: 0.14 } as const;
/** Stops of the CSS gradient: between them the browser's straight line in sRGB is not seen to differ. */
const GRADIENT_STOPS = 12;

/** One linear component as sRGB 0..255 (IEC 61966-2-1). */
function encoded(linear: number): number {
  const inside = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055));
}

/** OKLab to sRGB. */
function fromOklab(lightness: number, a: number, b: number): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encoded(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encoded(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encoded(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour at a share of the scale, 0..1; outside is clamped. Components 0..255. */
export function scaleColour(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share));
  const mix = (from: number, to: number): number => from + (to - from) * at;
  const chroma = CHROMA.ends + (CHROMA.middle - CHROMA.ends) * 4 * at * (1 - at);
  const hue = (mix(FROM.hueDeg, TO.hueDeg) * Math.PI) / 180;
  return fromOklab(mix(FROM.lightness, TO.lightness), chroma * Math.cos(hue), chroma * Math.sin(hue));
}

/** The scale as a CSS gradient from low to high. */
export function scaleGradient(): string {
  const stops = Array.from({ length: GRADIENT_STOPS }, (_, i) => `rgb(${scaleColour(i / (GRADIENT_STOPS - 1)).join(" ")})`);
  return `linear-gradient(to right, ${stops.join(", ")})`;
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

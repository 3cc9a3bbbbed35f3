/** The neutral hatch that marks what is not known: gaps, stale and unknown values. Always used with a word beside it. */

const TILE_PX = 7;
const patterns = new Map<string, CanvasPattern>();

/** A diagonal hatch in a colour for a device pixel ratio; remembered, since every draw asks for it. */
export function hatchPattern(context: CanvasRenderingContext2D, color: string, ratio: number): CanvasPattern | string {
  const key = `${color}@${ratio}`;
  const known = patterns.get(key);
  if (known) return known;
  const size = Math.max(4, Math.round(TILE_PX * ratio));
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  if (!pen) return color;
  pen.strokeStyle = color;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const shift of [-size, 0, size]) {
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
  }
  pen.stroke();
  const pattern = context.createPattern(tile, "repeat");
  if (!pattern) return color;
  patterns.set(key, pattern);
  return pattern;
}

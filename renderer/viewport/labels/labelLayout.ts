/**
 * Puts labels beside what they belong to so that none covers another: the more important first, each at the first of a few
 * places around its anchor that is free, the place it had before that. What finds no place is left out. Pure.
 */

export interface LabelBox {
  readonly id: string;
  /** Where it points to, pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Higher first. */
  readonly priority: number;
}

export interface PlacedLabel {
  readonly left: number;
  readonly top: number;
  /** Which of the places it took. */
  readonly slot: number;
}

interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const AIR_PX = 3;
const LEAD_PX = 12;
/** Distances above the anchor that are tried, in label heights. */
const TIERS = [0, 1.15, 2.3] as const;

/** Left and top of a label at each of its places. */
function slots({ x, y, width, height }: LabelBox): readonly (readonly [left: number, top: number])[] {
  const above = TIERS.map((tier) => y - LEAD_PX - height - tier * height);
  return [
    ...above.flatMap((top): (readonly [number, number])[] => [[x - width / 2, top], [x - width * 0.12, top], [x - width * 0.88, top]]),
    [x + LEAD_PX, y - height / 2], [x - LEAD_PX - width, y - height / 2],
    [x - width / 2, y + LEAD_PX], [x + LEAD_PX, y + LEAD_PX], [x - LEAD_PX - width, y + LEAD_PX],
  ];
}

function overlaps(a: Rect, b: Rect): boolean {
  return a.left < b.right + AIR_PX && b.left < a.right + AIR_PX && a.top < b.bottom + AIR_PX && b.top < a.bottom + AIR_PX;
}

/** Places by id. `previous` keeps labels from jumping while the view turns; `taken` is covered by other things (a legend). */
export function placeLabels(labels: readonly LabelBox[], bounds: { readonly width: number; readonly height: number }, previous: ReadonlyMap<string, PlacedLabel>, taken: readonly Rect[] = []): Map<string, PlacedLabel> {
  const used: Rect[] = [...taken];
  const placed = new Map<string, PlacedLabel>();
  const order = [...labels].sort((a, b) => b.priority - a.priority || b.y - a.y || a.id.localeCompare(b.id));
  for (const label of order) {
    if (label.x < 0 || label.x > bounds.width || label.y < 0 || label.y > bounds.height) continue;
    const places = slots(label);
    const before = previous.get(label.id)?.slot;
    const tried = before === undefined ? places.keys() : [before, ...places.keys()];
    for (const slot of tried) {
      const place = places[slot];
      if (!place) continue;
      const left = Math.min(bounds.width - label.width - AIR_PX, Math.max(AIR_PX, place[0]));
      const top = place[1];
      const rect = { left, top, right: left + label.width, bottom: top + label.height };
      if (top < AIR_PX || rect.bottom > bounds.height - AIR_PX || used.some((other) => overlaps(rect, other))) continue;
      used.push(rect);
      placed.set(label.id, { left, top, slot });
      break;
    }
  }
  return placed;
}

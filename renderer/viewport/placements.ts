/**
 * Where each asset stands: its own placement, or for those nobody has placed yet a place in rows in front of the others,
 * so that what was made a minute ago is there to be seen. Pure.
 */
import type { Asset, Placement, Project } from "../../shared/model/project.ts";

const GAP_M = 1.5;
const ROW_LENGTH_M = 24;

/** Assets that have a look, with the place they stand at. Pipes and the like without a shape are left out. */
export function placedAssets(project: Project): ReadonlyMap<string, Placement> {
  const placed = new Map<string, Placement>();
  const waiting: Asset[] = [];
  let front = 0;
  for (const asset of Object.values(project.assets)) {
    const look = project.types[asset.type]?.look;
    if (!look || look.shape === "none" || asset.lifecycle.state === "retired") continue;
    if (!asset.placement) {
      waiting.push(asset);
      continue;
    }
    placed.set(asset.id, asset.placement);
    front = Math.min(front, asset.placement.position[2] - (look.size[2] * asset.placement.scale) / 2);
  }
  let x = 0;
  let z = placed.size > 0 ? front - 2 * GAP_M : 0;
  let depth = 0;
  waiting.sort((a, b) => a.type.localeCompare(b.type) || a.order - b.order);
  for (const asset of waiting) {
    const [width, , deep] = project.types[asset.type]?.look.size ?? [1, 1, 1];
    if (x > 0 && x + width > ROW_LENGTH_M) {
      x = 0;
      z -= depth + GAP_M;
      depth = 0;
    }
    placed.set(asset.id, { position: [x + width / 2 - ROW_LENGTH_M / 2, 0, z - deep / 2], rotationDeg: 0, scale: 1 });
    x += width + GAP_M;
    depth = Math.max(depth, deep);
  }
  return placed;
}

/** Steps of moving and turning in the scene. */
export const SNAP = { moveM: 0.25, turnDeg: 15 } as const;

/** The placement at whole steps; `free` keeps it as it is, to the millimetre and the tenth of a degree. */
export function snapped(placement: Placement, free: boolean): Placement {
  const [moveM, turnDeg] = free ? [0.001, 0.1] : [SNAP.moveM, SNAP.turnDeg];
  const to = (value: number, step: number): number => Number((Math.round(value / step) * step).toFixed(4));
  const [x, y, z] = placement.position;
  const turned = to(placement.rotationDeg, turnDeg);
  return { position: [to(x, moveM), to(y, moveM), to(z, moveM)], rotationDeg: ((turned % 360) + 360) % 360, scale: placement.scale };
}

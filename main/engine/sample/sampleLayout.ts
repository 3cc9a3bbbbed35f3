/**
 * Where the machines of the sample stand. Water runs from left (suction tanks) to right (header tanks); line A is in
 * front, line B behind, with a corridor between their motors. A placement's position is the middle of the base.
 */
import type { Placement } from "../../../shared/model/project.ts";

/** Middle of a line, z. */
const LINE_Z = [-4.6, 4.6] as const;
/** Pumps of a line stand this far before and behind its middle. */
const PUMP_OFFSET = 1.5;
const ALONG_X = 0;
const ALONG_Z = 90;
/** Height of all shafts and bores is 0.6 m: bases stand where that puts them. */
const PIPE_Y = 0.45;
/** Header tanks have 12 m² instead of the type's 16 m²: √(12/16) across. */
const HEADER_SCALE = 0.866;

function at(x: number, y: number, z: number, rotationDeg = ALONG_X, scale = 1): Placement {
  return { position: [x, y, z], rotationDeg, scale };
}

/** Pump set `number` (0 or 1) of a line: motors stand outside, their fans away from the pump. */
function pumpSet(tag: string, lineZ: number, number: number): Record<string, Placement> {
  const out = number === 0 ? -1 : 1;
  const z = lineZ + out * PUMP_OFFSET;
  return {
    [`${tag}.suctionValve`]: at(-5.3, 0.1, z),
    [tag]: at(-4, 0, z),
    [`${tag}.dischargeValve`]: at(-2.7, 0.1, z),
    [`${tag}.bearingDE`]: at(-4, 0.42, z + out * 0.68),
    [`${tag}.motor`]: at(-4, 0.15, z + out * 1.51, out < 0 ? ALONG_Z : ALONG_Z + 180),
    [`${tag}.bearingNDE`]: at(-4, 0.42, z - out * 0.68),
  };
}

/** Pipes of a line: id, placement. */
export function samplePipes(line: 0 | 1): readonly (readonly [id: string, name: string, placement: Placement])[] {
  const z = LINE_Z[line];
  const letter = line === 0 ? "A" : "B";
  const pipes: readonly (readonly [string, Placement])[] = [
    ["suction pipe", at(-7.5, PIPE_Y, z)],
    ["suction manifold", at(-6, PIPE_Y, z, ALONG_Z)],
    ["discharge manifold", at(-2, PIPE_Y, z, ALONG_Z)],
    ["discharge pipe", at(-0.5, PIPE_Y, z)],
    ["rising pipe", at(6.3, PIPE_Y, z)],
  ];
  return pipes.map(([name, placement], i) => [`pipe-${letter}${i + 1}`, name, placement]);
}

/** Placements by plant object id; the station and its lines have none. */
export function samplePlacements(): Readonly<Record<string, Placement>> {
  const placements: Record<string, Placement> = {};
  for (const line of [0, 1] as const) {
    const z = LINE_Z[line];
    const hundred = (line + 1) * 100;
    placements[`T-${hundred + 1}`] = at(-11.2, 0, z);
    Object.assign(placements, pumpSet(`P-${hundred + 1}`, z, 0), pumpSet(`P-${hundred + 2}`, z, 1));
    placements[`FV-${hundred + 1}`] = at(1.6, 0.1, z);
    placements[`E-${hundred + 1}`] = at(3.5, 0, z);
    placements[`T-${hundred + 2}`] = at(9.7, 0, z, ALONG_X, HEADER_SCALE);
  }
  return placements;
}

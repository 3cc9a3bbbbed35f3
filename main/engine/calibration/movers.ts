/** Which fitted parameters move which use: its own, and those of what feeds it, through others too and around circles. */
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { OwnParameter } from "./fittedPlaces.ts";

/** Places of fitted parameters in order, by the id of the use that moves by them. */
export type Movers = ReadonlyMap<string, readonly number[]>;

export function moversOf(system: readonly UseProgram[], own: (use: UseProgram) => readonly OwnParameter[]): Movers {
  const moved = new Map(system.map((use) => [use.id, new Set(own(use).map(({ place }) => place))]));
  for (let grows = true; grows; ) {
    grows = false;
    for (const { id, inputs } of system) {
      const places = moved.get(id);
      const before = places?.size;
      for (const input of inputs) if (input.kind === "output") moved.get(input.use)?.forEach((place) => places?.add(place));
      grows ||= places?.size !== before;
    }
  }
  return new Map([...moved].map(([id, places]) => [id, [...places].sort((a, b) => a - b)]));
}

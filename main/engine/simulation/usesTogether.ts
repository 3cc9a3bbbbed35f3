/** Which uses have to do with each other, by name: what may be calibrated at once. */
import { groupBy } from "../../../shared/collections.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";

/** For each name the others that feed it or are fed by it, through others too, or that stand on one of its assets; in the order of their names. */
export function usesTogether(uses: readonly UseProgram[]): Map<string, string[]> {
  const nameOf = new Map(uses.map(({ id, name }) => [id, name]));
  const feeds = new Map<string, Set<string>>();
  const feeders = new Map<string, Set<string>>();
  for (const { name, inputs } of uses) {
    for (const input of inputs) {
      const source = input.kind === "output" ? nameOf.get(input.use) : undefined;
      if (source === undefined) continue;
      entry(feeds, source).add(name);
      entry(feeders, name).add(source);
    }
  }
  const found = new Map([...nameOf.values()].map((name) => [name, new Set([...reached(feeds, name), ...reached(feeders, name)])]));
  for (const own of groupBy(uses, ({ assetId }) => assetId).values()) for (const { name } of own) for (const other of own) entry(found, name).add(other.name);
  return new Map([...found].map(([name, others]) => [name, [...others].filter((other) => other !== name).sort()]));
}

function entry(sets: Map<string, Set<string>>, name: string): Set<string> {
  const known = sets.get(name) ?? new Set<string>();
  sets.set(name, known);
  return known;
}

function reached(next: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> {
  const found = new Set([from]);
  for (const name of found) for (const other of next.get(name) ?? []) found.add(other);
  return found;
}

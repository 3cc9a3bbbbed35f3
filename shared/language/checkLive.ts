/** Uses that say `live` but cannot run along with the plant: an imported model cannot, nor can what reads one. */
import type { DefinedOnType } from "./definitions.ts";
import type { UseProgram } from "./ir.ts";
import type { UseSyntax } from "./syntax.ts";

/** Tells of the line `live` of a use for which this imported model would have to run along. */
export function tellImported({ syntax: { live }, sink }: DefinedOnType<UseSyntax>, model: string): void {
  if (!live) return;
  sink.report(live, "imported-live", `${model} is an imported model, which cannot run along with the plant yet, nor can what reads it. Simulate over a span of history instead.`, {
    fix: { title: "Remove live", start: live.before, end: live.end, text: "" },
  });
}

/** The imported models that feed each use, through others too, by the use's id. */
export function importedSources(programs: readonly UseProgram[]): ReadonlyMap<string, ReadonlySet<string>> {
  const sources = new Map(programs.map(({ id, model }) => [id, new Set(model.imported ? [model.name] : [])]));
  const readers = new Map<string, string[]>();
  for (const { id, inputs } of programs) {
    for (const input of inputs) {
      if (input.kind !== "output") continue;
      const known = readers.get(input.use);
      if (known) known.push(id);
      else readers.set(input.use, [id]);
    }
  }
  const changed = programs.filter(({ model }) => model.imported).map(({ id }) => id);
  for (let id = changed.pop(); id !== undefined; id = changed.pop()) {
    for (const reader of readers.get(id) ?? []) {
      const known = sources.get(reader);
      const added = [...(sources.get(id) ?? [])].filter((name) => known?.has(name) === false);
      for (const name of added) known?.add(name);
      if (added.length > 0) changed.push(reader);
    }
  }
  return sources;
}

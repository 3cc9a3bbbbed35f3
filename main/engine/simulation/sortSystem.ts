/** From a heap of uses to systems that can be solved: those that read each other together, in an order that can be computed. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { evaluationOrder } from "../../../shared/language/evaluationOrder.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";

/**
 * Groups uses into independent systems, each sorted so that a use comes after those whose outputs it reads, as far as they
 * do not read each other. Throws `bad-input` naming the loop if outputs depend on each other in a circle with no state in
 * it that cannot be solved, or the use that is missing.
 */
export function sortSystems(uses: readonly UseProgram[]): UseProgram[][] {
  const byId = new Map(uses.map((use) => [use.id, use]));
  const sorted: UseProgram[] = [];
  const seen = new Set<string>();
  const visit = (use: UseProgram): void => {
    if (seen.has(use.id)) return;
    seen.add(use.id);
    for (const source of sourcesOf(use)) {
      const other = byId.get(source);
      if (!other) throw new TwinError("bad-input", `${use.name} reads an output of ${source}, which is not part of this run.`);
      visit(other);
    }
    sorted.push(use);
  };
  for (const use of uses) visit(use);
  const systems = group(sorted);
  for (const system of systems) for (const atStart of [false, true]) for (const block of evaluationOrder(system, { atStart })) {
    if (block.kind === "loop" && block.trouble !== undefined) throw new TwinError("bad-input", block.trouble);
  }
  return systems;
}

/** Those uses and all whose outputs they read, directly or through others: what has to be solved with them. */
export function withSources(wanted: readonly UseProgram[], all: readonly UseProgram[]): UseProgram[] {
  const byId = new Map(all.map((use) => [use.id, use]));
  const needed = new Map(wanted.map((use) => [use.id, use]));
  for (const use of needed.values()) {
    for (const id of sourcesOf(use)) {
      const source = byId.get(id);
      if (source) needed.set(id, source);
    }
  }
  return [...needed.values()];
}

function group(sorted: readonly UseProgram[]): UseProgram[][] {
  const systems: UseProgram[][] = [];
  const systemOf = new Map<string, UseProgram[]>();
  for (const use of sorted) {
    const joined = new Set(sourcesOf(use).map((id) => systemOf.get(id)));
    const target: UseProgram[] = [];
    for (const system of joined) {
      if (!system) continue;
      target.push(...system);
      systems.splice(systems.indexOf(system), 1);
    }
    target.push(use);
    systems.push(target);
    for (const member of target) systemOf.set(member.id, target);
  }
  const place = new Map(sorted.map((use, index) => [use.id, index]));
  return systems.map((system) => system.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)));
}

function sourcesOf(use: UseProgram): string[] {
  return use.inputs.flatMap((input) => (input.kind === "output" ? [input.use] : []));
}

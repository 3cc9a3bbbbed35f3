/** What must hold between the entities of a project. Schemas check each alone; this checks them together. */
import { allSignals } from "./signals.ts";
import type { Project } from "./project.ts";

export interface Problem {
  readonly table: keyof Project;
  readonly id: string;
  /** A sentence that names what is wrong with it. */
  readonly message: string;
}

/** All broken references, loops and doubled names. Empty for a sound project. */
export function validateProject(project: Project): Problem[] {
  return [...typeProblems(project), ...assetProblems(project), ...linkProblems(project)];
}

function typeProblems(project: Project): Problem[] {
  const problems: Problem[] = [];
  const names = new Map<string, string>();
  for (const type of Object.values(project.types)) {
    const other = names.get(type.name);
    if (other !== undefined) problems.push({ table: "types", id: type.id, message: `There are two asset types named ${type.name}; rules could not tell them apart.` });
    names.set(type.name, type.id);
    for (const kind of ["signals", "parameters"] as const) {
      const doubled = firstRepeated(type[kind].map((entry) => entry.name)) ?? firstRepeated(type[kind].map((entry) => entry.id));
      if (doubled !== undefined) problems.push({ table: "types", id: type.id, message: `${type.name} has "${doubled}" twice among its ${kind}.` });
    }
  }
  return problems;
}

function assetProblems(project: Project): Problem[] {
  const problems: Problem[] = [];
  const siblings = new Set<string>();
  for (const asset of Object.values(project.assets)) {
    if (!project.types[asset.type]) problems.push({ table: "assets", id: asset.id, message: `${asset.name} is of a type that the project does not have.` });
    if (asset.parent !== undefined && !project.assets[asset.parent]) problems.push({ table: "assets", id: asset.id, message: `${asset.name} is part of an asset that the project does not have.` });
    if (isInLoop(project, asset.id)) problems.push({ table: "assets", id: asset.id, message: `${asset.name} would be a part of itself.` });
    const key = `${asset.parent ?? ""}\n${asset.name}`;
    if (siblings.has(key)) problems.push({ table: "assets", id: asset.id, message: `There already is a ${asset.name} in the same place.` });
    siblings.add(key);
  }
  return problems;
}

function linkProblems(project: Project): Problem[] {
  const problems: Problem[] = [];
  for (const relation of Object.values(project.relations)) {
    if (!project.assets[relation.from] || !project.assets[relation.to]) problems.push({ table: "relations", id: relation.id, message: `The relation "${relation.name}" names an asset that the project does not have.` });
  }
  const signals = new Set(allSignals(project).map((signal) => signal.id));
  const bound = new Set<string>();
  for (const binding of Object.values(project.bindings)) {
    if (!project.sources[binding.source]) problems.push({ table: "bindings", id: binding.id, message: `The binding of ${binding.address} names a source that the project does not have.` });
    if (!signals.has(binding.signal)) problems.push({ table: "bindings", id: binding.id, message: `The binding of ${binding.address} names a signal that the project does not have.` });
    if (bound.has(binding.signal)) problems.push({ table: "bindings", id: binding.id, message: `The signal of ${binding.address} is bound already; unbind it first.` });
    bound.add(binding.signal);
  }
  return problems;
}

function isInLoop(project: Project, assetId: string): boolean {
  const seen = new Set<string>();
  for (let id: string | undefined = assetId; id !== undefined; id = project.assets[id]?.parent) {
    if (seen.has(id)) return true;
    seen.add(id);
  }
  return false;
}

function firstRepeated(values: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return value;
    seen.add(value);
  }
  return undefined;
}

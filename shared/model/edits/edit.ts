/** What all edits are made of: entities put in place or taken away under one label. Pure; refusals are thrown as `refused`. */
import type { ProposedChange } from "../../contract/project.ts";
import type { Entity, Project, TableName } from "../project.ts";

export type EntityEdit = ProposedChange["changes"][number];

/** Makes an id that the project does not have yet; callers bring the randomness. Ids hold no `/` and no `|`. */
export type NewId = () => string;

export function put<T extends TableName>(table: T, entity: Entity<T>): EntityEdit {
  return { table, id: entity.id, after: { ...entity } };
}

export function remove(table: TableName, id: string): EntityEdit {
  return { table, id };
}

/** The ids of an asset and of everything below it, each once, parents first. */
export function subtreeOf(project: Project, assetIds: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = [...assetIds];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (found.has(id) || !project.assets[id]) continue;
    found.add(id);
    waiting.push(...childrenOf(project, id).map((child) => child.id));
  }
  return [...found];
}

/** Direct parts of an asset (or the top ones) in their order. */
export function childrenOf(project: Project, parent: string | undefined): Project["assets"][string][] {
  return Object.values(project.assets)
    .filter((asset) => asset.parent === parent)
    .sort((a, b) => a.order - b.order || a.name.localeCompare(b.name));
}

/** `P-101`, or `P-101 and 2 more`: things as a label names them. */
export function namesOf(names: readonly string[]): string {
  const [first = "nothing", ...others] = names;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** A name that is not taken yet: `Pump`, `Pump 2`, `Pump 3`; a trailing number counts on (`P-101` → `P-102`). */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  const trailing = /^(.*?)(\d+)$/.exec(wanted);
  const stem = trailing ? (trailing[1] ?? "") : `${wanted} `;
  const digits = trailing?.[2]?.length ?? 0;
  for (let count = trailing ? Number(trailing[2]) + 1 : 2; ; count++) {
    const name = `${stem}${String(count).padStart(digits, "0")}`;
    if (!taken.has(name)) return name;
  }
}

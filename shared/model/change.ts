/**
 * The one way a project's definitions change: a named list of entity replacements, each with its before and after.
 * Undo swaps them, the audit trail stores them, other windows apply them.
 */
import type { Entity, Project, TableName } from "./project.ts";

/** One entity created (`before` absent), replaced, or deleted (`after` absent). */
export type EntityChange = {
  [T in TableName]: { readonly table: T; readonly id: string; readonly before?: Entity<T>; readonly after?: Entity<T> };
}[TableName];

/** What a person did, in their words ("Rename P-101 to P-102"), and what it changed. */
export interface Change {
  readonly label: string;
  readonly changes: readonly EntityChange[];
}

/** The project with the changes applied. The input is not touched; untouched tables are shared. */
export function applyChanges(project: Project, changes: readonly EntityChange[]): Project {
  const tables: Record<string, Record<string, unknown>> = {};
  for (const change of changes) {
    const table = (tables[change.table] ??= { ...project[change.table] });
    if (change.after === undefined) delete table[change.id];
    else table[change.id] = change.after;
  }
  return { ...project, ...tables } as Project;
}

/** The changes that take back the given ones, in reverse order. */
export function invertChanges(changes: readonly EntityChange[]): EntityChange[] {
  return changes.map(({ before, after, ...rest }) => ({ ...rest, ...(after && { before: after }), ...(before && { after: before }) }) as EntityChange).reverse();
}

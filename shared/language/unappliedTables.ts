/** Tables that have to be put live with the texts whose models read them. */
import type { Project, TwinText } from "../model/project.ts";
import { isUnapplied } from "../model/edits/texts.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import { parse } from "./parser.ts";

/** Those of the project, as saved, that run in another version or not at all and are not among the texts themselves. */
export function unappliedTables(project: Project, texts: readonly Pick<TwinText, "id" | "text">[]): TwinText[] {
  const definitions = texts.flatMap(({ id, text }) => parse(id, text, new DiagnosticSink(id)).definitions);
  const files = new Set(definitions.flatMap((definition) => (definition.kind === "model" ? definition.tables.flatMap(({ file }) => file?.name ?? []) : [])));
  return [...files].flatMap((file) => project.texts[file] ?? []).filter((table) => isUnapplied(table) && !texts.some(({ id }) => id === table.id));
}

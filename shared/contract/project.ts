/** The project: its definitions, how they change, and undo. */
import { z } from "zod";
import type { Change } from "../model/change.ts";
import type { Project, TableName } from "../model/project.ts";
import { request, stream } from "./define.ts";

const tableNames = ["settings", "sources", "types", "assets", "relations", "signals", "bindings", "models", "texts"] as const satisfies readonly TableName[];

/** A wanted change: the engine fills in what was there before and refuses what would break the project. */
const proposedChange = z.object({
  label: z.string().min(1).max(200),
  reason: z.string().max(2000).optional(),
  changes: z.array(z.object({
    table: z.enum(tableNames),
    id: z.string().min(1).max(500),
    after: z.record(z.string(), z.unknown()).optional(),
    /** Fields as they were when the change was thought of: where one is another meanwhile, the whole change is refused as `conflict`. */
    seen: z.record(z.string(), z.unknown()).optional(),
  })).max(100_000),
});
export type ProposedChange = z.infer<typeof proposedChange>;

export interface ProjectInfo {
  /** Folder on the engine's machine, shown to people. */
  readonly folder: string;
  readonly readOnly: boolean;
  /** Undo and redo as they stand: label of what would be undone or redone. */
  readonly undo?: string;
  readonly redo?: string;
  readonly operator: string;
}

/** The first frame carries the whole project, later ones what changed. */
export type ProjectFrame =
  | { readonly kind: "snapshot"; readonly project: Project; readonly info: ProjectInfo; readonly revision: number }
  | { readonly kind: "change"; readonly change: Change; readonly info: ProjectInfo; readonly revision: number };

export interface AuditEntry {
  readonly atUs: number;
  readonly operator: string;
  readonly label: string;
  readonly reason?: string;
  /** `table id`, what was touched. */
  readonly touched: readonly string[];
}

/** A model that comes with the product, as a text to be taken into the project. */
export interface LibraryModel {
  /** Its file's name without ending: `motor-heating`. */
  readonly name: string;
  /** As the text calls it: `MotorHeating`. */
  readonly model: string;
  /** The first line of its description. */
  readonly summary: string;
  readonly text: string;
}

const nothing = z.object({});

export const projectService = {
  watch: stream<ProjectFrame>()(nothing),
  change: request<{ revision: number }>()(proposedChange),
  undo: request<{ label?: string }>()(nothing),
  redo: request<{ label?: string }>()(nothing),
  audit: request<{ entries: AuditEntry[] }>()(z.object({ limit: z.number().int().min(1).max(1000) })),
  layouts: request<{ layouts: { name: string; layout: unknown }[] }>()(nothing),
  saveLayout: request<void>()(z.object({ name: z.string().min(1).max(80), layout: z.unknown() })),
  removeLayout: request<void>()(z.object({ name: z.string().min(1).max(80) })),
  setOperator: request<void>()(z.object({ name: z.string().min(1).max(80) })),
  /** Models that can be taken in; what is done with one is a change like any other. */
  library: request<{ models: readonly LibraryModel[] }>()(nothing),
  /** Projects opened lately on this machine, newest first. */
  recent: request<{ projects: { folder: string; name: string; openedUs: number }[] }>()(nothing),
};

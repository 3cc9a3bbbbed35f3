/**
 * The open project's definitions: one immutable value, changed only by `Change`s, each with before and after.
 *
 * From that one mechanism come undo, redo, autosave and the audit trail. It knows nothing of sources, rules or history;
 * they listen. Undo lives as long as the project is open.
 */
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { ProposedChange } from "../../../shared/contract/project.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Change, EntityChange } from "../../../shared/model/change.ts";
import { applyChanges, invertChanges } from "../../../shared/model/change.ts";
import type { Project } from "../../../shared/model/project.ts";
import { entitySchemas } from "../../../shared/model/schema.ts";
import { validateProject } from "../../../shared/model/validate.ts";
import { PROJECT_FILE, projectFilePrint, readProjectFile, writeProjectFile } from "./projectFile.ts";
import { systemClock, type Clock } from "../../../shared/time/time.ts";
import { readTexts, removeText, writeText } from "./textFiles.ts";
import { keepsVersions, recordApplication, type Application } from "./versionFiles.ts";

/** A pause in the edits this long is when they are written; short enough to lose nothing anyone remembers doing. */
const AUTOSAVE_MS = 300;
/** Undo steps kept; each holds only the entities it touched. */
const MAX_UNDO = 500;

/** What listeners are told of each change. */
export interface AppliedChange {
  readonly change: Change;
  readonly reason?: string;
  readonly operator: string;
  readonly before: Project;
  readonly after: Project;
  readonly revision: number;
}

export interface ProjectStoreOptions {
  readonly readOnly: boolean;
  readonly onSaveError: (error: TwinError) => void;
  readonly clock?: Clock;
  /** Which texts run of a project that never kept versions (it was written by hand, or by an older Twinbench). Without it none do. */
  readonly takeUp?: (project: Project) => Project;
}

/** Who applied what was there before anybody could. */
const ITSELF = "Twinbench";

export class ProjectStore {
  readonly folder: string;
  readonly readOnly: boolean;
  /** What was wrong with the files when they were opened, in plain words. */
  readonly problems: readonly string[];
  #project: Project;
  #revision = 0;
  readonly #undo: Change[] = [];
  readonly #redo: Change[] = [];
  readonly #listeners = new Set<(applied: AppliedChange) => void>();
  readonly #onSaveError: (error: TwinError) => void;
  readonly #dirtyTexts = new Set<string>();
  /** Changes of what runs, in order, not yet on disk. */
  readonly #applications: Application[] = [];
  readonly #clock: Clock;
  #dirty = false;
  #keepDamaged: boolean;
  /** The project file as it was last read or written here. */
  #print: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();

  private constructor(options: ProjectStoreOptions & { readonly folder: string; readonly project: Project; readonly problems: readonly string[]; readonly print: string | undefined }) {
    this.folder = options.folder;
    this.readOnly = options.readOnly;
    this.problems = options.problems;
    this.#project = options.project;
    this.#print = options.print;
    this.#keepDamaged = options.problems.length > 0;
    this.#onSaveError = options.onSaveError;
    this.#clock = options.clock ?? systemClock;
  }

  /** Reads a project folder. Throws `not-found`, `damaged` or `newer-format`; smaller damage is in `problems`. */
  static async open(folder: string, options: ProjectStoreOptions): Promise<ProjectStore> {
    const { project, problems } = await readProjectFile(folder);
    const { texts, problems: textProblems } = await readTexts(folder);
    const print = await projectFilePrint(folder);
    const store = new ProjectStore({ folder, print, ...options, project: { ...project, texts }, problems: [...problems, ...textProblems] });
    if (options.takeUp !== undefined && !(await keepsVersions(folder))) store.#takeUp(options.takeUp(store.#project));
    return store;
  }

  get project(): Project {
    return this.#project;
  }

  get revision(): number {
    return this.#revision;
  }

  get undoLabel(): string | undefined {
    return this.#undo.at(-1)?.label;
  }

  get redoLabel(): string | undefined {
    return this.#redo.at(-1)?.label;
  }

  onChange(listener: (applied: AppliedChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether what the project holds of a text may not be on disk yet. */
  isUnsaved(text: string): boolean {
    return this.#dirtyTexts.has(text);
  }

  /**
   * Applies a proposed change as a whole or not at all. Throws `bad-input` naming the entity and what would be broken,
   * `conflict` where it was thought of over something else than there is now, or `read-only`.
   */
  change(proposed: ProposedChange, operator: string): void {
    for (const { table, id, seen } of proposed.changes) if (seen) refuseIfOther(table === "texts" ? id : `${table} "${id}"`, this.#project[table][id], seen);
    const changes = proposed.changes.flatMap(({ table, id, after }): EntityChange[] => {
      const before = this.#project[table][id];
      if (before === undefined && after === undefined) return [];
      // Table and entity belong together: `after` passed the schema of its own table.
      return [{ table, id, ...(before && { before }), ...(after && { after: parseEntity(table, id, after) }) } as EntityChange];
    });
    if (changes.length === 0) return;
    const change: Change = { label: proposed.label, changes };
    this.#apply(change, operator, proposed.reason);
    this.#undo.push(change);
    if (this.#undo.length > MAX_UNDO) this.#undo.shift();
    this.#redo.length = 0;
  }

  /** Takes back the last change; undefined if there is none. */
  undo(operator: string): string | undefined {
    return this.#step(this.#undo, this.#redo, operator, "Undo");
  }

  redo(operator: string): string | undefined {
    return this.#step(this.#redo, this.#undo, operator, "Redo");
  }

  /** Writes what is not yet on disk. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saving = this.#saving.then(() => this.#save());
    await this.#saving;
  }

  #takeUp(project: Project): void {
    const before = this.#project;
    this.#project = project;
    if (this.readOnly) return;
    const files = Object.keys(project.texts).filter((file) => project.texts[file]?.applied !== undefined);
    this.#markApplied(before, files.map((id) => ({ table: "texts", id })), ITSELF, "As it stood when versions were first kept");
    if (files.length > 0) this.#saveSoon();
  }

  /** Notes for which of these texts another version runs than before. */
  #markApplied(before: Project, changes: readonly Pick<EntityChange, "table" | "id">[], by: string, why: string): void {
    for (const { table, id: file } of changes) {
      const text = this.#project.texts[file]?.applied;
      if (table !== "texts" || text === before.texts[file]?.applied) continue;
      this.#applications.push({ file, atUs: this.#clock(), by, why, ...(text !== undefined && { text }) });
    }
  }

  #step(from: Change[], to: Change[], operator: string, verb: string): string | undefined {
    const change = from.pop();
    if (!change) return undefined;
    try {
      this.#apply({ label: `${verb}: ${change.label}`, changes: invertChanges(change.changes) }, operator, undefined);
    } catch (error) {
      from.push(change);
      throw error;
    }
    to.push({ label: change.label, changes: invertChanges(change.changes) });
    return change.label;
  }

  #apply(change: Change, operator: string, reason: string | undefined): void {
    if (this.readOnly) throw new TwinError("read-only", "This project is open read-only (its folder cannot be written to), so it cannot be changed.");
    const before = this.#project;
    const after = applyChanges(before, change.changes);
    const problem = validateProject(after)[0];
    if (problem) throw new TwinError("bad-input", problem.message, { details: { table: problem.table, id: problem.id } });
    this.#project = after;
    this.#revision += 1;
    this.#markDirty(change.changes);
    this.#markApplied(before, change.changes, operator, reason ?? change.label);
    const applied: AppliedChange = { change, operator, before, after, revision: this.#revision, ...(reason !== undefined && { reason }) };
    for (const listener of [...this.#listeners]) listener(applied);
  }

  #markDirty(changes: readonly EntityChange[]): void {
    for (const { table, id } of changes) {
      if (table === "texts") this.#dirtyTexts.add(id);
      else this.#dirty = true;
    }
    this.#saveSoon();
  }

  /** A project file that another program wrote while the project was open is kept beside the one that is written over it. */
  async #keepOther(): Promise<void> {
    const found = await projectFilePrint(this.folder);
    if (found === undefined || found === this.#print) return;
    await copyFile(join(this.folder, PROJECT_FILE), join(this.folder, `${PROJECT_FILE}.outside`));
    this.#onSaveError(new TwinError("conflict", `${PROJECT_FILE} was changed by another program while the project was open, and has now been saved as it is open here. The other one is kept as ${PROJECT_FILE}.outside: to use it, close the project and put it in its place.`));
  }

  #saveSoon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), AUTOSAVE_MS);
  }

  async #save(): Promise<void> {
    const texts = [...this.#dirtyTexts];
    const definitions = this.#dirty;
    const project = this.#project;
    this.#dirtyTexts.clear();
    this.#dirty = false;
    try {
      for (const id of texts) {
        const text = project.texts[id];
        await (text ? writeText(this.folder, text) : removeText(this.folder, id));
      }
      for (let next = this.#applications[0]; next !== undefined; next = this.#applications[0]) {
        await recordApplication(this.folder, next);
        this.#applications.shift();
      }
      if (definitions) {
        if (this.#keepDamaged) await copyFile(join(this.folder, PROJECT_FILE), join(this.folder, `${PROJECT_FILE}.damaged`));
        this.#keepDamaged = false;
        await this.#keepOther();
        await writeProjectFile(this.folder, project);
        this.#print = await projectFilePrint(this.folder);
      }
    } catch (error) {
      for (const id of texts) this.#dirtyTexts.add(id);
      this.#dirty ||= definitions;
      this.#onSaveError(new TwinError("no-space", `The project could not be saved in ${this.folder}: ${error instanceof Error ? error.message : String(error)}. Your changes are kept in memory and saved with the next one.`, { cause: error }));
    }
  }
}

function refuseIfOther(name: string, entity: object | undefined, seen: Readonly<Record<string, unknown>>): void {
  const now = new Map(Object.entries(entity ?? {}));
  if (Object.entries(seen).every(([field, value]) => isDeepStrictEqual(now.get(field), value))) return;
  throw new TwinError("conflict", `${name} was changed elsewhere since you began: look at both before one of them goes.`);
}

function parseEntity(table: ProposedChange["changes"][number]["table"], id: string, value: unknown): unknown {
  const parsed = entitySchemas[table].safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new TwinError("bad-input", `${table} "${id}": ${issue?.path.join(".") ?? ""} ${issue?.message ?? "is not valid"}.`, { details: { table, id } });
  }
  if (parsed.data.id !== id) throw new TwinError("bad-input", `${table} "${id}" calls itself "${parsed.data.id}".`, { details: { table, id } });
  return parsed.data;
}

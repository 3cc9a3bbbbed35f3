/** `project.json`: reading it with care, writing it with stable key order so that git and a person can diff it. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Project, TableName } from "../../../shared/model/project.ts";
import { PROJECT_FORMAT } from "../../../shared/model/project.ts";
import { entitySchemas, tableNames } from "../../../shared/model/schema.ts";
import { validateProject } from "../../../shared/model/validate.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { migrate } from "./migrations.ts";

export const PROJECT_FILE = "project.json";
/** Larger than any real project by far; guards against reading a recording by mistake. */
const MAX_PROJECT_BYTES = 200 * 1024 * 1024;

const storedTables = tableNames.filter((table) => table !== "texts");
const envelope = z.object({ format: z.number().int().positive() }).loose();

export interface LoadedProject {
  readonly project: Project;
  /** Entities that were left out because they are damaged, in plain words. Saving writes a copy of the old file first. */
  readonly problems: readonly string[];
}

/**
 * Reads `project.json` without its texts. Throws `not-found`, `damaged` or `newer-format` with what and where; a single
 * damaged entity is left out and reported instead.
 */
export async function readProjectFile(folder: string): Promise<LoadedProject> {
  const file = join(folder, PROJECT_FILE);
  const parsed = parseJson(await readText(file), file);
  const head = envelope.safeParse(parsed);
  if (!head.success) throw new TwinError("damaged", `${file} is no Twinbench project: it has no format number.`);
  if (head.data.format > PROJECT_FORMAT) {
    throw new TwinError("newer-format", `${file} was written by a newer Twinbench (format ${head.data.format}; this one reads up to ${PROJECT_FORMAT}). Open it with that version; nothing was changed.`);
  }
  const data = migrate(head.data);
  const problems: string[] = [];
  const tables: Record<string, Record<string, unknown>> = { texts: {} };
  for (const table of storedTables) tables[table] = readTable(table, data[table], problems);
  if (!tables["settings"]?.["settings"]) throw new TwinError("damaged", `${file} has no readable settings (name and time zone).`);
  // Each entity passed its table's schema, so the tables have the types of Project.
  const project = tables as unknown as Project;
  return { project: dropUnsound(project, problems), problems };
}

/** Tells one state of the file from another; undefined where there is none. */
export async function projectFilePrint(folder: string): Promise<string | undefined> {
  return readFile(join(folder, PROJECT_FILE)).then((bytes) => createHash("sha256").update(bytes).digest("hex"), () => undefined);
}

export async function writeProjectFile(folder: string, project: Project): Promise<void> {
  const { texts: _texts, ...stored } = project;
  await atomicWrite(join(folder, PROJECT_FILE), `${JSON.stringify(sortKeys({ format: PROJECT_FORMAT, ...stored }), undefined, 2)}\n`);
}

async function readText(file: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new TwinError("not-found", `There is no readable ${file}. A Twinbench project is a folder with a project.json in it.`, { cause: error });
  }
  if (text.length > MAX_PROJECT_BYTES) throw new TwinError("damaged", `${file} is too large to be a project (${Math.round(text.length / 1e6)} MB).`);
  return text;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TwinError("damaged", `${file} is damaged and could not be read (${why}). The recorded history beside it is untouched.`, { cause: error });
  }
}

function readTable(table: Exclude<TableName, "texts">, rows: unknown, problems: string[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  if (typeof rows !== "object" || rows === null) return result;
  for (const [id, row] of Object.entries(rows)) {
    const checked = entitySchemas[table].safeParse(row);
    if (!checked.success) {
      const issue = checked.error.issues[0];
      problems.push(`${table} "${id}" was left out: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "is damaged"}`);
    } else if (checked.data.id !== id) {
      problems.push(`${table} "${id}" was left out: it calls itself "${checked.data.id}".`);
    } else {
      result[id] = checked.data;
    }
  }
  return result;
}

/** Leaves out what refers to nothing, until all that is left is sound. Ends, because each round removes something. */
function dropUnsound(project: Project, problems: string[]): Project {
  for (let current = project; ; ) {
    const found = validateProject(current);
    if (found.length === 0) return current;
    const tables: Record<string, Record<string, unknown>> = {};
    for (const { table, id, message } of found) {
      problems.push(`${message} It was left out.`);
      delete (tables[table] ??= { ...current[table] })[id];
    }
    current = { ...current, ...tables } as Project;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([key, entry]) => [key, sortKeys(entry)]));
}

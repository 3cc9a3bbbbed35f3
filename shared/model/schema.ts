/** Run-time schemas of the project's tables, for files from disk and changes from windows. Types are those of `project.ts`. */
import { z } from "zod";
import type { Project, TableName } from "./project.ts";
import { isTextFile } from "./textFile.ts";

/** Ids become object keys and file names, so they are held to what is safe as both. */
export const idSchema = z.string().min(1).max(300).regex(/^[\p{L}\p{N}_][\p{L}\p{N} _.:@/-]*$/u).refine((id) => !id.includes("..") && id !== "__proto__" && id !== "constructor" && id !== "prototype");

const name = z.string().min(1).max(200);
const text = z.string().max(10_000);
const twinText = z.string().max(2_000_000);
const finite = z.number();
const dataType = z.enum(["number", "boolean", "text", "enum"]);
const limits = z.object({ low: finite.optional(), high: finite.optional() });

const signalShape = { id: idSchema, name, unit: z.string().max(60).optional(), dataType, members: z.array(name).max(1000).optional(), limits: limits.optional(), description: text.optional() };
const signalDef = z.object({ ...signalShape, id: idSchema.refine((id) => !id.includes("/")), staleAfterUs: z.number().int().positive().optional() });
const parameterDef = z.object({ id: idSchema, name, unit: z.string().max(60).optional(), value: finite, description: text.optional() });
const vector = z.tuple([finite, finite, finite]);
const placement = z.object({ position: vector, rotationDeg: finite, scale: finite.positive() });

const look = z.object({
  shape: z.enum(["pump", "motor", "tank", "valve", "pipe", "heat-exchanger", "box", "none"]),
  size: vector,
  labelSignal: name.optional(),
  levelSignal: name.optional(),
  runningSignal: name.optional(),
});

const lifecycle = z.object({
  state: z.enum(["provisioning", "active", "maintenance", "error", "retired"]),
  sinceUs: z.number().int(),
  reason: text.optional(),
  by: name.optional(),
});

/** One schema per table. Unknown fields are kept out; `loadProject` reports a newer format before they could matter. */
export const entitySchemas = {
  settings: z.object({ id: z.literal("settings"), name, zone: z.string().min(1).max(80).refine(isZone, "is no time zone this machine knows") }),
  sources: z.object({ id: idSchema, kind: z.enum(["opcua", "file"]), name, enabled: z.boolean(), settings: z.record(z.string(), z.unknown()) }),
  types: z.object({
    id: idSchema,
    name: z.string().regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "must be a plain word, because rules name it").max(100),
    description: text.optional(),
    signals: z.array(signalDef).max(5_000),
    parameters: z.array(parameterDef).max(1_000),
    states: z.array(z.object({ name, members: z.array(name).min(1).max(100) })).max(100),
    look,
  }),
  assets: z.object({
    id: idSchema.refine((id) => !id.includes("/")),
    name,
    type: idSchema,
    parent: idSchema.optional(),
    order: finite,
    description: text.optional(),
    parameters: z.record(z.string(), finite),
    facts: z.record(z.string(), text),
    lifecycle,
    placement: placement.optional(),
  }),
  relations: z.object({ id: idSchema, name, from: idSchema, to: idSchema }),
  signals: z.object({ ...signalShape, id: idSchema.refine((id) => !id.includes("/")) }),
  bindings: z.object({
    id: idSchema,
    signal: idSchema,
    source: idSchema,
    address: z.string().min(1).max(4_000),
    sourceUnit: z.string().max(60).optional(),
    sampling: z.object({ intervalMs: finite.min(0).max(86_400_000), queueSize: z.number().int().min(1).max(100_000) }).optional(),
    revision: z.number().int().min(0),
  }),
  models: z.object({ id: idSchema, file: z.string().regex(/^scene\/[^/\\]+\.glb$/i), placement, nodes: z.record(z.string(), idSchema) }),
  texts: z.object({ id: z.string().refine(isTextFile, "It is no name for a text of a project."), text: twinText, applied: twinText.optional() }),
} as const satisfies Record<TableName, z.ZodType>;

export const tableNames = Object.keys(entitySchemas) as TableName[];

/** An empty project with this name and zone. */
export function emptyProject(projectName: string, zone: string): Project {
  return { settings: { settings: { id: "settings", name: projectName, zone } }, sources: {}, types: {}, assets: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {} };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/**
 * What an import adds to the project: for each wanted column a signal (loose, or of an asset), its binding to the file, and
 * the file as a source. Importing more of the same columns later extends the same signals.
 */
import type { ImportTarget, ReadOptions } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { EntityChange } from "../../../shared/model/change.ts";
import type { Asset, AssetType, Binding, Limits, Project, SignalDef } from "../../../shared/model/project.ts";
import { assetSignalId, bindingOf } from "../../../shared/model/signals.ts";
import { affine, IDENTITY, type Affine } from "../../../shared/units/convert.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";

export interface ImportedSignal extends Affine {
  readonly id: string;
  readonly name: string;
  readonly unit?: string;
  readonly limits?: Limits;
  readonly kind: "number" | "text";
}

export interface TargetPlan {
  readonly changes: readonly EntityChange[];
  /** One for each wanted column, in their order. */
  readonly signals: readonly ImportedSignal[];
}

interface Naming {
  readonly fileName: string;
  readonly path: string;
  readonly nowUs: number;
}

type Column = ReadOptions["columns"][number];

/** Throws `bad-input` naming the column whose unit is unknown or does not fit the signal it would extend. */
export function planTarget(project: Project, options: ReadOptions, target: ImportTarget, naming: Naming): TargetPlan {
  const columns = options.columns.filter((column) => column.import);
  if (columns.length === 0) throw new TwinError("bad-input", "No column is chosen for import.");
  const source = { id: freeId(`file ${naming.fileName}`, project.sources), kind: "file" as const, name: naming.fileName, enabled: false, settings: { path: naming.path } };
  const plan = target.kind === "loose" ? planLoose(project, columns) : planAsset(project, columns, target, naming);
  const bindings = plan.signals.flatMap((signal, i): EntityChange[] => {
    const column = columns[i];
    if (!column || bindingOf(project, signal.id)) return [];
    const id = freeId(`binding ${signal.id}`, project.bindings);
    const binding: Binding = { id, signal: signal.id, source: source.id, address: column.name, revision: 1, ...(column.unit !== undefined && { sourceUnit: unitCode(column) }) };
    return [{ table: "bindings", id, after: binding }];
  });
  return { signals: plan.signals, changes: [{ table: "sources", id: source.id, after: source }, ...plan.changes, ...bindings] };
}

function planLoose(project: Project, columns: readonly Column[]): TargetPlan {
  const byName = new Map(Object.values(project.signals).map((signal) => [signal.name, signal]));
  const taken: Record<string, unknown> = { ...project.signals };
  const changes: EntityChange[] = [];
  const signals = columns.map((column): ImportedSignal => {
    const known = byName.get(column.name);
    if (known) return extend(column, known);
    const id = freeId(column.name, taken);
    taken[id] = true;
    const unit = unitOf(column);
    changes.push({ table: "signals", id, after: { id, name: column.name, dataType: column.dataType, ...unit } });
    return { id, name: column.name, kind: kindOf(column), ...unit, ...IDENTITY };
  });
  return { changes, signals };
}

function planAsset(project: Project, columns: readonly Column[], target: { readonly asset: string; readonly type: string }, { fileName, nowUs }: Naming): TargetPlan {
  const knownType = Object.values(project.types).find((type) => type.name === target.type);
  const defs: SignalDef[] = [...(knownType?.signals ?? [])];
  const ids: Record<string, unknown> = Object.fromEntries(defs.map((def) => [def.id, true]));
  const wanted = columns.map((column): SignalDef => {
    const known = defs.find((def) => def.name === column.name);
    if (known) return known;
    const id = freeId(column.name, ids);
    ids[id] = true;
    const def: SignalDef = { id, name: column.name, dataType: column.dataType, ...unitOf(column) };
    defs.push(def);
    return def;
  });
  const type: AssetType = knownType
    ? { ...knownType, signals: defs }
    : { id: freeId(target.type, project.types), name: target.type, signals: defs, parameters: [], states: [], look: { shape: "box", size: [1, 1, 1] } };
  const asset: Asset = Object.values(project.assets).find((one) => one.name === target.asset && one.type === type.id)
    ?? { id: freeId(target.asset, project.assets), name: target.asset, type: type.id, order: Object.keys(project.assets).length, parameters: {}, facts: {}, lifecycle: { state: "active", sinceUs: nowUs, reason: `Imported with its history from ${fileName}` } };
  return {
    changes: [
      { table: "types", id: type.id, ...(knownType && { before: knownType }), after: type },
      ...(project.assets[asset.id] ? [] : [{ table: "assets", id: asset.id, after: asset } as const]),
    ],
    signals: wanted.map((def, i) => ({ ...extend(columns[i] as Column, def), id: assetSignalId(asset.id, def.id) })),
  };
}

/** More samples for a signal that exists: the column must be of its kind, and is converted to its unit. */
function extend(column: Column, signal: { readonly id: string; readonly name: string; readonly unit?: string; readonly dataType: string; readonly limits?: Limits }): ImportedSignal {
  if ((signal.dataType === "text") !== (column.dataType === "text")) throw new TwinError("bad-input", `Column "${column.name}" holds ${column.dataType}, but the signal of that name holds ${signal.dataType}. Rename the column, or import it as ${signal.dataType}.`);
  const conversion = column.unit === undefined || signal.unit === undefined ? IDENTITY : convert(column, signal.unit);
  return { id: signal.id, name: signal.name, kind: kindOf(column), ...conversion, ...(signal.unit !== undefined && { unit: signal.unit }), ...(signal.limits && { limits: signal.limits }) };
}

function convert(column: Column, to: string): Affine {
  const from = parseUnit(column.unit ?? "1");
  const target = parseUnit(to);
  const result = isUnitError(from) || isUnitError(target) ? undefined : affine(from, target);
  if (!result) throw new TwinError("bad-input", `Column "${column.name}" is in ${column.unit}, which cannot be converted to ${to}, the unit of the signal of that name.`);
  return result;
}

function unitOf(column: Column): { unit?: string } {
  if (column.dataType !== "number") return {};
  return column.unit === undefined ? {} : { unit: unitCode(column) };
}

function unitCode(column: Column): string {
  const unit = parseUnit(column.unit ?? "1");
  if (isUnitError(unit)) throw new TwinError("bad-input", `Column "${column.name}": ${unit.problem}${unit.suggestion === undefined ? "" : ` Did you mean ${unit.suggestion}?`}`);
  return unit.code;
}

function kindOf(column: Column): "number" | "text" {
  return column.dataType === "text" ? "text" : "number";
}

/** An id made of what it names, so that `project.json` reads well; numbered where it is taken. */
function freeId(name: string, taken: Readonly<Record<string, unknown>>): string {
  const base = name.replaceAll(/[^\p{L}\p{N}_ .:@-]+/gu, "-").replaceAll("..", ".").replace(/^[^\p{L}\p{N}_]+/u, "").trim().slice(0, 120) || "signal";
  for (let i = 1; ; i++) {
    const id = i === 1 ? base : `${base} ${i}`;
    if (!(id in taken)) return id;
  }
}

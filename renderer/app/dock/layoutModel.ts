/**
 * What a saved layout is: versioned plain data around the dock's own model. Reads layouts from files with suspicion; tabs
 * of panels this version does not know are left out, and a layout that is none gives way to the one the window starts with.
 */
import type { IGlobalAttributes, IJsonModel, IJsonRowNode, IJsonTabNode, IJsonTabSetNode } from "flexlayout-react";
import type { Project } from "../../../shared/model/project.ts";
import { signalsOfAsset } from "../../../shared/model/signals.ts";
import { LEAST_COLUMN_PX, MOST_COLUMN_PX, type ColumnWidths } from "../../widgets/rows/columnWidths.ts";
import type { PanelDefinition } from "../panels.tsx";

/** Raised with a migration whenever the meaning of a field changes. */
export const LAYOUT_VERSION = 1;

export interface SavedLayout {
  readonly version: typeof LAYOUT_VERSION;
  readonly model: IJsonModel;
}

/** Attributes every layout has, whatever was saved: how the dock behaves is ours to say, not the file's. */
const GLOBAL: IGlobalAttributes = {
  tabEnableRename: false,
  tabEnablePopout: false,
  tabEnableFloat: false,
  tabSetEnableMaximize: true,
  tabSetEnableDeleteWhenEmpty: true,
  tabSetMinWidth: 160,
  tabSetMinHeight: 100,
};

/** What a tab remembers: what its panel does, and the widths of its tables' columns. */
export interface TabMemory {
  readonly config: unknown;
  readonly tableWidths: Readonly<Record<string, ColumnWidths>>;
}

/** A tab's saved config: the panel's own as it is, or both together where widths were changed. */
export function writeMemory({ config, tableWidths }: TabMemory): unknown {
  return Object.keys(tableWidths).length === 0 ? config : { tableWidths, config };
}

export function readMemory(saved: unknown): TabMemory {
  if (!isRecord(saved) || !isRecord(saved["tableWidths"])) return { config: saved, tableWidths: {} };
  const tables = Object.entries(saved["tableWidths"]).flatMap(([table, widths]) => (isRecord(widths) ? [[table, Object.fromEntries(Object.entries(widths).filter(isWidth))] as const] : []));
  return { config: saved["config"], tableWidths: Object.fromEntries(tables) };
}

function isWidth(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === "number" && entry[1] >= LEAST_COLUMN_PX && entry[1] <= MOST_COLUMN_PX;
}

export function tabOf(panel: PanelDefinition, options: { config?: unknown; title?: string; key?: string } = {}): IJsonTabNode {
  return {
    type: "tab",
    name: options.title ?? panel.title,
    component: panel.id,
    config: options.config,
    ...(options.key !== undefined && { altName: options.key }),
    enableRenderOnDemand: true,
  };
}

/** More lines than these are a tangle before anyone has asked for them. */
const PLOTTED_FIRST = 3;

/**
 * Seen first: the scene above, text and trend below it; what is looked at now and then behind them as tabs. The trend begins
 * with what the first machines show on their labels, the editor with the first text, so that nothing starts empty that need not.
 */
export function startingLayout(panels: readonly PanelDefinition[], project: Project): IJsonModel {
  const [file] = Object.keys(project.texts).sort((a, b) => Number(b.startsWith("rules/")) - Number(a.startsWith("rules/")) || a.localeCompare(b));
  const begin = (panel: PanelDefinition): Parameters<typeof tabOf>[1] => {
    if (panel.id === "editor" && file !== undefined) return { config: { file }, key: file, title: file.split("/").at(-1) ?? file };
    return panel.id === "trend" && panel.accept ? { config: panel.accept(undefined, { kind: "signal", ids: labelSignals(project).slice(0, PLOTTED_FIRST) }) } : {};
  };
  const tabset = (weight: number, ...ids: string[]): IJsonTabSetNode => ({
    type: "tabset",
    weight,
    children: ids.flatMap((id) => panels.filter((panel) => panel.id === id).map((panel) => tabOf(panel, begin(panel)))),
  });
  const row = (weight: number, ...children: (IJsonRowNode | IJsonTabSetNode)[]): IJsonRowNode => ({ type: "row", weight, children: children.filter((child) => (child.children?.length ?? 0) > 0) });
  return { global: GLOBAL, borders: [], layout: row(100, row(100, tabset(54, "viewport", "table"), row(46, tabset(50, "editor", "alarms"), tabset(50, "trend", "runs")))) };
}

/** The signals that assets of one unit show on their labels, of the unit that most machines have: one axis, several lines. */
function labelSignals(project: Project): string[] {
  const shown = Object.values(project.assets).flatMap((asset) => {
    const label = project.types[asset.type]?.look.labelSignal;
    const signal = label === undefined ? undefined : signalsOfAsset(project, asset.id).find(({ name }) => name === label);
    return signal?.dataType === "number" ? [signal] : [];
  });
  const units = new Map<string, string[]>();
  for (const { id, unit = "1" } of shown) units.set(unit, [...(units.get(unit) ?? []), id]);
  return [...units.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

/** A layout from a file or the browser's store as one that can be shown, or undefined where it is none. */
export function readLayout(saved: unknown, panels: readonly PanelDefinition[]): IJsonModel | undefined {
  if (!isRecord(saved) || saved["version"] !== LAYOUT_VERSION || !isRecord(saved["model"])) return undefined;
  const root = cleanNode(saved["model"]["layout"], new Set(panels.map((panel) => panel.id)));
  if (!root || root["type"] !== "row") return undefined;
  // `cleanNode` lets rows, tab sets and known tabs through and nothing else.
  return { global: GLOBAL, borders: [], layout: root as unknown as IJsonRowNode };
}

export function writeLayout(model: IJsonModel): SavedLayout {
  return { version: LAYOUT_VERSION, model: { layout: model.layout } };
}

function cleanNode(node: unknown, known: ReadonlySet<string>): Record<string, unknown> | undefined {
  if (!isRecord(node)) return undefined;
  if (node["type"] === "tab") return typeof node["component"] === "string" && known.has(node["component"]) ? node : undefined;
  if (node["type"] !== "row" && node["type"] !== "tabset") return undefined;
  const children = (Array.isArray(node["children"]) ? node["children"] : []).flatMap((child) => cleanNode(child, known) ?? []);
  return children.length === 0 ? undefined : { ...node, children };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

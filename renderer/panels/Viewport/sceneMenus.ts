/** The viewport's menus as data: what to colour by, from where to look, what to do with what the pointer is on. */
import type { ProposedChange } from "../../../shared/contract/project.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import type { WindowServices } from "../../app/state/WindowServices.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import type { ViewName } from "../../viewport/CameraRig.ts";
import type { ColourableSignal, Colouring } from "../../viewport/colour/colouring.ts";
import type { Pick } from "../../viewport/pointer.ts";
import type { SceneOwner } from "../../viewport/SceneOwner.ts";

/** A menu longer than this is not read. */
const MOST_SIGNALS = 40;

/** `simulated`: names of signals that some run has. */
export function colourMenu(signals: readonly ColourableSignal[], simulated: ReadonlySet<string>, chosen: Colouring, onChoose: (colouring: Colouring) => void): MenuEntry[] {
  const shown = signals.slice(0, MOST_SIGNALS);
  const compared = signals.filter(({ name }) => simulated.has(name));
  const entry = (by: "signal" | "difference", { name, unit, assets }: ColourableSignal): MenuEntry => ({
    id: `${by} ${name}`, label: by === "difference" ? `Difference in ${name}, measured or of runs` : name, hint: `${unit === undefined ? "" : `${displayUnit(unit)} · `}${assets} ${assets === 1 ? "asset" : "assets"}`,
    isChecked: chosen.by === by && chosen.name === name, run: () => onChoose({ by, name }),
  });
  return [
    { id: "nothing", label: "Nothing: neutral, alarms in their hue", isChecked: chosen.by === "nothing", run: () => onChoose({ by: "nothing" }) },
    ...(compared.length > 0 ? [{ kind: "separator", id: "compared" } as const, ...compared.map((signal) => entry("difference", signal))] : []),
    { kind: "separator", id: "signals" }, ...shown.map((signal) => entry("signal", signal)),
  ];
}

const VIEW_LABELS: readonly (readonly [ViewName, string])[] = [["corner", "From the corner"], ["front", "Front"], ["side", "Side"], ["top", "Top"]];

export function viewMenu(owner: SceneOwner | undefined, onAddModel: () => void): MenuEntry[] {
  return [
    ...VIEW_LABELS.map(([view, label], index): MenuEntry => ({ id: view, label, keys: String(index + 1), run: () => {
      owner?.rig.look(view);
      owner?.frame([]);
    } })),
    { kind: "separator", id: "frame" },
    { id: "all", label: "Frame everything", keys: "Home", run: () => owner?.frame([]) },
    { kind: "separator", id: "models" },
    { id: "addModel", label: "Add a 3D model (GLB) …", run: onAddModel },
  ];
}

export interface PickMenuParts {
  readonly workbench: Workbench;
  readonly services: WindowServices;
  readonly owner: SceneOwner | undefined;
  readonly select: (asset: string | undefined, extend: boolean) => void;
  /** Opens the dialog that places an asset or a model by numbers. */
  readonly place: (what: { readonly asset: string } | { readonly model: string }) => void;
}

export function pickMenu(pick: Pick | undefined, { workbench, services, owner, select, place }: PickMenuParts): MenuEntry[] {
  const entries: MenuEntry[] = [];
  const asset = pick?.assetId;
  if (asset !== undefined) {
    entries.push(
      { id: "select", label: "Select", run: () => select(asset, false) },
      { id: "frame", label: "Frame", keys: "F", run: () => owner?.frame([asset]) },
      { id: "plot", label: "Plot", run: () => services.give("trend", { kind: "asset", ids: [asset] }) },
      { id: "table", label: "Show in table", run: () => services.give("table", { kind: "asset", ids: [asset] }) },
    );
    if (pick?.modelId === undefined) entries.push({ id: "place", label: "Place by numbers …", run: () => place({ asset }) });
  }
  if (pick?.modelId !== undefined && pick.node !== undefined) {
    const { modelId } = pick;
    entries.push(...nodeMenu(modelId, pick.node, workbench, services), { id: "placeModel", label: "Place the model by numbers …", run: () => place({ model: modelId }) }, { kind: "separator", id: "nodeEnd" });
  }
  entries.push({ id: "all", label: "Frame everything", keys: "Home", run: () => owner?.frame([]) });
  return entries;
}

/** Binds the node to the asset chosen elsewhere, or frees it. */
function nodeMenu(modelId: string, node: string, workbench: Workbench, services: WindowServices): MenuEntry[] {
  const model = workbench.project.value.models[modelId];
  if (!model) return [];
  const change = (label: string, nodes: Readonly<Record<string, string>>): ProposedChange => ({ label, changes: [{ table: "models", id: modelId, after: { ...model, nodes } }] });
  const [chosen] = workbench.selection.value.assets;
  const name = chosen === undefined ? undefined : workbench.project.value.assets[chosen]?.name;
  const { [node]: bound, ...others } = model.nodes;
  return [
    { kind: "separator", id: "node" },
    chosen !== undefined && name !== undefined
      ? { id: "bind", label: `Bind node “${node}” to ${name}`, run: () => void services.change(change(`Bind node ${node} to ${name}`, { ...model.nodes, [node]: chosen })) }
      : { id: "bind", label: `Bind node “${node}” …`, hint: "Select an asset in the tree first.", isDisabled: true, run: () => undefined },
    ...(bound === undefined ? [] : [{ id: "unbind", label: `Free node “${node}”`, run: () => void services.change(change(`Free node ${node}`, others)) } satisfies MenuEntry]),
    { id: "removeModel", label: `Remove ${model.file} from the scene`, run: () => void services.change({ label: `Remove ${model.file}`, changes: [{ table: "models", id: modelId }] }) },
  ];
}

/** What can be done with assets and signals of the tree: one set of actions behind menu, keys, buttons and drops. */
import { Activity, Copy, FolderInput, Link2, Pencil, Plus, Table2, Trash2, Wrench } from "lucide-react";
import { useMemo } from "react";
import { targetOf } from "../../../shared/language/assist.ts";
import { withTextsRenamed } from "../../../shared/language/renameInTexts.ts";
import { bindingOf } from "../../../shared/model/signals.ts";
import { deletionSize, duplicateAssets, moveAssets, renameAsset, deleteAssets } from "../../../shared/model/edits/assets.ts";
import { unbindSignals } from "../../../shared/model/edits/bindings.ts";
import { commonMoves } from "../../../shared/model/edits/lifecycle.ts";
import type { Lifecycle } from "../../../shared/model/project.ts";
import type { ProposedChange } from "../../../shared/contract/project.ts";
import { plural } from "../../../shared/plural.ts";
import { newId } from "../../app/newId.ts";
import type { Command } from "../../app/state/commands.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { FieldDialog } from "../../widgets/overlays/FieldDialog.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { MOVE_WORDS } from "../Inspector/LifecycleFacts.tsx";
import { BindDialog } from "../Sources/BindDialog.tsx";
import type { AssetNode } from "./assetNodes.ts";
import { CreateAssetDialog } from "./CreateAssetDialog.tsx";
import { DescribeAssetDialog } from "./DescribeAssetDialog.tsx";
import { LifecycleDialog } from "./LifecycleDialog.tsx";
import { MoveAssetsDialog } from "./MoveAssetsDialog.tsx";
import { TypesDialog } from "./TypesDialog.tsx";

export interface AssetActions {
  /** Assets selected now. */
  readonly chosen: () => readonly string[];
  readonly create: (parent: string | undefined) => void;
  readonly startRename: (assetId: string) => void;
  readonly rename: (assetId: string, name: string) => void;
  readonly move: (assetIds: readonly string[], parent: string | undefined) => void;
  readonly askMove: (assetIds: readonly string[]) => void;
  readonly duplicate: (assetIds: readonly string[]) => void;
  readonly remove: (assetIds: readonly string[]) => void;
  readonly describe: (assetId: string) => void;
  readonly editTypes: () => void;
  readonly editTypeOf: (assetId: string) => void;
  readonly moves: (assetIds: readonly string[]) => readonly Lifecycle[];
  readonly lifecycle: (assetIds: readonly string[], to: Lifecycle) => void;
  readonly plot: (kind: "asset" | "signal", ids: readonly string[]) => void;
  readonly tabulate: (kind: "asset" | "signal", ids: readonly string[]) => void;
  readonly bind: (signalId: string) => void;
  readonly unbind: (signalIds: readonly string[]) => void;
  readonly showSources: () => void;
}

export function useAssetActions(startRename: (assetId: string) => void): AssetActions {
  const workbench = useWorkbench();
  const { change, openDialog, give, report, commands } = useWindow();
  return useMemo(() => {
    const project = () => workbench.project.value;
    /** A refused edit is a sentence for the person, not a crash. */
    const attempt = (edit: () => ProposedChange): void => {
      try {
        void change(edit());
      } catch (error) {
        report(error);
      }
    };
    return {
      chosen: () => workbench.selection.value.assets.filter((id) => project().assets[id]),
      create: (parent) => openDialog((close) => <CreateAssetDialog parent={parent} onClose={close} />),
      startRename,
      rename: (id, name) => attempt(() => withTextsRenamed(renameAsset(project(), id, name), project(), targetOf.asset(id), name)),
      move: (ids, parent) => attempt(() => moveAssets(project(), ids, parent)),
      askMove: (ids) => openDialog((close) => <MoveAssetsDialog assetIds={ids} onClose={close} />),
      duplicate: (ids) => {
        const { change: copy, ids: copies } = duplicateAssets(project(), ids, newId);
        void change(copy).then((isDone) => isDone && workbench.selection.set({ assets: copies, signals: [], madeIn: "menu" }));
      },
      remove: (ids) => {
        const proposed = deleteAssets(project(), ids);
        const size = deletionSize(project(), ids);
        if (size.assets === 1 && size.bindings === 0) return void change(proposed);
        openDialog((close) => (
          <FieldDialog
            title={`${proposed.label}?`}
            text={`With it go ${size.assets === 1 ? "no other assets" : `${size.assets - 1} ${plural(size.assets - 1, "part")}`} and ${size.bindings} ${plural(size.bindings, "binding")}. Recorded samples stay in the history, and undo brings everything back.`}
            fields={[]}
            action="Delete"
            look="danger"
            onClose={close}
            onSubmit={() => change(proposed)}
          />
        ));
      },
      describe: (id) => openDialog((close) => <DescribeAssetDialog assetId={id} onClose={close} />),
      editTypes: () => openDialog((close) => <TypesDialog onClose={close} />),
      editTypeOf: (id) => openDialog((close) => <TypesDialog typeId={project().assets[id]?.type} onClose={close} />),
      moves: (ids) => commonMoves(project(), ids),
      lifecycle: (ids, to) => openDialog((close) => <LifecycleDialog assetIds={ids} to={to} project={project()} onClose={close} />),
      plot: (kind, ids) => give("trend", { kind, ids }),
      tabulate: (kind, ids) => give("table", { kind, ids }),
      bind: (signal) => openDialog((close) => <BindDialog signalId={signal} onClose={close} />),
      unbind: (signals) => void change(unbindSignals(project(), signals.filter((id) => bindingOf(project(), id)))),
      showSources: () => void commands.find("view.sources")?.run(workbench),
    } satisfies AssetActions;
  }, [workbench, change, openDialog, give, report, commands, startRename]);
}

export function assetCommands(actions: AssetActions): Command[] {
  const some = (): boolean => actions.chosen().length > 0;
  const first = (run: (id: string) => void) => () => {
    const [id] = actions.chosen();
    if (id !== undefined) run(id);
  };
  return [
    { id: "assets.create", title: "New asset …", category: "Assets", keys: ["Insert", "Alt+N"], panel: "assets", run: () => actions.create(actions.chosen()[0]) },
    { id: "assets.rename", title: "Rename the asset", category: "Assets", keys: ["F2"], panel: "assets", isEnabled: some, run: first(actions.startRename) },
    { id: "assets.duplicate", title: "Duplicate the assets", category: "Assets", keys: ["Ctrl+D", "Alt+D"], panel: "assets", isEnabled: some, run: () => actions.duplicate(actions.chosen()) },
    { id: "assets.delete", title: "Delete the assets …", category: "Assets", keys: ["Delete"], panel: "assets", isEnabled: some, run: () => actions.remove(actions.chosen()) },
    { id: "assets.move", title: "Move the assets …", category: "Assets", panel: "assets", isEnabled: some, run: () => actions.askMove(actions.chosen()) },
    { id: "assets.types", title: "Asset types …", category: "Assets", run: actions.editTypes },
  ];
}

export function assetMenu(actions: AssetActions, node: AssetNode, selected: readonly string[], isBound: (signal: string) => boolean): MenuEntry[] {
  if (node.kind === "loose") return [];
  if (node.kind === "signal") {
    const signals = selected.includes(node.id) ? selected : [node.id];
    return [
      { id: "plot", label: "Plot", icon: Activity, run: () => actions.plot("signal", signals) },
      { id: "table", label: "Show in table", icon: Table2, run: () => actions.tabulate("signal", signals) },
      { kind: "separator", id: "1" },
      { id: "bind", label: isBound(node.id) ? "Bind elsewhere …" : "Bind …", icon: Link2, run: () => actions.bind(node.id) },
      { id: "unbind", label: "Unbind", isDisabled: !signals.some(isBound), run: () => actions.unbind(signals) },
    ];
  }
  const assets = selected.includes(node.id) ? selected.filter((id) => !id.includes("/")) : [node.id];
  return [
    { id: "part", label: `New part of ${node.asset.name} …`, icon: Plus, keys: "Ins", run: () => actions.create(node.id) },
    { id: "rename", label: "Rename", icon: Pencil, keys: "F2", run: () => actions.startRename(node.id) },
    { id: "duplicate", label: "Duplicate", icon: Copy, keys: "Ctrl+D", run: () => actions.duplicate(assets) },
    { id: "move", label: "Move to …", icon: FolderInput, run: () => actions.askMove(assets) },
    { id: "delete", label: "Delete …", icon: Trash2, keys: "Del", run: () => actions.remove(assets) },
    { kind: "separator", id: "1" },
    { id: "plot", label: "Plot its signals", icon: Activity, run: () => actions.plot("asset", assets) },
    { id: "table", label: "Show in table", icon: Table2, run: () => actions.tabulate("asset", assets) },
    { kind: "separator", id: "2" },
    ...actions.moves(assets).map((to): MenuEntry => ({ id: `to ${to}`, label: `${MOVE_WORDS[to]} …`, icon: Wrench, run: () => actions.lifecycle(assets, to) })),
    { kind: "separator", id: "3" },
    { id: "describe", label: "Parameters and facts …", run: () => actions.describe(node.id) },
    { id: "type", label: `Edit type ${node.typeName} …`, run: () => actions.editTypeOf(node.id) },
  ];
}

/** The hierarchy with its values at the cursor: selected, dragged, edited and bound here. What can be done is in `assetActions`. */
import { Plus, Shapes } from "lucide-react";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { bindingOf } from "../../../shared/model/signals.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import { isOurDrag, readDrag, writeDrag } from "../../app/dragdrop.ts";
import { useAlarms } from "../../app/state/atCursor.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { worstByAsset } from "../../widgets/facts/alarmOrder.ts";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { filterTree } from "../../widgets/rows/flattenTree.ts";
import { Tree } from "../../widgets/rows/Tree.tsx";
import { BindNodesDialog } from "../Sources/BindNodesDialog.tsx";
import { assetCommands, assetMenu, useAssetActions } from "./assetActions.tsx";
import { ancestorsOf, assetNodes, startingExpanded, type AssetNode } from "./assetNodes.ts";
import { AssetRow } from "./AssetRow.tsx";
import "./assets.css";

export function AssetsView(): ReactNode {
  const workbench = useWorkbench();
  const { openDialog } = useWindow();
  const project = useStore(workbench.project);
  const selection = useStore(workbench.selection);
  const alarms = useAlarms();
  const [filter, setFilter] = useState("");
  const [expanded, setExpanded] = useState(() => startingExpanded(project));
  const [renaming, setRenaming] = useState<string>();
  const actions = useAssetActions(setRenaming);
  const nodes = useMemo(() => assetNodes(project), [project.assets, project.types, project.signals]);
  const shown = useMemo(() => filterTree(nodes, filter), [nodes, filter]);
  const worst = useMemo(() => worstByAsset(project, alarms), [project.assets, alarms]);
  const boundAssets = useMemo(() => new Set(Object.values(project.bindings).map((binding) => binding.signal.split("/")[0])), [project.bindings]);
  const open = useMemo(() => (filter.trim() === "" ? expanded : new Set(idsThatOpen(shown))), [filter, expanded, shown]);
  const selected = useMemo(() => (selection.signals.length > 0 ? selection.signals : selection.assets), [selection]);
  useCommands(() => assetCommands(actions));

  // What is selected elsewhere is brought into sight here.
  useEffect(() => {
    if (selection.madeIn === "assets") return;
    const above = ancestorsOf(project, selected).filter((id) => !expanded.has(id));
    if (above.length > 0) setExpanded(new Set([...expanded, ...above]));
  }, [selected]);

  const select = (ids: readonly string[]): void => {
    const assets = ids.filter((id) => project.assets[id]);
    const signals = ids.filter((id) => id.includes("/") || project.signals[id]);
    const owners = signals.flatMap((id) => (id.includes("/") ? [id.slice(0, id.indexOf("/"))] : []));
    workbench.selection.set({ assets: [...new Set([...assets, ...owners])], signals, madeIn: "assets" });
  };
  const drag = (node: AssetNode, transfer: DataTransfer): void => {
    const ids = selected.includes(node.id) ? selected : [node.id];
    const isSignals = node.kind === "signal";
    const payload = isSignals ? { kind: "signal" as const, ids: ids.filter((id) => !project.assets[id]) } : { kind: "asset" as const, ids: ids.filter((id) => project.assets[id]) };
    writeDrag(transfer, payload, node.label);
  };
  const drop = (transfer: DataTransfer, target: AssetNode | undefined): void => {
    const payload = readDrag(transfer);
    if (payload?.kind === "asset") actions.move(payload.ids, target?.kind === "asset" ? target.id : undefined);
    else if (payload?.kind === "node" && target) openDialog((close) => <BindNodesDialog nodes={payload.ids} target={target.id} onClose={close} />);
  };
  return (
    <>
      <ViewHead title="Assets">
        <IconButton icon={Shapes} label="Asset types …" onPress={actions.editTypes} />
        <IconButton icon={Plus} label="New asset …" keys="Ins" onPress={() => actions.create(selection.assets[0])} />
      </ViewHead>
      <div className="filter"><SearchField label="Filter by name, type, signal …" value={filter} onChange={setFilter} /></div>
      <Tree<AssetNode>
        label="Assets"
        nodes={shown}
        expanded={open}
        onExpand={(id, isOpen) => setExpanded(isOpen ? new Set([...open, id]) : new Set([...open].filter((other) => other !== id)))}
        selected={selected}
        onSelect={select}
        renderRow={(node) => (
          <AssetRow
            node={node}
            alarm={node.kind === "asset" ? worst.get(node.id) : undefined}
            isUnbound={node.kind === "asset" && (project.types[node.asset.type]?.signals.length ?? 0) > 0 && !boundAssets.has(node.id)}
            isRenaming={renaming === node.id}
            onRenamed={(name) => {
              setRenaming(undefined);
              if (name !== undefined) actions.rename(node.id, name);
            }}
          />
        )}
        menu={(node) => assetMenu(actions, node, selected, (signal) => bindingOf(project, signal) !== undefined)}
        onDragStart={drag}
        drop={{ accepts: (transfer) => isOurDrag(transfer), onDrop: drop }}
        empty={
          filter === "" ? (
            <EmptyState title="No assets yet" actions={<><Button look="primary" icon={Plus} onPress={() => actions.create(undefined)}>New asset …</Button><Button onPress={actions.showSources}>Connect a source</Button></>}>
              Assets are the machines and places of the plant. Make one here, or connect a source and choose “Make asset from this object” on what it offers.
            </EmptyState>
          ) : (
            <EmptyState title="Nothing matches" actions={<Button onPress={() => setFilter("")}>Show everything</Button>}>No asset, type or signal is called “{filter}”.</EmptyState>
          )
        }
      />
    </>
  );
}

function idsThatOpen(nodes: readonly AssetNode[]): string[] {
  return nodes.flatMap((node) => (node.kind === "signal" ? [] : [node.id, ...idsThatOpen(node.children)]));
}

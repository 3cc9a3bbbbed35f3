/** Sources and what they offer: connect, browse lazily, look at a node, drag it onto an asset or a plot, make assets from it. */
import { FileInput, Plus } from "lucide-react";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { useCommands } from "../../app/commands/useCommands.ts";
import { nodeRef, writeDrag } from "../../app/dragdrop.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { AddressTree } from "./AddressTree.tsx";
import { sourceMenu, useSourceActions } from "./sourceActions.tsx";
import { SourceSheet } from "./SourceSheet.tsx";
import "./sources.css";
import { useAddressSpace, type SpaceNode } from "./useAddressSpace.ts";

export function SourcesView(): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const statuses = useStore(workbench.sources);
  const space = useAddressSpace();
  const actions = useSourceActions(space.refresh);
  const [selected, setSelected] = useState<readonly string[]>([]);
  const nodesById = useRef(new Map<string, SpaceNode>());
  const sources = useMemo(() => Object.values(project.sources).sort((a, b) => Number(a.kind === "file") - Number(b.kind === "file") || a.name.localeCompare(b.name)), [project.sources]);
  const chosen = project.sources[selected[0] ?? ""];
  const remember = (node: SpaceNode): SpaceNode => {
    nodesById.current.set(node.id, node);
    return node;
  };
  useCommands(() => [
    { id: "sources.add", title: "Connect a source …", category: "Sources", run: actions.add },
    { id: "sources.delete", title: "Delete the source …", category: "Sources", keys: ["Delete"], panel: "sources", isEnabled: () => selected.some((id) => project.sources[id]), run: () => actions.remove(selected.find((id) => project.sources[id]) ?? "") },
  ]);

  // A source that asks for trust or a password asks where the engineer is looking, once per time it asks.
  const asked = useRef(new Map<string, number>());
  useEffect(() => {
    for (const status of statuses) {
      if (status.state !== "untrusted" && status.state !== "unauthorized") asked.current.delete(status.source);
      else if (asked.current.get(status.source) === undefined && actions.wasStartedHere(status.source)) {
        asked.current.set(status.source, status.sinceUs);
        actions.settle(status.source);
      }
    }
  }, [statuses]);

  const drag = (node: SpaceNode, transfer: DataTransfer): void => {
    const chosenNodes = selected.includes(node.id) ? selected.flatMap((id) => nodesById.current.get(id) ?? []) : [node];
    const refs = [...chosenNodes, node].flatMap((one) => (one.kind === "node" ? [nodeRef(one.sourceId, one.node.address)] : []));
    if (refs.length > 0) writeDrag(transfer, { kind: "node", ids: [...new Set(refs)] }, node.label);
  };
  return (
    <>
      <ViewHead title="Sources">
        <IconButton icon={FileInput} label="Import a file …" keys="Ctrl+I" onPress={actions.importFile} />
        <IconButton icon={Plus} label="Connect a source …" onPress={actions.add} />
      </ViewHead>
      <AddressTree
        label="Sources"
        space={{ ...space, nodes: (list) => walk(space.nodes(list), remember) }}
        sources={sources}
        selected={selected}
        onSelect={setSelected}
        onActivate={(node) => (node.kind === "node" ? actions.showNode(node.sourceId, node.node.address) : node.kind === "source" && actions.settle(node.id))}
        menu={(node) => sourceMenu(actions, node, statuses.find((status) => status.source === node.id))}
        onDragStart={drag}
        empty={
          <EmptyState title="Nothing is connected yet" actions={<><Button look="primary" icon={Plus} onPress={actions.add}>Connect a source …</Button><Button icon={FileInput} onPress={actions.importFile}>Import a file …</Button></>}>
            Connect an OPC UA server to record it live, or import a recorded file: CSV, TSV or Parquet. A file can also be dropped anywhere on the window.
          </EmptyState>
        }
      />
      {chosen && <SourceSheet source={chosen} actions={actions} />}
    </>
  );
}

/** Visits every node once; the tree keeps its shape. */
function walk(nodes: readonly SpaceNode[], visit: (node: SpaceNode) => SpaceNode): readonly SpaceNode[] {
  for (const node of nodes) {
    visit(node);
    // Children of a space node are space nodes: `useAddressSpace` builds them so.
    if (node.children) walk(node.children as readonly SpaceNode[], visit);
  }
  return nodes;
}

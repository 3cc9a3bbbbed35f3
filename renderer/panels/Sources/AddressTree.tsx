/** The tree of sources and their address spaces: the one in the Sources view and the one in the bind dialog. */
import { Box, CircleDot, FolderClosed, FunctionSquare, type LucideIcon } from "lucide-react";
import { useState, type ReactNode } from "react";
import type { BrowsedNode, NodeKind } from "../../../shared/contract/sources.ts";
import type { Source } from "../../../shared/model/project.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatCount } from "../../app/formatSize.ts";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Tree } from "../../widgets/rows/Tree.tsx";
import { needsAttention, stateText } from "./sourceWords.ts";
import type { AddressSpace, SpaceNode } from "./useAddressSpace.ts";

export interface AddressTreeProps {
  readonly label: string;
  readonly space: AddressSpace;
  readonly sources: readonly Source[];
  readonly selected: readonly string[];
  readonly onSelect: (ids: readonly string[]) => void;
  readonly onActivate?: (node: SpaceNode) => void;
  readonly menu?: (node: SpaceNode) => readonly MenuEntry[];
  readonly onDragStart?: (node: SpaceNode, transfer: DataTransfer) => void;
  readonly empty: ReactNode;
}

const ICONS: Readonly<Record<NodeKind, LucideIcon>> = { object: Box, variable: CircleDot, method: FunctionSquare, view: FolderClosed, type: Box, folder: FolderClosed };

export function AddressTree({ label, space, sources, selected, onSelect, onActivate, menu, onDragStart, empty }: AddressTreeProps): ReactNode {
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set());
  const expand = (id: string, isOpen: boolean): void => {
    if (isOpen) space.open(id);
    setExpanded(new Set(isOpen ? [...expanded, id] : [...expanded].filter((other) => other !== id)));
  };
  return (
    <Tree<SpaceNode>
      label={label}
      nodes={space.nodes(sources)}
      expanded={expanded}
      onExpand={expand}
      selected={selected}
      onSelect={onSelect}
      renderRow={(node) => <SpaceRow node={node} />}
      {...(onActivate && { onActivate })}
      {...(menu && { menu })}
      {...(onDragStart && { onDragStart })}
      empty={empty}
    />
  );
}

function SpaceRow({ node }: { readonly node: SpaceNode }): ReactNode {
  if (node.kind === "source") return <SourceRow source={node.source} />;
  if (node.kind === "note") return <span className={`name quiet${node.isError ? " problem" : ""}`} title={node.text}>{node.text}</span>;
  const Icon = ICONS[node.node.kind];
  return (
    <>
      <Icon size={13} aria-label={node.node.kind} />
      <span className="name" title={node.node.address}>{node.node.name}</span>
      <span className="hint">{hintOf(node.node)}</span>
    </>
  );
}

/** Type names that say nothing about the node. */
const PLAIN_TYPES = ["BaseDataVariableType", "BaseObjectType", "FolderType", "PropertyType"];

function hintOf({ dataType, typeName }: BrowsedNode): string | undefined {
  return dataType ?? (typeName === undefined || PLAIN_TYPES.includes(typeName) ? undefined : typeName);
}

function SourceRow({ source }: { readonly source: Source }): ReactNode {
  const status = useStore(useWorkbench().sources).find((candidate) => candidate.source === source.id);
  return (
    <>
      <span className="name strong" title={status?.message ?? source.name}>{source.name}</span>
      <span className={`fact${needsAttention(status) ? " attention" : ""}`}>{stateText(source, status)}</span>
      {status?.state === "live" && <span className="fact tb-num">{formatCount(status.valuesPerSecond)}/s</span>}
    </>
  );
}

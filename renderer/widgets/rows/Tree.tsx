/**
 * The one tree of the window: virtual rows, multi-select, keyboard as WAI-ARIA's tree pattern says, menus, dragging.
 * Our own rather than a kit's, because address spaces have 50,000 nodes and a kit's collection renders each of them first.
 */
import { ChevronDown, ChevronRight } from "lucide-react";
import { useEffect, useId, useMemo, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { ContextMenu, type MenuEntry, type MenuPoint } from "../overlays/Menu.tsx";
import { flattenTree, type TreeNode, type TreeRow } from "./flattenTree.ts";
import { clickRow, type RowSelection } from "./rowSelection.ts";
import "./rows.css";
import { useRowKeys } from "./useRowKeys.ts";
import { useVirtualRows } from "./useVirtualRows.ts";

const ROW_PX = 24;

export interface TreeDrop<N> {
  /** Whether what is dragged may be dropped here; only its presence is known before the drop. */
  readonly accepts: (transfer: DataTransfer, target: N | undefined) => boolean;
  readonly onDrop: (transfer: DataTransfer, target: N | undefined) => void;
}

export interface TreeProps<N extends TreeNode> {
  readonly label: string;
  readonly nodes: readonly N[];
  readonly expanded: ReadonlySet<string>;
  readonly onExpand: (id: string, isOpen: boolean) => void;
  readonly selected: readonly string[];
  readonly onSelect: (ids: readonly string[]) => void;
  readonly renderRow: (node: N, row: TreeRow<N>) => ReactNode;
  readonly onActivate?: (node: N) => void;
  readonly menu?: (node: N) => readonly MenuEntry[];
  readonly onDragStart?: (node: N, transfer: DataTransfer) => void;
  readonly drop?: TreeDrop<N>;
  readonly empty: ReactNode;
}

export function Tree<N extends TreeNode>({ label, nodes, expanded, onExpand, selected, onSelect, renderRow, onActivate, menu, onDragStart, drop, empty }: TreeProps<N>): ReactNode {
  const treeId = useId();
  const rows = useMemo(() => flattenTree(nodes, (id) => expanded.has(id)), [nodes, expanded]);
  const ids = useMemo(() => rows.map((row) => row.node.id), [rows]);
  const [focus, setFocus] = useState<{ current?: string; anchor?: string }>({});
  const [menuAt, setMenuAt] = useState<{ readonly node: N; readonly at: MenuPoint }>();
  const [dropOn, setDropOn] = useState<string>();
  const virtual = useVirtualRows(rows.length, ROW_PX);
  const state: RowSelection = { selected, ...focus };
  const currentIndex = focus.current === undefined ? -1 : ids.indexOf(focus.current);

  const apply = (next: RowSelection): void => {
    setFocus({ ...(next.current !== undefined && { current: next.current }), ...(next.anchor !== undefined && { anchor: next.anchor }) });
    if (next.selected !== selected) onSelect(next.selected);
    if (next.current !== undefined) virtual.reveal(ids.indexOf(next.current));
  };
  const onRowKey = useRowKeys({ ids, labelOf: (id) => rows[ids.indexOf(id)]?.node.label ?? "", state, rowsPerPage: virtual.rowsPerPage, onChange: apply });

  // A selection made elsewhere becomes the place from which the keyboard goes on, and is brought into view.
  const [first] = selected;
  useEffect(() => {
    if (first === undefined || selected.includes(focus.current ?? "")) return;
    const index = ids.indexOf(first);
    if (index < 0) return; // not here yet: its row may come with the next change of the project
    setFocus({ current: first, anchor: first });
    virtual.reveal(index);
  }, [first, ids.length]);

  const openMenu = (node: N, at: MenuPoint): void => {
    if (!selected.includes(node.id)) apply({ selected: [node.id], current: node.id, anchor: node.id });
    if (menu) setMenuAt({ node, at });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== event.currentTarget) return;
    const row = rows[currentIndex];
    if (row && isMenuKey(event)) {
      event.preventDefault();
      const box = document.getElementById(`${treeId}-${row.node.id}`)?.getBoundingClientRect();
      return openMenu(row.node, { x: (box?.left ?? 0) + 40, y: box?.bottom ?? 0 });
    }
    if (row && event.key === "Enter") return onActivate?.(row.node);
    if (row && event.key === "ArrowRight") {
      event.preventDefault();
      if (row.canOpen && !row.isOpen) return onExpand(row.node.id, true);
      const next = rows[currentIndex + 1];
      if (row.isOpen && next?.parent === row.node.id) apply({ selected: [next.node.id], current: next.node.id, anchor: next.node.id });
      return;
    }
    if (row && event.key === "ArrowLeft") {
      event.preventDefault();
      if (row.isOpen) return onExpand(row.node.id, false);
      if (row.parent !== undefined) apply({ selected: [row.parent], current: row.parent, anchor: row.parent });
      return;
    }
    onRowKey(event);
  };
  if (rows.length === 0) return <div className="tb-rows" {...dropHandlers(drop, undefined, setDropOn)}>{empty}</div>;
  return (
    <div
      ref={virtual.scroller}
      className="tb-rows"
      role="tree"
      aria-label={label}
      aria-multiselectable
      tabIndex={0}
      {...(currentIndex >= virtual.from && currentIndex < virtual.to && { "aria-activedescendant": `${treeId}-${ids[currentIndex]}` })}
      onKeyDown={onKeyDown}
      onFocus={() => focus.current === undefined && ids[0] !== undefined && setFocus({ current: first ?? ids[0], anchor: first ?? ids[0] })}
      {...dropHandlers(drop, undefined, setDropOn)}
    >
      <div role="presentation" style={{ height: virtual.totalPx }}>
        {rows.slice(virtual.from, virtual.to).map((row, index) => {
          const { node } = row;
          return (
            <div
              key={node.id}
              id={`${treeId}-${node.id}`}
              className={`tb-row tb-tree-row${focus.current === node.id ? " current" : ""}${dropOn === node.id ? " drop-target" : ""}`}
              style={{ top: (virtual.from + index) * ROW_PX, "--level": row.level } as CSSProperties /* a custom property is no known style name */}
              role="treeitem"
              aria-level={row.level}
              aria-posinset={row.position}
              aria-setsize={row.siblings}
              aria-selected={selected.includes(node.id)}
              {...(row.canOpen && { "aria-expanded": row.isOpen })}
              draggable={onDragStart !== undefined}
              onDragStart={(event) => {
                if (!selected.includes(node.id)) apply({ selected: [node.id], current: node.id, anchor: node.id });
                onDragStart?.(node, event.dataTransfer);
              }}
              onClick={(event: MouseEvent) => apply(clickRow(ids, state, node.id, { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey }))}
              onDoubleClick={() => (onActivate ? onActivate(node) : row.canOpen && onExpand(node.id, !row.isOpen))}
              onContextMenu={(event) => {
                event.preventDefault();
                openMenu(node, { x: event.clientX, y: event.clientY });
              }}
              {...dropHandlers(drop, node, setDropOn)}
            >
              <span
                className="opener"
                aria-hidden
                onDoubleClick={(event) => event.stopPropagation()}
                onClick={(event) => {
                  if (!row.canOpen) return;
                  event.stopPropagation();
                  onExpand(node.id, !row.isOpen);
                }}
              >
                {row.canOpen ? row.isOpen ? <ChevronDown size={14} /> : <ChevronRight size={14} /> : undefined}
              </span>
              <span className="content">{renderRow(node, row)}</span>
            </div>
          );
        })}
      </div>
      {menuAt && menu && <ContextMenu label={`${label}: ${menuAt.node.label}`} at={menuAt.at} entries={menu(menuAt.node)} onClose={() => setMenuAt(undefined)} />}
    </div>
  );
}

/** The keys that open a context menu where a right click would. */
export function isMenuKey(event: { readonly key: string; readonly shiftKey: boolean }): boolean {
  return event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey);
}

function dropHandlers<N extends TreeNode>(drop: TreeDrop<N> | undefined, target: N | undefined, mark: (id: string | undefined) => void): object {
  if (!drop) return {};
  return {
    onDragOver: (event: React.DragEvent) => {
      if (!drop.accepts(event.dataTransfer, target)) return;
      event.preventDefault();
      event.stopPropagation();
      mark(target?.id);
    },
    onDragLeave: () => mark(undefined),
    onDrop: (event: React.DragEvent) => {
      if (!drop.accepts(event.dataTransfer, target)) return;
      event.preventDefault();
      event.stopPropagation();
      mark(undefined);
      drop.onDrop(event.dataTransfer, target);
    },
  };
}

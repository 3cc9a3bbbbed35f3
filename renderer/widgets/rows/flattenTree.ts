/** A tree as the rows it shows, and as those that match a filter. Pure. */

export interface TreeNode {
  readonly id: string;
  /** What a filter and typing ahead look at. */
  readonly label: string;
  /** Absent for leaves; empty where children are still to be fetched. */
  readonly children?: readonly TreeNode[];
}

export interface TreeRow<N extends TreeNode> {
  readonly node: N;
  /** 1 at the top. */
  readonly level: number;
  readonly parent: string | undefined;
  readonly isOpen: boolean;
  readonly canOpen: boolean;
  readonly position: number;
  readonly siblings: number;
}

export function flattenTree<N extends TreeNode>(nodes: readonly N[], isExpanded: (id: string) => boolean): TreeRow<N>[] {
  const rows: TreeRow<N>[] = [];
  const walk = (list: readonly N[], level: number, parent: string | undefined): void => {
    list.forEach((node, index) => {
      const canOpen = node.children !== undefined;
      const isOpen = canOpen && isExpanded(node.id);
      rows.push({ node, level, parent, isOpen, canOpen, position: index + 1, siblings: list.length });
      // Children of a tree are of its own node type: callers build it so.
      if (isOpen) walk(node.children as readonly N[], level + 1, node.id);
    });
  };
  walk(nodes, 1, undefined);
  return rows;
}

/** The nodes whose label holds all words, with everything above them and, below a hit, everything under it. */
export function filterTree<N extends TreeNode>(nodes: readonly N[], filter: string): readonly N[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return nodes;
  const keep = (list: readonly N[], above: string): N[] =>
    list.flatMap((node) => {
      const text = `${above} ${node.label.toLowerCase()}`;
      if (words.every((word) => text.includes(word)) && words.some((word) => node.label.toLowerCase().includes(word))) return [node];
      const children = keep((node.children ?? []) as readonly N[], text);
      return children.length > 0 ? [{ ...node, children }] : [];
    });
  return keep(nodes, "");
}

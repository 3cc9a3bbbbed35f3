/** What depends on each other in circles, found in one walk (Tarjan, Depth-first search and linear graph algorithms, SIAM J. Comput. 1, 1972). */

interface Visit {
  readonly node: number;
  readonly unread: number[];
}

/**
 * Groups of nodes that reach each other, each group after those it reads. A stack of its own instead of recursion: a ring of
 * thousands is deeper than the runtime's.
 */
export function stronglyConnected(roots: readonly number[], readBy: (node: number) => readonly number[]): number[][] {
  const groups: number[][] = [];
  const found = new Map<number, number>();
  const lowest = new Map<number, number>();
  const pending: number[] = [];
  const isPending = new Set<number>();
  const way: Visit[] = [];
  const open = (node: number): void => {
    lowest.set(node, found.size);
    found.set(node, found.size);
    pending.push(node);
    isPending.add(node);
    way.push({ node, unread: [...readBy(node)].reverse() });
  };
  const lower = (node: number, to: number | undefined): void => {
    lowest.set(node, Math.min(lowest.get(node) ?? Infinity, to ?? Infinity));
  };
  for (const root of roots) {
    if (!found.has(root)) open(root);
    for (let top = way.at(-1); top; top = way.at(-1)) {
      const { node } = top;
      const next = top.unread.pop();
      if (next !== undefined) {
        if (!found.has(next)) open(next);
        else if (isPending.has(next)) lower(node, found.get(next));
        continue;
      }
      way.pop();
      const above = way.at(-1);
      if (above) lower(above.node, lowest.get(node));
      if (lowest.get(node) !== found.get(node)) continue;
      const group = pending.splice(pending.lastIndexOf(node));
      for (const member of group) isPending.delete(member);
      groups.push(group);
    }
  }
  return groups;
}

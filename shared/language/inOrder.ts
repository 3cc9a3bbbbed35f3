/** Puts things after those they read, and finds loops. Without recursion, so that a chain of thousands is no danger. */

/**
 * The nodes, each after those it reads. Those in a loop are left out after `tellLoop` has been given the loop, once; those
 * that read them are not.
 */
export function inOrder<N>(nodes: Iterable<N>, reads: (node: N) => N[], tellLoop: (loop: readonly N[]) => void): N[] {
  const state = new Map<N, "open" | "done" | "looped">();
  const order: N[] = [];
  for (const root of nodes) {
    if (state.has(root)) continue;
    const path: { readonly node: N; readonly rest: N[] }[] = [{ node: root, rest: reads(root) }];
    state.set(root, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop();
      if (next === undefined) {
        path.pop();
        if (state.get(top.node) !== "open") continue;
        order.push(top.node);
        state.set(top.node, "done");
      } else if (!state.has(next)) {
        state.set(next, "open");
        path.push({ node: next, rest: reads(next) });
      } else if (state.get(next) !== "done") {
        const from = path.findIndex(({ node }) => node === next);
        if (from < 0) continue;
        const loop = path.slice(from).map(({ node }) => node);
        for (const node of loop) state.set(node, "looped");
        tellLoop(loop);
      }
    }
  }
  return order;
}

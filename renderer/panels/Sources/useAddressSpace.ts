/** The address spaces of all sources, fetched branch by branch as they are opened, and kept while the source stays connected. */
import { useCallback, useRef, useState } from "react";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { BrowsedNode } from "../../../shared/contract/sources.ts";
import type { Source } from "../../../shared/model/project.ts";
import { nodeRef, parseNodeRef } from "../../app/dragdrop.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import type { TreeNode } from "../../widgets/rows/flattenTree.ts";

export type SpaceNode = TreeNode &
  (
    | { readonly kind: "source"; readonly source: Source }
    | { readonly kind: "node"; readonly node: BrowsedNode; readonly sourceId: string }
    /** Stands in a branch that is being fetched, could not be, or has more than was fetched. */
    | { readonly kind: "note"; readonly text: string; readonly isError: boolean }
  );

type Branch = { readonly state: "fetching" } | { readonly state: "known"; readonly nodes: readonly BrowsedNode[]; readonly more: boolean } | { readonly state: "failed"; readonly message: string };

export interface AddressSpace {
  readonly nodes: (sources: readonly Source[]) => readonly SpaceNode[];
  /** Fetches a branch unless it is known. `id` is a source's id or a node reference. */
  readonly open: (id: string) => void;
  /** Forgets what was fetched of a source. */
  readonly refresh: (sourceId: string) => void;
}

export function useAddressSpace(): AddressSpace {
  const { engine } = useWorkbench();
  const [branches, setBranches] = useState<ReadonlyMap<string, Branch>>(new Map());
  const asked = useRef(new Set<string>());

  const open = useCallback((id: string): void => {
    if (asked.current.has(id)) return;
    asked.current.add(id);
    const set = (branch: Branch): void => setBranches((known) => new Map(known).set(id, branch));
    const ref = parseNodeRef(id);
    set({ state: "fetching" });
    engine.sources.browse({ source: ref?.source ?? id, ...(ref && { address: ref.address }) }).then(
      ({ nodes, more }) => set({ state: "known", nodes, more }),
      (error: unknown) => {
        asked.current.delete(id); // opening the branch again asks again
        set({ state: "failed", message: TwinError.from(error).message });
      },
    );
  }, [engine]);

  const refresh = useCallback((sourceId: string): void => {
    const isOfSource = (id: string): boolean => id === sourceId || id.startsWith(`${sourceId}|`);
    asked.current = new Set([...asked.current].filter((id) => !isOfSource(id)));
    setBranches((known) => new Map([...known].filter(([id]) => !isOfSource(id))));
  }, []);

  const below = (id: string, sourceId: string, seen: ReadonlySet<string>): readonly SpaceNode[] => {
    const branch = branches.get(id);
    const note = (text: string, isError = false): SpaceNode => ({ kind: "note", id: `${id}#note`, label: text, text, isError });
    if (!branch || branch.state === "fetching") return [note("reading …")];
    if (branch.state === "failed") return [note(branch.message, true)];
    const nodes = branch.nodes.map((node): SpaceNode => {
      const ref = nodeRef(sourceId, node.address);
      // An address space is a net: a node met again below itself is shown, but not opened again.
      const canOpen = node.hasChildren && !seen.has(ref);
      const leaf = { kind: "node", id: `${id}>${ref}`, label: node.name, node, sourceId } as const;
      return canOpen ? { ...leaf, id: ref, children: branches.has(ref) ? below(ref, sourceId, new Set([...seen, ref])) : [] } : leaf;
    });
    if (nodes.length === 0) return [note("nothing below")];
    return branch.more ? [...nodes, note("and more, which are not listed: the branch is too large")] : nodes;
  };
  const nodes = (sources: readonly Source[]): readonly SpaceNode[] =>
    sources.map((source): SpaceNode => ({ kind: "source", id: source.id, label: source.name, source, ...(source.kind !== "file" && { children: below(source.id, source.id, new Set()) }) }));
  return { nodes, open, refresh };
}

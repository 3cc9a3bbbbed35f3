/**
 * What is dragged between panels, and how it is written into a `DataTransfer`. Every drop has a menu twin that hands the
 * same payload to the same function. Nodes carry their source: `<source id>|<address>` (see `nodeRef`).
 */
export const DRAG_TYPE = "application/x-twinbench";

export interface DragPayload {
  readonly kind: "signal" | "node" | "asset";
  /** Signal ids, asset ids, or node references. */
  readonly ids: readonly string[];
}

/** A node of a source as one id. Source ids contain no bar. */
export function nodeRef(source: string, address: string): string {
  return `${source}|${address}`;
}

export function parseNodeRef(ref: string): { readonly source: string; readonly address: string } | undefined {
  const bar = ref.indexOf("|");
  return bar < 0 ? undefined : { source: ref.slice(0, bar), address: ref.slice(bar + 1) };
}

export function writeDrag(transfer: DataTransfer, payload: DragPayload, text: string): void {
  transfer.setData(DRAG_TYPE, JSON.stringify(payload));
  transfer.setData("text/plain", text);
  transfer.effectAllowed = "copyMove";
}

/** Whether something of ours is dragged; the payload itself can be read only on drop. */
export function isOurDrag(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes(DRAG_TYPE) ?? false;
}

/** What was dropped, or undefined if it is not ours. */
export function readDrag(transfer: DataTransfer | null): DragPayload | undefined {
  return parsePayload(transfer?.getData(DRAG_TYPE) ?? "");
}

/** A payload from its text; undefined for anything else, because other programs can be dragged from as well. */
export function parsePayload(text: string): DragPayload | undefined {
  if (text === "") return undefined;
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data !== "object" || data === null || !("kind" in data) || !("ids" in data)) return undefined;
    const { kind, ids } = data;
    if (kind !== "signal" && kind !== "node" && kind !== "asset") return undefined;
    return Array.isArray(ids) && ids.every((id) => typeof id === "string") ? { kind, ids } : undefined;
  } catch {
    return undefined;
  }
}

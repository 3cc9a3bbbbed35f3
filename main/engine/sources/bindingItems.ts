/** From a project's bindings to the items a source records, and what changed between two versions of a project. */
import type { Binding, Project } from "../../../shared/model/project.ts";
import { AUTOMATIC_SAMPLING, type SubscribeItem } from "./SourceDriver.ts";
import type { BoundItem } from "./SourceSink.ts";

/** For bindings that ask for nothing: a queue with room for 100 values/s at the usual publishing interval of half a second. */
const DEFAULT_SAMPLING = { intervalMs: AUTOMATIC_SAMPLING, queueSize: 50 } as const;

export interface ItemDiff {
  readonly items: ReadonlyMap<string, BoundItem>;
  readonly added: readonly BoundItem[];
  readonly removed: readonly BoundItem[];
}

/** The bindings of each source, in one pass over the project. */
export function bindingsBySource(project: Project): Map<string, Binding[]> {
  const bySource = new Map<string, Binding[]>();
  for (const binding of Object.values(project.bindings)) {
    const list = bySource.get(binding.source);
    if (list) list.push(binding);
    else bySource.set(binding.source, [binding]);
  }
  return bySource;
}

/** Keeps the item of a binding that is the same, gives a new number to one that is new or changed. */
export function diffItems(current: ReadonlyMap<string, BoundItem>, bindings: readonly Binding[], nextItem: () => number): ItemDiff {
  const items = new Map<string, BoundItem>();
  const added: BoundItem[] = [];
  for (const binding of bindings) {
    const known = current.get(binding.id);
    if (known && sameBinding(known.binding, binding)) {
      items.set(binding.id, known);
    } else {
      const fresh = { item: nextItem(), binding };
      items.set(binding.id, fresh);
      added.push(fresh);
    }
  }
  const removed = [...current.values()].filter((known) => items.get(known.binding.id) !== known);
  return { items, added, removed };
}

export function subscribeItem({ item, binding }: BoundItem): SubscribeItem {
  const sampling = binding.sampling ?? DEFAULT_SAMPLING;
  return { item, address: binding.address, samplingMs: sampling.intervalMs, queueSize: sampling.queueSize };
}

function sameBinding(a: Binding, b: Binding): boolean {
  if (a === b) return true;
  return (
    a.signal === b.signal && a.address === b.address && a.revision === b.revision && a.sourceUnit === b.sourceUnit &&
    a.sampling?.intervalMs === b.sampling?.intervalMs && a.sampling?.queueSize === b.sampling?.queueSize
  );
}

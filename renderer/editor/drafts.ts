/** What stands in the window's editors and does not run: kept apart from the editor itself, so that a panel can ask without loading it. */
import { Store } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";

const drafts = new WeakMap<Workbench, Store<ReadonlyMap<string, string>>>();

/** Texts by file, of those open in an editor that differ from the version that runs. Written by the editor's hub. */
export function draftsOf(workbench: Workbench): Store<ReadonlyMap<string, string>> {
  let store = drafts.get(workbench);
  if (!store) drafts.set(workbench, (store = new Store<ReadonlyMap<string, string>>(new Map())));
  return store;
}

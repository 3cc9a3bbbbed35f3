/** The project's FMUs as the window knows them; loaded when the list is first shown and after each deed here. */
import type { FmuEntry } from "../../../shared/contract/fmus.ts";
import { Store } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";

const lists = new WeakMap<Workbench, Store<readonly FmuEntry[]>>();

export function fmuFiles(workbench: Workbench): Store<readonly FmuEntry[]> {
  const known = lists.get(workbench);
  if (known) return known;
  const made = new Store<readonly FmuEntry[]>([]);
  lists.set(workbench, made);
  return made;
}

export async function loadFmus(workbench: Workbench): Promise<void> {
  const { files } = await workbench.engine.fmus.list({});
  fmuFiles(workbench).set(files);
}

/** The project's imported models as the window knows them; loaded when the list is first shown and after each deed here. */
import type { ImportedEntry } from "../../../shared/contract/imported.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { put } from "../../../shared/model/edits/edit.ts";
import { Store } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";

const lists = new WeakMap<Workbench, Store<readonly ImportedEntry[]>>();

export function importedFiles(workbench: Workbench): Store<readonly ImportedEntry[]> {
  const known = lists.get(workbench);
  if (known) return known;
  const made = new Store<readonly ImportedEntry[]>([]);
  lists.set(workbench, made);
  return made;
}

export async function loadImported(workbench: Workbench): Promise<void> {
  const { files } = await workbench.engine.imported.list({});
  importedFiles(workbench).set(files);
}

/** Makes a model text of a file in the project. Returns its path; throws `refused` where it is there already. */
export async function makeModelText({ engine, project }: Workbench, file: string): Promise<string> {
  const { text } = await engine.imported.text({ file });
  const id = file.replace(/\.(fmu|onnx)$/i, ".twin");
  if (project.value.texts[id]) throw new TwinError("refused", `There is already a ${id}. Rename or delete it first.`);
  await engine.project.change({ label: `Create ${id} from ${file}`, changes: [put("texts", { id, text })] });
  return id;
}

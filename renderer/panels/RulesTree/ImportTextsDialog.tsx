/** Takes texts into the project: a bundle of several, one `.twin` file, or a table that models read. Says first which are new, which replace others. */
import { useState, type ReactNode } from "react";
import { isBundle, readBundle, type BundledText } from "../../../shared/language/bundle.ts";
import { saveText } from "../../../shared/model/edits/texts.ts";
import type { Project } from "../../../shared/model/project.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { FileButton } from "../../widgets/controls/FileButton.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";

interface Looked {
  readonly name: string;
  readonly texts: readonly BundledText[];
  readonly problems: readonly string[];
}

/** A single file is a text of rules under its own name; a table is one of models. */
export function readTexts({ name, text }: { readonly name: string; readonly text: string }): Looked {
  if (isBundle(text)) return { name, ...readBundle(text) };
  const [folder, kind] = /\.csv$/i.test(name) ? ["models", "csv"] : ["rules", "twin"];
  const stem = name.replace(/\.(?:csv|twin)$/i, "").replace(/[^\p{L}\p{N} _.()-]+/gu, "-").replace(/\.{2,}/g, ".");
  return { name, texts: [{ file: `${folder}/${stem}.${kind}`, text }], problems: [] };
}

/** What taking a text in would do to the project. */
export function fateOf(project: Project, { file, text }: BundledText): "new" | "replaced" | "the same" {
  const known = project.texts[file];
  return known === undefined ? "new" : known.text === text ? "the same" : "replaced";
}

export function ImportTextsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const project = useStore(useWorkbench().project);
  const { change } = useWindow();
  const [looked, setLooked] = useState<Looked>();
  const [error, setError] = useState<unknown>();
  const changing = (looked?.texts ?? []).filter((text) => fateOf(project, text) !== "the same");
  const apply = async (): Promise<void> => {
    if (changing.length > 0 && (await change({ label: `Import ${looked?.name ?? "texts"}`, changes: changing.map(({ file, text }) => saveText(project, file, text)) }))) onClose();
  };
  return (
    <Dialog
      title="Import texts"
      onClose={onClose}
      onSubmit={() => void apply()}
      buttons={<><Button onPress={onClose}>Cancel</Button><Button look="primary" type="submit" isDisabled={changing.length === 0}>{changing.length === 1 ? "Import 1 text" : `Import ${changing.length} texts`}</Button></>}
    >
      <p>A .twin file, a bundle of several as “Export all texts” writes it, or a .csv file with the points of a model’s table. One undo takes it back.</p>
      <FileButton accepts={[".twin", ".csv"]} onFile={(file) => setLooked(readTexts(file))} onError={setError}>Choose a file …</FileButton>
      <ErrorText error={error} />
      {looked && (
        <ul aria-label="Texts in the file">
          {looked.texts.map((text) => <li key={text.file}>{text.file}: {fateOf(project, text)}</li>)}
          {looked.problems.map((problem) => <li key={problem}>{problem}</li>)}
        </ul>
      )}
    </Dialog>
  );
}

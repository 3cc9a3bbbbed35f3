/** Every time another version of a text was applied: by whom, when, why; each to be compared and restored. */
import { useEffect, useState, type ReactNode } from "react";
import type { TextVersion } from "../../../shared/contract/rules.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { TextDiff } from "../../editor/TextDiff.tsx";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { useVersions } from "./useVersions.ts";

export interface VersionsDialogProps {
  readonly file: string;
  /** The text in the editor. */
  readonly draft: string;
  /** Puts a version's text into the editor, to be applied. */
  readonly onRestore: (text: string, why: string) => void;
  readonly onClose: () => void;
}

export function VersionsDialog({ file, draft, onRestore, onClose }: VersionsDialogProps): ReactNode {
  const zone = useZone();
  const { versions, error } = useVersions(file);
  const [selected, setSelected] = useState<readonly string[]>([]);
  useEffect(() => {
    if (selected.length === 0 && versions?.[0]) setSelected([idOf(versions[0])]);
  }, [versions]);
  const [newer, older] = (versions ?? []).filter((version) => selected.includes(idOf(version)));
  const shown = older ?? newer;
  const text = useVersionText(file, shown?.version);
  const newerText = useVersionText(file, older && newer?.version);
  const name = (version: TextVersion): string => `applied ${formatDateTime(version.atUs, zone)}`;
  const columns: readonly TableColumn<TextVersion>[] = [
    { id: "at", label: "Applied", width: "160px", value: ({ atUs }) => atUs, text: ({ atUs }) => formatDateTime(atUs, zone) },
    { id: "by", label: "By", width: "120px", value: ({ by }) => by },
    { id: "why", label: "Why", width: "minmax(160px, 1fr)", value: ({ why }) => why ?? "" },
    { id: "state", label: "", width: "120px", value: (version) => stateOf(version, versions?.[0]) },
  ];
  const restore = (): void => {
    if (!shown || text === undefined) return;
    onClose();
    onRestore(text, `Back to the version ${name(shown)}`);
  };
  return (
    <Dialog
      title={`Versions of ${file}`} widthPx={1000} onClose={onClose}
      buttons={<><span className="left">Select one to compare it with the text in the editor, two to compare them.</span><Button onPress={onClose}>Close</Button><Button look="primary" isDisabled={text === undefined || older !== undefined} onPress={restore}>Restore …</Button></>}
    >
      <ErrorText error={error} />
      <div className="editor-versions">
        <Table label="Versions" rows={versions ?? []} rowId={idOf} columns={columns} selected={selected} onSelect={setSelected} onActivate={restore} empty={<EmptyState title="Nothing was applied yet">The text does not run. Apply makes it run and keeps it here.</EmptyState>} />
      </div>
      {shown && text !== undefined && <TextDiff before={text} after={older ? newerText ?? "" : draft} beforeName={name(shown)} afterName={older && newer ? name(newer) : "in the editor"} />}
      {shown && shown.version === undefined && <p className="editor-hint">Nothing of the text ran from then on.</p>}
    </Dialog>
  );
}

function idOf({ atUs, version }: TextVersion): string {
  return `${atUs} ${version ?? ""}`;
}

function stateOf(version: TextVersion, newest: TextVersion | undefined): string {
  if (version.version === undefined) return "taken out";
  if (version === newest) return "applied";
  return version.version === newest?.version ? "same as applied" : "";
}

/** The text of a version; undefined until it is there, and where there is none. */
function useVersionText(file: string, version: string | undefined): string | undefined {
  const { engine } = useWorkbench();
  const [found, setFound] = useState<{ readonly version: string; readonly text: string }>();
  useEffect(() => {
    if (version === undefined) return undefined;
    const life = new AbortController();
    engine.rules.versionText({ file, version }, { signal: life.signal }).then(({ text }) => setFound({ version, text }), () => setFound(undefined));
    return () => life.abort();
  }, [engine, file, version]);
  return found !== undefined && found.version === version ? found.text : undefined;
}

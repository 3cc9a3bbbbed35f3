/** Chooses a file on the engine's machine: roots, folders, files that can be read in place. */
import { ArrowUp, File, Folder } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { FileEntry } from "../../../shared/contract/files.ts";
import { nativeShell } from "../../app/connection/nativeShell.ts";
import { formatBytes } from "../../app/formatSize.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { Table } from "../../widgets/rows/Table.tsx";

export interface FileBrowserProps {
  /** Ends of names that are offered: `.csv`. */
  readonly endings: readonly string[];
  readonly onChoose: (path: string) => void;
}

interface Folder {
  readonly path: string;
  readonly parent?: string;
  readonly entries: readonly FileEntry[];
}

/** Where the last choice was made; in this window only. */
let lastFolder: string | undefined;

export function FileBrowser({ endings, onChoose }: FileBrowserProps): ReactNode {
  const { engine } = useWorkbench();
  const zone = useZone();
  const [folder, setFolder] = useState<Folder>();
  const [filter, setFilter] = useState("");
  const [error, setError] = useState<unknown>();
  const open = (path: string | undefined): void => {
    const answer: Promise<Folder> = path === undefined ? engine.files.roots({}).then(({ roots }) => ({ path: "", entries: roots })) : engine.files.list({ path });
    answer.then((found) => {
      lastFolder = path;
      setFolder(found);
      setFilter("");
      setError(undefined);
    }, setError);
  };
  useEffect(() => open(lastFolder), [engine]);
  const isOffered = (entry: FileEntry): boolean => entry.kind !== "file" || endings.some((ending) => entry.name.toLowerCase().endsWith(ending));
  const rows = (folder?.entries ?? []).filter(isOffered);
  const shell = nativeShell();
  const chooseNative = (): void => void shell?.chooseFiles(endings.includes(".glb") ? "scene" : "data").then(([path]) => path !== undefined && onChoose(path), setError);
  const choose = (entry: FileEntry): void => (entry.kind === "file" ? onChoose(entry.path) : open(entry.path));
  return (
    <div className="tb-files">
      <div className="bar">
        <IconButton icon={ArrowUp} label="One folder up" isDisabled={folder === undefined || folder.path === ""} onPress={() => open(folder?.parent)} />
        <span className="path" title={folder?.path}>{folder?.path === "" ? "Places" : folder?.path}</span>
        <SearchField label="Filter" value={filter} onChange={setFilter} />
        {shell && <Button onPress={chooseNative}>System dialog …</Button>}
      </div>
      <ErrorText error={error} />
      <Table
        label="Files"
        rows={rows}
        rowId={(entry) => entry.path}
        filter={filter}
        onActivate={choose}
        onSelect={(ids) => {
          const entry = rows.find(({ path }) => path === ids[0]);
          if (entry?.kind === "file" && ids.length === 1) onChoose(entry.path);
        }}
        columns={[
          { id: "name", label: "Name", width: "minmax(180px, 1fr)", value: (entry) => entry.name, render: (entry) => <><span className="icon" aria-hidden>{entry.kind === "file" ? <File size={13} /> : <Folder size={13} />}</span><span className="text">{entry.name}</span></> },
          { id: "size", label: "Size", width: "90px", isNumeric: true, value: (entry) => (entry.kind === "file" ? entry.sizeBytes : undefined), text: (entry) => (entry.kind === "file" ? formatBytes(entry.sizeBytes) : "") },
          { id: "modified", label: "Changed", width: "140px", value: (entry) => entry.modifiedUs, text: (entry) => (entry.modifiedUs > 0 ? formatDateTime(entry.modifiedUs, zone, "minute") : "") },
        ]}
        empty={folder && <p className="tb-no-match">No file here that can be read ({endings.join(", ")}).</p>}
      />
      <p className="quiet">Enter or a double click opens a folder. Files are read where they are; nothing is copied.</p>
    </div>
  );
}

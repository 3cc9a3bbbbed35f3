/** Looks through the engine's machine, from its places down: for a file that can be read in place, a project, or a folder. */
import { ArrowUp, Box, File, Folder } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { FileEntry } from "../../../shared/contract/files.ts";
import { nativeShell } from "../../app/connection/nativeShell.ts";
import { formatBytes } from "../../app/formatSize.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, useZone } from "../../app/state/zone.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { SearchField } from "../../widgets/controls/fields.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";

export type FileBrowserProps =
  /** `endings`: of the names that are offered, `.csv`. */
  | { readonly wants: "file"; readonly endings: readonly string[]; readonly onChoose: (path: string) => void }
  | { readonly wants: "project"; readonly onChoose: (path: string) => void }
  /** Told of every folder that is shown, empty for the list of places. */
  | { readonly wants: "folder"; readonly onFolder: (path: string) => void };

const HINTS: Readonly<Record<FileBrowserProps["wants"], string>> = {
  file: "Enter or a double click opens a folder. Files are read where they are; nothing is copied.",
  project: "Enter or a double click opens a folder, or the project.",
  folder: "Enter or a double click opens a folder.",
};

interface ShownFolder {
  readonly path: string;
  readonly parent?: string;
  readonly entries: readonly FileEntry[];
}

const ICONS: Readonly<Record<FileEntry["kind"], ReactNode>> = { file: <File size={13} />, folder: <Folder size={13} />, project: <Box size={13} /> };

const SIZE_COLUMN: TableColumn<FileEntry> = { id: "size", label: "Size", width: "90px", isNumeric: true, value: (entry) => (entry.kind === "file" ? entry.sizeBytes : undefined), text: (entry) => (entry.kind === "file" ? formatBytes(entry.sizeBytes) : "") };

/** Where the last choice was made; in this window only. */
let lastFolder: string | undefined;

export function FileBrowser(props: FileBrowserProps): ReactNode {
  const { wants } = props;
  const endings = wants === "file" ? props.endings : [];
  const { engine } = useWorkbench();
  const zone = useZone();
  const [folder, setFolder] = useState<ShownFolder>();
  const [filter, setFilter] = useState("");
  const [error, setError] = useState<unknown>();
  const open = (path: string | undefined): void => {
    const answer: Promise<ShownFolder> = path === undefined ? engine.files.roots({}).then(({ roots }) => ({ path: "", entries: roots })) : engine.files.list({ path });
    answer.then((found) => {
      lastFolder = path;
      setFolder(found);
      setFilter("");
      setError(undefined);
      if (wants === "folder") props.onFolder(found.path);
    }, setError);
  };
  useEffect(() => open(lastFolder), [engine]);
  const isOffered = (entry: FileEntry): boolean => entry.kind !== "file" || endings.some((ending) => entry.name.toLowerCase().endsWith(ending));
  const rows = (folder?.entries ?? []).filter(isOffered);
  const shell = nativeShell();
  const chooseNative = (): void => void shell?.chooseFiles(endings.includes(".glb") ? "scene" : "data").then(([path]) => path !== undefined && wants === "file" && props.onChoose(path), setError);
  const choose = (entry: FileEntry): void => (wants !== "folder" && entry.kind === wants ? props.onChoose(entry.path) : open(entry.path));
  return (
    <div className="tb-files">
      <div className="bar">
        <IconButton icon={ArrowUp} label="One folder up" isDisabled={folder === undefined || folder.path === ""} onPress={() => open(folder?.parent)} />
        <span className="path" title={folder?.path}>{folder?.path === "" ? "Places" : folder?.path}</span>
        <SearchField label="Filter" value={filter} onChange={setFilter} />
        {shell && wants === "file" && <Button onPress={chooseNative}>System dialog …</Button>}
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
          if (entry?.kind === "file" && wants === "file" && ids.length === 1) props.onChoose(entry.path);
        }}
        columns={[
          { id: "name", label: "Name", width: "minmax(180px, 1fr)", value: (entry) => entry.name, render: (entry) => <><span className="icon" aria-hidden>{ICONS[entry.kind]}</span><span className="text">{entry.name}</span>{entry.kind === "project" && <span className="kind">project</span>}</> },
          ...(wants === "file" ? [SIZE_COLUMN] : []),
          { id: "modified", label: "Changed", width: "140px", value: (entry) => entry.modifiedUs, text: (entry) => (entry.modifiedUs > 0 ? formatDateTime(entry.modifiedUs, zone, "minute") : "") },
        ]}
        empty={folder && <p className="tb-no-match">{wants === "file" ? `No file here that can be read (${endings.join(", ")}).` : "No folder here."}</p>}
      />
      <p className="quiet">{HINTS[wants]}</p>
    </div>
  );
}

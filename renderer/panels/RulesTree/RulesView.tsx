/** The project's texts: rules and models, each with how it stands on the engine, and its imported models. Opens them in the editor; makes and deletes them. */
import { Download, FileCode2, FileInput, Library, Package, Plus, Trash2 } from "lucide-react";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import type { ImportedEntry } from "../../../shared/contract/imported.ts";
import { entryText } from "../../../shared/contract/importedTexts.ts";
import type { RuleStatus } from "../../../shared/contract/rules.ts";
import { writeBundle } from "../../../shared/language/bundle.ts";
import { remove } from "../../../shared/model/edits/edit.ts";
import { openText } from "../../app/openText.ts";
import { useCommands } from "../../app/commands/useCommands.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button, IconButton } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import type { TreeNode } from "../../widgets/rows/flattenTree.ts";
import { Tree } from "../../widgets/rows/Tree.tsx";
import { AddImportedDialog } from "../Imported/AddImportedDialog.tsx";
import { ImportedDialog } from "../Imported/ImportedDialog.tsx";
import { importedFiles, loadImported } from "../Imported/importedFiles.ts";
import { ImportTextsDialog } from "./ImportTextsDialog.tsx";
import { LibraryDialog } from "./LibraryDialog.tsx";
import { NewTextDialog } from "./NewTextDialog.tsx";
import { statusText } from "./statusText.ts";
import "./rules.css";

interface TextNode extends TreeNode {
  readonly status?: RuleStatus;
  readonly isFolder: boolean;
  /** An imported model instead of a text. */
  readonly imported?: ImportedEntry;
}

export function RulesView(): ReactNode {
  const workbench = useWorkbench();
  const { openPanel, openDialog, change, report } = useWindow();
  const texts = useStore(workbench.project).texts;
  const statuses = useStore(workbench.rules);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<readonly string[]>([]);
  const imported = useStore(importedFiles(workbench));
  useEffect(() => void loadImported(workbench).catch(report), [workbench]);
  const nodes = useMemo(() => textNodes(Object.keys(texts), statuses, imported), [texts, statuses, imported]);
  const addImported = (): void => openDialog((close) => <AddImportedDialog onClose={close} />);
  const inspect = async (file: string): Promise<void> => {
    try {
      const inspection = await workbench.engine.imported.inspect({ file });
      openDialog((close) => <ImportedDialog inspection={inspection} onClose={close} />);
    } catch (error) {
      report(error);
    }
  };
  const open = (file: string): void => openText(openPanel, file);
  const create = (): void => openDialog((close) => <NewTextDialog onClose={close} onCreated={open} />);
  const fromLibrary = async (): Promise<void> => {
    try {
      const { models } = await workbench.engine.project.library({});
      openDialog((close) => <LibraryDialog models={models} onClose={close} onCreated={open} />);
    } catch (error) {
      report(error);
    }
  };
  const importTexts = (): void => openDialog((close) => <ImportTextsDialog onClose={close} />);
  const exportTexts = (files: readonly string[]): void => {
    const chosen = files.flatMap((file) => texts[file] ?? []).map(({ id, text }) => ({ file: id, text }));
    saveBlob(new Blob([writeBundle(chosen)], { type: "text/plain" }), exportName("texts", workbench.cursor.nowUs, "twin"));
  };
  const deleteTexts = (files: readonly string[]): void => {
    const known = files.filter((file) => texts[file]);
    if (known.length > 0) void change({ label: known.length === 1 ? `Delete ${known[0]}` : `Delete ${known.length} texts`, changes: known.map((file) => remove("texts", file)) });
  };
  useCommands(() => [
    { id: "rules.create", title: "New rules or model text …", category: "Rules and models", run: create },
    { id: "rules.library", title: "New file from library …", category: "Rules and models", run: () => void fromLibrary() },
    { id: "rules.addImported", title: "Add an FMU or ONNX model …", category: "Rules and models", run: addImported },
    { id: "rules.import", title: "Import texts …", category: "Rules and models", run: importTexts },
    { id: "rules.export", title: "Export all texts as a bundle", category: "Rules and models", isEnabled: () => Object.keys(texts).length > 0, run: () => exportTexts(Object.keys(texts)) },
    { id: "rules.delete", title: "Delete the selected texts", category: "Rules and models", keys: ["Delete"], panel: "rules", isEnabled: () => selected.some((file) => texts[file]), run: () => deleteTexts(selected) },
  ]);
  const expanded = useMemo(() => new Set(nodes.map((node) => node.id).filter((id) => !closed.has(id))), [nodes, closed]);
  return (
    <>
      <ViewHead title="Rules and models">
        <IconButton icon={Library} label="New file from library …" onPress={() => void fromLibrary()} />
        <IconButton icon={Package} label="Add an FMU or ONNX model …" onPress={addImported} />
        <IconButton icon={FileInput} label="Import texts …" onPress={importTexts} />
        <IconButton icon={Download} label="Export all texts as a bundle" isDisabled={nodes.length === 0} onPress={() => exportTexts(Object.keys(texts))} />
        <IconButton icon={Plus} label="New text …" onPress={create} />
      </ViewHead>
      <Tree<TextNode>
        label="Rules and models"
        nodes={nodes}
        expanded={expanded}
        onExpand={(id, isOpen) => setClosed(new Set(isOpen ? [...closed].filter((other) => other !== id) : [...closed, id]))}
        selected={selected}
        onSelect={setSelected}
        onActivate={(node) => void (node.imported ? inspect(node.id) : !node.isFolder && open(node.id))}
        renderRow={(node) => (
          <>
            {!node.isFolder && (node.imported ? <Package size={13} aria-hidden /> : <FileCode2 size={13} aria-hidden />)}
            <span className="name">{node.label}</span>
            {node.imported && <span className="hint" title={entryText(node.imported)}>{entryText(node.imported)}</span>}
            {!node.isFolder && !node.imported && <span className="hint" title={node.status?.diagnostics[0]?.message ?? statusText(node.status)}>{statusText(node.status)}</span>}
          </>
        )}
        menu={(node) => (node.isFolder ? [
          { id: "create", label: "New text …", icon: Plus, run: create },
          { id: "library", label: "New file from library …", icon: Library, run: () => void fromLibrary() },
          { id: "addImported", label: "Add an FMU or ONNX model …", icon: Package, run: addImported },
        ] : node.imported ? [
          { id: "inspect", label: "Inspect …", icon: Package, keys: "Enter", run: () => void inspect(node.id) },
        ] : [
          { id: "open", label: "Open in the editor", icon: FileCode2, keys: "Enter", run: () => open(node.id) },
          { id: "export", label: "Export as a bundle", icon: Download, run: () => exportTexts(selected.includes(node.id) ? selected : [node.id]) },
          { id: "delete", label: "Delete", icon: Trash2, keys: "Del", run: () => deleteTexts(selected.includes(node.id) ? selected : [node.id]) },
        ])}
        empty={<EmptyState title="No rules or models yet" actions={<Button look="primary" icon={Plus} onPress={create}>New text …</Button>}>A rule turns signals into alarms and operational states; a model predicts signals. Both are text, tried on the recorded past before they are applied.</EmptyState>}
      />
    </>
  );
}

function textNodes(texts: readonly string[], statuses: readonly RuleStatus[], imported: readonly ImportedEntry[]): readonly TextNode[] {
  const files = [...texts, ...imported.map(({ file }) => file)];
  const folders = [...new Set(files.map((file) => file.split("/").slice(0, -1).join("/")))].sort((a, b) => b.localeCompare(a));
  return folders.map((folder) => ({
    id: `${folder}/`,
    label: folder,
    isFolder: true,
    children: files.filter((file) => file.split("/").slice(0, -1).join("/") === folder).sort().map((file): TextNode => {
      const status = statuses.find((candidate) => candidate.file === file);
      const entry = imported.find((candidate) => candidate.file === file);
      return { id: file, label: file.split("/").at(-1) ?? file, isFolder: false, ...(status && { status }), ...(entry && { imported: entry }) };
    }),
  }));
}

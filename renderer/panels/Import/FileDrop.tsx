/** Files dropped anywhere on the window open the import dialog, one after the other; while they are held over it, a hint says so. */
import { FileInput } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import { useWindow } from "../../app/state/WindowServices.ts";
import { AddImportedDialog } from "../Imported/AddImportedDialog.tsx";
import { sortDropped } from "./dropped.ts";
import { ImportDialog } from "./ImportDialog.tsx";
import "./import.css";

/** A browser sends "over" every 350 ms at least; without one for this long the files were taken elsewhere. */
const GONE_AFTER_MS = 1_000;

type Over = "viewport" | "elsewhere";

export function FileDrop(): ReactNode {
  const { openDialog, report } = useWindow();
  const [over, setOver] = useState<Over>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const leave = (): void => {
      clearTimeout(timer);
      setOver(undefined);
    };
    // Listens at the window, behind every panel: what a panel took for itself is marked as handled.
    const onOver = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files") !== true) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      clearTimeout(timer);
      timer = setTimeout(leave, GONE_AFTER_MS);
      setOver(event.target instanceof Element && event.target.closest(".viewport") !== null ? "viewport" : "elsewhere");
    };
    const onDrop = (event: DragEvent): void => {
      leave();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (event.defaultPrevented || files.length === 0) return;
      event.preventDefault();
      const { tables, models, refusal } = sortDropped(files);
      if (refusal !== undefined) report(new Error(refusal));
      const [model] = models;
      if (model) openDialog((close) => <AddImportedDialog {...model} onClose={close} />);
      importOneByOne(tables);
    };
    const importOneByOne = ([file, ...rest]: readonly File[]): void => {
      if (file === undefined) return;
      openDialog((close) => <ImportDialog file={file} onClose={() => (close(), importOneByOne(rest))} />);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) leave();
    };
    window.addEventListener("dragover", onOver);
    window.addEventListener("dragleave", onLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      leave();
      window.removeEventListener("dragover", onOver);
      window.removeEventListener("dragleave", onLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [openDialog, report]);
  if (over === undefined) return undefined;
  return (
    <div className="tb-drop-hint">
      <p><FileInput size={18} aria-hidden /> {over === "viewport" ? "Drop a 3D model (GLB) to add it to the scene, or a CSV, TSV, Parquet, FMU or ONNX file to import it" : "Drop a CSV, TSV, Parquet, FMU or ONNX file to import it"}</p>
    </div>
  );
}

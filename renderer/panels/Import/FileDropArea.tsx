/** An area that takes files dropped from outside and opens the import dialog for the first of them. */
import { useState, type DragEvent, type ReactNode } from "react";
import { useWindow } from "../../app/state/WindowServices.ts";
import { ImportDialog } from "./ImportDialog.tsx";
import "./import.css";

export function FileDropArea({ children }: { readonly children: ReactNode }): ReactNode {
  const { openDialog } = useWindow();
  const [isOver, setOver] = useState(false);
  const isFile = (event: DragEvent): boolean => event.dataTransfer.types.includes("Files");
  return (
    <div
      className={`tb-drop-area${isOver ? " over" : ""}`}
      onDragOver={(event) => {
        if (!isFile(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null /* a node or outside */) && setOver(false)}
      onDrop={(event) => {
        const [file] = event.dataTransfer.files;
        if (!file) return;
        event.preventDefault();
        setOver(false);
        openDialog((close) => <ImportDialog file={file} onClose={close} />);
      }}
    >
      {children}
      {isOver && <div className="hint">Drop to import</div>}
    </div>
  );
}

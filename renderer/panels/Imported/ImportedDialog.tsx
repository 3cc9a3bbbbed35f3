/** An imported model as people judge it, each kind by what matters of it. */
import type { ReactNode } from "react";
import type { ImportedInspection } from "../../../shared/contract/imported.ts";
import { FmuDialog } from "./FmuDialog.tsx";
import { OnnxDialog } from "./OnnxDialog.tsx";

export function ImportedDialog({ inspection, onClose }: { readonly inspection: ImportedInspection; readonly onClose: () => void }): ReactNode {
  return inspection.kind === "fmu" ? <FmuDialog inspection={inspection} onClose={onClose} /> : <OnnxDialog facts={inspection.facts} onClose={onClose} />;
}

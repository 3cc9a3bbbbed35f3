/** When and where a rule would have fired, or could not decide; a row brings every panel to that instant. */
import type { ReactNode } from "react";
import type { RulePreview } from "../../shared/contract/rules.ts";
import { useWorkbench } from "../app/state/Workbench.ts";
import { Button } from "../widgets/controls/Button.tsx";
import { EmptyState } from "../widgets/controls/EmptyState.tsx";
import { Dialog } from "../widgets/overlays/Dialog.tsx";
import "./editor.css";
import { IntervalTable, type IntervalWords } from "./IntervalTable.tsx";

/** Beside the version that runs: what both do, what appears, what vanishes. */
const WORDS: IntervalWords = { alone: "fires", both: "= as applied", appears: "+ appears", vanishes: "− vanishes" };

export interface IntervalsDialogProps {
  readonly preview: RulePreview;
  readonly onClose: () => void;
}

export function IntervalsDialog({ preview, onClose }: IntervalsDialogProps): ReactNode {
  const workbench = useWorkbench();
  const show = (fromUs: number, assetId: string): void => {
    workbench.cursor.seek(fromUs);
    workbench.selection.set({ assets: [assetId], signals: [] });
    onClose();
  };
  return (
    <Dialog title={`${preview.rule}: what it would have done`} widthPx={760} onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      <p className="editor-hint">Enter or a double click on a row brings all panels to that instant.</p>
      {preview.notRun.length > 0 && <p className="editor-hint">Not run: {preview.notRun.map(({ reason }) => reason).join("; ")}.</p>}
      <IntervalTable results={preview.results.map((result) => ({ ...result, against: result.running }))} words={WORDS} onShow={show} empty={<EmptyState title="It would never have fired">Choose a longer span above the editor, or look at its condition.</EmptyState>} />
    </Dialog>
  );
}

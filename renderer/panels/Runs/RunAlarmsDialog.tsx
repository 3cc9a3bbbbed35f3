/** Would these alarms have come? The project's rules over what a run predicts, beside what they did on what was measured. */
import { useEffect, useState, type ReactNode } from "react";
import type { BacktestResult } from "../../../shared/contract/rules.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { IntervalTable, type IntervalWords } from "../../editor/IntervalTable.tsx";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";

const WORDS: IntervalWords = { alone: "in the run", both: "both", appears: "+ in the run", vanishes: "− measured only" };

export function RunAlarmsDialog({ run, onClose }: { readonly run: Run; readonly onClose: () => void }): ReactNode {
  const workbench = useWorkbench();
  const [results, setResults] = useState<readonly BacktestResult[]>();
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    const ended = new AbortController();
    workbench.engine.rules.backtest({ run: run.id, span: {} }, { signal: ended.signal }).then((answer) => setResults(answer.results), (thrown: unknown) => ended.signal.aborted || setError(thrown));
    return () => ended.abort();
  }, [workbench, run.id]);
  const show = (fromUs: number, assetId: string): void => {
    workbench.cursor.seek(fromUs);
    workbench.selection.set({ assets: [assetId], signals: [] });
    onClose();
  };
  const rules = new Set(results?.map(({ rule }) => rule)).size;
  return (
    <Dialog title={`${run.name}: would alarms have come?`} widthPx={860} onClose={onClose} buttons={<Button onPress={onClose}>Close</Button>}>
      <p className="editor-hint">
        {results === undefined ? (error === undefined ? "The rules are tried on the run …" : "") : `${rules} ${rules === 1 ? "rule reads" : "rules read"} what the run predicts. From its begin on they had the run's values, all else as measured.`}
      </p>
      <ErrorText error={error} />
      {results && <IntervalTable showRule results={results.map((result) => ({ ...result, against: result.measured }))} words={WORDS} onShow={show} empty={<EmptyState title="No alarm would have come">{rules === 0 ? "No rule that runs reads a signal which this run predicts." : "Neither in the run nor on what was measured."}</EmptyState>} />}
    </Dialog>
  );
}

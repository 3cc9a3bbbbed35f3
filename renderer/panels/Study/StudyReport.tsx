/** What came of a study: one figure of one output at a time, over what was varied, as chances, or as shares of its variance. */
import { Download } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { Run } from "../../../shared/contract/runs.ts";
import { STUDY_TITLES, type Study, type StudyColumn, type StudyResult } from "../../../shared/contract/studies.ts";
import { csvLine } from "../../../shared/csv.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { exportName, saveBlob } from "../../app/saveFile.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, FlagField } from "../../widgets/controls/fields.tsx";
import { toggleBeside } from "../Runs/showRuns.ts";
import { ChanceView } from "./ChanceView.tsx";
import { SensitivityView } from "./SensitivityView.tsx";
import "../../widgets/layout/settingsAndOutcome.css";
import "./study.css";
import { columnKey, FIGURE_TITLES, variableName, variableText } from "./studyWords.ts";
import { SweepView } from "./SweepView.tsx";
import { SwingView } from "./SwingView.tsx";

export function StudyReport({ run, study }: { readonly run: Run; readonly study: Study }): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const { overlays } = useStore(workbench.shown);
  const [result, setResult] = useState<StudyResult>();
  const [error, setError] = useState<unknown>();
  const [chosen, setChosen] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    setResult(undefined);
    setError(undefined);
    if (run.state === "done") workbench.engine.studies.result({ run: run.id }).then((found) => isCurrent && setResult(found), (problem: unknown) => isCurrent && setError(problem));
    return () => void (isCurrent = false);
  }, [workbench, run.id, run.state]);
  const column = result?.columns.find((one) => columnKey(one) === chosen) ?? result?.columns[0];
  const nameOf = ({ assetId, output, figure }: StudyColumn): string => `${assetPath(project, assetId).slice(-2).join(" › ")} ${output}: ${FIGURE_TITLES[figure].toLowerCase()}`;
  const saveRows = (): void => {
    if (!result) return;
    const head = [...study.variables.map((variable) => `${variableName(variable)} [${variable.unit}]`), ...result.columns.map((one) => `${nameOf(one)} [${one.unit}]`)];
    const rows = Array.from({ length: study.rows }, (_, row) => csvLine([...result.amounts, ...result.columns.map(({ values }) => values)].map((values) => (Number.isFinite(values[row]) ? String(values[row]) : ""))));
    saveBlob(new Blob([csvLine(head), ...rows], { type: "text/csv" }), exportName(run.name, run.startedUs, "csv"));
  };
  return (
    <div className="tb-study-report">
      <p>
        <b>{STUDY_TITLES[study.kind]}</b> on {study.use}: {study.variables.map(variableText).join("; ")}. Solved {study.rows.toLocaleString("en")} {plural(study.rows, "time")}{study.failed > 0 && <>, {study.failed.toLocaleString("en")} of them without a solution</>}
        {study.seed !== undefined && <>; {study.sampling === "latin-hypercube" ? "Latin hypercube" : "Sobol points"}, seed {study.seed}</>}.
      </p>
      <ErrorText error={error} />
      {result && column && (
        <>
          <div className="tb-bar">
            <ChoiceField label="Figure" value={columnKey(column)} choices={result.columns.map((one) => ({ value: columnKey(one), label: nameOf(one), hint: displayUnit(one.unit) }))} onChange={setChosen} />
            <FlagField label={study.seed === undefined ? "middle and ends beside measured" : "middle and nine in ten beside measured"} value={overlays.includes(run.id)} onChange={() => toggleBeside(workbench, run.id)} />
            <Button icon={Download} onPress={saveRows}>Rows as CSV</Button>
          </div>
          {study.kind === "sweep" && <SweepView study={study} amounts={result.amounts} column={column} title={nameOf(column)} />}
          {study.kind === "one-at-a-time" && <SwingView study={study} column={column} title={nameOf(column)} />}
          {study.kind === "monte-carlo" && <ChanceView key={columnKey(column)} study={study} column={column} title={nameOf(column)} />}
          {study.kind === "sensitivity" && <SensitivityView study={study} column={column} title={nameOf(column)} />}
        </>
      )}
    </div>
  );
}

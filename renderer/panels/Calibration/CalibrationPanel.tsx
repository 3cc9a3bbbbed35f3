/** Calibration: which parameters of which model are fitted to which spans; the fit as it goes, and what was found. */
import { Play, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField } from "../../widgets/controls/fields.tsx";
import { SettingsAndOutcome } from "../../widgets/layout/SettingsAndOutcome.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { TextFaults } from "../Runs/TextFaults.tsx";
import { calibratable, fittedNames, formFor, requestOf, STARTS, usesWith, type CalibrationForm } from "./calibrationForm.ts";
import "./calibration.css";
import { CalibrationReport } from "./CalibrationReport.tsx";
import { Convergence } from "./Convergence.tsx";
import { ParameterRows } from "./ParameterRows.tsx";
import { SpanRows } from "./SpanRows.tsx";
import { useCalibration } from "./useCalibration.ts";
import { WeightRows } from "./WeightRows.tsx";

const SHARED = "all";

export function CalibrationPanel(_props: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const [all, setAll] = useState<readonly UseInfo[]>();
  const [form, setForm] = useState<CalibrationForm>();
  const [missing, setMissing] = useState<string>();
  const { isBusy, iterations, run, error, start, cancel } = useCalibration();
  // What can be calibrated follows what is saved.
  useEffect(() => void workbench.engine.runs.uses({}).then((answer) => setAll(answer.uses), () => setAll([])), [project.texts]);
  const uses = all && calibratable(all);
  const use = uses?.find(({ name }) => name === form?.use) ?? uses?.[0];
  if (!all || !uses) return undefined;
  if (!use) return <><EmptyState title="Nothing can be calibrated yet">A use needs a line that compares an output with a measured signal, output ~ signal, and its model or one connected with it a parameter.</EmptyState><TextFaults /></>;
  const shown = form?.use === use.name ? form : formFor(use, form?.spans ?? []);
  const together = usesWith(use, all);
  const change = (part: Partial<CalibrationForm>): void => {
    setMissing(undefined);
    setForm({ ...shown, ...part });
  };
  const begin = (): void => {
    const request = requestOf(shown, together);
    if (typeof request === "string") setMissing(request);
    else start(request);
  };
  const nameOf = (asset: string): string => assetPath(project, asset).slice(-2).join(" › ");
  return (
    <SettingsAndOutcome
      label="Calibration"
      settings={
        <>
          <div className="tb-bar">
            <ChoiceField label="Model in use" value={use.name} choices={uses.map(({ name }) => ({ value: name, label: name }))} onChange={(name) => setForm(formFor(uses.find((one) => one.name === name) ?? use, shown.spans))} />
            <ChoiceField label="On" value={shown.asset ?? SHARED} choices={[...use.assetIds.map((asset) => ({ value: asset, label: nameOf(asset) })), { value: SHARED, label: `All ${use.assetIds.length} ${plural(use.assetIds.length, "asset")}, same values` }]} onChange={(asset) => change({ asset: asset === SHARED ? undefined : asset })} />
            <ChoiceField label="Starts" value={String(shown.starts)} choices={STARTS.map((count) => ({ value: String(count), label: count === 1 ? "1, present values" : `${count}, spread over the bounds` }))} onChange={(count) => change({ starts: Number(count) })} />
          </div>
          <ParameterRows uses={together} form={shown} onChange={(parameters) => change({ parameters })} />
          <WeightRows uses={together} form={shown} onChange={(weights) => change({ weights })} />
          <SpanRows spans={shown.spans} onChange={(spans) => change({ spans })} />
          <TextFaults />
          <div className="tb-bar">
            <Button look="primary" icon={Play} isDisabled={isBusy} onPress={begin}>{isBusy ? "Fitting …" : "Calibrate"}</Button>
            {isBusy && <Button icon={X} onPress={cancel}>Cancel</Button>}
          </div>
          <ErrorText error={missing ?? error} />
        </>
      }
      outcome={
        <>
          {iterations.length > 0 && <Convergence iterations={iterations} names={fittedNames(shown, together)} />}
          {run?.calibration ? (
            <CalibrationReport run={run} calibration={run.calibration} />
          ) : (
            iterations.length === 0 && <><ViewHead title="What was found" level={3} /><EmptyState title="Not fitted yet">Fit on one span, hold out another: only values that hold where they were not fitted are called calibrated. The texts are fitted as saved; nothing changes until you take values over.</EmptyState></>
          )}
        </>
      }
    />
  );
}

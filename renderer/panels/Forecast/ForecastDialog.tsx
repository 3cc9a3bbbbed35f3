/** How it goes on from now: for how long, each input by a scenario, what is other, what is only known as a range. Progress and Cancel are with the jobs. */
import { useEffect, useState, type ReactNode } from "react";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import { useWindow } from "../../app/state/WindowServices.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { ChoiceField, NumberField, TextField } from "../../widgets/controls/fields.tsx";
import { Dialog } from "../../widgets/overlays/Dialog.tsx";
import { ChangeRows } from "../Runs/ChangeRows.tsx";
import { NoModelDialog } from "../Runs/NoModelDialog.tsx";
import { TextFaults } from "../Runs/TextFaults.tsx";
import "../Runs/runs.css";
import { showBeside, showSpanOf } from "../Runs/showRuns.ts";
import { changeables } from "../Runs/whatIfForm.ts";
import { VariableRows } from "../Study/VariableRows.tsx";
import "./forecast.css";
import { fedInputs, FIRST_FORECAST, forecastFormOf, forecastRequestOf, withUse, type ForecastForm } from "./forecastForm.ts";
import { ScenarioRows } from "./ScenarioRows.tsx";

export interface ForecastDialogProps {
  /** The forecast that is made again with one thing changed. */
  readonly from?: Run;
  readonly onClose: () => void;
}

const ALL = "all uses";
/** As many signals are plotted of themselves. */
const MOST_PLOTTED = 3;

export function ForecastDialog({ from, onClose }: ForecastDialogProps): ReactNode {
  const workbench = useWorkbench();
  const { give, report, say } = useWindow();
  const [uses, setUses] = useState<readonly UseInfo[]>();
  const [form, setForm] = useState<ForecastForm>(() => (from ? forecastFormOf(from) : FIRST_FORECAST));
  // Asked once: the dialog stands for what was applied when it was opened.
  useEffect(() => void workbench.engine.runs.uses({}).then((answer) => setUses(answer.uses), (error: unknown) => (report(error), onClose())), []);
  if (!uses) return undefined;
  if (uses.length === 0) return <NoModelDialog title="Forecast" onClose={onClose} />;
  const solved = uses.filter(({ name }) => form.use === undefined || name === form.use);
  const inputs = fedInputs(uses, form.use);
  const request = forecastRequestOf(form, uses);
  const change = (part: Partial<ForecastForm>): void => setForm({ ...form, ...part });
  const start = (): void => {
    if (typeof request === "string") return;
    say("The forecast has started; its progress is with the jobs at the top.");
    workbench.engine.runs.forecast(request).then((run) => {
      showBeside(workbench, [run.id]);
      showSpanOf(workbench, run);
      const measured = run.signals.filter((id) => findSignal(workbench.project.value, id) !== undefined).slice(0, MOST_PLOTTED);
      if (measured.length > 0) give("trend", { kind: "signal", ids: measured });
    }, report);
    onClose();
  };
  return (
    <Dialog
      title="Forecast"
      widthPx={640}
      onClose={onClose}
      onSubmit={start}
      buttons={
        <>
          <span className="left">{typeof request === "string" && `Still needed: ${request.replace(/\.$/, "")}.`}</span>
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" type="submit" isDisabled={typeof request === "string"}>Start</Button>
        </>
      }
    >
      <p>The models follow what was measured up to the newest instant that is known, and go on from there.</p>
      <TextFaults />
      <div className="tb-what-if">
        <NumberField label="Go on for, hours" value={form.hours} onChange={(hours) => change({ hours })} />
        <NumberField label="Follow history before, hours" help="So that what is not measured has settled." value={form.warmUpHours} onChange={(warmUpHours) => change({ warmUpHours })} />
        <ChoiceField label="Solve" value={form.use ?? ALL} choices={[{ value: ALL, label: "All uses as one system" }, ...uses.map(({ name }) => ({ value: name, label: name }))]} onChange={(use) => setForm(withUse(form, uses, use === ALL ? undefined : use))} />
        <TextField label="Name of the run" help="May be left empty." value={form.name} onChange={(name) => change({ name })} />
      </div>
      {inputs.length > 0 && <h3 className="tb-forecast-head">Inputs from now on</h3>}
      <ScenarioRows inputs={inputs} scenarios={form.scenarios} onChange={(scenarios) => change({ scenarios })} />
      <h3 className="tb-forecast-head">Other than that</h3>
      <ChangeRows fewest={0} among={changeables(uses, form.use)} changes={form.changes} onChange={(changes) => change({ changes })} />
      <h3 className="tb-forecast-head">Only known as a range: nine in ten are drawn as a band</h3>
      <VariableRows fewest={0} kind="monte-carlo" uses={solved} rows={form.variables} onChange={(variables) => change({ variables })} />
      {form.variables.length > 0 && (
        <div className="tb-what-if">
          <NumberField label="Samples" value={form.samples} onChange={(samples) => change({ samples })} />
          <NumberField label="Seed" value={form.seed} onChange={(seed) => change({ seed })} />
        </div>
      )}
      <h3 className="tb-forecast-head">How far off would forecasts like this have been?</h3>
      <div className="tb-what-if">
        <NumberField label="Make it at so many earlier instants too" help="Each a forecast's length before the next, and compared with what came. 0: at none." value={form.earlier} onChange={(earlier) => change({ earlier })} />
      </div>
    </Dialog>
  );
}

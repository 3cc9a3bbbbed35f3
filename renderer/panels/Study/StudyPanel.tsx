/** Study: one model solved many times with other values, and what comes of it. */
import { Play, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { STUDY_TITLES, studyKinds, type StudyKind } from "../../../shared/contract/studies.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, NumberField } from "../../widgets/controls/fields.tsx";
import { SettingsAndOutcome } from "../../widgets/layout/SettingsAndOutcome.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { studyFormFor, studyRequestOf, type StudyForm } from "./studyForm.ts";
import "./study.css";
import { StudyReport } from "./StudyReport.tsx";
import { useStudy } from "./useStudy.ts";
import { VariableRows } from "./VariableRows.tsx";

const EVERY = "every asset";
const HINTS: Readonly<Record<StudyKind, string>> = { sweep: "over a grid of values", "monte-carlo": "values by chance: bands and chances", sensitivity: "which value matters most" };

export function StudyPanel(_props: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const { span } = useStore(workbench.cursor);
  const zone = useZone();
  const [uses, setUses] = useState<readonly UseInfo[]>();
  const [form, setForm] = useState<StudyForm>();
  const [missing, setMissing] = useState<string>();
  const { isBusy, run, error, start, cancel } = useStudy();
  // What can be studied follows what is saved.
  useEffect(() => void workbench.engine.runs.uses({}).then((answer) => setUses(answer.uses), () => setUses([])), [project.texts]);
  const use = uses?.find(({ name }) => name === form?.use) ?? uses?.[0];
  if (!uses) return undefined;
  if (!use) return <EmptyState title="Nothing can be studied yet">A model needs to be used on a type of asset: use Model on Type.</EmptyState>;
  const shown = form?.use === use.name ? form : studyFormFor(use, form?.kind ?? "sweep");
  const change = (part: Partial<StudyForm>): void => {
    setMissing(undefined);
    setForm({ ...shown, ...part });
  };
  const begin = (): void => {
    const request = studyRequestOf(shown, use, span);
    if (typeof request === "string") setMissing(request);
    else start(request);
  };
  const nameOf = (asset: string): string => assetPath(project, asset).slice(-2).join(" › ");
  return (
    <SettingsAndOutcome
      label="Study"
      settings={
        <>
          <div className="tb-bar">
            <ChoiceField label="Kind" value={shown.kind} choices={studyKinds.map((kind) => ({ value: kind, label: STUDY_TITLES[kind], hint: HINTS[kind] }))} onChange={(kind) => change({ kind: studyKinds.find((one) => one === kind) ?? shown.kind })} />
            <ChoiceField label="Model in use" value={use.name} choices={uses.map(({ name }) => ({ value: name, label: name }))} onChange={(name) => setForm(studyFormFor(uses.find((one) => one.name === name) ?? use, shown.kind))} />
            <ChoiceField label="On" value={shown.asset ?? EVERY} choices={[...use.assetIds.map((asset) => ({ value: asset, label: nameOf(asset) })), ...(use.assetIds.length > 1 ? [{ value: EVERY, label: `All ${use.assetIds.length} assets` }] : [])]} onChange={(asset) => change({ asset: asset === EVERY ? undefined : asset })} />
          </div>
          <VariableRows fewest={1} kind={shown.kind} uses={[use]} rows={shown.variables} onChange={(variables) => change({ variables })} />
          {shown.kind !== "sweep" && (
            <div className="tb-bar">
              <NumberField label={shown.kind === "sensitivity" ? "Points" : "Samples"} help={shown.kind === "sensitivity" ? `Each is solved ${shown.variables.length + 2} times.` : undefined} value={shown.samples} onChange={(samples) => change({ samples })} />
              <NumberField label="Seed" value={shown.seed} onChange={(seed) => change({ seed })} />
            </div>
          )}
          <p className="tb-small">Over the shown span: {formatDateTime(span.fromUs, zone, "minute")} to {formatDateTime(span.toUs, zone, "minute")}, {formatDuration(span.toUs - span.fromUs)}.</p>
          <div className="tb-bar">
            <Button look="primary" icon={Play} isDisabled={isBusy} onPress={begin}>{isBusy ? "Solving …" : "Start"}</Button>
            {isBusy && <Button icon={X} onPress={cancel}>Cancel</Button>}
          </div>
          <ErrorText error={missing ?? error} />
        </>
      }
      outcome={run?.study ? <StudyReport run={run} study={run.study} /> : <><ViewHead title="What came of it" level={3} /><EmptyState title="Not solved yet">Inputs follow what was recorded over the shown span; the values above are other in each row. The study is kept with the runs.</EmptyState></>}
    />
  );
}

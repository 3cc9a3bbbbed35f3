/** Study: one model solved many times with other values, and what comes of it. */
import { Play, X } from "lucide-react";
import { useEffect, useState, type ReactNode } from "react";
import type { UseInfo } from "../../../shared/contract/runs.ts";
import { STUDY_TITLES, studyKinds } from "../../../shared/contract/studies.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import type { PanelProps } from "../../app/panels.tsx";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { beyondNow } from "../../app/state/beyondNow.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { Button } from "../../widgets/controls/Button.tsx";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import { ErrorText } from "../../widgets/controls/ErrorText.tsx";
import { ChoiceField, NumberField } from "../../widgets/controls/fields.tsx";
import { SettingsAndOutcome } from "../../widgets/layout/SettingsAndOutcome.tsx";
import { ViewHead } from "../../widgets/layout/ViewHead.tsx";
import { TextFaults } from "../Runs/TextFaults.tsx";
import { goalFor } from "./goalForm.ts";
import { GoalRows } from "./GoalRows.tsx";
import { optimiseRequestOf } from "./optimiseForm.ts";
import { OptimisationReport } from "./OptimisationReport.tsx";
import { isDrawn, studyFormFor, studyRequestOf, type PanelKind, type StudyForm } from "./studyForm.ts";
import "./study.css";
import { StudyReport } from "./StudyReport.tsx";
import { SearchProgress } from "./SearchProgress.tsx";
import { TriedRules } from "./TriedRules.tsx";
import { useOptimisation, type OptimisationState } from "./useOptimisation.ts";
import { useStudy } from "./useStudy.ts";
import { VariableRows } from "./VariableRows.tsx";

const EVERY = "every asset";
const KINDS: readonly PanelKind[] = [...studyKinds, "optimisation"];
const TITLES: Readonly<Record<PanelKind, string>> = { ...STUDY_TITLES, optimisation: "Optimisation" };
const HINTS: Readonly<Record<PanelKind, string>> = { sweep: "over a grid of values", "one-at-a-time": "how far each value moves things", "monte-carlo": "values by chance: bands and chances", sensitivity: "which value matters most", optimisation: "best values within limits and rules" };

export function StudyPanel(_props: PanelProps): ReactNode {
  const workbench = useWorkbench();
  const project = useStore(workbench.project);
  const { span } = useStore(workbench.cursor);
  const zone = useZone();
  const [uses, setUses] = useState<readonly UseInfo[]>();
  const [form, setForm] = useState<StudyForm>();
  const [missing, setMissing] = useState<string>();
  const study = useStudy();
  const optimisation = useOptimisation();
  // What can be studied follows what is saved.
  useEffect(() => void workbench.engine.runs.uses({}).then((answer) => setUses(answer.uses), () => setUses([])), [project.texts]);
  const use = uses?.find(({ name }) => name === form?.use) ?? uses?.[0];
  if (!uses) return undefined;
  if (!use) return <><EmptyState title="Nothing can be studied yet">A model needs to be used on a type of asset: use Model on Type.</EmptyState><TextFaults /></>;
  const shown = form?.use === use.name ? form : studyFormFor(use, form?.kind ?? "sweep");
  const change = (part: Partial<StudyForm>): void => {
    setMissing(undefined);
    setForm({ ...shown, ...part });
  };
  const begin = (): void => {
    const { kind } = shown;
    const request = kind === "optimisation" ? optimiseRequestOf(shown, use, span) : studyRequestOf(shown, kind, use, span);
    if (typeof request === "string") setMissing(request);
    else if ("objective" in request) optimisation.start(request);
    else study.start(request);
  };
  const isSearch = shown.kind === "optimisation";
  const { isBusy, run, error, cancel } = isSearch ? optimisation : study;
  const nameOf = (asset: string): string => assetPath(project, asset).slice(-2).join(" › ");
  return (
    <SettingsAndOutcome
      label="Study"
      settings={
        <>
          <div className="tb-bar">
            <ChoiceField label="Kind" value={shown.kind} choices={KINDS.map((kind) => ({ value: kind, label: TITLES[kind], hint: HINTS[kind] }))} onChange={(kind) => change({ kind: KINDS.find((one) => one === kind) ?? shown.kind })} />
            <ChoiceField label="Model in use" value={use.name} choices={uses.map(({ name }) => ({ value: name, label: name }))} onChange={(name) => setForm(studyFormFor(uses.find((one) => one.name === name) ?? use, shown.kind))} />
            <ChoiceField label="On" value={shown.asset ?? EVERY} choices={[...use.assetIds.map((asset) => ({ value: asset, label: nameOf(asset) })), ...(use.assetIds.length > 1 ? [{ value: EVERY, label: `All ${use.assetIds.length} assets` }] : [])]} onChange={(asset) => change({ asset: asset === EVERY ? undefined : asset })} />
          </div>
          <VariableRows fewest={1} kind={shown.kind} uses={[use]} rows={shown.variables} onChange={(variables) => change({ variables })} />
          {!isSearch && <TriedRules tried={shown.rules} onChange={(rules) => change({ rules })} />}
          {isSearch && (
            <>
              <GoalRows use={use} goal={shown.goal.output === "" ? goalFor(use) : shown.goal} onChange={(goal) => change({ goal })} />
              <div className="tb-bar">
                <NumberField label="Solutions" help="As often the model is solved at most." value={shown.goal.evaluations} onChange={(evaluations) => change({ goal: { ...shown.goal, evaluations } })} />
                <NumberField label="Seed" value={shown.seed} onChange={(seed) => change({ seed })} />
              </div>
            </>
          )}
          {isDrawn(shown.kind) && (
            <div className="tb-bar">
              <NumberField label={shown.kind === "sensitivity" ? "Points" : "Samples"} help={shown.kind === "sensitivity" ? `Each is solved ${shown.variables.length + 2} times.` : undefined} value={shown.samples} onChange={(samples) => change({ samples })} />
              <NumberField label="Seed" value={shown.seed} onChange={(seed) => change({ seed })} />
            </div>
          )}
          <p className="tb-small">Over the shown span: {formatDateTime(span.fromUs, zone, "minute")} to {formatDateTime(span.toUs, zone, "minute")}, {formatDuration(span.toUs - span.fromUs)}. {beyondNow(span.toUs, workbench.cursor.nowUs)}</p>
          <TextFaults />
          <div className="tb-bar">
            <Button look="primary" icon={Play} isDisabled={isBusy} onPress={begin}>{isBusy ? "Solving …" : "Start"}</Button>
            {isBusy && <Button icon={X} onPress={cancel}>Cancel</Button>}
          </div>
          <ErrorText error={missing ?? error} />
        </>
      }
      outcome={isSearch ? <SearchOutcome {...optimisation} /> : run?.study ? <StudyReport run={run} study={run.study} /> : <><ViewHead title="What came of it" level={3} /><EmptyState title="Not solved yet">Inputs follow what was recorded over the shown span; the values above are other in each row. The study is kept with the runs.</EmptyState></>}
    />
  );
}

function SearchOutcome({ run, steps }: OptimisationState): ReactNode {
  if (run?.optimisation) return <OptimisationReport run={run} optimisation={run.optimisation} />;
  if (steps.length > 0) return <SearchProgress steps={steps} />;
  return <><ViewHead title="What is best" level={3} /><EmptyState title="Not searched yet">Values between the bounds are tried over the shown span until none better is found that keeps all limits. It is a recommendation: nothing is written to the plant.</EmptyState></>;
}

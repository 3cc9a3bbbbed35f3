/** What an optimisation recommends: values beside the present ones, each limit with what it costs, how the search went. Nothing here writes to a plant. */
import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { constraintText, outcomeWords, type ConstraintFound, type Optimisation, type OptimisationFound, type RecommendedValue } from "../../../shared/contract/optimisation.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { plural } from "../../../shared/plural.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { FlagField } from "../../widgets/controls/fields.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import "../../widgets/layout/settingsAndOutcome.css";
import "./study.css";
import { FIGURE_TITLES, variableName } from "./studyWords.ts";

interface OptimisationReportProps {
  readonly run: Run;
  readonly optimisation: Optimisation;
}

export function OptimisationReport({ run, optimisation }: OptimisationReportProps): ReactNode {
  const { found } = optimisation;
  if (!found) return <p className="tb-small">The course with the present values, which the recommended one is seen beside.</p>;
  return <Found run={run} optimisation={optimisation} found={found} />;
}

function Found({ run, optimisation, found }: OptimisationReportProps & { readonly found: OptimisationFound }): ReactNode {
  const workbench = useWorkbench();
  const { overlays } = useStore(workbench.shown);
  const { objective, baseline, seed } = optimisation;
  const { values, constraints, best, present, unit, feasible, searched, solved, curve } = found;
  const both = [run.id, ...(baseline === undefined ? [] : [baseline])];
  const isBeside = both.every((id) => overlays.includes(id));
  const toggle = (): void => workbench.shown.update((state) => ({ ...state, overlays: isBeside ? state.overlays.filter((id) => !both.includes(id)) : [...new Set([...state.overlays, ...both])] }));
  const furthest = found.furthestOff === undefined ? undefined : constraints[found.furthestOff];
  const words = outcomeWords(found, furthest && constraintText(furthest.constraint, amount(furthest.limit, furthest.unit)));
  const title = `${FIGURE_TITLES[objective.figure]} of ${objective.output}`;
  return (
    <div className="tb-study-report">
      <p role="status">
        {feasible ? <Check size={14} aria-hidden /> : <TriangleAlert size={14} aria-hidden />}{" "}
        <b>{title}: {amount(best, unit)}</b>{present === undefined ? "; the present values have no solution" : <>; {amount(present, unit)} with the present values</>}. {words.join(" ")}
      </p>
      <p className="tb-small">A recommendation from the model. Nothing is written to the plant.</p>
      <div className="tb-bar">
        <FlagField label="both courses beside measured" value={isBeside} onChange={toggle} />
      </div>
      <Table label="Recommended values" rows={values} rowId={({ variable }) => variableName(variable)} columns={valueColumns} empty={undefined} />
      {constraints.length > 0 && <Table label="Limits and what they cost" rows={constraints} rowId={limitText} columns={limitColumns(unit)} empty={undefined} />}
      {constraints.length > 0 && feasible && <p className="tb-small">Costs: how much better the objective is when it is searched again without that limit. Per unit: what moving the limit by one unit gains, by first order.</p>}
      {curve.best.length > 0 && (
        <div className="tb-plots">
          <XyPlot label="Best so far" xLabel="solutions" yLabel={displayUnit(unit)} look="lines" xText={String} series={[{ name: title, isMain: true, x: curve.solved, y: curve.best }]} />
        </div>
      )}
      <p className="tb-small">Solved {searched.toLocaleString("en")} {plural(searched, "time")} in the search, {solved.toLocaleString("en")} in all; seed {seed}.</p>
    </div>
  );
}

function amount(value: number, unit: string): string {
  return `${formatNumber(value)} ${displayUnit(unit)}`.trim();
}

function inVariable({ variable: { how, unit } }: RecommendedValue, value: number): string {
  return how === "scale" ? formatNumber(value) : amount(value, unit);
}

const valueColumns: TableColumn<RecommendedValue>[] = [
  { id: "name", label: "Set", width: "minmax(56px, 1fr)", value: ({ variable }) => variableName(variable) },
  { id: "amount", label: "Recommended", width: "minmax(112px, 1fr)", isNumeric: true, value: (row) => row.amount, text: (row) => inVariable(row, row.amount) },
  { id: "present", label: "Now", width: "minmax(96px, 1fr)", isNumeric: true, value: ({ present }) => present, text: (row) => (row.present === undefined ? "as recorded" : inVariable(row, row.present)) },
  { id: "bound", label: "Bound", width: "minmax(64px, 0.6fr)", value: ({ atBound }) => (atBound === undefined ? "" : atBound === "low" ? "at lower" : "at upper") },
  { id: "alike", label: "As good within", width: "minmax(96px, 1fr)", value: ({ alike }) => alike[0], text: ({ alike: [low, high] }) => `${formatNumber(low)} .. ${formatNumber(high)}` },
];

function limitText({ constraint, limit, unit }: ConstraintFound): string {
  return constraintText(constraint, amount(limit, unit));
}

function limitColumns(unit: string): TableColumn<ConstraintFound>[] {
  return [
    { id: "limit", label: "Limit", width: "minmax(90px, 1.6fr)", value: limitText },
    { id: "value", label: "Value", width: "minmax(72px, 1fr)", isNumeric: true, value: ({ value }) => value, text: (row) => amount(row.value, row.unit) },
    { id: "slack", label: "Room", width: "minmax(56px, 0.8fr)", isNumeric: true, value: ({ slack }) => slack, text: ({ slack }) => formatNumber(slack) },
    { id: "state", label: "State", width: "minmax(60px, 0.7fr)", value: ({ slack, binding }) => (slack < 0 ? "not kept" : binding ? "binding" : "free") },
    { id: "costs", label: "Costs", width: "minmax(72px, 1fr)", isNumeric: true, value: ({ costs }) => costs, text: ({ costs }) => (costs === undefined ? "—" : amount(costs, unit)) },
    { id: "price", label: "Per unit", width: "minmax(60px, 0.8fr)", isNumeric: true, value: ({ price }) => price, text: ({ price }) => (price === undefined ? "—" : formatNumber(price)) },
  ];
}

/** A figure over the first thing that was swept, one line for each combination of the others. */
import type { ReactNode } from "react";
import { groupBy } from "../../../shared/collections.ts";
import type { Study, StudyColumn } from "../../../shared/contract/studies.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { XyPlot } from "../../charts/XyPlot.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { FIGURE_TITLES, variableName } from "./studyWords.ts";

export interface SweepViewProps {
  readonly study: Study;
  readonly amounts: readonly Float64Array[];
  readonly column: StudyColumn;
  readonly title: string;
}

interface Row {
  readonly id: number;
  readonly amounts: readonly number[];
  readonly value: number;
}

export function SweepView({ study, amounts, column, title }: SweepViewProps): ReactNode {
  const rows = Array.from(column.values, (value, id): Row => ({ id, value, amounts: amounts.map((one) => one[id] ?? Number.NaN) }));
  const [first, ...others] = study.variables;
  if (!first) return undefined;
  const lines = groupBy(rows, ({ amounts: [, ...rest] }) => rest.map((amount, i) => `${others[i] ? variableName(others[i]) : ""} ${formatNumber(amount)}`).join(", "));
  const unit = displayUnit(column.unit);
  const columns: TableColumn<Row>[] = [
    ...study.variables.map((variable, i): TableColumn<Row> => ({ id: `${variable.of} ${variable.name}`, label: `${variableName(variable)} ${displayUnit(variable.how === "scale" ? "1" : variable.unit)}`.trim(), width: "minmax(70px, 1fr)", isNumeric: true, value: (row) => row.amounts[i] ?? Number.NaN, text: (row) => formatNumber(row.amounts[i] ?? Number.NaN) })),
    { id: "value", label: `${FIGURE_TITLES[column.figure]} ${unit}`.trim(), width: "minmax(90px, 1fr)", isNumeric: true, value: ({ value }) => value, text: ({ value }) => (Number.isFinite(value) ? formatNumber(value) : "no solution") },
  ];
  return (
    <>
      <div className="tb-plots">
        <XyPlot label={title} xLabel={`${variableName(first)} ${displayUnit(first.how === "scale" ? "1" : first.unit)}`.trim()} yLabel={unit} look="lines" series={[...lines].map(([name, points], i) => ({ name: name || title, isMain: i === 0, x: points.filter(isKnown).map(({ amounts: [amount = 0] }) => amount), y: points.filter(isKnown).map(({ value }) => value) }))} />
      </div>
      <Table label="Rows of the sweep" rows={rows} rowId={({ id }) => String(id)} columns={columns} empty={undefined} />
    </>
  );
}

function isKnown({ value }: Row): boolean {
  return Number.isFinite(value);
}

/** Which share of a figure's variance each variable makes: by itself, and with all it does together with others. */
import type { ReactNode } from "react";
import type { Study, StudyColumn, StudyShare } from "../../../shared/contract/studies.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { variableName } from "./studyWords.ts";

export interface SensitivityViewProps {
  readonly study: Study;
  readonly column: StudyColumn;
  readonly title: string;
}

interface Row {
  readonly name: string;
  readonly first: StudyShare;
  readonly total: StudyShare;
}

const NONE: StudyShare = { value: Number.NaN, low: Number.NaN, high: Number.NaN };
const percent = (share: number): string => (Number.isFinite(share) ? `${(100 * share).toFixed(0)} %` : "—");

export function SensitivityView({ study, column, title }: SensitivityViewProps): ReactNode {
  const rows = study.variables.map((variable, i): Row => ({ name: variableName(variable), first: column.first?.[i] ?? NONE, total: column.total?.[i] ?? NONE }));
  const explained = rows.reduce((sum, { first }) => sum + first.value, 0);
  const shares = (id: "first" | "total", label: string): TableColumn<Row>[] => [
    { id, label, width: "minmax(110px, 1.4fr)", isNumeric: true, value: (row) => row[id].value, text: (row) => percent(row[id].value), render: (row) => <ShareBar share={row[id]} /> },
    { id: `${id} interval`, label: "95 % interval", width: "110px", isNumeric: true, value: (row) => row[id].low, text: (row) => `${percent(row[id].low)} .. ${percent(row[id].high)}` },
  ];
  const columns: TableColumn<Row>[] = [{ id: "name", label: "Varied", width: "minmax(60px, 1fr)", value: ({ name }) => name }, ...shares("first", "By itself"), ...shares("total", "In total")];
  return (
    <>
      <p>By themselves the variables make {percent(explained)} of the variance of {title}{Number.isFinite(explained) && explained < 0.95 ? "; the rest comes of two or more together" : ""}. One whose total is near zero may be fixed.</p>
      <Table label="Shares of the variance" rows={rows} rowId={({ name }) => name} columns={columns} empty={undefined} />
    </>
  );
}

function ShareBar({ share }: { readonly share: StudyShare }): ReactNode {
  return (
    <span className="share">
      <span className="track"><span className="filled" style={{ width: `${100 * Math.min(1, Math.max(0, share.value || 0))}%` }} /></span>
      {percent(share.value)}
    </span>
  );
}

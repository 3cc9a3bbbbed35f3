/** How far each variable moves a figure from where it is, by itself, from its lower end to its upper one; widest first. */
import type { ReactNode } from "react";
import type { Study, StudyColumn } from "../../../shared/contract/studies.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { formatNumber } from "../../charts/formatValue.ts";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { swings, type Swing } from "./swings.ts";

export interface SwingViewProps {
  readonly study: Study;
  readonly column: StudyColumn;
  readonly title: string;
}

export function SwingView({ study, column, title }: SwingViewProps): ReactNode {
  const unit = displayUnit(column.unit);
  const { base, rows, low, high } = swings(study.variables, column.values);
  const amount = (value: number): string => (Number.isFinite(value) ? formatNumber(value) : "no solution");
  const [widest] = rows;
  const columns: TableColumn<Swing>[] = [
    { id: "name", label: "Varied", width: "minmax(60px, 1fr)", value: ({ name }) => name },
    { id: "atLow", label: "At lower", width: "70px", isNumeric: true, value: ({ atLow }) => atLow, text: ({ atLow }) => amount(atLow) },
    { id: "atHigh", label: "At upper", width: "70px", isNumeric: true, value: ({ atHigh }) => atHigh, text: ({ atHigh }) => amount(atHigh) },
    { id: "swing", label: "Swing", width: "minmax(96px, 1.6fr)", isNumeric: true, value: ({ swing }) => swing, text: ({ swing }) => formatNumber(swing), render: (row) => <SwingBar row={row} base={base} low={low} high={high} /> },
    { id: "slope", label: "Per unit", width: "68px", isNumeric: true, value: ({ slope }) => slope, text: ({ slope }) => (Number.isFinite(slope) ? formatNumber(slope) : "—") },
  ];
  return (
    <>
      <p>{title} is <b>{amount(base)} {unit}</b> with all as it is.{widest && widest.swing > 0 && <> {widest.name} moves it furthest, by {formatNumber(widest.swing)} {unit}.</>} Each is moved by itself: what two do together is not seen here.</p>
      <Table label="How far each moves it" rows={rows} rowId={({ name }) => name} columns={columns} empty={undefined} />
    </>
  );
}

function SwingBar({ row: { atLow, atHigh, swing }, base, low, high }: { readonly row: Swing; readonly base: number; readonly low: number; readonly high: number }): ReactNode {
  const place = (value: number): number => (high > low ? (100 * (value - low)) / (high - low) : 50);
  const known = [atLow, atHigh, base].filter(Number.isFinite);
  const [from, to] = [place(Math.min(...known)), place(Math.max(...known))];
  return (
    <span className="share">
      <span className="track swing">
        {known.length > 0 && <span className="filled" style={{ marginLeft: `${from}%`, width: `${to - from}%` }} />}
        {Number.isFinite(base) && <span className="base" style={{ left: `${place(base)}%` }} />}
      </span>
      {Number.isFinite(swing) ? formatNumber(swing) : "—"}
    </span>
  );
}

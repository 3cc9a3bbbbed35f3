/** The tables of alarm performance: the figures against what they should be, who causes most, and the floods. */
import type { ReactNode } from "react";
import type { AlarmActor, Flood } from "../../../shared/alarms/figures.ts";
import { FIGURE_ROWS, figureText, matchActors, type FigureRow } from "../../../shared/alarms/figureRows.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { assetLabel } from "../../charts/assetLabel.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { useAlarmJumps } from "../Alarms/useAlarmJumps.ts";
import { changeText, type FiguresLimit } from "./sides.ts";
import type { NamedFigures } from "./useFigures.ts";

const number = (text: string): ReactNode => <span className="tb-num">{text}</span>;

export function FigureTable({ sides }: { readonly sides: readonly NamedFigures[] }): ReactNode {
  const [first, second] = sides;
  if (!first) return undefined;
  // The unit of a rate stands with its name: in a narrow column beside the number it would push that out of sight.
  const nameOf = ({ label, unit }: FigureRow): string => (unit === "" || unit === "%" ? label : `${label}, ${unit}`);
  const withUnit = (row: FigureRow, side: NamedFigures): string => `${figureText(row.value(side.figures))}${row.unit === "%" ? " %" : ""}`;
  const columns: TableColumn<FigureRow>[] = [
    { id: "figure", label: "Figure", width: "minmax(172px, 2fr)", value: nameOf },
    ...sides.map((side, index): TableColumn<FigureRow> => ({ id: `side${index}`, label: capital(side.name), width: "minmax(72px, 1fr)", isNumeric: true, value: (row) => row.value(side.figures), text: (row) => withUnit(row, side), render: (row) => number(withUnit(row, side)) })),
    ...(second ? [{ id: "change", label: "Change", width: "76px", isNumeric: true, value: (row) => row.value(second.figures) - row.value(first.figures), text: (row) => changeText(row.value(first.figures), row.value(second.figures)), render: (row) => number(changeText(row.value(first.figures), row.value(second.figures))) } satisfies TableColumn<FigureRow>] : []),
    { id: "target", label: "Should be", width: "minmax(136px, 1fr)", value: ({ target }) => target },
  ];
  return <Table<FigureRow> label="Alarm performance figures" rows={FIGURE_ROWS} rowId={({ id }) => id} columns={columns} empty={undefined} />;
}

type Pair = ReturnType<typeof matchActors>[number];

export interface ActorTableProps {
  readonly sides: readonly NamedFigures[];
  readonly of: "worst" | "byRule" | "byAsset";
  /** Works the figures out of this one only. */
  readonly onLimit: (limit: FiguresLimit) => void;
}

export function ActorTable({ sides, of, onLimit }: ActorTableProps): ReactNode {
  const project = useStore(useWorkbench().project);
  const jumps = useAlarmJumps();
  const [first, second] = sides;
  if (!first) return undefined;
  const rows = matchActors(first.figures[of], second?.figures[of]);
  const columns: TableColumn<Pair>[] = [
    ...(of === "byAsset" ? [] : [{ id: "rule", label: "Rule", width: "minmax(120px, 2fr)", value: ({ actor }: Pair) => actor.rule ?? "" }]),
    ...(of === "byRule" ? [] : [assetColumn(project)]),
    ...countColumns(second && first.name, (pair) => pair.before, "before"),
    ...(second ? [
      ...countColumns(second.name, (pair) => pair.after, "after"),
      { id: "change", label: "Change", width: "76px", isNumeric: true, value: (pair: Pair) => (pair.after?.alarms ?? 0) - (pair.before?.alarms ?? 0), text: changeOf, render: (pair: Pair) => number(changeOf(pair)) },
    ] : []),
  ];
  const menu = ([row]: readonly Pair[]): readonly MenuEntry[] => {
    if (!row) return [];
    const { rule, assetId } = row.actor;
    return [
      ...jumps({ ...(assetId !== undefined && { assetId }), ...(rule !== undefined && { rule }) }),
      { kind: "separator", id: "limits" },
      ...(rule === undefined ? [] : [{ id: "onlyRule", label: `Figures of ${rule} only`, run: () => onLimit({ rule }) }]),
      ...(assetId === undefined ? [] : [{ id: "onlyAsset", label: `Figures of ${assetLabel(project, assetId)} only`, run: () => onLimit({ asset: assetId }) }]),
      { kind: "separator", id: "line" },
    ];
  };
  return <Table<Pair> label="Worst actors" rows={rows} rowId={({ id }) => id} columns={columns} startSort={{ column: "before alarms", descending: true }} menu={menu} empty={<EmptyState title="No alarms in this span" />} />;
}

/** `name` where there are two to tell apart. */
function countColumns(name: string | undefined, of: (pair: Pair) => AlarmActor | undefined, id: string): TableColumn<Pair>[] {
  return [
    { id: `${id} alarms`, label: name === undefined ? "Alarms" : `Alarms, ${name}`, width: name === undefined ? "80px" : "minmax(120px, 1fr)", isNumeric: true, value: (pair) => of(pair)?.alarms ?? 0, text: (pair) => `${of(pair)?.alarms ?? 0} (${Math.round(100 * (of(pair)?.share ?? 0))} %)`, render: (pair) => number(`${of(pair)?.alarms ?? 0} (${Math.round(100 * (of(pair)?.share ?? 0))} %)`) },
    { id: `${id} active`, label: "Active", width: "88px", isNumeric: true, value: (pair) => of(pair)?.activeUs ?? 0, text: (pair) => formatDuration(of(pair)?.activeUs ?? 0), render: (pair) => number(formatDuration(of(pair)?.activeUs ?? 0)) },
    { id: `${id} chatter`, label: "Chatter", width: "72px", isNumeric: true, value: (pair) => of(pair)?.chattering ?? 0, render: (pair) => number(String(of(pair)?.chattering ?? 0)) },
    { id: `${id} stale`, label: "Stale", width: "60px", isNumeric: true, value: (pair) => of(pair)?.stale ?? 0, render: (pair) => number(String(of(pair)?.stale ?? 0)) },
  ];
}

interface FloodRow extends Flood {
  readonly id: string;
  readonly of: string;
}

export function FloodTable({ sides }: { readonly sides: readonly NamedFigures[] }): ReactNode {
  const { cursor } = useWorkbench();
  const zone = useZone();
  const rows = sides.flatMap(({ name, figures }) => figures.floods.map((flood): FloodRow => ({ ...flood, of: name, id: `${name} ${flood.fromUs}` })));
  const columns: TableColumn<FloodRow>[] = [
    { id: "from", label: "From", width: "150px", value: (flood) => flood.fromUs, text: (flood) => formatDateTime(flood.fromUs, zone), data: (flood) => formatIso(flood.fromUs) },
    { id: "to", label: "To", width: "150px", value: (flood) => flood.toUs, text: (flood) => formatDateTime(flood.toUs, zone), data: (flood) => formatIso(flood.toUs) },
    { id: "lasted", label: "Lasted", width: "100px", isNumeric: true, value: (flood) => flood.toUs - flood.fromUs, text: (flood) => formatDuration(flood.toUs - flood.fromUs), render: (flood) => number(formatDuration(flood.toUs - flood.fromUs)) },
    { id: "alarms", label: "Alarms", width: "80px", isNumeric: true, value: (flood) => flood.alarms, render: (flood) => number(String(flood.alarms)) },
    { id: "of", label: "Of", width: "minmax(100px, 1fr)", value: (flood) => flood.of },
  ];
  return <Table<FloodRow> label="Floods" rows={rows} rowId={({ id }) => id} columns={columns} onActivate={(flood) => cursor.seek(flood.fromUs)} empty={<EmptyState title="No flood in this span">A flood begins with the eleventh alarm in ten minutes and ends when there are fewer than five.</EmptyState>} />;
}

function assetColumn(project: Project): TableColumn<Pair> {
  const label = ({ actor: { assetId } }: Pair): string => (assetId === undefined ? "" : assetLabel(project, assetId));
  const path = ({ actor: { assetId } }: Pair): string => (assetId === undefined ? "" : assetPath(project, assetId).join(" › ") || assetId);
  return { id: "asset", label: "Asset", width: "minmax(88px, 1fr)", value: label, data: path, render: (pair) => <span className="text" title={path(pair)}>{label(pair)}</span> };
}

function changeOf({ before, after }: Pair): string {
  return changeText(before?.alarms ?? 0, after?.alarms ?? 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

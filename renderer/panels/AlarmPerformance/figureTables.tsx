/** The tables of alarm performance: the figures against what they should be, who causes most, and the floods. */
import type { ReactNode } from "react";
import type { AlarmActor, Flood } from "../../../shared/alarms/figures.ts";
import { FIGURE_ROWS, figureText, matchActors, type FigureRow } from "../../../shared/alarms/figureRows.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { useStore } from "../../app/state/Store.ts";
import { useWorkbench } from "../../app/state/Workbench.ts";
import { formatDateTime, formatDuration, useZone } from "../../app/state/zone.ts";
import { EmptyState } from "../../widgets/controls/EmptyState.tsx";
import type { MenuEntry } from "../../widgets/overlays/Menu.tsx";
import { Table, type TableColumn } from "../../widgets/rows/Table.tsx";
import { useAlarmJumps } from "../Alarms/useAlarmJumps.ts";
import { changeText } from "./sides.ts";
import type { NamedFigures } from "./useFigures.ts";

const number = (text: string): ReactNode => <span className="tb-num">{text}</span>;

export function FigureTable({ sides }: { readonly sides: readonly NamedFigures[] }): ReactNode {
  const [first, second] = sides;
  if (!first) return undefined;
  const withUnit = (row: FigureRow, side: NamedFigures): string => `${figureText(row.value(side.figures))}${row.unit === "%" ? " %" : row.unit === "" ? "" : ` ${row.unit}`}`;
  const columns: TableColumn<FigureRow>[] = [
    { id: "figure", label: "Figure", width: "minmax(150px, 2fr)", value: ({ label }) => label },
    ...sides.map((side, index): TableColumn<FigureRow> => ({ id: `side${index}`, label: capital(side.name), width: "minmax(110px, 1fr)", isNumeric: true, value: (row) => row.value(side.figures), text: (row) => withUnit(row, side), render: (row) => number(withUnit(row, side)) })),
    ...(second ? [{ id: "change", label: "Change", width: "76px", isNumeric: true, value: (row) => row.value(second.figures) - row.value(first.figures), text: (row) => changeText(row.value(first.figures), row.value(second.figures)), render: (row) => number(changeText(row.value(first.figures), row.value(second.figures))) } satisfies TableColumn<FigureRow>] : []),
    { id: "target", label: "Should be", width: "minmax(130px, 1fr)", value: ({ target }) => target },
  ];
  return <Table<FigureRow> label="Alarm performance figures" rows={FIGURE_ROWS} rowId={({ id }) => id} columns={columns} empty={undefined} />;
}

type Pair = ReturnType<typeof matchActors>[number];

export function ActorTable({ sides, of }: { readonly sides: readonly NamedFigures[]; readonly of: "worst" | "byRule" | "byAsset" }): ReactNode {
  const project = useStore(useWorkbench().project);
  const jumps = useAlarmJumps();
  const [first, second] = sides;
  if (!first) return undefined;
  const rows = matchActors(first.figures[of], second?.figures[of]);
  const columns: TableColumn<Pair>[] = [
    ...(of === "byAsset" ? [] : [{ id: "rule", label: "Rule", width: "minmax(110px, 2fr)", value: ({ actor }: Pair) => actor.rule ?? "" }]),
    ...(of === "byRule" ? [] : [{ id: "asset", label: "Asset", width: "minmax(84px, 1fr)", value: ({ actor }: Pair) => assetName(project, actor.assetId) }]),
    ...countColumns(first.name, (pair) => pair.before, "before"),
    ...(second ? [
      ...countColumns(second.name, (pair) => pair.after, "after"),
      { id: "change", label: "Change", width: "76px", isNumeric: true, value: (pair: Pair) => (pair.after?.alarms ?? 0) - (pair.before?.alarms ?? 0), text: changeOf, render: (pair: Pair) => number(changeOf(pair)) },
    ] : []),
  ];
  const menu = ([row]: readonly Pair[]): readonly MenuEntry[] => (row?.actor.assetId === undefined ? [] : [...jumps({ assetId: row.actor.assetId, ...(row.actor.rule !== undefined && { rule: row.actor.rule }) }), { kind: "separator", id: "line" }]);
  return <Table<Pair> label="Worst actors" rows={rows} rowId={({ id }) => id} columns={columns} startSort={{ column: "before alarms", descending: true }} menu={menu} empty={<EmptyState title="No alarms in this span" />} />;
}

function countColumns(name: string, of: (pair: Pair) => AlarmActor | undefined, id: string): TableColumn<Pair>[] {
  return [
    { id: `${id} alarms`, label: `Alarms, ${name}`, width: "minmax(120px, 1fr)", isNumeric: true, value: (pair) => of(pair)?.alarms ?? 0, text: (pair) => `${of(pair)?.alarms ?? 0} (${Math.round(100 * (of(pair)?.share ?? 0))} %)`, render: (pair) => number(`${of(pair)?.alarms ?? 0} (${Math.round(100 * (of(pair)?.share ?? 0))} %)`) },
    { id: `${id} active`, label: "Active", width: "84px", isNumeric: true, value: (pair) => of(pair)?.activeUs ?? 0, text: (pair) => formatDuration(of(pair)?.activeUs ?? 0), render: (pair) => number(formatDuration(of(pair)?.activeUs ?? 0)) },
    { id: `${id} chatter`, label: "Chatter", width: "64px", isNumeric: true, value: (pair) => of(pair)?.chattering ?? 0, render: (pair) => number(String(of(pair)?.chattering ?? 0)) },
    { id: `${id} stale`, label: "Stale", width: "56px", isNumeric: true, value: (pair) => of(pair)?.stale ?? 0, render: (pair) => number(String(of(pair)?.stale ?? 0)) },
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
    { id: "from", label: "From", width: "150px", value: (flood) => flood.fromUs, text: (flood) => formatDateTime(flood.fromUs, zone) },
    { id: "to", label: "To", width: "150px", value: (flood) => flood.toUs, text: (flood) => formatDateTime(flood.toUs, zone) },
    { id: "lasted", label: "Lasted", width: "100px", isNumeric: true, value: (flood) => flood.toUs - flood.fromUs, text: (flood) => formatDuration(flood.toUs - flood.fromUs), render: (flood) => number(formatDuration(flood.toUs - flood.fromUs)) },
    { id: "alarms", label: "Alarms", width: "80px", isNumeric: true, value: (flood) => flood.alarms, render: (flood) => number(String(flood.alarms)) },
    { id: "of", label: "Of", width: "minmax(100px, 1fr)", value: (flood) => flood.of },
  ];
  return <Table<FloodRow> label="Floods" rows={rows} rowId={({ id }) => id} columns={columns} onActivate={(flood) => cursor.seek(flood.fromUs)} empty={<EmptyState title="No flood in this span">A flood begins with the eleventh alarm in ten minutes and ends when there are fewer than five.</EmptyState>} />;
}

function assetName(project: Project, assetId: string | undefined): string {
  return assetId === undefined ? "" : assetPath(project, assetId).join(" › ") || assetId;
}

function changeOf({ before, after }: Pair): string {
  return changeText(before?.alarms ?? 0, after?.alarms ?? 0);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The figures of alarm performance as rows that people read and spreadsheets take: each with its unit and what it should be. Pure. */
import { csvLine } from "../csv.ts";
import { formatPath } from "../model/path.ts";
import type { Project } from "../model/project.ts";
import { assetPath } from "../model/signals.ts";
import { formatIso, US_PER_HOUR } from "../time/time.ts";
import type { AlarmActor, AlarmFigures } from "./figures.ts";

export interface FigureRow {
  readonly id: string;
  readonly label: string;
  /** `per 10 min`, `%`; empty for a plain count. */
  readonly unit: string;
  readonly value: (figures: AlarmFigures) => number;
  /** What the standards call acceptable, for one operator's position. */
  readonly target: string;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : (100 * part) / whole);

export const FIGURE_ROWS: readonly FigureRow[] = [
  { id: "alarms", label: "Alarms announced", unit: "", value: ({ alarms }) => alarms, target: "" },
  { id: "average", label: "Average rate", unit: "per 10 min", value: ({ averagePer10Min }) => averagePer10Min, target: "about 1, at most 2" },
  { id: "peak", label: "Peak rate", unit: "per 10 min", value: ({ peakPer10Min }) => peakPer10Min, target: "at most 10" },
  { id: "floods", label: "Floods", unit: "", value: ({ floods }) => floods.length, target: "none" },
  { id: "floodShare", label: "Time in flood", unit: "%", value: ({ floodShare }) => 100 * floodShare, target: "less than 1 %" },
  { id: "chatterers", label: "Actors that chatter", unit: "", value: ({ chatterers }) => chatterers, target: "none" },
  { id: "chattering", label: "Alarms that are chatter", unit: "", value: ({ chattering }) => chattering, target: "none" },
  { id: "stale", label: "Stale alarms (over 24 h)", unit: "", value: ({ stale }) => stale, target: "below 5 on any day" },
  { id: "topTen", label: "Share of the ten worst", unit: "%", value: ({ topTenShare }) => 100 * topTenShare, target: "at most 1 to 5 %" },
  { id: "critical", label: "Priority critical", unit: "%", value: ({ bySeverity, alarms }) => share(bySeverity.critical, alarms), target: "with high about 5 %" },
  { id: "high", label: "Priority high", unit: "%", value: ({ bySeverity, alarms }) => share(bySeverity.high, alarms), target: "with critical about 5 %" },
  { id: "medium", label: "Priority medium", unit: "%", value: ({ bySeverity, alarms }) => share(bySeverity.medium, alarms), target: "about 15 %" },
  { id: "low", label: "Priority low", unit: "%", value: ({ bySeverity, alarms }) => share(bySeverity.low, alarms), target: "about 80 %" },
];

/** Three significant digits are more than such figures carry. */
export function figureText(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
}

/** Actors of two figures side by side, by who they are; the first's order, then those of the second alone. */
export function matchActors(before: readonly AlarmActor[], after: readonly AlarmActor[] | undefined): { readonly id: string; readonly actor: AlarmActor; readonly before?: AlarmActor; readonly after?: AlarmActor }[] {
  const key = ({ rule = "", assetId = "" }: AlarmActor): string => `${rule}@${assetId}`;
  const later = new Map((after ?? []).map((actor) => [key(actor), actor]));
  const known = new Set(before.map(key));
  const paired = before.map((actor) => {
    const other = later.get(key(actor));
    return { id: key(actor), actor, before: actor, ...(other && { after: other }) };
  });
  return [...paired, ...[...later].filter(([id]) => !known.has(id)).map(([id, actor]) => ({ id, actor, after: actor }))];
}

/** All figures as CSV: one block of figures, one of actors; a second column of values where there are two to compare. `limit`: what they are figures of. */
export function figuresCsv(project: Project, named: readonly { readonly name: string; readonly figures: AlarmFigures }[], limit: { readonly rule?: string; readonly asset?: string } = {}): string {
  const [first, second] = named;
  if (!first) return "";
  const lines = [
    ["figure", "unit", ...named.map(({ name }) => name), "target"],
    ["from", "", ...named.map(({ figures }) => formatIso(figures.span.fromUs)), ""],
    ["to", "", ...named.map(({ figures }) => formatIso(figures.span.toUs)), ""],
    ...(limit.rule === undefined ? [] : [["only rule", "", ...named.map(() => limit.rule ?? ""), ""]]),
    ...(limit.asset === undefined ? [] : [["only asset", "", ...named.map(() => formatPath(assetPath(project, limit.asset ?? ""))), ""]]),
    ...FIGURE_ROWS.map((row) => [row.label, row.unit, ...named.map(({ figures }) => figureText(row.value(figures))), row.target]),
    [],
    ["rule", "asset", ...named.flatMap(({ name }) => [`alarms, ${name}`, `active hours, ${name}`, `chatter, ${name}`, `stale, ${name}`])],
    ...matchActors(first.figures.worst, second?.figures.worst).map(({ actor, before, after }) => [
      actor.rule ?? "", actor.assetId === undefined ? "" : formatPath(assetPath(project, actor.assetId)), ...actorCells(before), ...(second ? actorCells(after) : []),
    ]),
  ];
  return lines.map(csvLine).join("");
}

function actorCells(actor: AlarmActor | undefined): string[] {
  return [String(actor?.alarms ?? 0), figureText((actor?.activeUs ?? 0) / US_PER_HOUR), String(actor?.chattering ?? 0), String(actor?.stale ?? 0)];
}

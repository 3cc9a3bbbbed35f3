/** Shelvings and what is out of service as CSV, and read again row by row, each good or with what is wrong with it. Pure. */
import type { Withholding } from "../contract/alarms.ts";
import { LONGEST_SHELVING_US } from "../contract/alarms.ts";
import { csvLine, readCsv } from "../csv.ts";
import { formatPath } from "../model/path.ts";
import type { Project } from "../model/project.ts";
import { assetPath } from "../model/signals.ts";
import { formatIso, US_PER_MS } from "../time/time.ts";
import { nearest } from "../units/nearest.ts";

export const WITHHOLDING_COLUMNS = ["what", "asset", "rule", "alarm", "until", "reason", "since", "by"] as const;
const NEEDED = ["what", "asset", "reason"] as const;
type ColumnName = (typeof WITHHOLDING_COLUMNS)[number];

const SHELVED = "shelved";
const OUT_OF_SERVICE = "out of service";
const CANNOT_DECIDE = "cannot decide";

/** What withholds by a person; suppressions by design belong to the rules and are left out. */
export function withholdingsCsv(project: Project, withholdings: readonly Withholding[]): string {
  const rows = withholdings.filter(({ kind }) => kind !== "suppressed").map((one) => [
    one.kind === "shelved" ? SHELVED : OUT_OF_SERVICE, formatPath(assetPath(project, one.assetId)), one.rule ?? "", alarmWord(one.alarmKind),
    one.untilUs === undefined ? "" : formatIso(one.untilUs), one.reason ?? "", formatIso(one.sinceUs), one.by ?? "",
  ]);
  return [[...WITHHOLDING_COLUMNS], ...rows].map(csvLine).join("");
}

function alarmWord(kind: Withholding["alarmKind"]): string {
  return kind === "cannot-decide" ? CANNOT_DECIDE : (kind ?? "");
}

/** A row as it is to be put in force; who and since when are those of whoever imports it. */
export type ReadWithholding = Pick<Withholding, "kind" | "assetId" | "rule" | "alarmKind" | "untilUs"> & { readonly reason: string };

export interface RowProblem {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface ReadWithholdings {
  readonly rows: readonly ReadWithholding[];
  readonly problems: readonly RowProblem[];
}

export interface WithholdingNames {
  readonly project: Project;
  /** Whether a rule runs on an asset. */
  readonly runs: (rule: string, assetId: string) => boolean;
  readonly nowUs: number;
}

export function readWithholdingsCsv(text: string, names: WithholdingNames): ReadWithholdings {
  const [head, ...records] = readCsv(text);
  const columns = new Map((head?.cells ?? []).map((cell, index) => [cell.trim().toLowerCase(), index]));
  const missing = NEEDED.filter((name) => !columns.has(name));
  if (!head || missing.length > 0) {
    return { rows: [], problems: [{ line: 1, text: head?.cells.join(", ") ?? "", reason: `The first line must name the columns; missing: ${missing.join(", ")}. Known columns: ${WITHHOLDING_COLUMNS.join(", ")}.` }] };
  }
  const assets = assetsByName(names.project);
  const rows: ReadWithholding[] = [];
  const problems: RowProblem[] = [];
  for (const { line, cells } of records) {
    const read = readRow((name) => cells[columns.get(name) ?? -1]?.trim() ?? "", assets, names);
    if (typeof read === "string") problems.push({ line, text: cells.join(", "), reason: read });
    else rows.push(read);
  }
  return { rows, problems };
}

/** By path, by plain path, and by bare name where only one asset has it. */
function assetsByName(project: Project): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { id, name } of Object.values(project.assets)) {
    const path = assetPath(project, id);
    byName.set(formatPath(path), id);
    byName.set(path.join("."), id);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const { id, name } of Object.values(project.assets)) if (counts.get(name) === 1 && !byName.has(name)) byName.set(name, id);
  return byName;
}

/** The row, or what is wrong with it. */
function readRow(cell: (name: ColumnName) => string, assets: ReadonlyMap<string, string>, { runs, nowUs }: WithholdingNames): ReadWithholding | string {
  const what = cell("what").toLowerCase();
  if (what !== SHELVED && what !== OUT_OF_SERVICE) return `"${cell("what")}" is neither "${SHELVED}" nor "${OUT_OF_SERVICE}".`;
  const assetId = assets.get(cell("asset"));
  if (assetId === undefined) {
    const near = nearest(cell("asset"), assets.keys());
    return `There is no asset ${cell("asset") || "without a name"}.${near === undefined ? "" : ` Nearest: ${near}.`}`;
  }
  const rule = cell("rule");
  if (rule !== "" && !runs(rule, assetId)) return `No rule ${rule} runs on ${cell("asset")}.`;
  const alarm = cell("alarm").toLowerCase();
  if (alarm !== "" && alarm !== "rule" && alarm !== CANNOT_DECIDE) return `"${cell("alarm")}" is neither "rule" nor "${CANNOT_DECIDE}".`;
  const reason = cell("reason");
  if (reason === "") return "A reason is missing.";
  const untilUs = what === SHELVED ? readUntil(cell("until"), nowUs) : undefined;
  if (typeof untilUs === "string") return untilUs;
  if (what === OUT_OF_SERVICE && cell("until") !== "") return "Out of service has no end; leave until empty or shelve it.";
  return {
    kind: what === SHELVED ? "shelved" : "out-of-service", assetId, reason, ...(rule !== "" && { rule }),
    ...(alarm !== "" && { alarmKind: alarm === CANNOT_DECIDE ? "cannot-decide" : "rule" }), ...(untilUs !== undefined && { untilUs }),
  };
}

/** Empty: one-shot. */
function readUntil(text: string, nowUs: number): number | string | undefined {
  if (text === "") return undefined;
  const ms = /(Z|[+-]\d\d:?\d\d)$/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(ms)) return `"${text}" is no time with its offset, as 2026-11-20T14:00:00Z is.`;
  if (ms * US_PER_MS <= nowUs) return `${text} is over already.`;
  if (ms * US_PER_MS > nowUs + LONGEST_SHELVING_US) return `${text} is more than 7 days away; take it out of service instead.`;
  return ms * US_PER_MS;
}

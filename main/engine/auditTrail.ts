/** Between the project store and the audit trail in history: one entry per change of the definitions. */
import type { AuditEntry } from "../../shared/contract/project.ts";
import type { HistoryInterface } from "./history/index.ts";
import type { AppliedChange } from "./project/index.ts";

/** Appends what was changed, with before and after, to the chained trail. */
export async function recordChange(history: HistoryInterface, applied: AppliedChange, nowUs: number): Promise<void> {
  await history.appendAudit({
    atUs: nowUs,
    operator: applied.operator,
    action: applied.change.label,
    ...(applied.reason !== undefined && { reason: applied.reason }),
    body: applied.change.changes,
  });
}

/** The newest entries as windows show them. */
export async function readAudit(history: HistoryInterface, limit: number): Promise<AuditEntry[]> {
  return (await history.listAudit(limit)).map(({ atUs, operator, action, reason, body }) => ({
    atUs,
    operator,
    label: action,
    ...(reason !== undefined && { reason }),
    touched: Array.isArray(body) ? body.flatMap(touchedName) : [],
  }));
}

function touchedName(change: unknown): string[] {
  return typeof change === "object" && change !== null && "table" in change && "id" in change ? [`${String(change.table)} ${String(change.id)}`] : [];
}

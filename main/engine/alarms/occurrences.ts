/** What alarm figures are made from: alarms as they were recorded, or as rules would have raised them. */
import type { Occurrence } from "../../../shared/alarms/figures.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Alarm, BacktestResult } from "../../../shared/contract/rules.ts";
import type { Span } from "../../../shared/time/time.ts";
import type { AlarmsQuestion } from "../history/index.ts";

/** Held in memory at once, some hundred bytes each; a plant with more in a span looks at a shorter one. */
const MOST_ALARMS = 500_000;

/** What is counted: absent means all. */
export interface OccurrenceFilter {
  readonly rule?: string | undefined;
  readonly assets?: ReadonlySet<string> | undefined;
}

/** Recorded alarms of the span but those that were never announced. Throws `limit` where there are too many. */
export async function recordedOccurrences(read: (question: AlarmsQuestion) => Promise<readonly Alarm[]>, span: Span, { rule, assets }: OccurrenceFilter): Promise<Occurrence[]> {
  const alarms = await read({ ...span, limit: MOST_ALARMS + 1, rule });
  if (alarms.length > MOST_ALARMS) throw new TwinError("limit", `There are more than ${MOST_ALARMS} alarms in this span. Choose a shorter one.`);
  return alarms.filter((alarm) => !alarm.silent && assets?.has(alarm.assetId) !== false).map(({ rule: name, assetId, kind, severity, sinceUs, clearedUs }) => ({
    rule: name, assetId, kind, severity, fromUs: sinceUs, ...(clearedUs !== undefined && { toUs: clearedUs }),
  }));
}

/** An interval that was cut at the span's start began before it: it stands, but is not announced. */
export function backtestOccurrences(results: readonly BacktestResult[]): Occurrence[] {
  return results.flatMap(({ rule, assetId, severity, intervals, unknown }) => (["rule", "cannot-decide"] as const).flatMap((kind) =>
    (kind === "rule" ? intervals : unknown).map(({ fromUs, toUs, truncated }): Occurrence => ({
      rule, assetId, kind, severity, fromUs: truncated ? fromUs - 1 : fromUs, ...(toUs !== undefined && { toUs }),
    }))));
}

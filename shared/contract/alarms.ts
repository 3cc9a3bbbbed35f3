/**
 * Alarm management beside the alarms themselves (`rules.ts`): what withholds them, what was done with them, their figures,
 * and their way out of the project and in again. Words are those of ISA-18.2 / IEC 62682 and OPC UA Part 9.
 */
import { z } from "zod";
import type { AlarmFigures } from "../alarms/figures.ts";
import type { RowProblem } from "../alarms/withholdingsCsv.ts";
import { request, stream } from "./define.ts";
import type { Alarm, AlarmState, WithheldKind } from "./rules.ts";

/** What keeps the alarms of a rule on an asset (or of all rules of an asset) from being shown and announced. */
export interface Withholding {
  readonly id: string;
  readonly kind: WithheldKind;
  readonly assetId: string;
  /** Absent: all rules of the asset. */
  readonly rule?: string;
  /** Absent: the rule's alarm and its "cannot decide". */
  readonly alarmKind?: Alarm["kind"];
  readonly sinceUs: number;
  /** Shelved for a time: when it ends by itself. A shelving without it is one-shot: it ends when the alarm returns to normal. */
  readonly untilUs?: number;
  /** Absent: by design. */
  readonly by?: string;
  readonly reason?: string;
}

export const alarmEventKinds = [
  "raised", "acknowledged", "returned", "reset", "alarmed-again", "superseded", "commented", "shelved", "unshelved", "shelving-ended", "suppressed", "unsuppressed", "out-of-service", "in-service",
] as const;
export type AlarmEventKind = (typeof alarmEventKinds)[number];

/** Something that happened to an alarm, or to what withholds it (then without `alarm` and `state`). */
export interface AlarmEvent {
  readonly what: AlarmEventKind;
  readonly atUs: number;
  readonly assetId: string;
  readonly rule?: string;
  readonly alarmKind?: Alarm["kind"];
  readonly alarm?: string;
  /** The state of the alarm afterwards. */
  readonly state?: AlarmState;
  readonly by?: string;
  readonly reason?: string;
  /** Of a timed shelving. */
  readonly untilUs?: number;
}

/** Nothing is shelved for longer: what is to be silent for longer is out of service. */
export const LONGEST_SHELVING_US = 7 * 24 * 3_600_000_000;

/** Where figures come from: alarms as they were recorded, or what the rules would have done, some texts changed. */
export const figuresSource = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("recorded") }),
  z.object({ kind: z.literal("backtest"), drafts: z.array(z.object({ file: z.string(), text: z.string().max(2_000_000) })).max(1000) }),
]);
export type FiguresSource = z.infer<typeof figuresSource>;

/** What became of a list of shelvings and of what is out of service. */
export interface WithholdingsImport {
  /** Rows that are good: put in force, or that would be. */
  readonly rows: number;
  readonly problems: readonly RowProblem[];
}

const ids = z.array(z.string()).min(1).max(10_000);
const reason = z.string().trim().min(1, "Say why; the reason is kept with the alarm.").max(2000);

export const alarmsService = {
  /** What withholds alarms now, and the alarms that are withheld by it; the whole again after a change. */
  withheld: stream<{ readonly withholdings: readonly Withholding[]; readonly alarms: readonly Alarm[] }>()(z.object({})),
  /** Everything that happened to one alarm, oldest first. */
  events: request<{ events: AlarmEvent[] }>()(z.object({ alarm: z.string() })),
  comment: request<void>()(z.object({ alarms: ids, text: reason })),
  /** Ends latched alarms that have returned to normal. */
  reset: request<void>()(z.object({ alarms: ids, reason: z.string().max(2000).optional() })),
  /** For `durationUs`, or without it until the alarm returns to normal (one-shot). */
  shelve: request<void>()(z.object({ alarms: ids, durationUs: z.number().int().positive().max(LONGEST_SHELVING_US).optional(), reason })),
  unshelve: request<void>()(z.object({ withholdings: ids, reason: z.string().max(2000).optional() })),
  /** Without `rule` all rules of the asset. */
  takeOutOfService: request<void>()(z.object({ targets: z.array(z.object({ assetId: z.string(), rule: z.string().optional() })).min(1).max(10_000), reason })),
  /** Looks at a list as CSV (`shared/alarms/withholdingsCsv.ts`) row by row; with `apply` the good rows are put in force. */
  importWithholdings: request<WithholdingsImport>()(z.object({ csv: z.string().max(5_000_000), apply: z.boolean() })),
  /** Alarm performance over a span, of all rules or one, of all assets or one with its parts. Long spans of many rules take a while; cancel ends it. */
  figures: request<AlarmFigures>()(z.object({ span: z.object({ fromUs: z.number().int(), toUs: z.number().int() }), source: figuresSource, rule: z.string().optional(), asset: z.string().optional() })),
  returnToService: request<void>()(z.object({ withholdings: ids, reason: z.string().max(2000).optional() })),
};

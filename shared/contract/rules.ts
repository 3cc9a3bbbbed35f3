/** Rules, calcs and alarms: what texts do to history, what is active now. */
import { z } from "zod";
import type { Diagnostic, Severity } from "../language/ir.ts";
import type { Signal } from "../model/signals.ts";
import { request, stream } from "./define.ts";

export interface Interval {
  readonly fromUs: number;
  /** Absent while active at the end of the span. */
  readonly toUs?: number;
  /** Began before the span. */
  readonly truncated: boolean;
}

export interface BacktestResult {
  readonly rule: string;
  readonly assetId: string;
  readonly severity: Severity;
  readonly intervals: readonly Interval[];
  /** Stretches in which the rule could not decide. */
  readonly unknown: readonly Interval[];
}

/** A rule that is not run on an asset, and why: the asset is still being set up, or retired. */
export interface NotRun {
  readonly rule: string;
  readonly assetId: string;
  /** `P-900 is still being set up (provisioning)`. */
  readonly reason: string;
}

/** What the line above a rule says. */
export interface RulePreview {
  readonly rule: string;
  readonly file: string;
  /** Start offset of the rule in its text. */
  readonly position: number;
  readonly fired: number;
  readonly totalUs: number;
  readonly longestUs: number;
  readonly lastUs?: number;
  readonly unknownUs: number;
  readonly assets: number;
  /** Set while it is being worked out, or where it could not be. */
  readonly error?: string;
  readonly results: readonly BacktestResult[];
  readonly notRun: readonly NotRun[];
}

/**
 * OPC UA Part 9 / ISA-18.2: an alarm ends when it is both returned to normal and acknowledged. A latched one that has
 * returned to normal stays until a person resets it.
 */
export const alarmStates = ["active-unacknowledged", "active-acknowledged", "returned-unacknowledged", "latched-unacknowledged", "latched-acknowledged", "ended"] as const;
export type AlarmState = (typeof alarmStates)[number];

/** Why an alarm is not shown and announced: by a person for a while, by its rule's `suppress`, by a person until further notice. */
export type WithheldKind = "shelved" | "suppressed" | "out-of-service";

export interface Alarm {
  readonly id: string;
  readonly rule: string;
  /** `cannot-decide`: the rule has been blind for too long. */
  readonly kind: "rule" | "cannot-decide";
  readonly assetId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly advise?: string;
  readonly state: AlarmState;
  readonly sinceUs: number;
  readonly clearedUs?: number;
  readonly acknowledged?: { readonly atUs: number; readonly by: string; readonly note?: string };
  /** Stays after its return to normal until a person resets it. */
  readonly latched?: true;
  /** While it is active it becomes unacknowledged again this long after its acknowledgement. */
  readonly realarmAfterUs?: number;
  /** What withholds it, worst first; of an ended alarm what did as it ended. */
  readonly withheld?: readonly WithheldKind[];
  /** It was withheld from its beginning and never announced. */
  readonly silent?: true;
}

/** An operational state of an asset and where it comes from. */
export interface AssetState {
  readonly assetId: string;
  readonly name: string;
  readonly member: string;
  readonly members: readonly string[];
  readonly source: { readonly kind: "default" } | { readonly kind: "rule"; readonly rule: string; readonly sinceUs: number };
}

export interface RuleStatus {
  readonly file: string;
  /** The text on disk runs; or an older good version still does, because the new one has errors. */
  readonly running: "current" | "previous" | "none";
  readonly diagnostics: readonly Diagnostic[];
  readonly rules: number;
  readonly calcs: number;
  readonly uses: number;
}

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });

export const rulesService = {
  status: stream<RuleStatus[]>()(z.object({})),
  /** Signals that the running calcs make. */
  calcSignals: stream<readonly Signal[]>()(z.object({})),
  /** Runs a draft over history; frames as rules finish. A newer preview of the same file from the same window ends the older. */
  preview: stream<RulePreview[]>()(z.object({ file: z.string(), text: z.string().max(2_000_000), span })),
  backtest: request<{ span: { fromUs: number; toUs: number }; results: BacktestResult[]; notRun: NotRun[] }>()(z.object({ rule: z.string().optional(), span: span.partial() })),
  /** All alarms that have not ended and are not withheld, newest first; the whole list again after a change, so that an ended one is gone from it. */
  alarms: stream<{ readonly alarms: readonly Alarm[] }>()(z.object({})),
  alarmsIn: request<{ alarms: Alarm[] }>()(z.object({ span, limit: z.number().int().min(1).max(10_000) })),
  acknowledge: request<void>()(z.object({ alarms: z.array(z.string()).min(1).max(10_000), note: z.string().max(2000).optional() })),
  states: stream<readonly AssetState[]>()(z.object({})),
  statesAt: request<readonly AssetState[]>()(z.object({ tUs: z.number().int() })),
};

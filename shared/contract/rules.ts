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
  /** In previews: what the version that runs did. Absent where no rule of this name runs. */
  readonly running?: readonly Interval[];
  /** Over a run: what the same rule did on what was measured. */
  readonly measured?: readonly Interval[];
}

/** A rule that is not run on an asset, and why: the asset is still being set up, or retired. */
export interface NotRun {
  readonly rule: string;
  readonly assetId: string;
  /** `P-900 is still being set up (provisioning)`. */
  readonly reason: string;
}

/** How a draft of a rule differs from the version that runs, over the same span and all assets. */
export type AgainstRunning =
  | { readonly kind: "new" }
  /** Its conditions are the same. */
  | { readonly kind: "same" }
  /** Firings that meet none of the other version's on the same asset, and the time in which only one of the two is active. */
  | { readonly kind: "changed"; readonly appear: number; readonly vanish: number; readonly addedUs: number; readonly vanishedUs: number };

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
  /** Absent while it is being worked out. */
  readonly against?: AgainstRunning;
  /** The rule runs, and the draft has it no more. */
  readonly removed?: true;
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

/** As many alarms as one frame carries: some 300 bytes each, so that a flood comes in pieces that hold up nobody. */
export const MOST_ALARMS_A_FRAME = 1_000;

/**
 * The first frame of a stream is a snapshot: it begins the list with the newest. Each later one carries on the frame before
 * it, whose revision is one less; where that one is missing the list is not known any more, and the stream is to be opened anew.
 */
export interface AlarmsFrame {
  readonly kind: "snapshot" | "changes";
  readonly revision: number;
  /** New in the list, or changed in it. */
  readonly changed: readonly Alarm[];
  /** Ids of alarms that have ended or are withheld now. */
  readonly gone: readonly string[];
  /** Known already and still to come, because a frame carries no more than `MOST_ALARMS_A_FRAME`. */
  readonly waiting: number;
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
  /** The text as saved runs; or the version applied last, which is another; or nothing of it. */
  readonly running: "current" | "previous" | "none";
  /** Of the text as saved. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of the version that runs: errors it had not when it was applied, because something it names has gone since. */
  readonly runningErrors: readonly Diagnostic[];
  /** That run. */
  readonly rules: number;
  readonly calcs: number;
  /** These in the text as saved: simulations take that. */
  readonly uses: number;
  readonly models: number;
  readonly overrides: number;
}

/** One time at which another version of a text was put live. */
export interface TextVersion {
  readonly atUs: number;
  readonly by: string;
  readonly why?: string;
  /** The version's name; absent where nothing of the text ran from then on. */
  readonly version?: string;
}

export interface RunningRule {
  readonly rule: string;
  readonly file: string;
  readonly assets: readonly string[];
}

/** Why a signal is not known at an instant. */
export type UnknownReason =
  | { readonly kind: "no-sample" }
  | { readonly kind: "gap"; readonly sinceUs: number }
  | { readonly kind: "stale"; readonly sinceUs: number; readonly afterUs: number }
  | { readonly kind: "bad" | "uncertain"; readonly status: number }
  | { readonly kind: "future" }
  /** Its sample is no value of its type: no number, a member that is not listed. */
  | { readonly kind: "no-value" };

/** What a part of a condition comes to; without `value` it is unknown. */
export type PartValue =
  | { readonly kind: "truth"; readonly value?: boolean }
  | { readonly kind: "number"; readonly value?: number; readonly unit?: string }
  | { readonly kind: "text"; readonly value?: string }
  /** It has no value by itself; its parts have. */
  | { readonly kind: "none" };

export interface ExplainedPart {
  /** As written. */
  readonly text: string;
  /** `when`, `clear`, the calc whose text it is, or the asset it is read on inside an aggregate. */
  readonly heading?: string;
  /** Of an aggregate: the assets by which it is as it is, where single ones are. */
  readonly decidedBy?: readonly string[];
  readonly value: PartValue;
  /** Since when it has had this value, where that lies within what was looked at. */
  readonly sinceUs?: number;
  /** A signal read directly, with its last sample, and why it is not known. */
  readonly signal?: string;
  readonly sample?: { readonly tUs: number; readonly status: number };
  readonly unknown?: UnknownReason;
  readonly parts: readonly ExplainedPart[];
}

export interface Explanation {
  readonly tUs: number;
  readonly parts: readonly ExplainedPart[];
  /** The alarm as history has it at the instant. */
  readonly activeSinceUs?: number;
  readonly undecidedSinceUs?: number;
  /** Signals were read back to here only, because there are more samples than can be looked at: parts that look further back may be wrong. */
  readonly cutAtUs?: number;
}

const span = z.object({ fromUs: z.number().int(), toUs: z.number().int() });
const file = z.string().min(1).max(500);
const text = z.string().max(2_000_000);

/** As many alarms of a span as are given at once: the newest. */
export const MOST_ALARMS = 10_000;

export const rulesService = {
  status: stream<RuleStatus[]>()(z.object({})),
  /** Signals that the running calcs make. */
  calcSignals: stream<readonly Signal[]>()(z.object({})),
  /**
   * Saves these texts and puts them live, as one change; `bad-input` if one has errors or something that runs would stop, `conflict`
   * if one was saved as something else than `seen` meanwhile. On disk when it is answered.
   */
  apply: request<void>()(z.object({ texts: z.array(z.object({ file, text, seen: text.optional() })).min(1).max(1_000), why: z.string().max(2_000).optional() })),
  /** What was applied of a text, newest first: the first entry says what runs. */
  versions: request<{ versions: TextVersion[] }>()(z.object({ file })),
  versionText: request<{ text: string }>()(z.object({ file, version: z.string().regex(/^[0-9a-f]{16}$/) })),
  /** Runs a draft over history; frames as rules finish. A newer preview of the same file from the same window ends the older. */
  preview: stream<RulePreview[]>()(z.object({ file, text, span })),
  /** The rules that run over a span of history; with `saved` those of the texts as saved; with `run` those that read what it predicts, over its span and its values. */
  backtest: request<{ span: { fromUs: number; toUs: number }; results: BacktestResult[]; notRun: NotRun[] }>()(z.object({ rule: z.string().optional(), span: span.partial(), saved: z.boolean().optional(), run: z.string().optional() })),
  /** The rules that run, each with the assets it runs on, by name. */
  running: request<{ rules: RunningRule[] }>()(z.object({})),
  /** Why a rule is as it is on an asset at an instant; of the version that runs, or of a draft. */
  explain: request<Explanation>()(z.object({ rule: z.string().max(500), asset: z.string().max(500), tUs: z.number().int(), draft: z.object({ file, text }).optional() })),
  /** The alarms that have not ended and are not withheld, and how they change; `followStanding` (`shared/alarms`) keeps the list. */
  alarms: stream<AlarmsFrame>()(z.object({})),
  alarmsIn: request<{ alarms: Alarm[] }>()(z.object({ span, limit: z.number().int().min(1).max(MOST_ALARMS), rule: z.string().optional() })),
  acknowledge: request<void>()(z.object({ alarms: z.array(z.string()).min(1).max(10_000), note: z.string().max(2000).optional() })),
  states: stream<readonly AssetState[]>()(z.object({})),
  statesAt: request<readonly AssetState[]>()(z.object({ tUs: z.number().int() })),
};

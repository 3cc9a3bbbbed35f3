/**
 * What the running version of a rule did over the span of a preview, so that a draft can be compared with it. Asked once per
 * span and kept for a while, because it is the same for every keystroke; a rule whose logic is unchanged is not asked at all.
 */
import type { BacktestResult, Interval, RulePreview } from "../../../shared/contract/rules.ts";
import type { CompiledProject, RuleProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import { compareIntervals, lengthUs } from "../../../shared/time/intervalSets.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import { intervalsOf, type BacktestHistory } from "./Backtests.ts";
import { logicOf } from "./programs.ts";
import { previewOf } from "./previews.ts";

/** Samples still come into a span that ends now: an answer is not kept longer than this. */
const KEEP_US = 30_000_000;

type ByAsset = ReadonlyMap<string, readonly Interval[]>;

export class RunningAnswers {
  readonly #history: BacktestHistory;
  readonly #clock: Clock;
  readonly #closing: AbortSignal;
  readonly #answers = new Map<string, { readonly atUs: number; readonly answer: Promise<ByAsset> }>();
  #rules: readonly RuleProgram[] = [];

  constructor(options: { readonly history: BacktestHistory; readonly clock: Clock; readonly closing: AbortSignal }) {
    this.#history = options.history;
    this.#clock = options.clock;
    this.#closing = options.closing;
  }

  /** Another program runs, or the past has changed. */
  reset(program: CompiledProject): void {
    this.#rules = inlineCalcs(program).rules;
    this.#answers.clear();
  }

  /** A preview with how it differs from what runs. `programs` are those of the draft. */
  async compare(preview: RulePreview, programs: readonly RuleProgram[], span: Span): Promise<RulePreview> {
    if (preview.error !== undefined) return preview;
    const running = this.#rules.filter(({ rule }) => rule === preview.rule);
    if (running.length === 0) return { ...preview, against: { kind: "new" } };
    const logic = (rules: readonly RuleProgram[]): string => JSON.stringify(rules.map((rule) => [rule.assetId, logicOf(rule)]).toSorted());
    if (logic(programs) === logic(running)) return { ...preview, against: { kind: "same" }, results: preview.results.map((result) => ({ ...result, running: result.intervals })) };
    return compared(preview, await this.#intervalsOf(preview.rule, running, span), span, running);
  }

  /** Rules of a file that run and that a draft of it has no more. */
  async removed(file: string, kept: ReadonlySet<string>, span: Span): Promise<RulePreview[]> {
    const names = new Set(this.#rules.filter(({ rule, position }) => position.file === file && !kept.has(rule)).map(({ rule }) => rule));
    return Promise.all([...names].map(async (name) => {
      const running = this.#rules.filter(({ rule }) => rule === name);
      const nothing = { ...previewOf({ rule: name, file, position: 0, notRun: [] }, [], span), removed: true as const };
      return compared(nothing, await this.#intervalsOf(name, running, span), span, running);
    }));
  }

  #intervalsOf(rule: string, programs: readonly RuleProgram[], span: Span): Promise<ByAsset> {
    const key = `${rule} ${span.fromUs} ${span.toUs}`;
    const known = this.#answers.get(key);
    if (known && known.atUs > this.#clock() - KEEP_US) return known.answer;
    for (const [old, { atUs }] of this.#answers) if (atUs <= this.#clock() - KEEP_US) this.#answers.delete(old);
    const answer = intervalsOf(this.#history, programs, span, { signal: this.#closing }).then((found) => new Map(programs.map(({ id, assetId }) => [assetId, found.get(id)?.active ?? []])));
    this.#answers.set(key, { atUs: this.#clock(), answer });
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }
}

function compared(preview: RulePreview, running: ByAsset, span: Span, programs: readonly RuleProgram[]): RulePreview {
  const gone = programs.filter(({ assetId }) => !preview.results.some((result) => result.assetId === assetId));
  const results: BacktestResult[] = [
    ...preview.results.map((result) => ({ ...result, running: running.get(result.assetId) ?? [] })),
    ...gone.map(({ rule, assetId, severity }) => ({ rule, assetId, severity, intervals: [], unknown: [], running: running.get(assetId) ?? [] })),
  ];
  const differences = results.map(({ intervals, running: before = [] }) => compareIntervals(intervals, before, span.toUs));
  const sum = (of: (difference: (typeof differences)[number]) => number): number => differences.reduce((total, difference) => total + of(difference), 0);
  const against = { appear: sum(({ appearing }) => appearing.length), vanish: sum(({ vanishing }) => vanishing.length), addedUs: sum(({ added }) => lengthUs(added)), vanishedUs: sum(({ vanished }) => lengthUs(vanished)) };
  return { ...preview, results, against: { kind: "changed", ...against } };
}

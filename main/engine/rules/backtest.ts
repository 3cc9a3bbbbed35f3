/** What rules would have done over a span of history, or over a run beside what was measured. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { BacktestResult, NotRun } from "../../../shared/contract/rules.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import type { Clock, Span } from "../../../shared/time/time.ts";
import type { JobContext } from "../jobs/index.ts";
import { defaultSpan, intervalsOf, type BacktestHistory } from "./Backtests.ts";
import type { InService } from "./inService.ts";
import { intervalsOver, predictingRun, rulesOver } from "./overRun.ts";
import { resultOf } from "./previews.ts";

/** Absent: every rule, every asset, all that is recorded of their signals. */
export interface AskedBacktest extends Partial<Span> {
  readonly rule?: string;
  readonly assets?: ReadonlySet<string>;
  readonly run?: string;
}

export interface Backtest {
  readonly span: Span;
  readonly results: BacktestResult[];
  readonly notRun: NotRun[];
}

/** Throws `not-found` for a rule or run that is not there, `bad-input` for a span that ends before it begins. */
export async function backtest({ history, clock }: { readonly history: BacktestHistory; readonly clock: Clock }, tried: InService, asked: AskedBacktest, { signal, progress }: JobContext): Promise<Backtest> {
  const isAsked = ({ rule, assetId }: Pick<NotRun, "rule" | "assetId">): boolean => (asked.rule === undefined || rule === asked.rule) && asked.assets?.has(assetId) !== false;
  const named = inlineCalcs(tried.program).rules.filter(isAsked);
  const run = asked.run === undefined ? undefined : await predictingRun(history, asked.run);
  const programs = run ? rulesOver(named, run) : named;
  const notRun = tried.leftOut.filter(isAsked).map(({ rule, assetId, reason }): NotRun => ({ rule, assetId, reason }));
  if (asked.rule !== undefined && asked.assets === undefined && named.length === 0 && notRun.length === 0) throw new TwinError("not-found", `No rule called ${asked.rule} is there for any asset.`);
  const whole = run ?? (await defaultSpan(history, programs)) ?? { fromUs: clock(), toUs: clock() };
  const span = { fromUs: asked.fromUs ?? whole.fromUs, toUs: asked.toUs ?? whole.toUs };
  if (span.toUs < span.fromUs) throw new TwinError("bad-input", "The span ends before it begins.");
  const intervals = await intervalsOf(history, programs, span, { signal, onProgress: (share) => progress({ share }) });
  const over = run && (await intervalsOver(history, programs, run, span, signal));
  return { span, results: programs.map((program) => ({ ...resultOf(program, (over ?? intervals).get(program.id)), ...(over && { measured: intervals.get(program.id)?.active ?? [] }) })), notRun };
}

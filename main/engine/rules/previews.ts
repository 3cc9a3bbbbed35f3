/** What a draft of a text would have done over history: the line above each rule. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { BacktestResult, NotRun, RulePreview } from "../../../shared/contract/rules.ts";
import type { RuleProgram } from "../../../shared/language/ir.ts";
import { summarise, type RuleIntervals } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { intervalsOf, type BacktestHistory } from "./Backtests.ts";
import type { InService } from "./inService.ts";

/** The answer for one program. */
export function resultOf(program: RuleProgram, intervals: RuleIntervals | undefined): BacktestResult {
  return { rule: program.rule, assetId: program.assetId, severity: program.severity, intervals: intervals?.active ?? [], unknown: intervals?.unknown ?? [] };
}

/** The line above a rule, from its answers on all assets. */
export function previewOf({ rule, file, position, notRun }: Pick<RulePreview, "rule" | "file" | "position" | "notRun">, results: readonly BacktestResult[], span: Span): RulePreview {
  const fired = summarise(results.flatMap((result) => result.intervals), span);
  const unknown = summarise(results.flatMap((result) => result.unknown), span);
  return {
    rule, file, position, fired: fired.count, totalUs: fired.totalUs, longestUs: fired.longestUs, unknownUs: unknown.totalUs, assets: results.length, results, notRun,
    ...(fired.lastUs !== undefined && { lastUs: fired.lastUs }),
  };
}

/** Frames of the rules of one file in the order of the text, one more rule in each. The program has no calcs inside others. */
export async function* previews(history: BacktestHistory, draft: InService, file: string, span: Span, signal: AbortSignal): AsyncGenerator<RulePreview[]> {
  const done: RulePreview[] = [];
  for (const { programs, ...rule } of rulesOf(draft, file)) {
    try {
      const intervals = await intervalsOf(history, programs, span, { signal, isDraft: true });
      done.push(previewOf(rule, programs.map((program) => resultOf(program, intervals.get(program.id))), span));
    } catch (error) {
      if (signal.aborted) return;
      done.push({ ...previewOf(rule, [], span), error: TwinError.from(error).message });
    }
    yield [...done];
  }
  if (done.length === 0) yield [];
}

interface RuleInText {
  readonly rule: string;
  readonly file: string;
  readonly position: number;
  readonly programs: RuleProgram[];
  readonly notRun: NotRun[];
}

/** Rules of a file, those too whose assets are all out of service. */
function rulesOf({ program, leftOut }: InService, file: string): RuleInText[] {
  const rules = new Map<number, RuleInText>();
  const ruleAt = (rule: string, position: number): RuleInText => {
    const made = rules.get(position) ?? { rule, file, position, programs: [], notRun: [] };
    rules.set(position, made);
    return made;
  };
  for (const one of program.rules) if (one.position.file === file) ruleAt(one.rule, one.position.start).programs.push(one);
  for (const { file: of, position, ...one } of leftOut) if (of === file) ruleAt(one.rule, position).notRun.push(one);
  return [...rules.values()].sort((a, b) => a.position - b.position);
}

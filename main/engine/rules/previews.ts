/** What a draft of a text would have done over history: the line above each rule. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { BacktestResult, RulePreview } from "../../../shared/contract/rules.ts";
import type { CompiledProject, RuleProgram } from "../../../shared/language/ir.ts";
import { summarise, type RuleIntervals } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { intervalsOf, type BacktestHistory } from "./Backtests.ts";

/** The answer for one program. */
export function resultOf(program: RuleProgram, intervals: RuleIntervals | undefined): BacktestResult {
  return { rule: program.rule, assetId: program.assetId, severity: program.severity, intervals: intervals?.active ?? [], unknown: intervals?.unknown ?? [] };
}

/** The line above a rule, from its answers on all assets. */
export function previewOf(rule: string, file: string, position: number, results: readonly BacktestResult[], span: Span): RulePreview {
  const fired = summarise(results.flatMap((result) => result.intervals), span);
  const unknown = summarise(results.flatMap((result) => result.unknown), span);
  return {
    rule, file, position, fired: fired.count, totalUs: fired.totalUs, longestUs: fired.longestUs, unknownUs: unknown.totalUs, assets: results.length, results,
    ...(fired.lastUs !== undefined && { lastUs: fired.lastUs }),
  };
}

/** Frames of the rules of one file in the order of the text, one more rule in each. `project` has no calcs inside others. */
export async function* previews(history: BacktestHistory, project: CompiledProject, file: string, span: Span, signal: AbortSignal): AsyncGenerator<RulePreview[]> {
  const done: RulePreview[] = [];
  for (const { rule, position, programs } of rulesOf(project, file)) {
    try {
      const intervals = await intervalsOf(history, programs, span, signal);
      done.push(previewOf(rule, file, position, programs.map((program) => resultOf(program, intervals.get(program.id))), span));
    } catch (error) {
      if (signal.aborted) return;
      done.push({ ...previewOf(rule, file, position, [], span), error: TwinError.from(error).message });
    }
    yield [...done];
  }
  if (done.length === 0) yield [];
}

interface RuleInText {
  readonly rule: string;
  readonly position: number;
  readonly programs: RuleProgram[];
}

/** Rules of a file, those too that run on no asset. */
function rulesOf(project: CompiledProject, file: string): RuleInText[] {
  const rules = new Map<number, RuleInText>();
  for (const program of project.rules) {
    if (program.position.file !== file) continue;
    const known = rules.get(program.position.start);
    if (known) known.programs.push(program);
    else rules.set(program.position.start, { rule: program.rule, position: program.position.start, programs: [program] });
  }
  return [...rules.values()].sort((a, b) => a.position - b.position);
}

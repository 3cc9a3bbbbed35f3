/** Cuts a backtest of any size into questions that each take a bounded part of memory and time. */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import type { RulesHistory } from "./ports.ts";

/**
 * A question reads about this many samples: sorting them takes some hundred MB, whatever the history holds, and how far it is can
 * be told about once a second. What a question costs beside its samples is a tenth of that.
 */
export const SAMPLES_PER_QUESTION = 10_000_000;

/** In the order given, each part with few enough samples for one question, or with one program. */
export async function inParts(history: Pick<RulesHistory, "idOf" | "sampleCounts">, programs: readonly RuleProgram[]): Promise<RuleProgram[][]> {
  const seriesOf = ({ slots }: RuleProgram): number[] => slots.flatMap(({ signal }) => history.idOf(signal) ?? []);
  const read = [...new Set(programs.flatMap(seriesOf))];
  const counts = await history.sampleCounts(read);
  const countOf = new Map(read.map((series, i) => [series, counts[i] ?? 0]));
  const parts: RuleProgram[][] = [];
  let samples = Infinity;
  for (const program of programs) {
    const own = seriesOf(program).reduce((sum, series) => sum + (countOf.get(series) ?? 0), 0);
    if (samples + own > SAMPLES_PER_QUESTION) {
      parts.push([]);
      samples = 0;
    }
    parts.at(-1)?.push(program);
    samples += own;
  }
  return parts;
}

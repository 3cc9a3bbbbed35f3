/** Cuts a backtest of any size into questions that each take a bounded part of memory and time. */
import type { RuleProgram } from "../../../shared/language/ir.ts";
import type { RulesHistory } from "./ports.ts";

/**
 * A question reads about this many samples: sorting them takes some hundred MB, whatever the history holds, and how far it is can
 * be told about once a second. What a question costs beside its samples is a tenth of that.
 */
const SAMPLES_PER_QUESTION = 10_000_000;

/** In the order given, each part with few enough samples for one question, or with one program. What several of them read counts once. */
export async function inParts(history: Pick<RulesHistory, "idOf" | "sampleCounts">, programs: readonly RuleProgram[], mostSamples = SAMPLES_PER_QUESTION): Promise<RuleProgram[][]> {
  const seriesOf = ({ slots }: RuleProgram): number[] => slots.flatMap(({ signal }) => history.idOf(signal) ?? []);
  const all = [...new Set(programs.flatMap(seriesOf))];
  const counts = await history.sampleCounts(all);
  const countOf = new Map(all.map((series, i) => [series, counts[i] ?? 0]));
  const samplesOf = (series: Iterable<number>): number => [...series].reduce((sum, one) => sum + (countOf.get(one) ?? 0), 0);
  const parts: RuleProgram[][] = [];
  let read = new Set<number>();
  let samples = Infinity;
  for (const program of programs) {
    const own = new Set(seriesOf(program));
    const more = samplesOf([...own].filter((series) => !read.has(series)));
    if (samples + more > mostSamples) {
      parts.push([]);
      read = own;
      samples = samplesOf(own);
    } else {
      for (const series of own) read.add(series);
      samples += more;
    }
    parts.at(-1)?.push(program);
  }
  return parts;
}

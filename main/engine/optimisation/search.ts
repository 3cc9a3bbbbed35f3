/** A whole search: from points that are known to the best that so many more give. Differential evolution first, then looking around the best. */
import { DifferentialEvolution } from "./DifferentialEvolution.ts";
import { PollSearch } from "./PollSearch.ts";
import type { Evaluated, Ranking } from "./ranking.ts";

/** All points at once; in their order. */
export type Evaluate = (points: readonly (readonly number[])[]) => Promise<Evaluated[]>;

export interface SearchOptions {
  readonly evaluate: Evaluate;
  readonly ranking: Ranking;
  /** Solutions that may be asked for. */
  readonly budget: number;
  readonly seed: number;
}

export interface SearchResult {
  readonly best: Evaluated;
  /** It came to rest before the budget was used up. */
  readonly settled: boolean;
}

/** The rest is kept for looking around the best. */
const EVOLUTION_SHARE = 0.75;
/** A population this narrow is near one optimum, which the local search finds with fewer solutions. */
const NARROW = 0.01;

/** So many points make a population; a search begins with twice as many. */
export function populationOf(dimensions: number): number {
  return Math.min(60, Math.max(12, 6 * dimensions));
}

/** `known` holds one point at least. */
export async function search(known: readonly Evaluated[], { evaluate, ranking, budget, seed }: SearchOptions): Promise<SearchResult> {
  const [first] = known;
  if (!first) throw new RangeError("A search begins from points that are known.");
  const size = populationOf(first.point.length);
  const evolution = new DifferentialEvolution(ranking.sorted(known).slice(0, size), ranking, seed);
  let best = ranking.sorted(known)[0] ?? first;
  let left = budget;
  while (left - size > (1 - EVOLUTION_SHARE) * budget && evolution.spread > NARROW) {
    const found = await evaluate(evolution.trials());
    evolution.take(found);
    left -= found.length;
    best = ranking.sorted([best, ...found])[0] ?? best;
  }
  const poll = new PollSearch(best, evolution.spread, ranking, seed);
  while (!poll.isSettled) {
    const points = poll.points();
    if (points.length > left) break;
    poll.take(await evaluate(points));
    left -= points.length;
  }
  return { best: poll.best, settled: poll.isSettled };
}

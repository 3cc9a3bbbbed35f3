/** The best found so far over the solutions of a search: told as it gets better, kept to be drawn. */
import type { OptimisationFound } from "../../../shared/contract/optimisation.ts";
import type { Goals } from "./goals.ts";
import type { Evaluated, Ranking } from "./ranking.ts";

export interface BestSoFar {
  readonly kind: "best";
  readonly solved: number;
  readonly feasible: boolean;
  readonly objective: number;
  readonly off: number;
  readonly point: readonly number[];
}

export class FoundCurve {
  readonly #ranking: Ranking;
  readonly #goals: Goals;
  readonly #tell: (best: BestSoFar) => void;
  readonly #solvedAt: number[] = [];
  readonly #bestAt: number[] = [];
  #best: Evaluated | undefined;
  #solved = 0;

  constructor(ranking: Ranking, goals: Goals, tell: (best: BestSoFar) => void) {
    this.#ranking = ranking;
    this.#goals = goals;
    this.#tell = tell;
  }

  /** Points only from where limits are kept on: before that the objective says nothing. */
  get points(): OptimisationFound["curve"] {
    return { solved: this.#solvedAt, best: this.#bestAt };
  }

  /** A batch at a time. */
  add(found: readonly Evaluated[]): void {
    this.#solved += found.length;
    const [first] = this.#ranking.sorted(found);
    if (first && (!this.#best || this.#ranking.isBetter(first, this.#best))) this.#best = first;
    if (!this.#best) return;
    const feasible = this.#ranking.isFeasible(this.#best);
    const objective = this.#goals.shown(this.#best.objective);
    if (feasible) {
      this.#solvedAt.push(this.#solved);
      this.#bestAt.push(objective);
    }
    this.#tell({ kind: "best", solved: this.#solved, feasible, objective, off: this.#ranking.off(this.#best), point: this.#best.point });
  }
}

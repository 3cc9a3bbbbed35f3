/**
 * The last, local part of a search: looks around the best point along the coordinates and along one random orthogonal basis (a Householder
 * reflection), goes to what is better with longer steps, and shortens them where nothing is. A directional direct search whose directions become
 * dense, so that it gets along slanted limits (Abramson, Audet, Dennis and Le Digabel, SIAM J. Optim. 20 (2009) 948; Kolda, Lewis and Torczon,
 * SIAM Rev. 45 (2003) 385). It is not the mesh of the first; no proof is claimed.
 */
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { normalQuantile } from "../../../shared/math/normal.ts";
import type { Evaluated, Ranking } from "./ranking.ts";

const LONGEST_STEP = 0.25;
/** In shares of the bounds' distance; the solver is not exact enough for less to mean anything. */
const SHORTEST_STEP = 1e-6;

export class PollSearch {
  readonly #ranking: Ranking;
  readonly #random: ReturnType<typeof xoroshiro128plus>;
  #best: Evaluated;
  #step: number;
  /** The last move that helped. */
  #move: readonly number[] | undefined;

  constructor(best: Evaluated, step: number, ranking: Ranking, seed: number) {
    this.#best = best;
    this.#step = Math.min(LONGEST_STEP, Math.max(SHORTEST_STEP, step));
    this.#ranking = ranking;
    this.#random = xoroshiro128plus(seed | 0);
  }

  get best(): Evaluated {
    return this.#best;
  }

  get isSettled(): boolean {
    return this.#step < SHORTEST_STEP;
  }

  points(): number[][] {
    const { point } = this.#best;
    const basis = point.map((_, axis) => point.map((__, i) => (i === axis ? 1 : 0)));
    const moves = [...basis, ...(point.length > 1 ? this.#reflected() : [])].flatMap((direction) => [direction, direction.map((x) => -x)].map((way) => way.map((x) => x * this.#step)));
    return [...moves, ...(this.#move ? [this.#move.map((x) => 2 * x)] : [])].map((move) => point.map((x, i) => Math.min(1, Math.max(0, x + (move[i] ?? 0)))));
  }

  take(found: readonly Evaluated[]): void {
    const [first] = this.#ranking.sorted(found);
    if (first && this.#ranking.isBetter(first, this.#best)) {
      const before = this.#best.point;
      this.#move = first.point.map((x, i) => x - (before[i] ?? x));
      this.#best = first;
      this.#step = Math.min(LONGEST_STEP, 2 * this.#step);
    } else {
      this.#move = undefined;
      this.#step /= 2;
    }
  }

  /** Columns of I − 2vvᵀ for a random direction v. */
  #reflected(): number[][] {
    const drawn = this.#best.point.map(() => normalQuantile(Math.max(Number.EPSILON, uniformFloat64(this.#random))));
    const length = Math.sqrt(drawn.reduce((sum, x) => sum + x * x, 0)) || 1;
    const v = drawn.map((x) => x / length);
    return v.map((along, axis) => v.map((x, i) => (i === axis ? 1 : 0) - 2 * along * x));
  }
}

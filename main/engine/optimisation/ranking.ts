/**
 * Which of two points is better within limits: Deb's rule of feasibility (Comput. Methods Appl. Mech. Eng. 186 (2000) 311). One that keeps all
 * limits beats one that does not; of two that do the better objective wins; of two that do not, the one less far off in all.
 */

/** A point of the search with what was found there. */
export interface Evaluated {
  /** Coordinates 0 … 1 between the bounds. */
  readonly point: readonly number[];
  /** Less is better; NaN where the model has no solution. */
  readonly objective: number;
  /** By constraint, in its unit: how far it is passed; at most 0 where it is kept. */
  readonly excess: readonly number[];
}

export class Ranking {
  readonly #scales: readonly number[];
  readonly #without: number | undefined;

  /** `scales`: what a unit of each constraint counts; `without`: a constraint that is left out. */
  constructor(scales: readonly number[], without?: number) {
    this.#scales = scales;
    this.#without = without;
  }

  /** How far off in all, in shares of the scales; 0 where all limits are kept, Infinity without a solution. */
  off({ objective, excess }: Evaluated): number {
    if (Number.isNaN(objective)) return Infinity;
    return excess.reduce((sum, over, i) => (i === this.#without ? sum : sum + Math.max(0, over / (this.#scales[i] ?? 1))), 0);
  }

  isFeasible(one: Evaluated): boolean {
    return this.off(one) === 0;
  }

  /** Whether the first is better than the second. */
  isBetter(a: Evaluated, b: Evaluated): boolean {
    const [offA, offB] = [this.off(a), this.off(b)];
    return offA === 0 && offB === 0 ? a.objective < b.objective : offA < offB;
  }

  /** The best first; equal ones in the order given. */
  sorted(all: readonly Evaluated[]): Evaluated[] {
    return all.toSorted((a, b) => (this.isBetter(a, b) ? -1 : this.isBetter(b, a) ? 1 : 0));
  }
}

/** A constraint counts by how much it varies over first points; where it does not vary, by its size there. */
export function scalesOf(first: readonly Evaluated[], constraints: number): number[] {
  return Array.from({ length: constraints }, (_, i) => {
    const known = first.flatMap(({ excess, objective }) => (Number.isFinite(objective) && Number.isFinite(excess[i]) ? [excess[i] ?? 0] : []));
    const spread = Math.max(...known) - Math.min(...known);
    return spread > 0 && Number.isFinite(spread) ? spread : Math.max(...known.map(Math.abs), 0) || 1;
  });
}

/** Sums measured minus simulated of a system's compared signals while its outputs are kept; instants come in time order. */
import type { Layout } from "./generateSteps.ts";
import type { ResidualSummary, SystemTask } from "./simulationTypes.ts";

interface ComparedSum {
  readonly use: number;
  readonly compared: number;
  /** Place among the system's outputs. */
  readonly place: number;
  readonly factor: number;
  readonly offset: number;
  readonly tUs: Float64Array;
  readonly value: Float64Array;
  position: number;
  sum: number;
  /** Neumaier's correction: what the running sum lost to rounding. */
  correction: number;
  samples: number;
  last: number;
}

export class ResidualSums {
  readonly #sums: readonly ComparedSum[];
  /** By use. */
  readonly #ofUse: readonly (readonly ComparedSum[])[];

  /** Samples before `fromUs` are passed over: the one that holds at a span's start lies before it and is not compared. */
  constructor(uses: SystemTask["uses"], layout: Layout, measured: SystemTask["measured"], fromUs: number) {
    this.#ofUse = uses.map((use, index) =>
      use.compared.map((compared, i): ComparedSum => {
        const { tUs, value } = measured.get(compared.signal) ?? { tUs: new Float64Array(), value: new Float64Array() };
        return { use: index, compared: i, place: (layout.offsets[index]?.output ?? 0) + compared.output, factor: compared.factor, offset: compared.offset, tUs, value, position: firstAtOrAfter(tUs, fromUs), sum: 0, correction: 0, samples: 0, last: NaN };
      }),
    );
    this.#sums = this.#ofUse.flat();
  }

  /** An instant of a use: the outputs stand in `values` at every `stride` from `at` on. */
  add(use: number, tUs: number, values: Float64Array, stride: number, at: number, unknown: boolean): void {
    for (const entry of this.#ofUse[use] as readonly ComparedSum[]) {
      while ((entry.tUs[entry.position] as number) < tUs) entry.position += 1;
      if (entry.tUs[entry.position] !== tUs) continue;
      const measured = entry.value[entry.position] as number;
      entry.position += 1;
      const residual = measured - ((values[entry.place * stride + at] as number) * entry.factor + entry.offset);
      // Not a number where either is unknown.
      if (unknown || residual !== residual) continue;
      addExactly(entry, residual * residual);
      entry.samples += 1;
      entry.last = residual;
    }
  }

  /** Whether a use is compared with anything. */
  has(use: number): boolean {
    return (this.#ofUse[use] as readonly ComparedSum[]).length > 0;
  }

  summaries(): ResidualSummary[] {
    return this.#sums.map(({ use, compared, sum, correction, samples, last }) => ({ use, compared, samples, last, rmse: samples === 0 ? NaN : Math.sqrt((sum + correction) / samples) }));
  }
}

/** Compensated summation (Neumaier, ZAMM 54, 1974). */
function addExactly(entry: ComparedSum, term: number): void {
  const next = entry.sum + term;
  entry.correction += Math.abs(entry.sum) >= Math.abs(term) ? entry.sum - next + term : term - next + entry.sum;
  entry.sum = next;
}

function firstAtOrAfter(tUs: Float64Array, fromUs: number): number {
  const index = tUs.findIndex((t) => t >= fromUs);
  return index < 0 ? tUs.length : index;
}

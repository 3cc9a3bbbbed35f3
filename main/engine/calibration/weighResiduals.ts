/** Residuals of all compared signals in one list: each counts in shares of its signal's standard deviation, times its weight. */
import type { Evaluation } from "./leastSquares.ts";
import type { Stretch } from "./solveStretches.ts";
import type { Stretches } from "./residualTests.ts";

export interface Weighed extends Required<Evaluation> {
  /** The same residuals, stretch by stretch. */
  readonly stretches: Stretches;
  /** What one unit of each signal counts, its weight included. */
  readonly scales: ReadonlyMap<string, number>;
}

/** Signals of weight 0 are left out. `jacobian` is empty where the stretches have no slopes. */
export function weigh(all: readonly Stretch[], weights: ReadonlyMap<string, number>): Weighed {
  const used = all.filter(({ signal }) => (weights.get(signal) ?? 1) > 0);
  const scales = new Map(used.map(({ signal }) => [signal, (weights.get(signal) ?? 1) / deviation(used.filter((stretch) => stretch.signal === signal))]));
  const stretches = used.map(({ signal, measured, simulated }) => measured.map((value, i) => (value - (simulated[i] as number)) * (scales.get(signal) ?? 1))); // one each
  const count = stretches.reduce((sum, stretch) => sum + stretch.length, 0);
  const residuals = new Float64Array(count);
  const columns = used[0]?.slopes.length ?? 0;
  const jacobian = new Float64Array(count * columns);
  let row = 0;
  used.forEach(({ signal, slopes }, index) => {
    const own = stretches[index] ?? new Float64Array();
    residuals.set(own, row);
    const scale = scales.get(signal) ?? 1;
    for (let i = 0; i < own.length; i++) for (let j = 0; j < columns; j++) jacobian[(row + i) * columns + j] = -(slopes[j]?.[i] ?? Number.NaN) * scale;
    row += own.length;
  });
  return { residuals, jacobian, stretches, scales };
}

/** Standard deviation of what was measured; 1 where it never moved. */
function deviation(stretches: readonly Stretch[]): number {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const { measured } of stretches) {
    for (const value of measured) {
      count += 1;
      const off = value - mean;
      mean += off / count;
      squares += off * (value - mean);
    }
  }
  const variance = squares / Math.max(count, 1);
  return variance > 0 ? Math.sqrt(variance) : 1;
}

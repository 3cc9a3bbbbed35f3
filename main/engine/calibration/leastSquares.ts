/**
 * Least squares within bounds: Levenberg and Marquardt's damping (Marquardt, SIAM J. Appl. Math. 11 (1963) 431), moved after
 * the gain as Nielsen does (Madsen, Nielsen and Tingleff, Methods for Non-Linear Least Squares Problems, 2004, eq. 3.14 to
 * 3.16), scaled by the columns of the Jacobian (Moré, 1978), with parameters that a step would push through a bound held there.
 */

/** Weighted residuals, and where asked for their derivatives. */
export interface Evaluation {
  readonly residuals: Float64Array;
  /** Row by row: d residual / d parameter. */
  readonly jacobian?: Float64Array;
}

export interface LeastSquaresProblem {
  readonly start: readonly number[];
  /** −Infinity and Infinity where there is no bound. */
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Undefined where the model has no finite solution: such a step is not taken. As many residuals each time. */
  readonly evaluate: (parameters: readonly number[], withJacobian: boolean) => Evaluation | undefined;
  readonly onIteration?: (iteration: Iteration) => void;
}

export interface Iteration {
  readonly number: number;
  readonly parameters: readonly number[];
  /** Half the sum of squared residuals. */
  readonly cost: number;
}

export interface LeastSquaresResult {
  readonly parameters: readonly number[];
  readonly cost: number;
  readonly iterations: number;
  /** `converged`, or why it ended before. */
  readonly ended: "converged" | "noProgress" | "tooMany" | "noSolution";
}

const MAX_ITERATIONS = 200;
/** Below this share of the cost a step no longer matters; the solver's own error is larger. */
const COST_SHARE = 1e-9;
const STEP_SHARE = 1e-9;
const FIRST_DAMPING = 1e-3;
/** Damping so large that a step is shorter than rounding. */
const MOST_DAMPING = 1e16;
/** A step counts when it brings this share of what was predicted. */
const LEAST_GAIN = 1e-4;

export function leastSquares({ start, low, high, evaluate, onIteration }: LeastSquaresProblem): LeastSquaresResult {
  const within = (parameters: readonly number[]) => parameters.map((value, j) => Math.min(Math.max(value, low[j] ?? -Infinity), high[j] ?? Infinity));
  let parameters = within(start);
  let at = evaluate(parameters, true);
  if (!at?.jacobian) return { parameters, cost: Infinity, iterations: 0, ended: "noSolution" };
  let cost = costOf(at.residuals);
  let damping = FIRST_DAMPING;
  let growth = 2;
  const scales = parameters.map(() => 0);
  for (let number = 1; number <= MAX_ITERATIONS; number++) {
    const { gradient, hessian } = normalEquations(at.residuals, at.jacobian ?? new Float64Array(), parameters.length);
    hessian.forEach((row, j) => (scales[j] = Math.max(scales[j] ?? 0, row[j] ?? 0)));
    const free = parameters.map((value, j) => (scales[j] ?? 0) > 0 && !(value <= (low[j] ?? -Infinity) && (gradient[j] ?? 0) > 0) && !(value >= (high[j] ?? Infinity) && (gradient[j] ?? 0) < 0));
    if (!free.includes(true)) return { parameters, cost, iterations: number, ended: "converged" };
    for (;;) {
      const wanted = dampedStep(gradient, hessian, scales, damping, free);
      const moved = wanted && within(parameters.map((value, j) => value + (wanted[j] ?? 0)));
      const step = moved?.map((value, j) => value - (parameters[j] ?? 0));
      if (moved && step) {
        if (step.every((value, j) => Math.abs(value) <= STEP_SHARE * (Math.abs(parameters[j] ?? 0) + STEP_SHARE))) return { parameters, cost, iterations: number, ended: "converged" };
        const tried = evaluate(moved, false);
        const gained = tried ? cost - costOf(tried.residuals) : -Infinity;
        const predicted = reduction(step, gradient, hessian);
        if (gained >= 0 && gained >= LEAST_GAIN * predicted && Number.isFinite(gained)) {
          const gain = predicted > 0 ? gained / predicted : 1;
          damping *= Math.max(1 / 3, 1 - (2 * gain - 1) ** 3);
          growth = 2;
          parameters = moved;
          cost -= gained;
          onIteration?.({ number, parameters, cost });
          if (gained <= COST_SHARE * cost) return { parameters, cost, iterations: number, ended: "converged" };
          break;
        }
        if (gained > -Infinity && Math.abs(gained) <= COST_SHARE * cost && predicted <= COST_SHARE * cost) return { parameters, cost, iterations: number, ended: "converged" };
      }
      damping *= growth;
      growth *= 2;
      if (!(damping < MOST_DAMPING)) return { parameters, cost, iterations: number, ended: "noProgress" };
    }
    at = evaluate(parameters, true);
    if (!at?.jacobian) return { parameters, cost, iterations: number, ended: "noSolution" };
    cost = costOf(at.residuals);
  }
  return { parameters, cost, iterations: MAX_ITERATIONS, ended: "tooMany" };
}

/** Half the sum of squares. */
export function costOf(residuals: Float64Array): number {
  return residuals.reduce((sum, residual) => sum + residual * residual, 0) / 2;
}

/** Jᵀr and JᵀJ. */
export function normalEquations(residuals: Float64Array, jacobian: Float64Array, parameters: number): { gradient: number[]; hessian: number[][] } {
  const gradient = Array.from({ length: parameters }, () => 0);
  const hessian = gradient.map(() => gradient.map(() => 0));
  for (let i = 0; i < residuals.length; i++) {
    for (let j = 0; j < parameters; j++) {
      const left = jacobian[i * parameters + j] as number; // one row for each residual
      gradient[j] = (gradient[j] as number) + left * (residuals[i] as number); // one each
      const row = hessian[j] as number[]; // one each
      for (let k = 0; k <= j; k++) row[k] = (row[k] as number) + left * (jacobian[i * parameters + k] as number); // one each
    }
  }
  for (let j = 0; j < parameters; j++) for (let k = 0; k < j; k++) (hessian[k] as number[])[j] = (hessian[j] as number[])[k] as number; // square
  return { gradient, hessian };
}

/** (H + λ·diag(scales))·step = −gradient over the free parameters, by Cholesky; undefined where that is not positive definite. */
function dampedStep(gradient: readonly number[], hessian: readonly (readonly number[])[], scales: readonly number[], damping: number, free: readonly boolean[]): number[] | undefined {
  const indexes = free.flatMap((isFree, j) => (isFree ? [j] : []));
  const factor: number[][] = [];
  const solved: number[] = [];
  for (const [row, j] of indexes.entries()) {
    const line: number[] = [];
    factor.push(line);
    for (let column = 0; column <= row; column++) {
      const k = indexes[column] as number; // below row
      const entry = (hessian[j]?.[k] ?? 0) + (j === k ? damping * (scales[j] ?? 0) : 0);
      const rest = entry - dot(line, factor[column] ?? [], column);
      if (column < row) line.push(rest / (factor[column]?.[column] ?? 1));
      else if (rest > 0) line.push(Math.sqrt(rest));
      else return undefined;
    }
    solved.push((-(gradient[j] ?? 0) - dot(line, solved, row)) / (line[row] ?? 1));
  }
  for (let row = indexes.length - 1; row >= 0; row--) {
    let rest = solved[row] ?? 0;
    for (let below = row + 1; below < indexes.length; below++) rest -= (factor[below]?.[row] ?? 0) * (solved[below] ?? 0);
    solved[row] = rest / (factor[row]?.[row] ?? 1);
  }
  const step = gradient.map(() => 0);
  indexes.forEach((j, row) => (step[j] = solved[row] ?? 0));
  return step.every(Number.isFinite) ? step : undefined;
}

function dot(a: readonly number[], b: readonly number[], length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** What the linear model promises of this step. */
function reduction(step: readonly number[], gradient: readonly number[], hessian: readonly (readonly number[])[]): number {
  return -step.reduce((sum, value, j) => sum + value * ((gradient[j] ?? 0) + 0.5 * dot(hessian[j] ?? [], step, step.length)), 0);
}

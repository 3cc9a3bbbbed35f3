/**
 * Measured minus simulated as a function of the fitted parameters, and how it moves with them: by sensitivities that are
 * solved with the models where there are any, else by differences.
 */
import type { UseProgram } from "../../../shared/language/ir.ts";
import { SystemCodes, type ConnectImported, type SolveParts } from "../simulation/index.ts";
import type { CalibrationProblem, FittedName, SpanData } from "./calibrationTypes.ts";
import { ownParameters, withParameters } from "./fittedPlaces.ts";
import { solveStretches, type Stretch } from "./solveStretches.ts";
import { withSensitivities, type SensitiveSystem } from "./withSensitivities.ts";

/** Share of a parameter's size by which it is moved for differences: the error of central ones is least near the cube root of the solver's. */
const DIFFERENCE_SHARE = 1e-3;
/**
 * The same where a model comes from elsewhere: what such a one leaves undone is its own matter, and it moves by jumps as its steps
 * are chosen anew. Solvers in FMUs are mostly asked for 1e-6 to 1e-4, predictors count in single precision (6e-8), and the cube root
 * of 1e-6 is this; what curvature adds is about its square.
 */
const IMPORTED_DIFFERENCE_SHARE = 1e-2;

export class ModelResiduals {
  readonly #problem: CalibrationProblem;
  /** Systems that carry sensitivities; undefined where differences serve instead. */
  readonly #exact: readonly SensitiveSystem[] | undefined;
  readonly #share: number;
  /** Code is made once for each: solutions differ in numbers alone. */
  readonly #plainly: SolveParts;
  readonly #sensitively: SolveParts;
  #trouble: string | undefined;

  /** `connect` steps the imported models there are. */
  constructor(problem: CalibrationProblem, connect?: ConnectImported) {
    this.#problem = problem;
    this.#exact = exactSystems(problem);
    this.#share = problem.systems.flat().some(({ model }) => model.imported) ? IMPORTED_DIFFERENCE_SHARE : DIFFERENCE_SHARE;
    this.#plainly = { codes: new SystemCodes(), ...(connect && { connect }) };
    this.#sensitively = { ...this.#plainly, codes: new SystemCodes() };
  }

  get sensitivities(): "exact" | "differences" {
    return this.#exact ? "exact" : "differences";
  }

  /** Why there was no finite solution, the last time there was none. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Undefined where a model has no finite solution with these values. The same samples each time. */
  solve(parameters: readonly number[], options: { readonly withSlopes: boolean; readonly heldOut: boolean }): Stretch[] | undefined {
    const spans = this.#problem.spans.filter((span) => options.heldOut || !span.heldOut);
    if (!options.withSlopes) return this.#solvePlain(parameters, spans);
    const exact = this.#exact;
    if (!exact) return this.#byDifferences(parameters, spans);
    return this.#solveAll(exact.map(({ uses }) => uses), parameters, spans, this.#sensitively, (system) => this.#problem.fitted.map((_, place) => (use, output) => exact[system]?.slope(use, output, place)));
  }

  #solvePlain(parameters: readonly number[], spans: readonly SpanData[]): Stretch[] | undefined {
    return this.#solveAll(this.#problem.systems, parameters, spans, this.#plainly, () => []);
  }

  #solveAll(systems: readonly (readonly UseProgram[])[], parameters: readonly number[], spans: readonly SpanData[], parts: SolveParts, slopes: (system: number) => Parameters<typeof solveStretches>[1]["slopes"]): Stretch[] | undefined {
    const stretches: Stretch[] = [];
    for (const span of spans) {
      for (const [index, system] of systems.entries()) {
        const solved = solveStretches(withParameters(system, this.#problem, parameters), { span, members: this.#problem.members, slopes: slopes(index) }, parts);
        if (typeof solved === "string") {
          this.#trouble = solved;
          return undefined;
        }
        stretches.push(...solved);
      }
    }
    return stretches;
  }

  #byDifferences(parameters: readonly number[], spans: readonly SpanData[]): Stretch[] | undefined {
    const here = this.#solvePlain(parameters, spans);
    if (!here) return undefined;
    const columns = this.#problem.fitted.map((parameter, j) => {
      const value = parameters[j] ?? parameter.before;
      const step = this.#share * sizeOf(parameter, value);
      const [low, high] = [Math.max(value - step, parameter.low), Math.min(value + step, parameter.high)];
      const at = (moved: number) => this.#solvePlain(parameters.map((one, k) => (k === j ? moved : one)), spans);
      const [below, above] = [at(low), at(high)];
      return below && above && { below, above, width: high - low };
    });
    return here.map((stretch, index) => ({
      ...stretch,
      slopes: columns.map((column) => stretch.simulated.map((_, i) => (column ? ((column.above[index]?.simulated[i] ?? Number.NaN) - (column.below[index]?.simulated[i] ?? Number.NaN)) / column.width : Number.NaN))),
    }));
  }
}

/** What a parameter's changes are measured by. */
function sizeOf({ low, high, before }: FittedName, value: number): number {
  const size = Math.max(Math.abs(value), Math.abs(before));
  return size > 0 ? size : Number.isFinite(high - low) ? high - low : 1;
}

/** Undefined where one of them has no exact sensitivities. */
function exactSystems(problem: CalibrationProblem): SensitiveSystem[] | undefined {
  const exact = problem.systems.map((system) => withSensitivities(system, (use) => ownParameters(use, problem))).filter((system) => system !== undefined);
  return exact.length < problem.systems.length ? undefined : exact;
}

/** Solves sorted systems over spans in workers, as many at a time as there are cores. What becomes of the outputs is the caller's. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ComparedSignal } from "../../../shared/contract/runs.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Span } from "../../../shared/time/time.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import { inParallel } from "../inParallel.ts";
import type { JobContext } from "../jobs/index.ts";
import { signalsRead } from "./readInputs.ts";
import { runInWorker, type SolverPlace } from "./runInWorker.ts";
import type { InputSeries, OutputChunk, SystemResult, SystemStart } from "./simulationTypes.ts";

/** Outputs are kept at least this often; a sample of a compared signal is always kept. */
export const OUTPUT_STEP_US = 10 * US_PER_S;
export const RELATIVE_TOLERANCE = 1e-6;
/** At a step a millisecond, over an hour of computing: whatever needs more is a mistake in the model. */
const MAX_STEPS = 200_000_000;
/** Values on the grid of all outputs together: some gigabytes on the disk that recording needs too. */
const MAX_KEPT_VALUES = 200_000_000;
const TIME_BUDGET_MS = 15 * 60_000;

/** A span and the samples that systems read over it. */
export interface SolvedSpan extends Span {
  readonly inputs: ReadonlyMap<string, InputSeries>;
  /** Of compared signals. */
  readonly measured: ReadonlyMap<string, InputSeries>;
}

/** What is solved: systems sorted by `sortSystems`, over spans in time order. */
export interface SolvePlan {
  readonly systems: readonly (readonly UseProgram[])[];
  readonly spans: readonly SolvedSpan[];
  /** Where each system stands at the start, instead of at the models' own values. */
  readonly starts?: readonly SystemStart[];
}

export interface SolveSystemsOptions extends Pick<JobContext, "signal"> {
  readonly solver: SolverPlace;
  /** Of all systems together, 0..1. */
  readonly onShare: (share: number) => void;
  /** As in `runInWorker`. */
  readonly onOutput: (system: number, chunk: OutputChunk) => void | Promise<void>;
}

/** One result for each system. A model that diverges is a result with a problem; throws `limit` (too much to keep, too long), `bad-input` (inputs unknown) or `cancelled`. */
export async function solveSystems({ systems, spans, starts }: SolvePlan, { solver, signal, onShare, onOutput }: SolveSystemsOptions): Promise<SystemResult[]> {
  refuseTooMuch(systems, spans);
  const shares = systems.map(() => 0);
  return inParallel(systems, signal, async (system, index, signal) => {
    const start = starts?.[index];
    const solved: SystemResult[] = [];
    for (const { fromUs, toUs, inputs, measured } of spans) {
      // Copied into the worker, so only what this system reads.
      const read = (series: ReadonlyMap<string, InputSeries>) => new Map(signalsRead(system).flatMap((name): [string, InputSeries][] => {
        const found = series.get(name);
        return found ? [[name, found]] : [];
      }));
      const task = { uses: system, inputs: read(inputs), measured: read(measured), fromUs, toUs, outputStepUs: OUTPUT_STEP_US, relativeTolerance: RELATIVE_TOLERANCE, maxSteps: MAX_STEPS, ...(start && { start }) };
      solved.push(await runInWorker(task, {
        solver, signal, timeBudgetMs: TIME_BUDGET_MS,
        onOutput: (chunk) => onOutput(index, chunk),
        onProgress: (share) => {
          shares[index] = (solved.length + share) / spans.length;
          onShare(shares.reduce((sum, one) => sum + one, 0) / shares.length);
        },
      }));
    }
    return together(solved);
  });
}

function refuseTooMuch(systems: SolvePlan["systems"], spans: SolvePlan["spans"]): void {
  const outputs = systems.flat().reduce((sum, { model }) => sum + model.outputs.length, 0);
  const kept = (outputs * spans.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0)) / OUTPUT_STEP_US;
  if (kept <= MAX_KEPT_VALUES) return;
  throw new TwinError("limit", `That would keep ${Math.round(kept / 1e6).toLocaleString("en")} million values of ${outputs === 1 ? "an output" : `${outputs} outputs`}; ${MAX_KEPT_VALUES / 1e6} million is the most. Simulate a shorter span, or fewer uses.`);
}

/** What all uses of a system say of the signals they are compared with. */
export function comparedSignals(system: readonly UseProgram[], { residuals }: SystemResult): ComparedSignal[] {
  return residuals.flatMap(({ use, compared, rmse, samples }) => {
    const program = system[use];
    const target = program?.compared[compared];
    return program && target && samples > 0 ? [{ signal: target.signal, rmse, unit: codeOfDifference(target.unit), samples, use: program.name }] : [];
  });
}

/** Results of one system over several spans as one: errors over all their samples, the first trouble, the last states. */
function together(solved: readonly SystemResult[]): SystemResult {
  const last = solved.at(-1);
  if (!last) throw new TwinError("internal", "A run has no span.");
  const problem = solved.find((result) => result.problem)?.problem;
  const residuals = last.residuals.map((one, index) => {
    const all = solved.flatMap((result) => result.residuals[index] ?? []).filter(({ samples }) => samples > 0);
    const samples = all.reduce((sum, each) => sum + each.samples, 0);
    return { ...one, samples, rmse: all.length === 1 ? (all[0]?.rmse ?? Number.NaN) : Math.sqrt(all.reduce((sum, each) => sum + each.rmse ** 2 * each.samples, 0) / samples) };
  });
  return { steps: solved.reduce((sum, { steps }) => sum + steps, 0), begun: last.begun, states: last.states, holds: last.holds, residuals, ...(last.imported && { imported: last.imported }), ...(last.delays && { delays: last.delays }), ...(problem && { problem }) };
}

/** From "solve this model with these values" to a stored run: its middle and band as series, its figures beside it. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import { STUDY_TITLES, studyFigures, type Study, type StudyColumn, type StudyRequest, type StudyResult } from "../../../shared/contract/studies.ts";
import type { CompiledProject, RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import { inlineCalcs } from "../../../shared/language/machines/index.ts";
import { US_PER_MIN, type Clock } from "../../../shared/time/time.ts";
import { codeOfDifference } from "../../../shared/units/parseUnit.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { JobContext } from "../jobs/index.ts";
import { begunRun, readInputs, signalsRead, sortSystems, usesNamed, within, withSources, type KeptRun, type RunBook, type RunQueue, type SolverPlace } from "../simulation/index.ts";
import { designRows, USUAL_SEED } from "./designRows.ts";
import { makeBand, withUnits } from "./makeBand.ts";
import { readRowRules, rowPrograms } from "./rowRules.ts";
import { sobolIndices } from "./sobolIndices.ts";
import { watchedOutputs } from "./solveRow.ts";
import { NINE_IN_TEN } from "./storeBand.ts";
import type { RowResult, WatchedOutput } from "./studyTypes.ts";

export interface StudiesOptions {
  readonly history: HistoryInterface;
  readonly queue: RunQueue;
  readonly book: RunBook;
  readonly program: () => CompiledProject;
  readonly clock: Clock;
  readonly solver: SolverPlace;
}

/** Figures of all rows: what is kept with the run, and what a window is sent when it asks. */
const MAX_FIGURES = 400_000;
const READ_SHARE = 0.05;
/** Ends of a band that is not of chance: all rows lie within. */
const ALL = [0, 1] as const;

/** What is solved and looked at. */
interface StudyPlan {
  readonly systems: readonly (readonly UseProgram[])[];
  readonly outputs: readonly WatchedOutput[];
  /** Ids of the uses that the outputs are of. */
  readonly watched: readonly string[];
  readonly rules: readonly RuleProgram[];
  readonly rows: readonly (readonly number[])[];
}

export class Studies {
  readonly #options: StudiesOptions;

  constructor(options: StudiesOptions) {
    this.#options = options;
  }

  /**
   * Solves all rows and stores the run. Throws `not-found` (use, asset, variable, rule), `bad-input` (a range without room, nothing
   * recorded, a rule that reads nothing predicted), `limit` (too much), `diverged` (no row has a solution), `cancelled`.
   */
  async study(request: StudyRequest, caller?: Partial<JobContext>): Promise<Run> {
    const { clock, queue, book } = this.#options;
    const { fromUs, toUs } = request.span;
    if (toUs <= fromUs) throw new TwinError("bad-input", "The span of the study is empty: its end is not after its start.");
    const watched = usesNamed(this.#options.program(), request.use, request.asset);
    const systems = sortSystems(withSources(watched, this.#options.program().uses));
    const rows = designRows(request);
    const variables = withUnits(systems.flat(), request.variables);
    const id = book.nextId();
    const isDrawn = request.kind === "monte-carlo" || request.kind === "sensitivity";
    const outputs = watchedOutputs(systems, watched.map((use) => use.id));
    const rules = rowPrograms(inlineCalcs(this.#options.program()).rules, request.rules ?? [], outputs.map(({ signal }) => signal));
    const study: Study = {
      kind: request.kind, use: request.use, variables, rows: rows.length, failed: 0, ...(rules.length > 0 && { rules: [...new Set(rules.map(({ rule }) => rule))] }),
      ...(isDrawn && { seed: request.seed ?? USUAL_SEED, sampling: request.sampling ?? "sobol" }), band: isDrawn ? NINE_IN_TEN : ALL,
    };
    const title = STUDY_TITLES[request.kind];
    const run: KeptRun = { ...begunRun(clock(), request.span, [request.use]), id, name: request.name ?? `${title}: ${request.use} ${id}`, kind: request.kind, study };
    const [done] = await queue.make(`${title}: ${request.use}`, [run], async (context) => [await this.#run(run, study, { systems, outputs, watched: watched.map((use) => use.id), rules, rows }, context)] as const, caller);
    return done;
  }

  /** What a study found. */
  result(id: string): StudyResult {
    const { studyResult } = this.#options.book.find(id);
    if (!studyResult) throw new TwinError("bad-input", `${id} is no study that has ended.`);
    const known = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);
    return { amounts: studyResult.amounts.map(known), columns: studyResult.columns.map((column) => ({ ...column, values: known(column.values) })) };
  }

  async #run(run: KeptRun, study: Study, { systems, outputs, watched, rules: programs, rows }: StudyPlan, { signal, progress }: JobContext): Promise<KeptRun> {
    const { history } = this.#options;
    const span = { fromUs: run.fromUs, toUs: run.toUs };
    if (rows.length * (outputs.length * studyFigures.length + programs.length) > MAX_FIGURES) throw new TwinError("limit", "This study would give more figures than can be looked at: choose one asset, or fewer rows.");
    progress({ share: 0, text: "Reading inputs" });
    const rules = programs.length === 0 ? undefined : await readRowRules(history, programs, span, signal);
    const series = await readInputs(history, signalsRead(systems.flat()), span, signal);
    const { run: made, solved, failed } = await makeBand(this.#options, run, study.band, { systems, series, ...span, variables: study.variables, watched, ...(rules && { rules }) }, rows, within({ signal, progress }, READ_SHARE, 1));
    const columns = columnsOf(study, outputs, programs, solved);
    const plain = (values: Float64Array) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
    return {
      ...made, study: { ...study, failed },
      studyResult: { amounts: study.variables.map((_, i) => rows.map((row) => row[i] ?? null)), columns: columns.map((column) => ({ ...column, values: plain(column.values) })) },
    };
  }
}

function columnsOf({ kind, variables, seed = USUAL_SEED }: Study, outputs: readonly WatchedOutput[], rules: readonly RuleProgram[], solved: readonly RowResult[]): StudyColumn[] {
  const column = (known: Omit<StudyColumn, "values">, valueOf: (row: RowResult) => number | undefined): StudyColumn => {
    const values = Float64Array.from(solved, (row) => valueOf(row) ?? Number.NaN);
    return { ...known, values, ...(kind === "sensitivity" && sobolIndices(values, variables.length, seed)) };
  };
  const figures = outputs.flatMap(({ signal, assetId, name, unit, compared }, place) =>
    studyFigures.flatMap((figure, i): StudyColumn[] => {
      if (figure === "rmse" && compared === undefined) return [];
      return [column({ signal, assetId, output: name, figure, unit: figure === "rmse" ? codeOfDifference(unit) : unit }, (row) => row.figures[place * studyFigures.length + i])];
    }),
  );
  const activeMinutes = (place: number) => ({ activeUs }: RowResult): number => (activeUs?.[place] ?? Number.NaN) / US_PER_MIN;
  return [...figures, ...rules.map(({ id, assetId, rule }, place) => column({ signal: id, assetId, output: rule, figure: "active", unit: "min" }, activeMinutes(place)))];
}

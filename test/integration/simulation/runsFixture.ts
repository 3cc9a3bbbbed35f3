/** Runs over a real history, with the real workers, of a project that the test may exchange. */
import { Calibrations } from "../../../main/engine/calibration/index.ts";
import { entryPath, type EntryName } from "../../../main/engine/entries.ts";
import { Forecasts } from "../../../main/engine/forecasts/index.ts";
import type { History } from "../../../main/engine/history/index.ts";
import { Jobs, type JobContext } from "../../../main/engine/jobs/index.ts";
import { Optimisations } from "../../../main/engine/optimisation/index.ts";
import { projectModels, RunBook, RunQueue, Simulations, type ImportedSolver } from "../../../main/engine/simulation/index.ts";
import { Studies, type RowMakerOptions } from "../../../main/engine/studies/index.ts";
import { Verifications } from "../../../main/engine/verification/index.ts";
import type { Verification } from "../../../shared/contract/runs.ts";
import { compile } from "../../../shared/language/compile.ts";
import { modelFaults } from "../../../shared/language/modelFaults.ts";
import type { Project } from "../../../shared/model/project.ts";
import { ramp, T0 } from "../history/historyFixture.ts";

/** Runs are made when all that is recorded is long past. */
const LONG_AFTER_US = 400 * 86_400_000_000;

export interface Runs {
  readonly book: RunBook;
  readonly simulations: Simulations;
  /** By so many workers, all cores unless said otherwise. */
  makers(workers?: number): { readonly simulations: Simulations; readonly forecasts: Forecasts; readonly calibrations: Calibrations; readonly optimisations: Optimisations; readonly studies: Studies };
  verify(run: string, by?: Partial<JobContext> & { readonly workers?: number }): Promise<Verification>;
  /** The project as it is from now on. */
  exchange(project: Project): void;
  /** What the clock says from now on. */
  setNow(nowUs: number): void;
}

export async function runsOver(history: History, folder: string, given: Project, version = "1.0.0", imported?: ImportedSolver): Promise<Runs> {
  let project = given;
  let nowUs = T0 + LONG_AFTER_US;
  const clock = () => nowUs;
  const book = await RunBook.open({ history, clock, readOnly: false });
  const models = projectModels({ folder, project: () => project, saved: () => {
    const texts = Object.values(project.texts);
    const { program, diagnostics } = compile(texts, project);
    return { program, faults: modelFaults(texts, diagnostics) };
  } });
  const place = (worker: EntryName) => ({ worker: entryPath(worker), ...(imported && { imported }) });
  const options: RowMakerOptions = { history, queue: new RunQueue({ book, jobs: new Jobs({ clock }) }), book, models, clock, solver: place("simulation-worker"), rowSolver: place("study-worker"), version };
  const simulations = new Simulations(options);
  const makers: Runs["makers"] = (workers) => {
    const rows = { ...options, ...(workers !== undefined && { workers }) };
    return { simulations, forecasts: new Forecasts(rows), calibrations: new Calibrations({ ...options, fitSolver: place("calibration-worker"), author: () => "Ada" }), optimisations: new Optimisations(rows), studies: new Studies(rows) };
  };
  return {
    book, simulations, makers, exchange: (next) => (project = next), setNow: (tUs) => (nowUs = tUs),
    verify: (run, { workers, ...caller } = {}) => new Verifications({ ...options, makers: makers(workers) }).verify(run, caller),
  };
}

/** Samples from T0 on, `stepUs` apart. */
export interface RecordedRamp {
  readonly count: number;
  readonly stepUs: number;
  readonly value: (i: number) => number;
}

/** What pumps of the project have drawn and how warm their bearings were, both pumps alike. */
export async function recordPumps(history: History, recorded: { readonly power: RecordedRamp; readonly temperature: RecordedRamp }, pumps: readonly string[] = ["p1", "p2"]): Promise<void> {
  for (const pump of pumps) {
    const [power = -1, temperature = -1] = await history.ensureSeries([{ signal: `${pump}/power` }, { signal: `${pump}/temp` }]);
    for (const [series, { count, ...how }] of [[power, recorded.power], [temperature, recorded.temperature]] as const) await history.append(ramp(series, count, how));
  }
}

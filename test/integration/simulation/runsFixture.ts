/** Runs over a real history, with the real workers, of a project that the test may exchange. */
import { entryPath } from "../../../main/engine/entries.ts";
import type { History } from "../../../main/engine/history/index.ts";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import { projectModels, RunBook, RunQueue, Simulations, type ImportedSolver, type RunMakerOptions } from "../../../main/engine/simulation/index.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { Project } from "../../../shared/model/project.ts";
import { ramp, T0 } from "../history/historyFixture.ts";

export interface Runs {
  readonly book: RunBook;
  readonly simulations: Simulations;
  /** What else makes runs of this history is made with. */
  readonly options: RunMakerOptions;
  /** The project as it is from now on. */
  exchange(project: Project): void;
}

export async function runsOver(history: History, folder: string, given: Project, version = "1.0.0", imported?: ImportedSolver): Promise<Runs> {
  let project = given;
  const clock = () => T0;
  const book = await RunBook.open({ history, clock, readOnly: false });
  const models = projectModels({ folder, project: () => project, savedProgram: () => compile(Object.values(project.texts), project).program });
  const options: RunMakerOptions = { history, queue: new RunQueue({ book, jobs: new Jobs({ clock }) }), book, models, clock, solver: { worker: entryPath("simulation-worker"), ...(imported && { imported }) }, version };
  return { book, simulations: new Simulations(options), options, exchange: (next) => (project = next) };
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

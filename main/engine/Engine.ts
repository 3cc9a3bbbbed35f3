/**
 * The engine of one project: the composition root, and the only file that knows all modules. Shells open it, serve its
 * handlers to windows and command lines, and close it.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EngineHandlers } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import { appliedTexts } from "../../shared/model/edits/texts.ts";
import { settingsOf, type Project } from "../../shared/model/project.ts";
import type { SampleBatch } from "../../shared/model/sample.ts";
import { systemClock, type Clock } from "../../shared/time/time.ts";
import { readAudit, recordChange } from "./auditTrail.ts";
import { Calibrations } from "./calibration/index.ts";
import { entryPath } from "./entries.ts";
import { FileBrowser, FileImports, Uploads } from "./files/index.ts";
import { Forecasts } from "./forecasts/index.ts";
import { History } from "./history/index.ts";
import { ImportedFiles } from "./imported/index.ts";
import { Recorder } from "./ingest/index.ts";
import { Jobs } from "./jobs/index.ts";
import { driftText, LiveRuns, type LivePlan } from "./liveRuns/index.ts";
import type { ProcessLauncher } from "./processes/index.ts";
import { OutsideEdits, ProjectLock, ProjectStore } from "./project/index.ts";
import { importPast, SAMPLE_SOURCE_ID, SamplePlant } from "./sample/index.ts";
import { Optimisations } from "./optimisation/index.ts";
import { alarmsHandlers, calibrationHandlers, EngineFigures, engineHandlers, filesHandlers, historyHandlers, importedHandlers, liveRunsHandlers, Notices, Operator, optimisationHandlers, projectHandlers, readOnlyHandlers, RecentProjects, rulesHandlers, runsHandlers, sourcesHandlers, studiesHandlers } from "./services/index.ts";
import { projectModels, RunBook, RunQueue, Simulations } from "./simulation/index.ts";
import { EnvironmentSecretStore, OpcUaDriver, SourceManager, type SecretStore } from "./sources/index.ts";
import { Studies, UseTrials } from "./studies/index.ts";
import { fileMemory, RulesEngine, takeUpTexts } from "./rules/index.ts";
import { LiveState, seedLive } from "./twin/index.ts";
import { Verifications } from "./verification/index.ts";
import { VERSION } from "./version.ts";

export interface EngineOptions {
  readonly folder: string;
  /** "window" or "command line": named to whoever finds the project open. */
  readonly role: string;
  /** The user's own folder: certificates, recent projects. */
  readonly userFolder: string;
  readonly launcher: ProcessLauncher;
  /** Where passwords are kept; what is in the environment goes first. */
  readonly secrets: SecretStore;
  /** Connect the project's sources and record. Commands that only read leave them alone. */
  readonly connect: boolean;
  /** Open for reading only, as a folder that cannot be written to always is. Default false. */
  readonly readOnly?: boolean;
  /** Folders besides home that windows may look for files in. */
  readonly fileRoots?: readonly string[];
  readonly clock?: Clock;
  /** Disk space that recording leaves free, in bytes; the history's own reserve if absent. */
  readonly reserveBytes?: number;
}

/** What a sitting recorded. */
export interface Recorded {
  readonly samples: number;
  /** Stretches in which something could not be recorded. */
  readonly gaps: number;
  /** Values that were received and could not be written. */
  readonly lost: number;
}

/** Rules decide what falls due this often, whether or not a sample arrives. */
const TICK_MS = 250;
/** Live runs wait so long at most for a source that neither connects nor fails: what it measures is held then. */
const HEARD_MS = 30_000;

export class Engine {
  readonly folder: string;
  /** Nothing of the project can be changed: no lock is held, nothing is connected or recorded. */
  readonly readOnly: boolean;
  /** For windows: files are held to the file browser's roots. */
  readonly handlers: EngineHandlers;
  /** For the user's own command line: files by any path. */
  readonly localHandlers: EngineHandlers;
  /** Settled when the sample's past is made, rules run and the sources are being connected; at once if none are to be. */
  readonly begun: Promise<void>;
  readonly #recorded: () => Promise<Recorded>;
  readonly #close: () => Promise<void>;
  #closing: Promise<Recorded> | undefined;

  private constructor(folder: string, handlers: Composed, close: () => Promise<void>) {
    this.folder = folder;
    this.readOnly = handlers.readOnly;
    this.handlers = handlers.window;
    this.localHandlers = handlers.local;
    this.begun = handlers.begun;
    this.#recorded = handlers.recorded;
    this.#close = close;
  }

  /** A folder that cannot be written to is opened for reading. Throws `busy`, `not-found`, `damaged` or `newer-format`; nothing is left open then. */
  static async open(options: EngineOptions): Promise<Engine> {
    const opened: (() => unknown)[] = [];
    const closeAll = async () => {
      for (const close of opened.reverse()) await close();
    };
    try {
      const handlers = await compose(options, (close) => opened.push(close));
      return new Engine(options.folder, handlers, closeAll);
    } catch (error) {
      await closeAll();
      throw error;
    }
  }

  /** Stops recording, writes everything, lets go of the project; says what was recorded since it was opened. */
  close(): Promise<Recorded> {
    this.#closing ??= this.#end();
    return this.#closing;
  }

  async #end(): Promise<Recorded> {
    const recorded = await this.#recorded();
    await this.#close();
    return recorded;
  }
}

interface Composed {
  readonly readOnly: boolean;
  readonly window: EngineHandlers;
  readonly local: EngineHandlers;
  readonly begun: Promise<void>;
  /** Ends the sources, waits until the last batch is on disk, and counts. */
  readonly recorded: () => Promise<Recorded>;
}

/** Builds the modules in the order in which they need each other; `onClose` is called in the reverse. */
async function compose(options: EngineOptions, onClose: (close: () => unknown) => void): Promise<Composed> {
  const { folder, userFolder, launcher, clock = systemClock } = options;
  const notices = new Notices({ clock });
  const report = (error: TwinError): void => notices.add("error", error.message);
  const operator = new Operator();
  const jobs = new Jobs({ clock });

  const lock = options.readOnly === true ? undefined : await lockIfWritable(folder, options.role);
  const readOnly = lock === undefined;
  const connects = options.connect && !readOnly;
  onClose(() => lock?.release());
  const store = await ProjectStore.open(folder, { readOnly, onSaveError: report, clock, takeUp: takeUpTexts });
  onClose(() => store.flush());
  if (readOnly) notices.add("warning", "READ-ONLY FOLDER. The project is open for reading: its history, rules and runs can be looked at; nothing is connected, recorded or changed. To work on it, open a copy that can be written to.");
  for (const problem of store.problems) notices.add("warning", problem);

  const stagingFolder = readOnly ? await mkdtemp(join(tmpdir(), "twinbench-reading-")) : join(folder, "staging");
  if (readOnly) onClose(() => rm(stagingFolder, { recursive: true, force: true }));
  const history = await History.open({
    file: join(folder, "history.duckdb"),
    stagingFolder,
    readOnly,
    onState: (state) => notices.add(state.kind === "stopped" ? "error" : "info", state.kind === "stopped" ? state.reason : "Recording goes on."),
    onTrouble: report,
    ...(options.reserveBytes !== undefined && { reserveBytes: options.reserveBytes }),
  });
  onClose(() => history.close());
  store.onChange((applied) => void recordChange(history, applied, clock()).catch((error: unknown) => report(TwinError.from(error))));

  const live = new LiveState();
  const recorder = new Recorder({ history, live, clock, project: () => store.project, onError: report });
  onClose(() => recorder.close());

  /** What came out of data that came in, on the way of everything that is recorded. */
  const takeResults = (batch: SampleBatch): void => {
    live.take(batch);
    history.append(batch).catch((error: unknown) => report(TwinError.from(error)));
  };
  const rules = await RulesEngine.open({
    history, jobs, clock,
    memory: fileMemory(join(folder, "rules-memory.json")),
    project: store.project,
    onCalcSamples: takeResults,
    predictedUntilUs: () => liveRuns.predictedUntilUs,
    onTrouble: report,
  });
  onClose(() => rules.close());
  onClose(
    recorder.addListener({
      onBatch: (batch) => rules.onBatch(batch),
      onGap: (series, fromUs) => rules.onGap([...series], fromUs),
      onConfirm: (series, fromUs, untilUs) => rules.onConfirmed([...series], fromUs, untilUs),
    }),
  );

  const plant = new SamplePlant({ launcher, userFolder });
  onClose(() => plant.close());
  const driver = new OpcUaDriver({ userFolder, clock });
  const sources = new SourceManager({
    drivers: [driver],
    sink: recorder,
    certificates: driver,
    secrets: new EnvironmentSecretStore({ environment: process.env, nameOf: (id) => store.project.sources[id]?.name, behind: options.secrets }),
    samplePlantUrl: () => plant.url(),
    clock,
    onError: report,
  });
  onClose(() => sources.close());

  const book = await RunBook.open({ history, clock, readOnly, onRecorded: () => void rules.predictionsChanged() });
  const models = projectModels({ folder, project: () => store.project, saved: () => ({ program: rules.savedProgram, faults: rules.modelFaults }) });
  const imported = new ImportedFiles({ folder, userFolder, launcher, clock });
  onClose(() => imported.close());
  const queue = new RunQueue({ book, jobs });
  const making = { history, queue, book, models, clock, solver: { worker: entryPath("simulation-worker"), imported }, version: VERSION };
  const liveRuns = new LiveRuns({
    history, book, models, clock, version: VERSION, solver: { worker: entryPath("live-worker"), imported },
    recorded: () => recorder.flush(),
    onSamples: (batch) => {
      takeResults(batch);
      rules.onBatch(batch);
    },
    onPredictions: () => void rules.predictionsChanged(),
    onDrift: (change) => {
      if (change.comparison.drift === "drifting") notices.add("warning", driftText(change, store.project));
    },
    onTrouble: report,
  });
  onClose(() => liveRuns.close());
  onClose(recorder.addListener(liveRuns));
  const simulations = new Simulations(making);
  const makingRows = { ...making, rowSolver: { worker: entryPath("study-worker"), imported } };
  const forecasts = new Forecasts(makingRows);
  const calibrations = new Calibrations({ ...making, fitSolver: { worker: entryPath("calibration-worker"), imported }, author: () => operator.name });
  const optimisations = new Optimisations(makingRows);
  const studies = new Studies(makingRows);
  const verifications = new Verifications({ ...making, makers: { simulations, forecasts, calibrations, optimisations, studies } });
  const trials = new UseTrials({ history, project: () => store.project, solver: { worker: entryPath("trial-worker"), imported } });
  onClose(() => trials.close());
  const uploads = new Uploads();
  onClose(() => uploads.close());
  const imports = new FileImports({ store, history, jobs, clock, stagingFolder, operator: () => operator.name, onImported: () => {
    trials.historyChanged();
    void rules.historyChanged();
  } });
  const figures = new EngineFigures({ history, recorder, sources, clock });
  onClose(() => figures.close());
  const recent = new RecentProjects({ file: join(userFolder, "recent.json") });
  onClose(() => jobs.close());

  store.onChange(({ after }) => {
    recorder.projectChanged();
    void rules.apply(after);
    if (!connects) return;
    sources.apply(after);
    void liveRuns.apply(livePlan(rules, after));
  });
  let begun = Promise.resolve();
  if (options.connect) await recent.add({ folder, name: settingsOf(store.project).name, openedUs: clock() });
  if (readOnly) sources.apply(allOff(store.project));
  if (connects) {
    const ticker = setInterval(() => {
      const nowUs = clock();
      liveRuns.tick(nowUs);
      rules.tick(nowUs);
    }, TICK_MS);
    onClose(() => clearInterval(ticker));
    begun = begin({ store, history, live, jobs, sources, rules, liveRuns, clock }).catch((error: unknown) => report(TwinError.from(error)));
  }

  const outside = new OutsideEdits({ store, onProblem: (message) => notices.add("warning", message) });
  onClose(() => outside.close());
  const browser = new FileBrowser({ extraRoots: options.fileRoots ?? [] });
  const allowedPath = (path: string) => (uploads.owns(path) ? Promise.resolve(path) : browser.resolve(path));
  const services: EngineHandlers = {
    engine: engineHandlers({ jobs, notices, status: () => figures.status(), version: VERSION }),
    project: projectHandlers({ store, outside, operator, recent, readAudit: (limit) => readAudit(history, limit) }),
    sources: sourcesHandlers(sources),
    history: historyHandlers({ history, live, project: () => store.project, clock }),
    files: filesHandlers({ browser, uploads, imports, store, resolve: allowedPath }),
    rules: rulesHandlers({ rules, operator, store, outside }),
    alarms: alarmsHandlers({ rules, operator, clock, project: () => store.project }),
    runs: runsHandlers({ history, project: () => store.project, book, simulations, forecasts, verifications, trials }),
    calibration: calibrationHandlers(calibrations),
    studies: studiesHandlers(studies),
    liveRuns: liveRunsHandlers(liveRuns),
    optimisation: optimisationHandlers(optimisations),
    imported: importedHandlers({ imported, resolve: allowedPath }),
  };
  const window = readOnly ? readOnlyHandlers(services) : services;
  const openedUs = clock();
  const recorded = async (): Promise<Recorded> => {
    await sources.close();
    await recorder.flush();
    const gaps = await history.gaps({ fromUs: openedUs, toUs: clock() });
    return { samples: recorder.counters.recorded, gaps: gaps.filter(({ fromUs }) => fromUs >= openedUs).length, lost: recorder.counters.lost };
  };
  const anyPath = (path: string) => Promise.resolve(path);
  const local = { ...services, files: filesHandlers({ browser, uploads, imports, store, resolve: anyPath }), imported: importedHandlers({ imported, resolve: anyPath }) };
  return { readOnly, window, begun, recorded, local: readOnly ? readOnlyHandlers(local) : local };
}

/** The folder's lock; undefined where the folder cannot be written to, which nobody can change then. */
async function lockIfWritable(folder: string, role: string): Promise<ProjectLock | undefined> {
  try {
    return await ProjectLock.take(folder, role);
  } catch (error) {
    if (TwinError.from(error).code === "read-only") return undefined;
    throw error;
  }
}

/** The project with no source to be connected, so that each is listed as off. */
function allOff(project: Project): Project {
  return { ...project, sources: Object.fromEntries(Object.entries(project.sources).map(([id, source]) => [id, { ...source, enabled: false }])) };
}

interface Beginning {
  readonly store: ProjectStore;
  readonly history: History;
  readonly live: LiveState;
  readonly jobs: Jobs;
  readonly sources: SourceManager;
  readonly rules: RulesEngine;
  readonly liveRuns: LiveRuns;
  readonly clock: Clock;
}

/** What the applied texts let run along with the plant. */
function livePlan({ program }: RulesEngine, project: Project): LivePlan {
  return { program, texts: Object.fromEntries(appliedTexts(project).map(({ id, text }) => [id, text])) };
}

/** The sample's past first, if it has none yet, then live runs and the rules that read them, then the live sources: so that the present joins on. */
async function begin({ store, history, live, jobs, sources, rules, liveRuns, clock }: Beginning): Promise<void> {
  const isNewSample = store.project.sources[SAMPLE_SOURCE_ID]?.settings["samplePlant"] === true && (await history.extent()).fromUs === undefined;
  if (isNewSample) await jobs.run("Make the sample's past week", (context) => importPast(history, clock(), context));
  await seedLive(history, live, clock());
  await liveRuns.apply(livePlan(rules, store.project));
  await rules.apply(store.project);
  sources.apply(store.project);
  void sources.heard(HEARD_MS).then(() => liveRuns.connected());
}

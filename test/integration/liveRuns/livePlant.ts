/** The pump station with what runs along with it: real history, rules, worker; samples and time are told by the test. */
import { entryPath } from "../../../main/engine/entries.ts";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { LiveRuns } from "../../../main/engine/liveRuns/index.ts";
import { fileMemory, RulesEngine } from "../../../main/engine/rules/index.ts";
import { projectModels, RunBook } from "../../../main/engine/simulation/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import type { LiveUse } from "../../../shared/contract/liveRuns.ts";
import { appliedTexts } from "../../../shared/model/edits/texts.ts";
import type { Project } from "../../../shared/model/project.ts";
import { History } from "../../../main/engine/history/index.ts";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectWith, S, T0, until } from "../rules/rulesFixture.ts";

export class LivePlant {
  readonly folder: string;
  readonly troubles: string[] = [];
  nowUs = T0;
  history!: History; // set by open
  rules!: RulesEngine; // set by open
  live!: LiveRuns; // set by open
  book!: RunBook; // set by open
  readonly imported: ImportedFiles;
  #project: Project;
  #written: Promise<void>[] = [];

  private constructor(folder: string, project: Project) {
    this.folder = folder;
    this.#project = project;
    this.imported = new ImportedFiles({ folder, userFolder: join(folder, "user"), launcher: new ForkLauncher(), clock: () => this.nowUs });
  }

  /** `files` of the project, by path. */
  static async make(text: string, files: Readonly<Record<string, Uint8Array | string>> = {}): Promise<LivePlant> {
    const plant = new LivePlant(await mkdtemp(join(tmpdir(), "live-")), projectWith({ "models/live.twin": text }));
    await mkdir(join(plant.folder, "models"));
    for (const [path, content] of Object.entries(files)) await writeFile(join(plant.folder, path), content);
    await plant.open();
    return plant;
  }

  async open(): Promise<void> {
    const clock = (): number => this.nowUs;
    const onTrouble = (error: Error): unknown => this.troubles.push(error.message);
    this.history = await History.open({ file: join(this.folder, "history.duckdb"), stagingFolder: join(this.folder, "staging"), reserveBytes: 1 });
    const { history } = this;
    this.rules = await RulesEngine.open({ history, clock, onTrouble, jobs: new Jobs({ clock }), memory: fileMemory(join(this.folder, "rules.json")), project: this.#project, onCalcSamples: () => undefined, predictedUntilUs: () => this.live.predictedUntilUs });
    this.book = await RunBook.open({ history, clock, readOnly: false });
    const models = projectModels({ folder: this.folder, project: () => this.#project, saved: () => ({ program: this.rules.savedProgram, faults: this.rules.modelFaults }) });
    this.live = new LiveRuns({
      history, clock, onTrouble, book: this.book, models, version: "1.0.0", solver: { worker: entryPath("live-worker"), imported: this.imported },
      recorded: async () => void (await Promise.all(this.#written)),
      onSamples: (batch) => {
        this.#written.push(history.append(batch));
        this.rules.onBatch(batch);
      },
      onPredictions: () => void this.rules.predictionsChanged(),
      onDrift: () => undefined,
    });
    await this.write();
    this.live.connected();
    await until("the systems have joined or stopped", () => this.uses().every(({ state }) => state !== "starting"));
  }

  /** Applies another text, or the one there is. */
  async write(text?: string, file = "models/live.twin"): Promise<void> {
    if (text !== undefined) this.#project = projectWith({ [file]: text });
    const applied = this.rules.apply(this.#project);
    await this.live.apply({ program: this.rules.program, texts: Object.fromEntries(appliedTexts(this.#project).map((one) => [one.id, one.text])) });
    await applied;
  }

  uses(): readonly LiveUse[] {
    return this.live.list.flatMap(({ uses }) => uses);
  }

  use(assetId: string): LiveUse | undefined {
    return this.uses().find((use) => use.assetId === assetId);
  }

  /** A sample as it comes from a source; NaN for a bad one. */
  async sample(signal: string, tUs: number, value: number): Promise<void> {
    const [series = -1] = await this.history.ensureSeries([{ signal }]);
    const batch = { series: Int32Array.of(series), tUs: Float64Array.of(tUs), receivedUs: Float64Array.of(this.nowUs), value: Float64Array.of(value), status: Uint32Array.of(0), flags: new Uint8Array(1) };
    this.#written.push(this.history.append(batch));
    this.rules.onBatch(batch);
    this.live.onBatch(batch);
  }

  async gap(signal: string, fromUs: number): Promise<void> {
    const series = Int32Array.of(this.history.idOf(signal) ?? -1);
    await this.history.addGap({ source: "test", fromUs, reason: "The source was lost", series });
    this.rules.onGap([...series], fromUs);
    this.live.onGap(series, fromUs);
  }

  /** So many seconds of the plant: each signal's value at each whole second, and time told four times a second. */
  async run(seconds: number, values: Readonly<Record<string, number>>): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      this.nowUs += S;
      for (const [signal, value] of Object.entries(values)) await this.sample(signal, this.nowUs, value);
      await this.tick();
    }
  }

  /** Tells the time and waits until all that is due is computed. */
  async tick(): Promise<void> {
    const on = this.uses().some(({ state }) => state === "running" || state === "waiting");
    const dueUs = Math.floor((this.nowUs - 2 * S) / S) * S;
    const isComputed = (): boolean => {
      this.live.tick(this.nowUs);
      return (this.live.predictedUntilUs ?? dueUs) >= dueUs;
    };
    if (on) await until("the round is computed", isComputed);
    this.rules.tick(this.nowUs);
  }

  /** What is recorded of a signal in a run. */
  async recorded(signal: string, run: string): Promise<[number, number][]> {
    await Promise.all(this.#written);
    const id = this.history.idOf(signal, run);
    const rows: [number, number][] = [];
    if (id === undefined) return rows;
    for await (const chunk of this.history.readSamples([id], { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER })) chunk.tUs.forEach((tUs, row) => rows.push([tUs, chunk.value[row] ?? NaN]));
    return rows;
  }

  /** What is left of live runs when nothing could be closed, and a new sitting of everything. */
  async killAndReopen(pausedS: number): Promise<void> {
    await Promise.all(this.#written);
    const left = this.live;
    await this.rules.close();
    await this.history.close();
    this.nowUs += pausedS * S;
    await this.open();
    // The thread of the one that was left would outlive the test.
    await left.close().catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.live.close();
    await this.rules.close();
    await this.history.close();
    await this.imported.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

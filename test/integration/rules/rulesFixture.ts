/** A pump station in a temporary folder, with a real history and a rules engine over it. Time is told by the test. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { Lifecycle, Project } from "../../../shared/model/project.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { History } from "../../../main/engine/history/index.ts";
import { Jobs } from "../../../main/engine/jobs/index.ts";
import { fileMemory, RulesEngine } from "../../../main/engine/rules/index.ts";

export const S = 1_000_000;
export const MIN = 60 * S;
/** A day on which nothing happened. */
export const T0 = 1_767_225_600_000_000;

/** The station with these texts, applied; `drafts` are saved in their place or beside them, and do not run. */
export function projectWith(texts: Readonly<Record<string, string>>, lifecycle: Readonly<Record<string, Lifecycle>> = {}, drafts: Readonly<Record<string, string>> = {}): Project {
  const asset = (id: string, name: string, order: number) => ({ id, name, type: "pump", order, parameters: {}, facts: {}, lifecycle: { state: lifecycle[id] ?? "active", sinceUs: T0 } });
  return {
    settings: { settings: { id: "settings", name: "Station", zone: "UTC" } },
    sources: {}, relations: {}, signals: {}, bindings: {}, models: {},
    types: {
      pump: {
        id: "pump", name: "Pump", parameters: [], look: { shape: "pump", size: [1, 1, 1] },
        states: [{ name: "health", members: ["good", "degraded", "failed"] }],
        signals: [
          { id: "temp", name: "bearing.temperature", unit: "Cel", dataType: "number" },
          { id: "power", name: "power", unit: "kW", dataType: "number" },
          { id: "running", name: "running", dataType: "boolean" },
        ],
      },
    },
    assets: { p1: asset("p1", "P-101", 1), p2: asset("p2", "P-102", 2) },
    texts: Object.fromEntries(Object.entries({ ...texts, ...drafts }).map(([id, text]) => [id, { id, text, ...(texts[id] !== undefined && { applied: texts[id] }) }])),
  };
}

export class Station {
  readonly folder: string;
  nowUs = T0;
  readonly troubles: TwinError[] = [];
  readonly jobs = new Jobs({ clock: () => this.nowUs });
  history!: History; // set by open
  rules!: RulesEngine; // set by open
  #project: Project;
  #calcWrites: Promise<void>[] = [];

  private constructor(folder: string, project: Project) {
    this.folder = folder;
    this.#project = project;
  }

  static async make(texts: Readonly<Record<string, string>>): Promise<Station> {
    const station = new Station(await mkdtemp(join(tmpdir(), "rules-")), projectWith(texts));
    await station.openHistory();
    return station;
  }

  async openHistory(): Promise<void> {
    this.history = await History.open({ file: join(this.folder, "history.duckdb"), stagingFolder: join(this.folder, "staging"), reserveBytes: 1 });
  }

  /** Opens the rules engine and runs the texts. */
  async open(): Promise<void> {
    this.rules = await RulesEngine.open({
      history: this.history,
      jobs: this.jobs,
      clock: () => this.nowUs,
      memory: fileMemory(join(this.folder, "rules.json")),
      project: this.#project,
      onCalcSamples: (batch) => this.#calcWrites.push(this.history.append(batch)),
      onTrouble: (error) => this.troubles.push(error),
    });
    await this.rules.apply(this.#project);
  }

  async write(texts: Readonly<Record<string, string>>, lifecycle: Readonly<Record<string, Lifecycle>> = {}, drafts: Readonly<Record<string, string>> = {}): Promise<void> {
    this.#project = projectWith(texts, lifecycle, drafts);
    await this.rules.apply(this.#project);
  }

  /** Records samples of one signal without telling the rules: the past. */
  async past(signal: string, samples: readonly (readonly [tUs: number, value: number])[]): Promise<void> {
    await this.history.append(await this.batch(signal, samples));
  }

  /** Live samples: recorded and told. Moves the clock to the last one. */
  async live(signal: string, samples: readonly (readonly [tUs: number, value: number])[]): Promise<void> {
    const batch = await this.batch(signal, samples);
    this.rules.onBatch(batch);
    await this.history.append(batch);
  }

  /** Moves the clock there; what falls due up to two seconds before is decided. */
  tick(nowUs: number): void {
    this.nowUs = nowUs;
    this.rules.tick(nowUs);
  }

  async batch(signal: string, samples: readonly (readonly [tUs: number, value: number])[]): Promise<SampleBatch> {
    const [series = -1] = await this.history.ensureSeries([{ signal }]);
    return {
      series: new Int32Array(samples.length).fill(series),
      tUs: Float64Array.from(samples, ([tUs]) => tUs),
      receivedUs: Float64Array.from(samples, ([tUs]) => tUs),
      value: Float64Array.from(samples, ([, value]) => value),
      status: new Uint32Array(samples.length),
      flags: new Uint8Array(samples.length),
    };
  }

  /** What is recorded of a signal. */
  async recorded(signal: string): Promise<[number, number][]> {
    await Promise.all(this.#calcWrites);
    const id = this.history.idOf(signal);
    const rows: [number, number][] = [];
    if (id === undefined) return rows;
    for await (const chunk of this.history.readSamples([id], { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER })) {
      chunk.tUs.forEach((tUs, row) => rows.push([tUs, chunk.value[row] ?? NaN]));
    }
    return rows;
  }

  /** As after a crash of the engine: nothing of the rules is closed, the history is opened anew. */
  async reopen(): Promise<void> {
    await this.rules.close();
    await this.history.close();
    await this.openHistory();
    await this.open();
  }

  async remove(): Promise<void> {
    await this.rules.close();
    await this.history.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Polls until the condition holds. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

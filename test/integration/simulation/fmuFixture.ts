/** One pump with a recorded history, and FMUs brought into its project: allowed, used by a text, simulated in processes of their own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { History } from "../../../main/engine/history/index.ts";
import { ImportedFiles, type HostLimits } from "../../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import type { Run } from "../../../shared/contract/runs.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { Span } from "../../../shared/time/time.ts";
import { historyFolder, readAll, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

export const MINUTE: Span = { fromUs: T0, toUs: T0 + 60 * S };
const LIMITS: HostLimits = { callMs: 1_500, memoryBytes: 300 * 1024 ** 2 };

export class FmuFixture {
  readonly folder: string;
  readonly history: History;
  readonly runs: Runs;
  readonly fmus: ImportedFiles;
  readonly #fixture: Fixture;

  private constructor(fixture: Fixture, history: History, runs: Runs, fmus: ImportedFiles) {
    this.folder = fixture.folder;
    this.history = history;
    this.runs = runs;
    this.fmus = fmus;
    this.#fixture = fixture;
  }

  /** Power in kW by second; the bearing stays at 0 K. */
  static async open(powerAt: (second: number) => number): Promise<FmuFixture> {
    const fixture = await historyFolder();
    const history = await fixture.open();
    await recordPumps(history, { power: { count: 61, stepUs: S, value: powerAt }, temperature: { count: 7, stepUs: 10 * S, value: () => -273.15 } }, ["p1"]);
    const fmus = new ImportedFiles({ folder: fixture.folder, userFolder: join(fixture.folder, "user"), launcher: new ForkLauncher(), clock: () => T0, limits: LIMITS });
    return new FmuFixture(fixture, history, await runsOver(history, fixture.folder, projectWith({}), "1.0.0", fmus), fmus);
  }

  async bring(file: string, fmu: Uint8Array, body: string): Promise<void> {
    await mkdir(join(this.folder, "models"), { recursive: true });
    await writeFile(join(this.folder, file), fmu);
    const { facts } = await this.fmus.inspect(file);
    await this.fmus.allow(file, facts.hash);
    this.runs.exchange(onePump(body));
  }

  simulate(toUs = MINUTE.toUs): Promise<Run> {
    return this.runs.simulations.simulate({ span: { fromUs: T0, toUs } });
  }

  async values(run: string, output: string, span: Span = MINUTE): Promise<number[]> {
    return (await readAll(this.history.readSamples([this.history.idOf(`p1/use:${output}`, run) ?? -1], { ...span, withLastBefore: false }))).map(({ value }) => value);
  }

  async close(): Promise<void> {
    await this.history.close();
    await this.#fixture.remove();
  }
}

/** A project with this text and one pump. */
export function onePump(body: string): Project {
  const project = projectWith({ "models/lag.twin": body });
  const { p1 } = project.assets;
  return { ...project, assets: p1 ? { p1 } : {} };
}

/**
 * A project's FMUs: listed, looked at, allowed, and run in processes of their own. What runs is what was looked at and allowed: the file is
 * read once, and unpacked from those bytes into a folder that goes when the run ends.
 */
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, relative, sep } from "node:path";
import type { FmuEntry, FmuFacts, FmuInspection } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { OpenWorker, ProcessLauncher } from "../processes/index.ts";
import type { ImportedSolver, SolverTask } from "../simulation/index.ts";
import { bindFmu } from "./binding.ts";
import { Consents } from "./Consents.ts";
import { majorOf } from "./describe.ts";
import type { FmuLimits, HostedFmu } from "./hostTypes.ts";
import { inspectFmu, type InspectedFmu } from "./inspect.ts";
import { modelText } from "./modelText.ts";
import { openHost } from "./openHost.ts";
import { libraryPath } from "./platforms.ts";

const FOLDER = "models";
/** A step of a model of a plant takes milliseconds; a machine room's worth of memory is 4 GB. */
const USUAL_LIMITS: FmuLimits = { callMs: 30_000, memoryBytes: 4 * 1024 ** 3 };

export interface FmusOptions {
  /** The project's. */
  readonly folder: string;
  /** The user's own, where consents are kept. */
  readonly userFolder: string;
  readonly launcher: ProcessLauncher;
  readonly clock: Clock;
  readonly limits?: FmuLimits;
}

export class Fmus implements ImportedSolver {
  readonly #options: FmusOptions;
  readonly #consents: Consents;
  readonly #removing = new Set<Promise<void>>();

  constructor(options: FmusOptions) {
    this.#options = options;
    this.#consents = new Consents(join(options.userFolder, "allowed-fmus.json"));
  }

  async list(): Promise<FmuEntry[]> {
    const names = await readdir(join(this.#options.folder, FOLDER)).catch((): string[] => []);
    const entries: FmuEntry[] = [];
    for (const name of names.filter((one) => /\.fmu$/i.test(one)).sort()) {
      const file = `${FOLDER}/${name}`;
      const found = await stat(join(this.#options.folder, file));
      const hash = await this.#read(file).then(({ facts }) => facts.hash, () => undefined);
      entries.push({ file, sizeBytes: found.size, allowed: hash !== undefined && (await this.#consents.of(hash)) !== undefined });
    }
    return entries;
  }

  async inspect(file: string): Promise<FmuInspection> {
    const { facts } = await this.#read(file);
    return this.#withConsent(facts);
  }

  /** Copies a file into the project. The same file again is no other one. */
  async add(path: string): Promise<FmuInspection> {
    const file = `${FOLDER}/${basename(path).replace(/\.fmu$/i, "").replaceAll(/[^\p{L}\p{N}_ .-]+/gu, "-")}.fmu`;
    const { facts } = await inspectFmu(file, path);
    const there = await this.#read(file).catch(() => undefined);
    if (there && there.facts.hash !== facts.hash) throw new TwinError("refused", `There is another ${file} in this project already. Rename the file that is to be added, or delete the other one.`);
    await mkdir(join(this.#options.folder, FOLDER), { recursive: true });
    if (!there) await copyFile(path, join(this.#options.folder, file));
    return this.inspect(file);
  }

  async allow(file: string, hash: string): Promise<FmuInspection> {
    const { facts } = await this.#read(file);
    if (facts.hash !== hash) throw new TwinError("refused", `${file} has changed since it was looked at. Look at it again before allowing it.`);
    await this.#consents.allow(hash, { allowedUs: this.#options.clock(), file });
    return this.#withConsent(facts);
  }

  async forbid(file: string): Promise<FmuInspection> {
    const { facts } = await this.#read(file);
    await this.#consents.forbid(facts.hash);
    return this.#withConsent(facts);
  }

  async text(file: string): Promise<{ readonly model: string; readonly text: string }> {
    return modelText((await this.#read(file)).facts);
  }

  async digests(uses: readonly UseProgram[]): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const file of filesOf(uses)) digests[file] = (await this.#read(file)).facts.hash;
    return digests;
  }

  open<M>({ work, task, uses }: SolverTask): OpenWorker<M> {
    return async (events) => {
      const { launcher, limits = USUAL_LIMITS } = this.#options;
      const folder = await mkdtemp(join(tmpdir(), "twinbench-fmu-"));
      // Some systems keep a library that was loaded a moment longer.
      const remove = () => this.#hold(rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
      try {
        const fmus = await this.#unpack(uses, folder);
        return openHost<M>({ launcher, task: { work, task, fmus, limits }, ...events, onGone: () => void remove() });
      } catch (error) {
        await remove();
        throw error;
      }
    };
  }

  /** Waits until what was unpacked is gone. Whoever runs FMUs has ended before. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#removing]);
  }

  async #hold(removing: Promise<void>): Promise<void> {
    this.#removing.add(removing);
    await removing.finally(() => this.#removing.delete(removing));
  }

  /** Everything about these uses that can be wrong is told before anything runs. */
  async #unpack(uses: readonly UseProgram[], folder: string): Promise<HostedFmu[]> {
    const hosted: HostedFmu[] = [];
    for (const [number, file] of filesOf(uses).entries()) {
      const { facts, archive } = await this.#read(file);
      const bindings = uses.filter(({ model }) => model.fmu?.file === file).map((use) => bindFmu(use, facts));
      if (facts.capabilities?.oncePerProcess && bindings.length > 1) throw new TwinError("bad-input", `${file} can run once in a process only, and ${bindings.map(({ use }) => use).join(" and ")} of one system would run it together. Let one of them read a measured signal instead of the other's output.`);
      await this.#refuseUnlessAllowed(facts);
      const library = libraryPath(majorOf(facts.fmiVersion) ?? 3, facts.capabilities?.modelIdentifier ?? "") ?? "";
      const own = join(folder, String(number));
      const platform = library.slice(0, library.lastIndexOf("/") + 1);
      await mkdir(join(own, "resources"), { recursive: true });
      await archive.extract(own, (path) => path.startsWith(platform) || path.startsWith("resources/"));
      hosted.push(...bindings.map((binding) => ({ ...binding, library: join(own, library), resources: join(own, "resources") })));
    }
    return hosted;
  }

  async #refuseUnlessAllowed({ file, hash, model, origin }: FmuFacts): Promise<void> {
    if (await this.#consents.of(hash)) return;
    throw new TwinError("refused", `${file} (${model}${origin.tool === undefined ? "" : `, made with ${origin.tool}`}) is a program from elsewhere, and nobody has allowed it to run on this machine. Look at it and allow it: in the window under Rules and models, or by twinbench fmu DIR ${file} --allow.`);
  }

  async #withConsent(facts: FmuFacts): Promise<FmuInspection> {
    const consent = await this.#consents.of(facts.hash);
    return { facts, ...(consent && { consent }) };
  }

  /** Throws `not-found` for what is no FMU of the project. */
  async #read(file: string): Promise<InspectedFmu> {
    const root = await realpath(this.#options.folder);
    const path = await realpath(join(root, file)).catch(() => undefined);
    if (!/^models\/[^/\\]+\.fmu$/i.test(file) || path === undefined) throw new TwinError("not-found", `There is no ${file} in this project. FMUs lie in its folder models.`);
    if (relative(root, path).startsWith(`..${sep}`)) throw new TwinError("refused", `${file} is a link out of the project, and is not followed.`);
    return inspectFmu(file, path);
  }
}

function filesOf(uses: readonly UseProgram[]): string[] {
  return [...new Set(uses.flatMap(({ model }) => model.fmu?.file ?? []))];
}

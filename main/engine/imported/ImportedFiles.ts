/** A project's imported models: listed, looked at, added, and run in processes of their own. What differs between kinds is theirs. */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ImportedEntry, ImportedInspection } from "../../../shared/contract/imported.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { IMPORT_KINDS, type ImportKind } from "../../../shared/language/words.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { FmuFiles } from "../fmu/index.ts";
import { MODELS_FOLDER } from "../modelFiles.ts";
import { OnnxFiles } from "../onnx/index.ts";
import type { OpenWorker, ProcessLauncher } from "../processes/index.ts";
import type { ImportedSolver, SolverTask } from "../simulation/index.ts";
import type { HostedModel, HostLimits } from "./hostTypes.ts";
import { openHost } from "./openHost.ts";

/** A step of a model of a plant takes milliseconds; a machine room's worth of memory is 4 GB. */
const USUAL_LIMITS: HostLimits = { callMs: 30_000, memoryBytes: 4 * 1024 ** 3 };

export interface ImportedFilesOptions {
  /** The project's. */
  readonly folder: string;
  /** The user's own, where consents are kept. */
  readonly userFolder: string;
  readonly launcher: ProcessLauncher;
  readonly clock: Clock;
  readonly limits?: HostLimits;
}

export class ImportedFiles implements ImportedSolver {
  readonly #options: ImportedFilesOptions;
  readonly #fmus: FmuFiles;
  readonly #onnx: OnnxFiles;
  readonly #removing = new Set<Promise<void>>();

  constructor(options: ImportedFilesOptions) {
    this.#options = options;
    this.#fmus = new FmuFiles(options);
    this.#onnx = new OnnxFiles(options.folder);
  }

  async list(): Promise<ImportedEntry[]> {
    const names = await readdir(join(this.#options.folder, MODELS_FOLDER)).catch((): string[] => []);
    const entries: ImportedEntry[] = [];
    for (const name of names.sort()) {
      const kind = kindOf(name);
      if (!kind) continue;
      const file = `${MODELS_FOLDER}/${name}`;
      // A link to nowhere, or a folder, is none of them.
      const found = await stat(join(this.#options.folder, file)).catch(() => undefined);
      if (!found?.isFile()) continue;
      const { size: sizeBytes } = found;
      if (kind === "fmu") entries.push({ kind, file, sizeBytes, allowed: await this.#fmus.isAllowed(file).catch(() => false) });
      else entries.push({ kind, file, sizeBytes, fits: await this.#onnx.fits(file).catch(() => false) });
    }
    return entries;
  }

  async inspect(file: string): Promise<ImportedInspection> {
    return kindOf(file) === "onnx" ? { kind: "onnx", facts: await this.#onnx.inspect(file) } : { kind: "fmu", ...(await this.#fmus.inspect(file)) };
  }

  /** `sidecar` is an ONNX model's; without it the one beside the file is taken. */
  async add(path: string, sidecar?: string): Promise<ImportedInspection> {
    const kind = kindOf(path);
    if (!kind) throw new TwinError("bad-input", `${path} is neither an FMU nor an ONNX model: its name ends otherwise.`);
    return kind === "onnx" ? { kind, facts: await this.#onnx.add(path, sidecar) } : { kind, ...(await this.#fmus.add(path)) };
  }

  async allow(file: string, hash: string): Promise<ImportedInspection> {
    return { kind: "fmu", ...(await this.#fmus.allow(file, hash)) };
  }

  async forbid(file: string): Promise<ImportedInspection> {
    return { kind: "fmu", ...(await this.#fmus.forbid(file)) };
  }

  /** Of an ONNX model. */
  sidecar(file: string): Promise<{ readonly text: string; readonly hash?: string }> {
    return this.#onnx.sidecar(file);
  }

  async writeSidecar(file: string, text: string, hash: string | undefined): Promise<ImportedInspection> {
    return { kind: "onnx", facts: await this.#onnx.writeSidecar(file, text, hash) };
  }

  async text(file: string): Promise<{ readonly model: string; readonly text: string }> {
    return (kindOf(file) === "onnx" ? this.#onnx : this.#fmus).text(file);
  }

  async refuseUnfit(fitted: Parameters<ImportedSolver["refuseUnfit"]>[0]): Promise<void> {
    // An ONNX model has no parameters.
    for (const { use, parameters } of fitted) if (use.model.imported?.kind === "fmu") await this.#fmus.refuseUnfit(use, parameters);
  }

  async digests(uses: readonly UseProgram[]): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const file of filesOf(uses)) Object.assign(digests, await (kindOf(file) === "onnx" ? this.#onnx : this.#fmus).digests(file));
    return digests;
  }

  open<M>({ work, task, uses }: SolverTask): OpenWorker<M> {
    return async (events) => {
      const { launcher, limits = USUAL_LIMITS } = this.#options;
      const folder = await mkdtemp(join(tmpdir(), "twinbench-models-"));
      // Some systems keep a library that was loaded a moment longer.
      const remove = () => this.#hold(rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
      try {
        const models = await this.#prepare(uses, folder);
        return openHost<M>({ launcher, task: { work, task, models, limits }, ...events, onGone: () => void remove() });
      } catch (error) {
        await remove();
        throw error;
      }
    };
  }

  /** Waits until what was unpacked is gone. Whoever runs models has ended before. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#removing]);
  }

  async #hold(removing: Promise<void>): Promise<void> {
    this.#removing.add(removing);
    await removing.finally(() => this.#removing.delete(removing));
  }

  async #prepare(uses: readonly UseProgram[], folder: string): Promise<HostedModel[]> {
    const models: HostedModel[] = [];
    for (const [number, file] of filesOf(uses).entries()) {
      const own = uses.filter(({ model }) => model.imported?.file === file);
      if (kindOf(file) === "onnx") models.push(...(await this.#onnx.bind(file, own, uses)).map((onnx) => ({ kind: "onnx", ...onnx }) as const));
      else models.push(...(await this.#fmus.unpack(file, own, join(folder, String(number)))).map((fmu) => ({ kind: "fmu", ...fmu }) as const));
    }
    return models;
  }
}

function filesOf(uses: readonly UseProgram[]): string[] {
  return [...new Set(uses.flatMap(({ model }) => model.imported?.file ?? []))];
}

function kindOf(file: string): ImportKind | undefined {
  return IMPORT_KINDS.find((kind) => file.toLowerCase().endsWith(`.${kind}`));
}

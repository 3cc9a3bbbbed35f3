/** A project's FMUs: looked at, allowed, and unpacked to be run. What runs is what was looked at and allowed: the file is read once, and unpacked from those bytes. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { FmuFacts, FmuInspection } from "../../../shared/contract/fmus.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { FileFindings } from "../FileFindings.ts";
import { another, copyNew, ifReadable, modelFileOf, modelsFolder, pathOfModel, unlessMissing } from "../modelFiles.ts";
import { bindFmu, isReal, type FmuBinding } from "./binding.ts";
import { Consents } from "./Consents.ts";
import { majorOf } from "./describe.ts";
import { inspectFmu, type InspectedFmu } from "./inspect.ts";
import { modelText } from "./modelText.ts";
import { libraryPath } from "./platforms.ts";

/** A binding with its FMU unpacked on this disk. */
export interface HostedFmu extends FmuBinding {
  /** Absolute paths. */
  readonly library: string;
  readonly resources: string;
}

export interface FmuFilesOptions {
  /** The project's. */
  readonly folder: string;
  /** The user's own, where consents are kept. */
  readonly userFolder: string;
  readonly clock: Clock;
}

export class FmuFiles {
  readonly #options: FmuFilesOptions;
  readonly #consents: Consents;
  readonly #hashes = new FileFindings<string | undefined>();

  constructor(options: FmuFilesOptions) {
    this.#options = options;
    this.#consents = new Consents(join(options.userFolder, "allowed-fmus.json"));
  }

  /** Whether a person let this file run on this machine; one that cannot be read may not. It is not read again while it is as it was. */
  async isAllowed(file: string): Promise<boolean> {
    const hash = await this.#hashes.of([join(this.#options.folder, file)], async () => (await ifReadable(this.#read(file)))?.facts.hash);
    return hash !== undefined && (await this.#consents.of(hash)) !== undefined;
  }

  async inspect(file: string): Promise<FmuInspection> {
    const { facts } = await this.#read(file);
    return this.#withConsent(facts);
  }

  /** Copies a file into the project. The same file again is no other one. Throws `refused` where something else has its name. */
  async add(path: string): Promise<FmuInspection> {
    const file = modelFileOf(path, "fmu");
    const { facts } = await inspectFmu(file, path);
    const there = await unlessMissing(file, this.#read(file));
    if (there && there.facts.hash !== facts.hash) throw another(file);
    if (!there) await copyNew(path, await modelsFolder(this.#options.folder), file);
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

  async digests(file: string): Promise<Record<string, string>> {
    return { [file]: (await this.#read(file)).facts.hash };
  }

  /** Throws `bad-input` where the use does not fit its file, or where one of these parameters of it, by index, holds no real number: between whole ones nothing can be followed. */
  async refuseUnfit(use: UseProgram, parameters: readonly number[]): Promise<void> {
    const { facts } = await this.#read(use.model.imported?.file ?? "");
    const bound = bindFmu(use, facts);
    const unfit = parameters.map((index) => bound.parameters[index]).find((parameter) => parameter && !isReal(parameter));
    if (unfit) throw new TwinError("bad-input", `${bound.title}: ${unfit.name} is of type ${unfit.type}, and what goes in steps cannot be fitted. A sweep shows how well each of its values does.`);
  }

  /** Everything about the uses of a file that can be wrong is told before anything runs. `own` is a folder for it alone. */
  async unpack(file: string, uses: readonly UseProgram[], own: string): Promise<HostedFmu[]> {
    const { facts, archive } = await this.#read(file);
    const bindings = uses.map((use) => bindFmu(use, facts));
    if (facts.capabilities?.oncePerProcess && bindings.length > 1) throw new TwinError("bad-input", `${file} can run once in a process only, and ${bindings.map(({ use }) => use).join(" and ")} of one system would run it together. Let one of them read a measured signal instead of the other's output.`);
    await this.#refuseUnlessAllowed(facts);
    const library = libraryPath(majorOf(facts.fmiVersion) ?? 3, facts.capabilities?.modelIdentifier ?? "") ?? "";
    const platform = library.slice(0, library.lastIndexOf("/") + 1);
    await mkdir(join(own, "resources"), { recursive: true });
    await archive.extract(own, (path) => path.startsWith(platform) || path.startsWith("resources/"));
    return bindings.map((binding) => ({ ...binding, library: join(own, library), resources: join(own, "resources") }));
  }

  async #refuseUnlessAllowed({ file, hash, model, origin }: FmuFacts): Promise<void> {
    if (await this.#consents.of(hash)) return;
    throw new TwinError("refused", `${file} (${model}${origin.tool === undefined ? "" : `, made with ${origin.tool}`}) is a program from elsewhere, and nobody has allowed it to run on this machine. Look at it and allow it: in the window under Rules and models, or by twinbench fmu DIR ${file} --allow.`);
  }

  async #withConsent(facts: FmuFacts): Promise<FmuInspection> {
    const consent = await this.#consents.of(facts.hash);
    return { facts, ...(consent && { consent }) };
  }

  async #read(file: string): Promise<InspectedFmu> {
    return inspectFmu(file, await pathOfModel(this.#options.folder, file, "fmu"));
  }
}

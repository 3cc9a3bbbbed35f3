/** A project's ONNX models with their sidecars: looked at, added, tied to uses. The bytes that were looked at are those that run. */
import { readFile, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts } from "../../../shared/contract/onnx.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { FileFindings } from "../FileFindings.ts";
import { another, copyNew, ifReadable, modelFileOf, modelsFolder, pathOfModel, refuseOutside, unlessMissing } from "../modelFiles.ts";
import { atomicWrite } from "../project/index.ts";
import { bindOnnx, type OnnxBinding } from "./bindOnnx.ts";
import { draftSidecar } from "./draftSidecar.ts";
import { inspectOnnx, sidecarOf, type InspectedOnnx } from "./inspectOnnx.ts";
import { onnxText } from "./onnxText.ts";
import { readSidecar } from "./sidecar.ts";

/** A binding with its model. Uses of one file share the bytes. */
export interface HostedOnnx extends OnnxBinding {
  readonly bytes: Uint8Array;
}

export class OnnxFiles {
  readonly #folder: string;
  readonly #fits = new FileFindings<boolean>();

  /** `folder` is the project's. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Whether it can run. It is not looked at again while it and its sidecar are as they were. */
  fits(file: string): Promise<boolean> {
    const paths = [join(this.#folder, file), join(this.#folder, sidecarOf(file))] as const;
    return this.#fits.of(paths, async () => {
      const facts = await ifReadable(this.inspect(file));
      return facts !== undefined && facts.unfit === undefined;
    });
  }

  async inspect(file: string): Promise<OnnxFacts> {
    return (await this.#read(file)).facts;
  }

  /**
   * Copies a model into the project, with the sidecar given or beside it; where there is none a draft is written. One that is a draft gives way.
   * Throws `refused` where something else has the name of one of them.
   */
  async add(path: string, sidecar = sidecarOf(path)): Promise<OnnxFacts> {
    const file = modelFileOf(path, "onnx");
    const { facts } = await inspectOnnx(file, path, sidecar);
    const there = await unlessMissing(file, this.inspect(file));
    if (there && there.hash !== facts.hash) throw another(file);
    const folder = await modelsFolder(this.#folder);
    const beside = await this.#besideOf(file);
    // A sidecar may be there before its model.
    const { facts: kept } = await inspectOnnx(file, path, beside);
    const [brought, present] = [facts.sidecar.hash, kept.sidecar.hash];
    const isOther = brought !== undefined && brought !== present;
    if (isOther && present !== undefined && kept.isDraft !== true) throw another(kept.sidecar.file);
    if (!there) await copyNew(path, folder, file);
    // A link to nowhere is replaced, not followed.
    if (isOther) await atomicWrite(beside, await readFile(sidecar, "utf8"));
    else if (present === undefined) await atomicWrite(beside, draftText(facts));
    return this.inspect(file);
  }

  /** The sidecar's text with its SHA-256, or a draft where there is none. */
  async sidecar(file: string): Promise<{ readonly text: string; readonly hash?: string }> {
    const { sidecar: { file: beside, hash }, ...facts } = await this.inspect(file);
    return hash === undefined ? { text: draftText(facts) } : { text: await readFile(join(this.#folder, beside), "utf8"), hash };
  }

  /** Throws `bad-input` for a text that is no sidecar, `refused` where the sidecar is another one than the hash says. */
  async writeSidecar(file: string, text: string, hash: string | undefined): Promise<OnnxFacts> {
    const { sidecar } = await this.inspect(file);
    if (sidecar.hash !== hash) throw new TwinError("refused", `${sidecar.file} has changed since it was opened here. Open it again.`);
    readSidecar(text, sidecar.file);
    await atomicWrite(join(this.#folder, sidecar.file), text);
    return this.inspect(file);
  }

  async text(file: string): Promise<{ readonly model: string; readonly text: string }> {
    return onnxText(await this.inspect(file));
  }

  async digests(file: string): Promise<Record<string, string>> {
    const { hash, sidecar } = await this.inspect(file);
    return { [file]: hash, ...(sidecar.hash !== undefined && { [sidecar.file]: sidecar.hash }) };
  }

  /** Throws `bad-input` for what does not fit. `system` are all uses that are solved together. */
  async bind(file: string, uses: readonly UseProgram[], system: readonly UseProgram[]): Promise<HostedOnnx[]> {
    const { facts, bytes } = await this.#read(file);
    return uses.map((use) => ({ ...bindOnnx(use, facts, system), bytes }));
  }

  async #read(file: string): Promise<InspectedOnnx> {
    const path = await pathOfModel(this.#folder, file, "onnx");
    return inspectOnnx(file, path, await this.#besideOf(file));
  }

  /** Where its sidecar is or would be. Throws `refused` for a link out of the project. */
  async #besideOf(file: string): Promise<string> {
    const root = await realpath(this.#folder);
    const beside = join(root, sidecarOf(file));
    if (await stat(beside).then(() => true, () => false)) refuseOutside(root, await realpath(beside), sidecarOf(file));
    return beside;
  }
}

function draftText(facts: Parameters<typeof draftSidecar>[0] & Pick<OnnxFacts, "hash">): string {
  return `${JSON.stringify(draftSidecar(facts, facts.hash), undefined, 2)}\n`;
}

/** An ONNX model's file and its sidecar, looked at: tensors, signals, fingerprints, and whether it can run. The runtime does not see it for that. */
import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts } from "../../../shared/contract/onnx.ts";
import { misfit } from "./fitSidecar.ts";
import { readModel, type OnnxModel } from "./readModel.ts";
import { readSidecar, type ReadSidecar } from "./sidecar.ts";

/** Models over windows of signals have kilobytes to a few megabytes; it is held in memory, here and in the process that runs it. */
const MAX_FILE_BYTES = 256 * 1024 ** 2;
const MAX_SIDECAR_BYTES = 4 * 1024 ** 2;

/** A file as it was read: its facts and its bytes belong together, whatever happens to the file since. */
export interface InspectedOnnx {
  readonly facts: OnnxFacts;
  readonly bytes: Uint8Array;
}

export const sidecarOf = (file: string): string => `${file}.json`;

/** `file` is its path inside the project, `path` on the disk, `sidecar` that of the sidecar. Throws `not-found`, `damaged` or `limit` for the model; what is wrong with the sidecar is in the facts. */
export async function inspectOnnx(file: string, path: string, sidecar = sidecarOf(path)): Promise<InspectedOnnx> {
  const name = basename(file);
  const bytes = await readWhole(name, path, MAX_FILE_BYTES);
  if (!bytes) throw new TwinError("not-found", `There is no file ${name} in the project's folder models.`);
  const model = readModel(bytes, name);
  const hash = fingerprint(bytes);
  const beside = sidecarOf(file);
  const text = await readWhole(basename(beside), sidecar, MAX_SIDECAR_BYTES);
  const read = text ? readOrReason(new TextDecoder().decode(text), beside) : `There is no ${beside}, which says which signals stand in its tensors, in which units and scales.`;
  const said = typeof read === "string" ? undefined : read;
  const unfit = reasonAgainst(model) ?? (typeof read === "string" ? read : sidecarProblem(read, model, hash, beside));
  const { outside: _, foreign: __, ...shown } = model;
  return {
    bytes,
    facts: {
      file, sizeBytes: bytes.byteLength, hash, ...shown, sidecar: { file: beside, ...(text && { hash: fingerprint(text) }) },
      layouts: said?.layouts ?? {}, inputs: said?.inputs ?? [], outputs: said?.outputs ?? [], origin: said?.origin ?? {},
      ...(said && { sampleTimeUs: said.sampleTimeUs }), ...(said?.isDraft && { isDraft: true as const }), ...(unfit !== undefined && { unfit }),
    },
  };
}

function fingerprint(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Undefined where there is none. */
async function readWhole(name: string, path: string, mostBytes: number): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  if (found.size > mostBytes) throw new TwinError("limit", `${name} is larger than ${mostBytes / 1024 ** 2} MB.`);
  return readFile(path);
}

function readOrReason(text: string, file: string): ReadSidecar | string {
  try {
    return readSidecar(text, file);
  } catch (error) {
    return TwinError.from(error).message;
  }
}

/** Why it cannot run, whatever its sidecar says. */
function reasonAgainst({ outside, foreign }: OnnxModel): string | undefined {
  if (outside.length > 0) return `Values of ${outside.slice(0, 3).map((name) => name || "a constant").join(", ")} are in another file, which is not read. Export it as one file, with its weights inside.`;
  return foreign.length > 0 ? `It uses operators of ${foreign.join(", ")}, which the runtime has not. Export it with the standard's operators.` : undefined;
}

function sidecarProblem(sidecar: ReadSidecar, model: OnnxModel, hash: string, file: string): string | undefined {
  if (sidecar.sha256 !== undefined && sidecar.sha256 !== hash) return `${file} was written for another model: its sha256 is ${sidecar.sha256.slice(0, 12)}…, the model's ${hash.slice(0, 12)}….`;
  const wrong = misfit(sidecar, model);
  if (wrong !== undefined) return `${file} does not fit the model. ${wrong}`;
  return sidecar.isDraft ? `${file} is a draft: fill in names, units, mean and deviation as the model was trained with, and take the line "draft" out.` : undefined;
}

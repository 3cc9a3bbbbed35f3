/** Imported models, FMUs and ONNX models: the project's files, what each says of itself, whether it may run here, and a model text of it. */
import { z } from "zod";
import { request } from "./define.ts";
import type { FmuInspection } from "./fmus.ts";
import type { OnnxFacts } from "./onnx.ts";

export type ImportedEntry =
  /** `allowed`: a person let this very file run on this machine. */
  | { readonly kind: "fmu"; readonly file: string; readonly sizeBytes: number; readonly allowed: boolean }
  /** `fits`: its sidecar says all that a run needs. */
  | { readonly kind: "onnx"; readonly file: string; readonly sizeBytes: number; readonly fits: boolean };

export interface OnnxInspection {
  readonly facts: OnnxFacts;
}

export type ImportedInspection = ({ readonly kind: "fmu" } & FmuInspection) | ({ readonly kind: "onnx" } & OnnxInspection);

const file = z.string().min(1).max(1_000);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().min(1).max(4_096);

export const importedService = {
  /** The project's `.fmu` and `.onnx` files, by name; a link to nowhere is left out. */
  list: request<{ files: ImportedEntry[] }>()(z.object({})),
  /** Throws `not-found`, `damaged` (what is wrong with the file), `limit`. */
  inspect: request<ImportedInspection>()(z.object({ file })),
  /**
   * Copies a file into the project after looking at it, an ONNX model with its sidecar: `sidecar`, or the file beside it; where there is none a draft is
   * written. Throws as `inspect`, and `refused` where another file has its name.
   */
  add: request<ImportedInspection>()(z.object({ path, sidecar: path.optional() })),
  /** Lets this very FMU run on this machine. Throws `refused` where the file is another one than the hash says. */
  allow: request<ImportedInspection>()(z.object({ file, hash })),
  /** Takes that back. */
  forbid: request<ImportedInspection>()(z.object({ file })),
  /** The sidecar of an ONNX model as it is, or a draft where there is none, with its SHA-256 in its place. */
  sidecar: request<{ text: string; hash?: string }>()(z.object({ file })),
  /** Writes it. Throws `bad-input` with the place of what cannot be read in it, and `refused` where it is another one than the hash says. */
  writeSidecar: request<ImportedInspection>()(z.object({ file, text: z.string().max(4_000_000), hash: hash.optional() })),
  /** A model text of it: all inputs, outputs and parameters with their units, ready to be edited. */
  text: request<{ model: string; text: string }>()(z.object({ file })),
};

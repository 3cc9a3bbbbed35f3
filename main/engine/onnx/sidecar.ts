/**
 * The sidecar of an ONNX model: a file beside it that says which signals stand in its tensors, in which units and scales, at which step, and where
 * it is from. It is the model maker's; what is wrong with it is said with the place in it.
 */
import { z } from "zod";
import { TwinError } from "../../../shared/contract/errors.ts";
import { onnxLayouts, type OnnxFacts } from "../../../shared/contract/onnx.ts";
import { convert } from "../../../shared/units/convert.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { US_PER_S } from "../../../shared/time/time.ts";

export const SIDECAR_FORMAT = 1;
/** A week at a step a second; longer windows are written as a state of a model. */
const MAX_SAMPLES = 604_800;
const MAX_SIGNALS = 10_000;

const name = z.string().min(1).max(200).regex(/^[^"\r\n]*$/, "is no name");
const index = z.number().int().min(0).max(1e6);
const unit = z.string().max(60).refine((code) => !isUnitError(parseUnit(code)), { error: ({ input }) => `"${String(input)}" is no unit that is known` });
const signal = { name, tensor: name, unit, mean: z.number(), deviation: z.number().positive(), description: z.string().max(1_000).optional() };

const schema = z.strictObject({
  format: z.literal(SIDECAR_FORMAT, { error: `is not ${SIDECAR_FORMAT}, the only one that can be read` }),
  /** Written by a program: scales and units are still to be filled in. */
  draft: z.boolean().optional(),
  sampleTime: z.string().refine((text) => stepOf(text) !== undefined, { error: 'is no time, as "1 min" is' }),
  layout: z.record(name, z.enum(onnxLayouts)),
  inputs: z.array(z.strictObject({ ...signal, channel: index, samples: z.number().int().min(1).max(MAX_SAMPLES) })).min(1).max(MAX_SIGNALS),
  outputs: z.array(z.strictObject({ ...signal, index })).min(1).max(MAX_SIGNALS),
  origin: z.record(z.string().max(100), z.string().max(10_000)).optional(),
  /** Of the model that it was written for. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/i, "is no SHA-256").optional(),
});

export type Sidecar = z.infer<typeof schema>;

/** What a sidecar gives to the facts, and what only the check of it needs. */
export interface ReadSidecar extends Pick<OnnxFacts, "layouts" | "inputs" | "outputs" | "origin"> {
  readonly sampleTimeUs: number;
  readonly isDraft: boolean;
  readonly sha256?: string;
}

/** Throws `bad-input` naming the file and the place in it. */
export function readSidecar(text: string, file: string): ReadSidecar {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new TwinError("bad-input", `${file} is no JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new TwinError("bad-input", `${file}: ${issue?.path.join(".") || "it"} ${issue?.message ?? "is not valid"}.`.replace(/\.\.$/, "."));
  }
  const { draft = false, sampleTime, layout, inputs, outputs, origin = {}, sha256 } = parsed.data;
  for (const [role, signals] of [["inputs", inputs], ["outputs", outputs]] as const) {
    const seen = new Set<string>();
    const twice = signals.findIndex((one) => seen.has(one.name) || !seen.add(one.name));
    if (twice >= 0) throw new TwinError("bad-input", `${file}: ${role}.${twice}.name ${signals[twice]?.name ?? ""} is there twice.`);
  }
  return { sampleTimeUs: stepOf(sampleTime) ?? 0, layouts: layout, inputs, outputs, origin, isDraft: draft, ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }) };
}

/** `1 min` in µs. */
function stepOf(text: string): number | undefined {
  const [, number = "", code = ""] = /^([\d.]+)\s*(\S+)$/.exec(text.trim()) ?? [];
  const [from, second] = [parseUnit(code), parseUnit("s")];
  if (number === "" || isUnitError(from) || isUnitError(second)) return undefined;
  const us = Math.round((convert(Number(number), from, second) ?? NaN) * US_PER_S);
  return us > 0 ? us : undefined;
}

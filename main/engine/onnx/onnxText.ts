/** A model text of an ONNX model, to be edited: the inputs and outputs that its sidecar names, under names that the language can read. */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts } from "../../../shared/contract/onnx.ts";
import { format } from "../../../shared/language/assist.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { asModelName, TextNames } from "../modelNames.ts";

const MINUTE_S = 60;

/** Throws `bad-input` where the sidecar does not say what it takes. */
export function onnxText({ file, inputs, outputs, sampleTimeUs, description, unfit }: OnnxFacts): { readonly model: string; readonly text: string } {
  if (sampleTimeUs === undefined) throw new TwinError("bad-input", `No text can be made of ${file}. ${unfit ?? ""}`.trim());
  const names = new TextNames();
  const model = asModelName(file.replace(/^models\//, "").replace(/\.onnx$/i, ""));
  const line = (role: string, { name, unit, description: about }: OnnxFacts["inputs"][number] | OnnxFacts["outputs"][number]): string =>
    `  ${role} ${names.of(name)} : ${unit} from "${name}"${about === undefined ? "" : `  // ${about.replaceAll(/\s+/g, " ").trim()}`}`;
  return {
    model,
    text: format([
      `/// ${(description ?? `Predicts ${outputs.map(({ name }) => name).join(", ")}`).replaceAll(/\s+/g, " ").trim()}`,
      `model ${model} = onnx "${file}" step ${timeText(sampleTimeUs)} {`,
      ...inputs.map((input) => line("input    ", input)), ...outputs.map((output) => line("output   ", output)),
      "}", "",
    ].join("\n")),
  };
}

function timeText(us: number): string {
  const seconds = us / US_PER_S;
  return seconds % MINUTE_S === 0 ? `${seconds / MINUTE_S} min` : `${seconds} s`;
}

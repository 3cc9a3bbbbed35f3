/** What an imported model says of itself, as lines. */
import type { FmuInspection } from "../../shared/contract/fmus.ts";
import type { ImportedInspection, OnnxInspection } from "../../shared/contract/imported.ts";
import { exchangeText, shapeText, sizeText } from "../../shared/contract/importedTexts.ts";
import { US_PER_S } from "../../shared/time/time.ts";

export function linesOfImported(inspection: ImportedInspection): string[] {
  return inspection.kind === "fmu" ? linesOfFmu(inspection) : linesOfOnnx(inspection);
}

function linesOfOnnx({ facts }: OnnxInspection): string[] {
  const { sidecar, sampleTimeUs } = facts;
  const shown = (role: string, tensors: typeof facts.inputTensors): string[] => tensors.map(({ name, element, shape }) => `${role} tensor\t${name}\t${element}\t${shapeText({ shape })}\t${facts.layouts[name] ?? ""}`.trimEnd());
  const scale = ({ unit, mean, deviation }: (typeof facts.inputs)[number] | (typeof facts.outputs)[number]): string => `${unit}\tmean ${mean}\tdeviation ${deviation}`;
  return [
    `${facts.file}: ONNX model, ${sizeText(facts.sizeBytes)}`,
    ...(facts.description === undefined ? [] : [facts.description]),
    `made by: ${facts.producer ?? "it does not say"}; operators ${facts.opsets.map(({ domain, version }) => `${domain} ${version}`).join(", ")}`,
    `origin: ${originOf(facts.origin)}`,
    `sha-256: ${facts.hash}`,
    `sidecar: ${sidecar.hash === undefined ? "none" : `${sidecar.file}, sha-256 ${sidecar.hash}`}`,
    ...(sampleTimeUs === undefined ? [] : [`step: ${sampleTimeUs / US_PER_S} s`]),
    facts.unfit === undefined ? "can run" : `cannot run: ${facts.unfit}`,
    ...shown("input", facts.inputTensors), ...shown("output", facts.outputTensors),
    ...facts.inputs.map((input) => `input\t${input.name}\t${input.tensor} ${input.channel}\t${input.samples} sample${input.samples === 1 ? "" : "s"}\t${scale(input)}`),
    ...facts.outputs.map((output) => `output\t${output.name}\t${output.tensor} ${output.index}\t\t${scale(output)}`),
  ];
}

function linesOfFmu({ facts, consent }: FmuInspection): string[] {
  const { capabilities } = facts;
  return [
    `${facts.file}: ${facts.model}, FMI ${facts.fmiVersion}, ${facts.interfaces.join(" and ") || "no interface"}, ${sizeText(facts.sizeBytes)}`,
    ...(facts.description === undefined ? [] : [facts.description]),
    `origin: ${originOf(facts.origin)}`,
    `sha-256: ${facts.hash}`,
    `platforms: ${facts.platforms.join(", ") || "none"}`,
    facts.unfit === undefined ? "runs here" : `does not run here: ${facts.unfit}`,
    consent ? `allowed to run on this machine since ${new Date(consent.allowedUs / 1_000).toISOString()}` : "not allowed to run on this machine; --allow lets it",
    ...(capabilities ? [`can: ${[["change its step", capabilities.variableStep], ["save its state", capabilities.serializeState], ["event mode", capabilities.eventMode]].flatMap(([word, has]) => (has === true ? [word] : [])).join(", ") || "step"}`] : []),
    ...(capabilities?.exchange ? [`model exchange, solved by Twinbench: ${exchangeText(capabilities.exchange)}`] : []),
    ...facts.notes,
    ...facts.variables.filter(({ causality }) => causality !== "local").map(({ name, causality, type, unit, start, unusable }) => `${causality}\t${name}\t${type}\t${unit ?? ""}\t${start ?? ""}\t${unusable ?? ""}`.trimEnd()),
  ];
}

function originOf(origin: Readonly<Record<string, string>>): string {
  return Object.entries(origin).filter(([, value]) => value !== "").map(([key, value]) => `${key} ${value}`).join(", ") || "it does not say";
}

/** How facts of imported models are said. Pure. */
import type { FmuCapabilities, FmuFacts } from "../../../shared/contract/fmus.ts";
import { shapeText } from "../../../shared/contract/importedTexts.ts";
import type { OnnxFacts, OnnxLayout, OnnxTensor } from "../../../shared/contract/onnx.ts";

export function originText({ tool, author, date, version, copyright, license }: FmuFacts["origin"]): string {
  return [tool, author, date, version && `version ${version}`, copyright, license].filter((part) => part !== undefined && part !== "").join(" · ") || "The file does not say who made it.";
}

export function capabilityText({ variableStep, serializeState, eventMode, returnsEarly, oncePerProcess, fixedStepS }: FmuCapabilities): string {
  const can = [
    fixedStepS === undefined ? undefined : `steps by ${fixedStepS} s`, variableStep ? "changes its step" : undefined,
    serializeState ? "saves its state, so what-if and forecast can go on from an instant" : "cannot save its state, so what-if and forecast are not possible",
    eventMode ? "event mode" : undefined, returnsEarly ? "returns early at events" : undefined, oncePerProcess ? "runs once in a process only" : undefined,
  ];
  return can.filter((word) => word !== undefined).join(" · ");
}

export function trainedText(origin: OnnxFacts["origin"]): string {
  return Object.entries(origin).filter(([, said]) => said !== "").map(([key, said]) => `${key}: ${said}`).join(" · ") || "The sidecar does not say by whom and on what.";
}

/** `x [batch, 60, 2] of float32, batch,time,channel`. */
export function tensorText({ name, element, shape }: OnnxTensor, layout?: OnnxLayout): string {
  return `${name} ${shapeText({ shape })} of ${element}${layout === undefined ? "" : `, ${layout}`}`;
}

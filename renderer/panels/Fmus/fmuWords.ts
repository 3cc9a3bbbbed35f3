/** How an FMU's facts are said. Pure. */
import type { FmuCapabilities, FmuFacts } from "../../../shared/contract/fmus.ts";

const KB = 1_024;

export function sizeText(bytes: number): string {
  return bytes < KB * KB ? `${Math.max(1, Math.round(bytes / KB))} kB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

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

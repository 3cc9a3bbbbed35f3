/** How imported models are said, in the window, by the command line and in messages. Pure. */
import type { FmuExchange } from "./fmus.ts";
import type { ImportedEntry } from "./imported.ts";
import type { OnnxTensor } from "./onnx.ts";

const KB = 1_024;

export function sizeText(bytes: number): string {
  return bytes < KB * KB ? `${Math.max(1, Math.round(bytes / KB))} kB` : `${(bytes / KB / KB).toFixed(1)} MB`;
}

/** What stands behind one in a list. */
export function entryText(entry: ImportedEntry): string {
  if (entry.kind === "onnx") return entry.fits ? "can run" : "cannot run yet";
  return entry.allowed ? "may run here" : "not allowed yet";
}

/** A tensor as people write it: `[batch, 60, 2]`. */
export function shapeText({ shape }: Pick<OnnxTensor, "shape">): string {
  return `[${shape.map((dimension) => (dimension === "" ? "?" : dimension)).join(", ")}]`;
}

/** What there is to solve of an FMU for model exchange. */
export function exchangeText({ states, eventIndicators, directionalDerivatives }: FmuExchange): string {
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? "" : "s"}`;
  return `${count(states.length, "continuous state")}, ${count(eventIndicators, "event indicator")}, ${directionalDerivatives ? "with" : "without"} directional derivatives`;
}

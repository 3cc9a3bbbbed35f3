/** Errors of texts as saved that may take a model or a use away: what they stand in is left out of everything that is solved. */
import type { TwinText } from "../model/project.ts";
import { isTableFile } from "../model/textFile.ts";
import type { Diagnostic } from "./ir.ts";

/** Only a text with one of these has something to solve, or something that changes it. */
const OF_MODELS = /\b(use|model|override|def)\b/;

/** A sentence for each text that has such errors, naming the first with its line. */
export function modelFaults(texts: readonly Pick<TwinText, "id" | "text">[], diagnostics: readonly Diagnostic[]): string[] {
  return texts.filter(({ id, text }) => isTableFile(id) || OF_MODELS.test(text)).flatMap(({ id, text }) => {
    const [first, ...more] = diagnostics.filter(({ file, severity }) => file === id && severity === "error");
    if (!first) return [];
    const line = text.slice(0, first.start).split("\n").length;
    return [`What stands in errors of ${id} is left out: line ${line}: ${first.message}${more.length > 0 ? ` (and ${more.length} more)` : ""}`];
  });
}

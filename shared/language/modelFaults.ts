/** Errors of texts as saved that may take a model or a use away: what they stand in is left out of everything that is solved. */
import type { TwinText } from "../model/project.ts";
import { isTableFile } from "../model/textFile.ts";
import { plural } from "../plural.ts";
import type { Diagnostic } from "./ir.ts";

/** Only a text with one of these has something to solve, or something that changes it. */
const OF_MODELS = /\b(use|model|override|def)\b/;

/** A sentence for each text that has such errors, naming the first with its line. */
export function modelFaults(texts: readonly Pick<TwinText, "id" | "text">[], diagnostics: readonly Diagnostic[]): string[] {
  return texts.filter(({ id, text }) => isTableFile(id) || OF_MODELS.test(text)).flatMap(({ id, text }) => {
    const [first, ...more] = diagnostics.filter(({ file, severity }) => file === id && severity === "error");
    if (!first) return [];
    const line = text.slice(0, first.start).split("\n").length;
    const where = more.length > 0 ? `The first, in line ${line}` : `Line ${line}`;
    return [`${id} has ${more.length + 1} ${plural(more.length + 1, "error")}: what stands there is left out. ${where}: ${first.message}`];
  });
}

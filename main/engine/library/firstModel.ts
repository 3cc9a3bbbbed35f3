/** What a library text says of itself: the first model in it and what that model's `///` lines say first. */
import { DiagnosticSink } from "../../../shared/language/diagnostics.ts";
import { parse } from "../../../shared/language/parser.ts";

export function firstModel(name: string, text: string): { readonly model: string; readonly summary: string } {
  const file = `${name}.twin`;
  const model = parse(file, text, new DiagnosticSink(file)).definitions.find((definition) => definition.kind === "model");
  if (model?.doc === undefined) throw new Error(`${file} of the library has no model with a description`);
  return { model: model.name.name, summary: model.doc.split("\n")[0] ?? "" };
}

/** The definitions of one text, for an outline. */
import { DiagnosticSink } from "../diagnostics.ts";
import { nameOfUse } from "../definitions.ts";
import { parse } from "../parser.ts";
import type { Definition } from "../syntax.ts";

export interface DocumentSymbol {
  readonly kind: Definition["kind"];
  readonly name: string;
  /** The asset type it stands on; absent for models. */
  readonly type?: string;
  /** The whole definition. */
  readonly start: number;
  readonly end: number;
  /** Its name alone. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

export function documentSymbols(text: string): DocumentSymbol[] {
  return parse("", text, new DiagnosticSink("")).definitions.map((definition) => {
    const name = definition.kind === "use" ? nameOfUse(definition) : definition.name;
    const type = definition.kind === "model" ? {} : { type: definition.type.name };
    return { kind: definition.kind, name: name.name, ...type, start: definition.start, end: definition.end, nameStart: name.start, nameEnd: name.end };
  });
}

/** The definitions of one text, for an outline. */
import { DiagnosticSink } from "../diagnostics.ts";
import { nameOfUse } from "../definitions.ts";
import { parse } from "../parser.ts";
import type { Definition, Named } from "../syntax.ts";

export interface DocumentSymbol {
  readonly kind: Definition["kind"];
  readonly name: string;
  /** The asset type it stands on; absent for what stands on none. */
  readonly type?: string;
  /** The whole definition. */
  readonly start: number;
  readonly end: number;
  /** Its name alone. */
  readonly nameStart: number;
  readonly nameEnd: number;
}

function wordOf(definition: Definition): Named {
  switch (definition.kind) {
    case "use": return nameOfUse(definition);
    case "override": return definition.rule;
    case "import": return definition.file;
    default: return definition.name;
  }
}

export function documentSymbols(text: string): DocumentSymbol[] {
  return parse("", text, new DiagnosticSink("")).definitions.map((definition) => {
    const name = wordOf(definition);
    const type = "type" in definition ? { type: definition.type.name } : {};
    return { kind: definition.kind, name: name.name, ...type, start: definition.start, end: definition.end, nameStart: name.start, nameEnd: name.end };
  });
}

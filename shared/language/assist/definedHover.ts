/** What is told about things that texts define: rules, functions, templates, limits, parameters, with their doc comments. */
import type { Analysis } from "../analyse.ts";
import type { Definition, Expression, LimitSyntax, ParameterSyntax } from "../syntax.ts";
import type { Occurrence } from "./occurrences.ts";
import { type Target, targetOf } from "./targets.ts";

export interface DefinedTold {
  readonly title: string;
  readonly lines: readonly string[];
}

type Find = (file: string, definition: Definition) => DefinedTold | undefined;

/** The `///` lines of a definition, one each. */
export function docLines({ doc }: { readonly doc?: string }): string[] {
  return doc === undefined ? [] : doc.split("\n");
}

/** Undefined for what the texts do not define, or tell of elsewhere. */
export function definedHover(found: Occurrence, analysis: Analysis, textOf: (file: string) => string): DefinedTold | undefined {
  const [target] = found.targets;
  if (!target) return undefined;
  for (const { tree: { file, definitions } } of analysis.trees) for (const definition of definitions) {
    const told = findIn(target, textOf(file))(file, definition);
    if (told) return told;
  }
  return undefined;
}

function findIn(target: Target, text: string): Find {
  const written = (value: Expression | undefined): string => (value ? ` = ${text.slice(value.start, value.end)}` : "");
  const declared = (entry: LimitSyntax | ParameterSyntax): string => `${entry.name.name} : ${entry.unit.name}${written(entry.value)}`;
  return (file, definition) => {
    switch (definition.kind) {
      case "rule": {
        const owner = targetOf.rule(definition.name.name);
        if (target === owner) return { title: definition.name.name, lines: [...docLines(definition), `Rule on ${definition.type.name}`, ...definition.limits.map((limit) => `limit ${declared(limit)}`)] };
        return entryOf(target, definition.limits, (name) => targetOf.limit(owner, name), (limit) => `Limit of rule ${definition.name.name}: ${declared(limit)}`);
      }
      case "def": case "template": {
        const owner = targetOf[definition.kind](file, definition.name.name);
        const parameters = definition.parameters.map(declared).join(", ");
        if (target === owner) return { title: `${definition.name.name}(${parameters})`, lines: [...docLines(definition), definition.kind === "def" ? `Function, in ${file}` : `Template, in ${file}`] };
        const of = `${definition.kind === "def" ? "function" : "template"} ${definition.name.name}`;
        return entryOf(target, definition.parameters, (name) => targetOf.parameter(owner, name), (parameter) => `Given to ${of}: ${declared(parameter)}`)
          ?? (definition.kind === "template" ? entryOf(target, definition.limits, (name) => targetOf.limit(owner, name), (limit) => `Limit of ${of}: ${declared(limit)}`) : undefined);
      }
      case "model": return target === targetOf.model(definition.name.name) ? { title: definition.name.name, lines: [...docLines(definition), `Model, in ${file}`] } : undefined;
      default: return undefined;
    }
  };
}

function entryOf<E extends LimitSyntax | ParameterSyntax>(target: Target, entries: readonly E[], key: (name: string) => Target, line: (entry: E) => string): DefinedTold | undefined {
  const entry = entries.find(({ name }) => key(name.name) === target);
  return entry && { title: entry.name.name, lines: [line(entry)] };
}

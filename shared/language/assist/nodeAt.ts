/** What stands under the cursor in a syntax tree: a name in an expression, or one of a definition's own words. */
import type { Definition, Expression, ModelLineSyntax, ModelSyntax, NameNode, Named, Place, UseSyntax } from "../syntax.ts";
import { expressionsOfRule } from "../compileRules.ts";
import { namesIn } from "../names.ts";

export type NodeAtCursor =
  | { readonly kind: "name"; readonly name: NameNode; readonly definition: Definition }
  | { readonly kind: "type" | "definition" | "model" | "setting" | "output" | "state" | "derivative"; readonly word: Named; readonly definition: Definition };

function holds(place: Place, offset: number): boolean {
  return place.start <= offset && offset <= place.end;
}

export function nodeAt(definitions: readonly Definition[], offset: number): NodeAtCursor | undefined {
  const definition = definitions.find((candidate) => holds(candidate, offset));
  if (!definition) return undefined;
  const name = namesIn(expressionsOf(definition)).find((candidate) => holds(candidate, offset));
  if (name) return { kind: "name", name, definition };
  const found = wordsOf(definition).find(([, word]) => holds(word, offset));
  return found && { kind: found[0], word: found[1], definition };
}

/** All expressions of a definition, names of measured signals included. */
export function expressionsOf(definition: Definition): (Expression | undefined)[] {
  switch (definition.kind) {
    case "calc": return [definition.value];
    case "rule": return expressionsOfRule(definition);
    case "model": return expressionsOfModel(definition);
    case "use": return [...definition.settings.map(({ value }) => value), ...definition.comparisons.map(({ signal }) => signal)];
    case "template": return [...definition.parameters.map(({ value }) => value), ...expressionsOfRule(definition)];
    case "def": return [...definition.parameters.map(({ value }) => value), definition.value];
    case "override": return definition.settings.map(({ value }) => value);
    case "import": return [];
  }
}

export function expressionsOfModel({ parameters, states, derivatives, outputs, tables, events }: ModelSyntax): (Expression | undefined)[] {
  return [
    ...parameters.flatMap(({ value, deviation, low, high }) => [value, deviation, low, high]), ...states.flatMap(({ count, value, nominal }) => [count, value, nominal]),
    ...tables.flatMap(({ points }) => points.flatMap(({ values }) => values)), ...derivatives.flatMap(({ each, state, value }) => [each?.from, each?.to, state.index, value]),
    ...outputs.map(({ value }) => value), ...events.flatMap(({ when, sets }) => [when.expression, ...sets.flatMap(({ state, value }) => [state.index, value])]),
  ];
}

/** Lines of a model that declare a name. */
export function linesOfModel({ inputs, parameters, states, outputs, tables }: ModelSyntax): readonly ModelLineSyntax[] {
  return [...inputs, ...parameters, ...states, ...outputs, ...tables];
}

/** Names of states where they are moved or set. */
export function settersIn({ derivatives, events }: ModelSyntax): readonly Named[] {
  return [...derivatives.map(({ state }) => state), ...events.flatMap(({ sets }) => sets.map(({ state }) => state))];
}

function wordsOf(definition: Definition): (readonly [Exclude<NodeAtCursor["kind"], "name">, Named])[] {
  switch (definition.kind) {
    case "calc": return [["definition", definition.name], ["type", definition.type]];
    case "rule": return [["definition", definition.name], ["type", definition.type], ...(definition.state ? [["state", definition.state.state] as const] : [])];
    case "model": return wordsOfModel(definition);
    case "use": return wordsOfUse(definition);
    case "def": case "template": return [["definition", definition.name], ...definition.parameters.map(({ name }) => ["definition", name] as const)];
    case "override": case "import": return [];
  }
}

function wordsOfModel(model: ModelSyntax): (readonly [Exclude<NodeAtCursor["kind"], "name">, Named])[] {
  const declared = linesOfModel(model).map(({ name }) => ["definition", name] as const);
  return [["definition", model.name], ...declared, ...settersIn(model).map((state) => ["derivative", state] as const)];
}

function wordsOfUse(use: UseSyntax): (readonly [Exclude<NodeAtCursor["kind"], "name">, Named])[] {
  const settings = use.settings.map(({ name }) => ["setting", name] as const);
  return [["model", use.model], ["type", use.type], ...(use.alias ? [["definition", use.alias] as const] : []), ...settings, ...use.comparisons.map(({ output }) => ["output", output] as const)];
}

/** The line of a model that declares a name. */
export function declarationIn(model: ModelSyntax, name: string): { readonly name: Named; readonly unit: Named; readonly role: "input" | "parameter" | "state" | "output" | "table" } | undefined {
  const roles = [["input", model.inputs], ["parameter", model.parameters], ["state", model.states], ["output", model.outputs], ["table", model.tables]] as const;
  for (const [role, lines] of roles) {
    const line = lines.find((candidate) => candidate.name.name === name);
    if (line) return { name: line.name, unit: line.unit, role };
  }
  return undefined;
}

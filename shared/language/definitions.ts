/** The definitions of all texts together: each name once, each on a type that exists; and what they add to the names of types. */
import type { AssetType, Project } from "../model/project.ts";
import { quoteName } from "../model/path.ts";
import { nearest } from "../units/nearest.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { TypeAdditions } from "./SymbolTable.ts";
import type { CalcSyntax, Definition, ModelSyntax, Named, OverrideSyntax, RuleSyntax, SyntaxTree, UseSyntax } from "./syntax.ts";

/** A definition with where it stands. */
export interface Defined<S> {
  readonly syntax: S;
  readonly file: string;
  readonly sink: DiagnosticSink;
}
export interface DefinedOnType<S> extends Defined<S> {
  readonly type: AssetType;
}

export interface Definitions {
  readonly calcs: readonly DefinedOnType<CalcSyntax>[];
  readonly rules: readonly DefinedOnType<RuleSyntax>[];
  readonly uses: readonly DefinedOnType<UseSyntax>[];
  readonly models: ReadonlyMap<string, Defined<ModelSyntax>>;
  readonly overrides: readonly Defined<OverrideSyntax>[];
}

export function nameOfUse(use: UseSyntax): Named {
  return use.alias ?? use.model;
}

/** Sorts the definitions, and tells of names given twice and of types that do not exist. */
export function collectDefinitions(trees: readonly { readonly tree: SyntaxTree; readonly sink: DiagnosticSink }[], project: Project): Definitions {
  const collector = new Collector(project);
  for (const { tree, sink } of trees) for (const syntax of tree.definitions) collector.add(syntax, tree.file, sink);
  return collector;
}

class Collector implements Definitions {
  readonly calcs: DefinedOnType<CalcSyntax>[] = [];
  readonly rules: DefinedOnType<RuleSyntax>[] = [];
  readonly uses: DefinedOnType<UseSyntax>[] = [];
  readonly models = new Map<string, Defined<ModelSyntax>>();
  readonly overrides: Defined<OverrideSyntax>[] = [];
  readonly #types: ReadonlyMap<string, AssetType>;
  readonly #taken = new Map<string, string>();

  constructor(project: Project) {
    this.#types = new Map(Object.values(project.types).toReversed().map((type) => [type.name, type]));
  }

  add(syntax: Definition, file: string, sink: DiagnosticSink): void {
    if (syntax.kind === "model") {
      if (this.#claim("model", syntax.name, file, sink)) this.models.set(syntax.name.name, { syntax, file, sink });
      return;
    }
    if (syntax.kind === "override") this.overrides.push({ syntax, file, sink });
    if (syntax.kind === "override" || syntax.kind === "def" || syntax.kind === "template" || syntax.kind === "import") return;
    const type = this.#type(syntax.type, sink);
    if (syntax.kind === "rule") {
      if (this.#claim("rule", syntax.name, file, sink) && type) this.rules.push({ syntax, file, sink, type });
    } else if (type && syntax.kind === "calc") {
      if (this.#free(syntax.name, type, sink) && this.#claim(`calc on ${type.name}`, syntax.name, file, sink)) this.calcs.push({ syntax, file, sink, type });
    } else if (type && syntax.kind === "use") {
      if (this.#claim(`use on ${type.name}`, nameOfUse(syntax), file, sink)) this.uses.push({ syntax, file, sink, type });
    }
  }

  #type(name: Named, sink: DiagnosticSink): AssetType | undefined {
    const type = this.#types.get(name.name);
    if (type) return type;
    const near = nearest(name.name, this.#types.keys());
    const meant = near === undefined ? "" : ` Did you mean ${near}?`;
    sink.report(name, "unknown-type", `There is no asset type ${name.name}.${meant}`, near === undefined ? {} : { fix: replaceWith(name, quoteName(near)) });
    return undefined;
  }

  /** Whether the name is new among its kind; the second of a name is told and left out. */
  #claim(kind: string, name: Named, file: string, sink: DiagnosticSink): boolean {
    const key = `${kind} ${name.name}`;
    const first = this.#taken.get(key);
    if (first !== undefined) {
      sink.report(name, "duplicate-definition", `There is already a ${kind} called ${name.name}, in ${first}. This one is left out.`);
      return false;
    }
    this.#taken.set(key, file);
    return true;
  }

  /** A calc must not hide a signal, parameter or state of its type. */
  #free(name: Named, type: AssetType, sink: DiagnosticSink): boolean {
    const has = (kind: string, defs: readonly { readonly name: string }[]): string | undefined => (defs.some((def) => def.name === name.name) ? kind : undefined);
    const taken = has("signal", type.signals) ?? has("parameter", type.parameters) ?? has("state", type.states);
    if (taken === undefined) return true;
    sink.report(name, "duplicate-definition", `${type.name} already has a ${taken} called ${name.name}: give the calc another name.`);
    return false;
  }
}

/** Names that calcs and uses add to types, by type id. */
export function typeAdditions(definitions: Definitions): ReadonlyMap<string, TypeAdditions> {
  const additions = new Map<string, { calcs: Set<string>; uses: Map<string, readonly string[]> }>();
  const of = (type: AssetType): { calcs: Set<string>; uses: Map<string, readonly string[]> } => {
    const known = additions.get(type.id) ?? { calcs: new Set(), uses: new Map() };
    additions.set(type.id, known);
    return known;
  };
  for (const { syntax, type } of definitions.calcs) of(type).calcs.add(syntax.name.name);
  for (const { syntax, type } of definitions.uses) {
    const model = definitions.models.get(syntax.model.name);
    of(type).uses.set(nameOfUse(syntax).name, model?.syntax.outputs.map((output) => output.name.name) ?? []);
  }
  return additions;
}

/** Texts read, names known, calcs and rules made: what the compiler and the editor's help both stand on. */
import type { Project, TwinText } from "../model/project.ts";
import { isTableFile } from "../model/textFile.ts";
import { checkFunctions } from "./checkFunctions.ts";
import { compileDefinitions, type CompiledDefinitions } from "./compileDefinitions.ts";
import { type CompiledModel, compileModel } from "./compileModel.ts";
import { idOfUse } from "./compileUses.ts";
import { collectDefinitions, type Definitions, typeAdditions, nameOfUse } from "./definitions.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import type { FactFinder, OutputFact } from "./Facts.ts";
import { FunctionScopes } from "./FunctionScopes.ts";
import { parse } from "./parser.ts";
import { SymbolTable } from "./SymbolTable.ts";
import type { SyntaxTree } from "./syntax.ts";

export interface Analysis {
  readonly project: Project;
  readonly trees: readonly { readonly tree: SyntaxTree; readonly sink: DiagnosticSink }[];
  readonly definitions: Definitions;
  readonly symbols: SymbolTable;
  /** By name; undefined for a model with errors. */
  readonly models: ReadonlyMap<string, CompiledModel | undefined>;
  readonly functions: FunctionScopes;
  readonly compiled: CompiledDefinitions;
  readonly facts: FactFinder;
}

export function analyse(texts: readonly TwinText[], project: Project): Analysis {
  const trees = texts.map(({ id, text }) => {
    const sink = new DiagnosticSink(id);
    return { tree: parse(id, text, sink), sink };
  });
  const definitions = collectDefinitions(trees, project);
  const symbols = new SymbolTable(project, typeAdditions(definitions));
  const functions = new FunctionScopes(trees);
  checkFunctions(functions);
  const tables = new Map(texts.filter(({ id }) => isTableFile(id)).map(({ id, text }) => [id, text]));
  const models = new Map([...definitions.models].map(([name, defined]) => [name, compileModel(defined, functions.of(defined.file), tables)]));
  const compiled = compileDefinitions(definitions, symbols, functions, outputFinder(definitions, models, project));
  return { project, trees, definitions, symbols, models, functions, compiled, facts: compiled.facts };
}

/** Finds the output of a use by the names people write. */
function outputFinder(definitions: Definitions, models: ReadonlyMap<string, CompiledModel | undefined>, project: Project): (assetId: string, use: string, output: string) => OutputFact | undefined {
  const byType = new Map(definitions.uses.map((use) => [`${use.type.id} ${nameOfUse(use.syntax).name}`, use]));
  return (assetId, name, output) => {
    const use = byType.get(`${project.assets[assetId]?.type ?? ""} ${name}`);
    const model = use && models.get(use.syntax.model.name);
    const index = model?.program.outputs.findIndex((candidate) => candidate.name === output) ?? -1;
    const unit = model?.outputUnits[index];
    return unit && { kind: "output", use: idOfUse(name, assetId), output: index, unit };
  };
}

/**
 * The compiler: texts and a project in, programs and diagnostics out. Pure and without I/O, so that the editor's worker,
 * the engine and the command line use this one. Never throws on any text; broken definitions are left out of the program.
 */
import type { Project, TwinText } from "../model/project.ts";
import { assetPath, type Signal } from "../model/signals.ts";
import { withoutLoops } from "./checkLoops.ts";
import { compileCalcs } from "./compileCalcs.ts";
import { type CompiledModel, compileModel } from "./compileModel.ts";
import { compileRules } from "./compileRules.ts";
import { compileUses, useId } from "./compileUses.ts";
import { collectDefinitions, type Definitions, typeAdditions, useName } from "./definitions.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import { FactFinder, type OutputFact } from "./Facts.ts";
import type { CompiledProject, CompileResult } from "./ir.ts";
import { parse } from "./parser.ts";
import { SymbolTable } from "./SymbolTable.ts";

/** Compiles all texts of a project for all its assets. Diagnostics come in the order of the texts, then of the places. */
export function compile(texts: readonly TwinText[], project: Project): CompileResult {
  const trees = texts.map(({ id, text }) => {
    const sink = new DiagnosticSink(id);
    return { tree: parse(id, text, sink), sink };
  });
  const definitions = collectDefinitions(trees, project);
  const symbols = new SymbolTable(project, typeAdditions(definitions));
  const models = new Map([...definitions.models].map(([name, defined]) => [name, compileModel(defined)]));
  const output = outputFinder(definitions, models, project);
  const calcs = compileCalcs(definitions.calcs, symbols, output);
  const facts = new FactFinder(symbols, calcs.outcome, output);
  const rules = compileRules(definitions.rules, symbols, facts);
  const uses = compileUses(definitions.uses, models, symbols, facts);
  const sinks = new Map(trees.map(({ tree, sink }) => [tree.file, sink]));
  const program: CompiledProject = {
    rules: rules.programs,
    calcs: calcs.programs,
    uses: withoutLoops(uses.programs, (file) => sinks.get(file)),
    notApplicable: [...calcs.notApplicable, ...rules.notApplicable, ...uses.notApplicable],
  };
  return { program, diagnostics: trees.flatMap(({ sink }) => sink.list()) };
}

/** Finds the output of a use by the names people write. */
function outputFinder(definitions: Definitions, models: ReadonlyMap<string, CompiledModel | undefined>, project: Project): (assetId: string, use: string, output: string) => OutputFact | undefined {
  const byType = new Map(definitions.uses.map((use) => [`${use.type.id} ${useName(use.syntax).name}`, use]));
  return (assetId, name, output) => {
    const use = byType.get(`${project.assets[assetId]?.type ?? ""} ${name}`);
    const model = use && models.get(use.syntax.model.name);
    const index = model?.program.outputs.findIndex((candidate) => candidate.name === output) ?? -1;
    const unit = model?.outputUnits[index];
    return unit && { kind: "output", use: useId(name, assetId), output: index, unit };
  };
}

/** The signals that calcs make, as listings and panels show them beside the project's own. */
export function calcSignals(program: CompiledProject, project: Project): Signal[] {
  return program.calcs.flatMap((calc) => {
    const asset = project.assets[calc.assetId];
    if (!asset) return [];
    const dataType = calc.expr.kind === "truth" ? "boolean" : "number";
    return [{ id: calc.signal, name: calc.name, path: [...assetPath(project, asset.id), calc.name], asset, ...(calc.unit !== undefined && { unit: calc.unit }), dataType }];
  });
}

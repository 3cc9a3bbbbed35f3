/**
 * The compiler: texts and a project in, programs and diagnostics out. Pure and without I/O, so that the editor's worker,
 * the engine and the command line use this one. Never throws on any text; broken definitions are left out of the program.
 */
import type { Project, TwinText } from "../model/project.ts";
import { assetPath, type Signal } from "../model/signals.ts";
import { analyse } from "./analyse.ts";
import { withoutLoops } from "./checkLoops.ts";
import { compileUses } from "./compileUses.ts";
import { overrideUses } from "./overrideUses.ts";
import type { CompiledProject, CompileResult } from "./ir.ts";

/** Compiles all texts of a project for all its assets. Diagnostics come in the order of the texts, then of the places. */
export function compile(texts: readonly TwinText[], project: Project): CompileResult {
  const { trees, definitions, symbols, models, functions, compiled: { calcs, rules }, facts } = analyse(texts, project);
  const uses = compileUses(definitions.uses, models, symbols, facts, functions);
  const sinks = new Map(trees.map(({ tree, sink }) => [tree.file, sink]));
  const program: CompiledProject = {
    rules: rules.programs(facts),
    calcs: calcs.programs,
    uses: withoutLoops(overrideUses(uses.programs, definitions, models, symbols), (file) => sinks.get(file)),
    notApplicable: [...calcs.notApplicable, ...rules.notApplicable, ...uses.notApplicable],
  };
  return { program, diagnostics: trees.flatMap(({ sink }) => sink.list()) };
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

/** Models used on asset types: one program per asset, its inputs and measured signals tied to ids. */
import type { Asset } from "../model/project.ts";
import { nearest } from "../units/nearest.ts";
import type { CompiledModel } from "./compileModel.ts";
import { replaceWith } from "./diagnostics.ts";
import { type DefinedOnType, nameOfUse } from "./definitions.ts";
import type { FactFinder } from "./Facts.ts";
import type { FunctionScopes } from "./FunctionScopes.ts";
import { Instances, notApplicable, positionOf } from "./Instances.ts";
import type { InputSource, NotApplicable, UseProgram } from "./ir.ts";
import { readingsIn } from "./names.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { UseSyntax } from "./syntax.ts";
import { type CheckedUse, type Source, UseChecker } from "./UseChecker.ts";

/** The id of a use on an asset. */
export function idOfUse(name: string, assetId: string): string {
  return `${name}@${assetId}`;
}

export function compileUses(uses: readonly DefinedOnType<UseSyntax>[], models: ReadonlyMap<string, CompiledModel | undefined>, symbols: SymbolTable, facts: FactFinder, functions: FunctionScopes): { readonly programs: UseProgram[]; readonly notApplicable: NotApplicable[] } {
  const programs: UseProgram[] = [];
  const left: NotApplicable[] = [];
  for (const use of uses) {
    const model = findModel(use, models);
    if (!model) continue;
    const { name } = nameOfUse(use.syntax);
    const position = positionOf(use.file, use.syntax);
    const readings = readingsIn([...use.syntax.settings.map((setting) => setting.value), ...use.syntax.comparisons.map((comparison) => comparison.signal)]);
    const instances = new Instances({ defined: use, title: name, readings, facts, functions: functions.of(use.file), check: (environment) => new UseChecker(use, model, environment).run() });
    const assets = symbols.assetsOf(use.type.id);
    if (assets.length === 0) instances.withoutAssets(symbols);
    for (const asset of assets) {
      const instance = instances.on(asset);
      if (instance.kind === "notApplicable") left.push(notApplicable(name, instance, position));
      if (instance.kind === "ready") programs.push(makeProgram({ name, isLive: use.syntax.live !== undefined }, asset, model, instance.result, facts, position));
    }
    if (assets.length > 0) instances.finish();
  }
  return { programs, notApplicable: left };
}

function makeProgram({ name, isLive }: { readonly name: string; readonly isLive: boolean }, asset: Asset, model: CompiledModel, checked: CheckedUse, facts: FactFinder, position: UseProgram["position"]): UseProgram {
  const inputs = checked.inputs.map((source) => inputSource(source, asset, facts)).filter((input) => input !== undefined);
  return {
    id: idOfUse(name, asset.id), name, assetId: asset.id, model: model.program, parameters: checked.parameters, position, inputs, ...(isLive && { live: true }),
    compared: checked.compared.flatMap(({ name: signal, ...rest }) => {
      const fact = facts.find(asset, signal);
      return fact.kind === "number" ? [{ ...rest, signal: fact.signal }] : [];
    }),
  };
}

/** Undefined for what the checker refuses: an input that is neither a number, a condition nor an output. */
function inputSource(source: Source, asset: Asset, facts: FactFinder): InputSource | undefined {
  if (source.kind === "constant") return source;
  const { factor, offset } = source;
  const fact = facts.find(asset, source.name);
  if (fact.kind === "output") return { kind: "output", use: fact.use, output: fact.output, factor, offset };
  return fact.kind === "number" || fact.kind === "truth" ? { kind: "signal", signal: fact.signal, factor, offset } : undefined;
}

function findModel({ syntax, sink }: DefinedOnType<UseSyntax>, models: ReadonlyMap<string, CompiledModel | undefined>): CompiledModel | undefined {
  const word = syntax.model;
  if (models.has(word.name)) return models.get(word.name);
  const near = nearest(word.name, models.keys());
  sink.report(word, "unknown-model", `There is no model ${word.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(word, near) });
  return undefined;
}

/**
 * Calcs and rules on their assets, each after what it reads: calcs after calcs and states, rules after both, and before those
 * that read the states they set. A loop is an error that shows the loop.
 */
import type { Asset } from "../model/project.ts";
import { CalcCompiler } from "./compileCalcs.ts";
import { RuleCompiler } from "./compileRules.ts";
import type { DefinedOnType, Definitions } from "./definitions.ts";
import { FactFinder, type OutputFact } from "./Facts.ts";
import type { FunctionScopes } from "./FunctionScopes.ts";
import { inOrder } from "./inOrder.ts";
import { type Reading, readingsIn } from "./names.ts";
import { readOverrides } from "./overrides.ts";
import { ProgramLimits } from "./ProgramLimits.ts";
import { ChangeRates } from "./programSize.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { CalcSyntax, RuleSyntax } from "./syntax.ts";

export interface CompiledDefinitions {
  readonly calcs: CalcCompiler;
  readonly rules: RuleCompiler;
  readonly facts: FactFinder;
}

interface Node {
  readonly asset: Asset;
  readonly calc?: DefinedOnType<CalcSyntax>;
  readonly rule?: DefinedOnType<RuleSyntax>;
}

export function compileDefinitions(definitions: Definitions, symbols: SymbolTable, functions: FunctionScopes, output: (assetId: string, use: string, output: string) => OutputFact | undefined): CompiledDefinitions {
  const predicted = predictedSignals(definitions, symbols);
  const assets = symbols.project.assets;
  const facts: FactFinder = new FactFinder(symbols, {
    calc: (assetId, name) => calcs.outcome(assetId, name),
    state: (assetId, name) => rules.state(assets[assetId] ?? { id: "", type: "" }, name),
    predicts: (signal) => predicted.has(signal),
    output,
  });
  const limits = new ProgramLimits(new ChangeRates(symbols.project));
  const calcs = new CalcCompiler(definitions.calcs, facts, functions, limits);
  const rules = new RuleCompiler(definitions.rules, facts, functions, readOverrides(definitions, symbols, functions), limits);
  const worked = readingsByDefinition(definitions, symbols, rules);
  const bound = definitions.rules.filter((rule) => worked.has(rule) || rules.setsState(rule));
  for (const { asset, calc, rule } of ordered(definitions.calcs, bound, worked, facts, rules)) {
    if (calc) calcs.on(calc, asset);
    if (rule) rules.on(rule, asset);
  }
  const inOrderAlready = new Set(bound);
  for (const rule of definitions.rules) if (!inOrderAlready.has(rule)) for (const asset of symbols.assetsOf(rule.type.id)) rules.on(rule, asset);
  calcs.finish(facts);
  rules.finish(facts);
  return { calcs, rules, facts };
}

/**
 * For each definition that reads some, its names that may be calcs or states, by how they end. Most rules read signals alone: they need
 * no order, and on many assets finding one would cost as much as compiling them.
 */
function readingsByDefinition({ calcs, rules }: Definitions, symbols: SymbolTable, compiler: RuleCompiler): Map<object, readonly Reading[]> {
  const names = new Set([...calcs.map(({ syntax }) => syntax.name.name), ...Object.values(symbols.project.types).flatMap(({ states }) => states.map((state) => state.name))]);
  const may = ({ name: { segments } }: Reading): boolean => {
    let path = "";
    for (let at = segments.length - 1; at >= 0; at -= 1) {
      const name = segments[at]?.name ?? "";
      path = path === "" ? name : `${name}.${path}`;
      if (names.has(path)) return true;
    }
    return false;
  };
  const found = new Map<object, readonly Reading[]>();
  for (const calc of calcs) found.set(calc, readingsIn([calc.syntax.value]).filter(may));
  if (names.size === 0) return found;
  for (const rule of rules) {
    const readings = compiler.readings(rule).filter(may);
    if (readings.length > 0) found.set(rule, readings);
  }
  return found;
}

function ordered(calcs: Definitions["calcs"], bound: Definitions["rules"], readings: ReadonlyMap<object, readonly Reading[]>, facts: FactFinder, rules: RuleCompiler): Node[] {
  const nodes = new Map<string, Node>();
  const add = (kind: "calc" | "rule", node: Node, name: string): void => void nodes.set(keyOf(kind, node.asset.id, name), node);
  for (const calc of calcs) for (const asset of facts.symbols.assetsOf(calc.type.id)) add("calc", { asset, calc }, calc.syntax.name.name);
  for (const rule of bound) for (const asset of facts.symbols.assetsOf(rule.type.id)) add("rule", { asset, rule }, rule.syntax.name.name);
  const reads = ({ asset, calc, rule }: Node): Node[] => (readings.get(calc ?? rule ?? {}) ?? []).flatMap((reading) => readNodes(asset, reading, facts, rules, nodes));
  return inOrder(nodes.values(), reads, tellLoop);
}

function keyOf(kind: "calc" | "rule", assetId: string, name: string): string {
  return `${kind} ${assetId} ${name}`;
}

/** The calcs, and the rules behind the states, that one name leads to. */
function readNodes(asset: Asset, reading: Reading, facts: FactFinder, rules: RuleCompiler, nodes: ReadonlyMap<string, Node>): Node[] {
  return facts.resolutions(asset, reading).flatMap((resolution) => {
    if (resolution.kind === "calc") return nodes.get(keyOf("calc", resolution.assetId, resolution.name)) ?? [];
    if (resolution.kind !== "state") return [];
    const type = facts.symbols.project.assets[resolution.assetId]?.type ?? "";
    return rules.setters(type, resolution.name).flatMap((rule) => nodes.get(keyOf("rule", resolution.assetId, rule.syntax.name.name)) ?? []);
  });
}

function tellLoop(loop: readonly Node[]): void {
  const shown = [...loop, ...loop.slice(0, 1)].map(({ calc, rule }) => calc?.syntax.name.name ?? `rule ${rule?.syntax.name.name ?? ""}`).join(" → ");
  const states = loop.some(({ rule }) => rule);
  for (const { calc, rule } of loop) {
    const defined = calc ?? rule;
    defined?.sink.report(defined.syntax.name, "loop", states ? `These read each other in a loop, through a state that a rule sets: ${shown}.` : `These calcs read each other in a loop: ${shown}.`);
  }
}

/** Signals that some use compares an output with. */
function predictedSignals({ uses }: Definitions, symbols: SymbolTable): ReadonlySet<string> {
  return new Set(uses.flatMap(({ type, syntax }) => symbols.assetsOf(type.id).flatMap((asset) => syntax.comparisons.flatMap(({ signal }) => {
    const resolution = symbols.resolve(asset, signal.segments.map((segment) => segment.name));
    return resolution.kind === "signal" ? [resolution.id] : [];
  }))));
}

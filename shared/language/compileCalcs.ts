/** Calcs on their assets, in an order in which each comes after those it reads. A loop is an error that shows the loop. */
import type { Asset } from "../model/project.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { isSpellable, type Unit } from "../units/unit.ts";
import { assign } from "./assign.ts";
import type { DefinedOnType } from "./definitions.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import { type CalcOutcome, FactFinder, type OutputFact } from "./Facts.ts";
import { Instances, notApplicable, positionOf } from "./Instances.ts";
import type { CalcProgram, NotApplicable } from "./ir.ts";
import { namesIn } from "./names.ts";
import { readUnit } from "./readUnit.ts";
import type { SignalEnvironment } from "./SignalEnvironment.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { CalcSyntax, NameNode } from "./syntax.ts";

type CalcExpression = CalcProgram["expr"];
interface CheckedCalc {
  readonly expr: CalcExpression;
  readonly unit?: Unit;
  readonly sort: "plain" | "difference";
}

/** The signal id under which a calc's results are kept. */
export function calcSignalId(assetId: string, name: string): string {
  return `${assetId}/calc:${name}`;
}

interface Node {
  readonly key: string;
  readonly asset: Asset;
  readonly calc: DefinedOnType<CalcSyntax>;
}

export interface CompiledCalcs {
  readonly programs: CalcProgram[];
  readonly notApplicable: NotApplicable[];
  readonly outcome: (assetId: string, name: string) => CalcOutcome;
}

export function compileCalcs(calcs: readonly DefinedOnType<CalcSyntax>[], symbols: SymbolTable, output: (assetId: string, use: string, output: string) => OutputFact | undefined): CompiledCalcs {
  const outcomes = new Map<string, CalcOutcome>();
  const outcome = (assetId: string, name: string): CalcOutcome => outcomes.get(calcSignalId(assetId, name)) ?? { kind: "broken" };
  const facts = new FactFinder(symbols, outcome, output);
  const compiled: CompiledCalcs = { programs: [], notApplicable: [], outcome };
  const instances = new Map<DefinedOnType<CalcSyntax>, Instances<CalcSyntax, CheckedCalc>>();
  for (const calc of calcs) instances.set(calc, new Instances(calc, calc.syntax.name.name, namesIn([calc.syntax.value]), facts, (environment) => checkCalc(calc, environment)));
  for (const { key, asset, calc } of inOrder(calcs, symbols)) {
    const position = positionOf(calc.file, calc.syntax);
    const { name } = calc.syntax.name;
    const instance = instances.get(calc)?.on(asset);
    if (!instance || instance.kind === "broken") continue;
    if (instance.kind === "notApplicable") {
      outcomes.set(key, { kind: "notApplicable", reason: instance.reason });
      compiled.notApplicable.push(notApplicable(name, instance, position));
      continue;
    }
    const { expr, unit, sort } = instance.result;
    outcomes.set(key, unit ? { kind: "number", signal: key, unit, sort } : { kind: "truth", signal: key });
    compiled.programs.push({ id: `${name}@${asset.id}`, name, assetId: asset.id, signal: key, ...(unit && { unit: unit.code }), slots: instance.slots(false), expr, position });
  }
  for (const [calc, of] of instances) if (symbols.assetsOf(calc.type.id).length === 0) of.withoutAssets(symbols);
    else of.finish();
  return compiled;
}

function checkCalc({ syntax, sink }: DefinedOnType<CalcSyntax>, environment: SignalEnvironment): CheckedCalc | undefined {
  const checker = new ExpressionChecker(environment, sink);
  const declared = syntax.unit && readUnit(syntax.unit, sink, { opaque: environment.opaqueUnits });
  const value = checker.check(syntax.value);
  if (!value || (syntax.unit && !declared)) return undefined;
  if (value.kind === "truth") {
    if (!syntax.unit) return { expr: { kind: "truth", truth: value.node }, sort: "plain" };
    sink.report(syntax.unit, "unit-mismatch", `${syntax.name.name} is a condition; it has no unit.`);
    return undefined;
  }
  if (value.kind !== "number") {
    sink.report(syntax.value, "not-a-number", "A calc gives a number or a condition.");
    return undefined;
  }
  if (!declared && !isSpellable(value.unit)) {
    sink.report(syntax.name, "no-unit", `The unit of ${syntax.name.name} (${displayUnit(value.unit)}) cannot be written: bring it to one that can.`);
    return undefined;
  }
  const unit = declared ?? value.unit;
  const node = assign(value, unit, syntax.name.name, syntax.value, sink, { ...(syntax.unit && { declared: syntax.unit }), bareFits: true });
  return node && { expr: { kind: "number", value: node }, unit, sort: unit.point ? "plain" : value.sort };
}

/** Depth-first over what each calc reads, without recursion, so that a chain of thousands is no danger. */
function inOrder(calcs: readonly DefinedOnType<CalcSyntax>[], symbols: SymbolTable): Node[] {
  const nodes = new Map<string, Node>();
  for (const calc of calcs) for (const asset of symbols.assetsOf(calc.type.id)) {
    const key = calcSignalId(asset.id, calc.syntax.name.name);
    nodes.set(key, { key, asset, calc });
  }
  const names = new Map(calcs.map((calc) => [calc, namesIn([calc.syntax.value])]));
  const reads = (node: Node): Node[] => (names.get(node.calc) ?? []).flatMap((name) => calcRead(node, name, symbols, nodes));
  const state = new Map<string, "open" | "done" | "looped">();
  const order: Node[] = [];
  for (const root of nodes.values()) {
    if (state.has(root.key)) continue;
    const path: { readonly node: Node; readonly rest: Node[] }[] = [{ node: root, rest: reads(root) }];
    state.set(root.key, "open");
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const next = top.rest.pop();
      if (!next) {
        path.pop();
        if (state.get(top.node.key) === "open") order.push(top.node);
        if (state.get(top.node.key) === "open") state.set(top.node.key, "done");
      } else if (!state.has(next.key)) {
        state.set(next.key, "open");
        path.push({ node: next, rest: reads(next) });
      } else if (state.get(next.key) !== "done" && path.some((step) => step.node === next)) tellLoop(path.map((step) => step.node), next, state);
    }
  }
  return order;
}

function calcRead(node: Node, name: NameNode, symbols: SymbolTable, nodes: ReadonlyMap<string, Node>): Node[] {
  const resolution = symbols.resolve(node.asset, name.segments.map((segment) => segment.name));
  const read = resolution.kind === "calc" ? nodes.get(calcSignalId(resolution.assetId, resolution.name)) : undefined;
  return read ? [read] : [];
}

function tellLoop(path: readonly Node[], back: Node, state: Map<string, "open" | "done" | "looped">): void {
  const loop = path.slice(path.indexOf(back));
  const shown = [...loop, back].map((node) => node.calc.syntax.name.name).join(" → ");
  for (const { key, calc } of loop) {
    state.set(key, "looped");
    calc.sink.report(calc.syntax.name, "loop", `These calcs read each other in a loop: ${shown}.`);
  }
}

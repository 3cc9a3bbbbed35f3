/** Calcs on their assets: what each gives, for those that read it. */
import type { Asset } from "../model/project.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { isSpellable, type Unit } from "../units/unit.ts";
import { assign } from "./assign.ts";
import type { DefinedOnType } from "./definitions.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import type { CalcOutcome, FactFinder } from "./Facts.ts";
import type { FunctionScopes } from "./FunctionScopes.ts";
import { Instances, notApplicable, positionOf } from "./Instances.ts";
import type { CalcProgram, NotApplicable } from "./ir.ts";
import { readingsIn } from "./names.ts";
import type { ProgramLimits } from "./ProgramLimits.ts";
import { readUnit } from "./readUnit.ts";
import type { SignalEnvironment } from "./SignalEnvironment.ts";
import type { CalcSyntax } from "./syntax.ts";

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

export class CalcCompiler {
  readonly programs: CalcProgram[] = [];
  readonly notApplicable: NotApplicable[] = [];
  readonly #outcomes = new Map<string, CalcOutcome>();
  readonly #limits: ProgramLimits;
  readonly #instances: ReadonlyMap<DefinedOnType<CalcSyntax>, Instances<CalcSyntax, CheckedCalc>>;

  constructor(calcs: readonly DefinedOnType<CalcSyntax>[], facts: FactFinder, functions: FunctionScopes, limits: ProgramLimits) {
    this.#limits = limits;
    this.#instances = new Map(calcs.map((defined) => [defined, new Instances({
      defined, title: defined.syntax.name.name, readings: readingsIn([defined.syntax.value]), facts, functions: functions.of(defined.file),
      check: (environment) => checkCalc(defined, environment),
    })]));
  }

  /** What a calc has come to on an asset; one in a loop, or not compiled for an error, is broken. */
  outcome(assetId: string, name: string): CalcOutcome {
    return this.#outcomes.get(calcSignalId(assetId, name)) ?? { kind: "broken" };
  }

  /** The calc on one asset. Those it reads must have been compiled. */
  on(calc: DefinedOnType<CalcSyntax>, asset: Asset): void {
    const instance = this.#instances.get(calc)?.on(asset);
    if (!instance || instance.kind === "broken") return;
    const { name } = calc.syntax.name;
    const signal = calcSignalId(asset.id, name);
    const position = positionOf(calc.file, calc.syntax);
    if (instance.kind === "notApplicable") {
      this.#outcomes.set(signal, { kind: "notApplicable", reason: instance.reason });
      this.notApplicable.push(notApplicable(name, instance, position));
      return;
    }
    const { expr, unit, sort } = instance.result;
    const slots = instance.slots(false);
    const root = expr.kind === "number" ? expr.value : expr.truth;
    if (!this.#limits.fits(calc, asset, [root], slots, instance.windows)) return;
    this.#limits.rates.noteCalc(signal, root, slots);
    this.#outcomes.set(signal, unit ? { kind: "number", signal, unit, sort } : { kind: "truth", signal });
    this.programs.push({ id: `${name}@${asset.id}`, name, assetId: asset.id, signal, ...(unit && { unit: unit.code }), slots, expr, position });
  }

  /** Tells of names that mean nothing. Call after the last asset. */
  finish(facts: FactFinder): void {
    for (const [calc, instances] of this.#instances) {
      if (facts.symbols.assetsOf(calc.type.id).length === 0) instances.withoutAssets(facts.symbols);
      else instances.finish();
    }
  }
}

function checkCalc({ syntax, sink }: DefinedOnType<CalcSyntax>, environment: SignalEnvironment): CheckedCalc | undefined {
  const checker = new ExpressionChecker(environment, sink);
  const declared = syntax.unit && readUnit(syntax.unit, sink, { opaque: environment.opaqueUnits });
  const value = checker.check(syntax.value);
  if (!value || (syntax.unit && !declared)) return undefined;
  if (value.kind === "event") return checker.tellEvent(syntax.value);
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

/** Rules on their assets: their programs, and what they make of operational states. */
import type { Asset, AssetType } from "../model/project.ts";
import { nearest } from "../units/nearest.ts";
import { BoundEnvironment } from "./BoundEnvironment.ts";
import { bindOperands } from "./checkParameters.ts";
import { DiagnosticSink, importOf, replaceWith } from "./diagnostics.ts";
import type { DefinedOnType } from "./definitions.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import type { FactFinder, StateOutcome } from "./Facts.ts";
import type { OwnTemplate } from "./FunctionScope.ts";
import type { FunctionScopes } from "./FunctionScopes.ts";
import { Instances, notApplicable, positionOf } from "./Instances.ts";
import type { MessagePart, NotApplicable, NumberExpr, RuleProgram, Slot, StateContender } from "./ir.ts";
import { type Expr, replaceInTruth } from "./machines/expressions.ts";
import { pathOf, type Reading, readingsIn } from "./names.ts";
import type { Overrides } from "./overrides.ts";
import type { ProgramLimits } from "./ProgramLimits.ts";
import { type CheckedClauses, type GivenLimits, RuleChecker } from "./RuleChecker.ts";
import type { SignalEnvironment } from "./SignalEnvironment.ts";
import type { Expression, Named, RuleClauses, RuleSyntax } from "./syntax.ts";
import { SEVERITIES } from "./words.ts";

type Rule = DefinedOnType<RuleSyntax>;
type RuleState = { readonly name: string; readonly member: string; readonly index: number };
/** What all assets of one shape share: the clauses, but for the message, which names the asset. */
type Checked = { readonly clauses: Omit<CheckedClauses, "message">; readonly message: CheckedClauses["message"]; readonly exprs: readonly Expr[]; readonly state?: RuleState };

/** What a rule is for the state it sets on one asset. */
type RuleOutcome = { readonly kind: "runs"; readonly contender: StateContender; readonly slots: readonly Slot[] } | { readonly kind: "notApplicable" } | { readonly kind: "broken" };

/** The clauses of a rule: its own, or those of the template it names. */
export function clausesOf(rule: Rule, functions: FunctionScopes): RuleClauses | undefined {
  const { from } = rule.syntax;
  return from ? functions.of(rule.file).template(from.template.name)?.syntax : rule.syntax;
}

/** All names that a rule reads, its own limits left out. */
function readingsOf({ syntax }: Rule): Reading[] {
  const readings = readingsIn(expressionsOfRule(syntax));
  if (syntax.limits.length === 0) return readings;
  const limits = new Set(syntax.limits.map(({ name }) => name.name));
  return readings.filter(({ name }) => !limits.has(pathOf(name)));
}

export function expressionsOfRule({ when, clear, suppress, unknownAfter, realarmAfter, message, limits, from }: RuleClauses & Pick<RuleSyntax, "from">): (Expression | undefined)[] {
  const values = (message?.parts ?? []).map((part) => ("value" in part ? part.value : undefined));
  return [...limits.map(({ value }) => value), when, clear, suppress, unknownAfter, realarmAfter, ...values, ...(from?.operands ?? [])];
}

export class RuleCompiler {
  readonly notApplicable: NotApplicable[] = [];
  readonly #functions: FunctionScopes;
  readonly #overrides: Overrides;
  readonly #limits: ProgramLimits;
  readonly #instances: ReadonlyMap<Rule, Instances<RuleSyntax, Checked, GivenLimits>>;
  readonly #readings: ReadonlyMap<Rule, readonly Reading[]>;
  readonly #programs = new Map<Rule, Map<string, RuleProgram>>();
  readonly #outcomes = new Map<string, RuleOutcome>();
  /** Rules by type and the state they set, in the order of their names. */
  readonly #setters = new Map<string, Rule[]>();

  constructor(rules: readonly Rule[], facts: FactFinder, functions: FunctionScopes, overrides: Overrides, limits: ProgramLimits) {
    this.#functions = functions;
    this.#overrides = overrides;
    this.#limits = limits;
    this.#readings = new Map(rules.map((rule) => [rule, readingsOf(rule)]));
    this.#instances = new Map(rules.map((rule) => [rule, new Instances<RuleSyntax, Checked, GivenLimits>({
      defined: rule, title: rule.syntax.name.name, readings: this.readings(rule), facts, functions: functions.of(rule.file),
      check: (environment, given) => this.#check(rule, environment, given ?? new Map()),
    })]));
    for (const rule of rules.toSorted((a, b) => (a.syntax.name.name < b.syntax.name.name ? -1 : 1))) {
      const state = clausesOf(rule, functions)?.state?.state.name;
      if (state === undefined) continue;
      const key = `${rule.type.id} ${state}`;
      this.#setters.set(key, [...(this.#setters.get(key) ?? []), rule]);
    }
  }

  /** All names that a rule reads, its own limits left out. */
  readings(rule: Rule): readonly Reading[] {
    return this.#readings.get(rule) ?? [];
  }

  /** The rules that set a state of a type. */
  setters(typeId: string, state: string): readonly Rule[] {
    return this.#setters.get(`${typeId} ${state}`) ?? [];
  }

  setsState(rule: Rule): boolean {
    return clausesOf(rule, this.#functions)?.state !== undefined;
  }

  /** The limits of a rule that are overridden on an asset. */
  limitsOn(rule: Rule, asset: Asset): GivenLimits {
    return this.#overrides.of(rule, asset)?.value ?? new Map();
  }

  /** Programs in the order of the rules, then of the assets. */
  programs(facts: FactFinder): RuleProgram[] {
    return [...this.#instances.keys()].flatMap((rule) => {
      const ofRule = this.#programs.get(rule);
      return ofRule ? facts.symbols.assetsOf(rule.type.id).flatMap((asset) => ofRule.get(asset.id) ?? []) : [];
    });
  }

  /** The rule on one asset. Calcs and states it reads must have been compiled. */
  on(rule: Rule, asset: Asset): void {
    const { syntax } = rule;
    const { name } = syntax.name;
    const instance = this.#instances.get(rule)?.on(asset, this.#overrides.of(rule, asset));
    const position = positionOf(rule.file, syntax);
    if (instance?.kind === "notApplicable") {
      this.#outcomes.set(outcomeKey(asset.id, name), { kind: "notApplicable" });
      this.notApplicable.push(notApplicable(name, instance, position));
    }
    if (instance?.kind !== "ready") return;
    const { message, state, clauses: checked, exprs } = instance.result;
    const clauses = clausesOf(rule, this.#functions);
    const slots = instance.slots(clauses?.strict === true);
    const { when, clear } = checked;
    if (!this.#limits.fits(rule, asset, exprs, slots, instance.windows)) return;
    const parts = message.map((part): MessagePart => (part === "asset name" ? { text: asset.name } : part));
    const program: RuleProgram = {
      id: `${name}@${asset.id}`, rule: name, assetId: asset.id, slots, ...checked, message: parts,
      ...(clauses?.advise && { advise: clauses.advise.name }), ...(state && { state: { name: state.name, member: state.member } }), position,
    };
    const ofRule = this.#programs.get(rule) ?? new Map<string, RuleProgram>();
    this.#programs.set(rule, ofRule.set(asset.id, program));
    if (state) this.#outcomes.set(outcomeKey(asset.id, name), { kind: "runs", slots, contender: { when, ...(clear && { clear }), member: state.index, rank: SEVERITIES.length - SEVERITIES.indexOf(checked.severity), rule: name } });
  }

  /** What the rules make of a state on an asset. */
  state(asset: Pick<Asset, "id" | "type">, state: string): StateOutcome {
    const slots: Slot[] = [];
    const contenders: StateContender[] = [];
    if (asset.id === "") return { kind: "set", contenders, slots };
    for (const rule of this.setters(asset.type, state)) {
      const outcome = this.#outcomes.get(outcomeKey(asset.id, rule.syntax.name.name)) ?? { kind: "broken" };
      if (outcome.kind === "broken") return outcome;
      if (outcome.kind === "notApplicable") continue;
      contenders.push(shifted(outcome.contender, slots.length));
      slots.push(...outcome.slots);
    }
    return { kind: "set", contenders, slots };
  }

  /** Tells of names that mean nothing. Call after the last asset. */
  finish(facts: FactFinder): void {
    for (const [rule, instances] of this.#instances) {
      if (facts.symbols.assetsOf(rule.type.id).length === 0) instances.withoutAssets(facts.symbols);
      else instances.finish();
    }
  }

  #check(rule: Rule, environment: SignalEnvironment, given: GivenLimits): Checked | undefined {
    const { syntax, sink } = rule;
    const checker = new ExpressionChecker(environment, sink);
    if (syntax.from) return this.#checkFrom(rule, syntax.from, checker, given);
    const clauses = new RuleChecker(syntax, syntax.name, checker, given).check();
    const state = syntax.state && checkState(rule, syntax.state.state, syntax.state.member);
    return clauses && (!syntax.state || state) ? checkedOf(clauses, state) : undefined;
  }

  /** The template's clauses with what this rule gives. */
  #checkFrom(rule: Rule, from: NonNullable<RuleSyntax["from"]>, checker: ExpressionChecker<NumberExpr>, given: GivenLimits): Checked | undefined {
    const { functions } = checker.environment;
    const template = functions.template(from.template.name);
    if (!template) return this.#tellNoTemplate(rule, from.template, checker);
    const bindings = bindOperands(checker, template.syntax.name.name, template.syntax.parameters, from.operands, from);
    if (!bindings || functions.isBroken(template) || rule.syntax.broken) return undefined;
    for (const { name } of template.syntax.parameters) {
      const limit = given.get(name.name);
      if (limit) bindings.set(name.name, limit);
    }
    const sink = new DiagnosticSink(template.file);
    const inside = new BoundEnvironment({ outer: checker.environment, bindings, functions: functions.of(template.file), sink, owner: `template ${template.syntax.name.name}`, call: from, also: "asset name" });
    const clauses = new RuleChecker(template.syntax, named(rule.syntax.name, from), checker.within(inside, sink), given).check();
    const [first] = sink.list();
    if (first) return checker.tell(from, "in-template", `With these values template ${template.syntax.name.name} is wrong: ${first.message}`);
    const state = template.syntax.state && checkState(rule, { ...from.template, name: template.syntax.state.state.name }, { ...from.template, name: template.syntax.state.member.name }, template);
    return clauses && (!template.syntax.state || state) ? checkedOf(clauses, state) : undefined;
  }

  #tellNoTemplate({ file }: Rule, word: Named, checker: ExpressionChecker<NumberExpr>): undefined {
    const scope = this.#functions.of(file);
    const elsewhere = scope.elsewhere(word.name);
    if (elsewhere !== undefined) return checker.tell(word, "unknown-template", `${word.name} is defined in ${elsewhere}, which is not imported here: write import ${JSON.stringify(elsewhere)} at the top.`, { fix: importOf(elsewhere) });
    const near = nearest(word.name, scope.templateNames);
    return checker.tell(word, "unknown-template", `There is no template ${word.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(word, near) });
  }
}

function checkedOf(checked: CheckedClauses, state: RuleState | undefined): Checked {
  const { message, ...clauses } = checked;
  return { clauses, message, exprs: expressionsIn(checked), ...(state && { state }) };
}

/** All that a rule works out while it runs. */
function expressionsIn({ when, clear, suppress, message }: CheckedClauses): Expr[] {
  const exprs: Expr[] = [when];
  if (clear) exprs.push(clear);
  if (suppress) exprs.push(suppress);
  for (const part of message) if (part !== "asset name" && "value" in part) exprs.push(part.value);
  return exprs;
}

function named(name: Named, place: { readonly start: number; readonly end: number }): Named {
  return { name: name.name, start: place.start, end: place.end };
}

function outcomeKey(assetId: string, rule: string): string {
  return `${assetId} ${rule}`;
}

/** A contender whose slots come after others. */
function shifted(contender: StateContender, by: number): StateContender {
  const move = { number: (slot: number) => ({ op: "signal", slot: slot + by }) as const, truth: (slot: number) => ({ op: "truthSignal", slot: slot + by }) as const, signal: (slot: number) => slot + by };
  return { ...contender, when: replaceInTruth(contender.when, move), ...(contender.clear && { clear: replaceInTruth(contender.clear, move) }) };
}

function checkState({ sink, type }: Rule, state: Named, member: Named, template?: OwnTemplate): Checked["state"] {
  const who = template ? `Template ${template.syntax.name.name} sets ${state.name} = ${member.name}: ` : "";
  const def = type.states.find((candidate) => candidate.name === state.name);
  if (!def) {
    const near = template ? undefined : nearest(state.name, type.states.map((candidate) => candidate.name));
    sink.report(state, "unknown-state", `${who}${type.name} has no operational state ${state.name}${statesOf(type)}.`, near === undefined ? {} : { fix: replaceWith(state, near) });
    return undefined;
  }
  const index = def.members.indexOf(member.name);
  if (index >= 0) return { name: state.name, member: member.name, index };
  const near = template ? undefined : nearest(member.name, def.members);
  sink.report(member, "unknown-member", `${who}${state.name} is never ${member.name}; it is one of ${def.members.join(", ")}.`, near === undefined ? {} : { fix: replaceWith(member, near) });
  return undefined;
}

function statesOf(type: AssetType): string {
  return type.states.length === 0 ? "; give it one in the asset type" : `; it has ${type.states.map((state) => state.name).join(", ")}`;
}

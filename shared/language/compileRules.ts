/** Rules on their assets. */
import type { AssetType } from "../model/project.ts";
import { nearest } from "../units/nearest.ts";
import { isSpellable } from "../units/unit.ts";
import { US_PER_MIN } from "../time/time.ts";
import { replaceWith } from "./diagnostics.ts";
import type { DefinedOnType } from "./definitions.ts";
import { ExpressionChecker } from "./ExpressionChecker.ts";
import type { FactFinder } from "./Facts.ts";
import { Instances, notApplicable, positionOf } from "./Instances.ts";
import type { MessagePart, NotApplicable, RuleProgram, Severity, TruthExpr } from "./ir.ts";
import { namesIn } from "./names.ts";
import type { SignalEnvironment, SignalLeaf } from "./SignalEnvironment.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { RuleSyntax, TextPart } from "./syntax.ts";
import type { Typed } from "./typed.ts";
import { SEVERITIES } from "./words.ts";

/** How long a rule may be undecidable before it says so, unless it says otherwise. */
const UNKNOWN_AFTER_US = US_PER_MIN;

/** A part of a message before the asset is known. */
type MessageTemplate = MessagePart | "asset name";

interface CheckedRule {
  readonly when: TruthExpr;
  readonly clear?: TruthExpr;
  readonly severity: Severity;
  readonly message: readonly MessageTemplate[];
  readonly state?: { readonly name: string; readonly member: string };
  readonly unknownAfterUs: number;
}

export function compileRules(rules: readonly DefinedOnType<RuleSyntax>[], symbols: SymbolTable, facts: FactFinder): { readonly programs: RuleProgram[]; readonly notApplicable: NotApplicable[] } {
  const programs: RuleProgram[] = [];
  const left: NotApplicable[] = [];
  for (const rule of rules) {
    const { syntax } = rule;
    const { name } = syntax.name;
    const position = positionOf(rule.file, syntax);
    const values = (syntax.message?.parts ?? []).map((part) => ("value" in part ? part.value : undefined));
    const names = namesIn([syntax.when, syntax.clear, syntax.unknownAfter, ...values]);
    const instances = new Instances(rule, name, names, facts, (environment) => checkRule(rule, environment));
    const assets = symbols.assetsOf(rule.type.id);
    if (assets.length === 0) instances.withoutAssets(symbols);
    for (const asset of assets) {
      const instance = instances.on(asset);
      if (instance.kind === "notApplicable") left.push(notApplicable(name, instance, position));
      if (instance.kind !== "ready") continue;
      const { message, ...checked } = instance.result;
      programs.push({
        id: `${name}@${asset.id}`, rule: name, assetId: asset.id, slots: instance.slots(syntax.strict), ...checked,
        message: message.map((part) => (part === "asset name" ? { text: asset.name } : part)), ...(syntax.advise && { advise: syntax.advise.name }), position,
      });
    }
    if (assets.length > 0) instances.finish();
  }
  return { programs, notApplicable: left };
}

function checkRule(rule: DefinedOnType<RuleSyntax>, environment: SignalEnvironment): CheckedRule | undefined {
  const { syntax, sink } = rule;
  const checker = new ExpressionChecker(environment, sink);
  const when = syntax.when && checker.condition(syntax.when);
  const clear = syntax.clear && checker.condition(syntax.clear);
  const severity = checkSeverity(rule);
  const message = checkMessage(rule, checker);
  const state = checkState(rule);
  const unknownAfterUs = syntax.unknownAfter ? checker.duration(syntax.unknownAfter) : UNKNOWN_AFTER_US;
  if (!syntax.when && !syntax.broken) sink.report(syntax.name, "missing-clause", `${syntax.name.name} has no "when": it does not say when the alarm is raised.`);
  const whole = !syntax.broken && (!syntax.clear || clear) && (!syntax.state || state);
  if (!whole || !when || !severity || !message || unknownAfterUs === undefined) return undefined;
  return { when, ...(clear && { clear }), severity, message, ...(state && { state }), unknownAfterUs };
}

function checkSeverity({ syntax, sink }: DefinedOnType<RuleSyntax>): Severity | undefined {
  const word = syntax.severity;
  if (!word) {
    if (!syntax.broken) sink.report(syntax.name, "missing-clause", `${syntax.name.name} has no "severity": critical, high, medium or low.`);
    return undefined;
  }
  const severity = SEVERITIES.find((candidate) => candidate === word.name);
  if (severity) return severity;
  const near = nearest(word.name, SEVERITIES);
  sink.report(word, "unknown-severity", `"${word.name}" is no severity: critical, high, medium or low.`, near === undefined ? {} : { fix: replaceWith(word, near) });
  return undefined;
}

function checkState({ syntax, sink, type }: DefinedOnType<RuleSyntax>): { readonly name: string; readonly member: string } | undefined {
  if (!syntax.state) return undefined;
  const { state, member } = syntax.state;
  const def = type.states.find((candidate) => candidate.name === state.name);
  if (!def) {
    const near = nearest(state.name, type.states.map((candidate) => candidate.name));
    sink.report(state, "unknown-state", `${type.name} has no operational state ${state.name}${statesOf(type)}.`, near === undefined ? {} : { fix: replaceWith(state, near) });
    return undefined;
  }
  if (def.members.includes(member.name)) return { name: state.name, member: member.name };
  const near = nearest(member.name, def.members);
  sink.report(member, "unknown-member", `${state.name} is never ${member.name}; it is one of ${def.members.join(", ")}.`, near === undefined ? {} : { fix: replaceWith(member, near) });
  return undefined;
}

function statesOf(type: AssetType): string {
  return type.states.length === 0 ? "; give it one in the asset type" : `; it has ${type.states.map((state) => state.name).join(", ")}`;
}

/** The message's parts; without one the rule's name stands for it. */
function checkMessage({ syntax, sink }: DefinedOnType<RuleSyntax>, checker: ExpressionChecker<SignalLeaf>): readonly MessageTemplate[] | undefined {
  if (!syntax.message) return [{ text: syntax.name.name }];
  const parts = syntax.message.parts.map((part) => messagePart(part, checker, sink));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function messagePart(part: TextPart, checker: ExpressionChecker<SignalLeaf>, sink: DefinedOnType<RuleSyntax>["sink"]): MessageTemplate | undefined {
  if ("text" in part) return part;
  const typed = checker.check(part.value);
  if (!typed) return undefined;
  const shown = templateOf(typed);
  if (!shown) sink.report(part.value, "not-available", "A message shows numbers, enums and true or false signals; showing this is not available yet.");
  return shown;
}

function templateOf(typed: Typed<SignalLeaf>): MessageTemplate | undefined {
  switch (typed.kind) {
    case "number": return { value: typed.node, ...(isSpellable(typed.unit) && typed.unit.code !== "1" && { unit: typed.unit.code }) };
    case "enum": return { value: typed.node, members: typed.members };
    case "truth": return typed.node.op === "truthSignal" ? { value: { op: "signal", slot: typed.node.slot }, members: ["false", "true"] } : undefined;
    case "literal": return { text: typed.text };
    case "assetName": return "asset name";
    case "text": return undefined;
  }
}

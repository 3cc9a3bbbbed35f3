/** Limits of rules that differ on single assets: `override R on Asset { hot = 85 degC }`. */
import type { Asset } from "../model/project.ts";
import { assetPath } from "../model/signals.ts";
import { nearest } from "../units/nearest.ts";
import type { Binding } from "./BoundEnvironment.ts";
import { type Defined, type DefinedOnType, type Definitions, nameOfUse } from "./definitions.ts";
import { replaceWith } from "./diagnostics.ts";
import { type Environment, ExpressionChecker } from "./ExpressionChecker.ts";
import { type FunctionScopes, NO_FUNCTIONS } from "./FunctionScopes.ts";
import type { Variant } from "./Instances.ts";
import type { NumberExpr } from "./ir.ts";
import { namesIn, pathOf, spellName } from "./names.ts";
import { limitValue, type GivenLimits } from "./RuleChecker.ts";
import { parameterKind } from "./checkParameters.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { Named, NameNode, OverrideSyntax, RuleSyntax, UseSyntax } from "./syntax.ts";

export type Override = Defined<OverrideSyntax>;

/** A number of a rule that may be overridden. */
interface Limit {
  readonly name: Named;
  readonly unit: Named;
  /** A template's parameter to which the rule gives a signal, which no number can stand for. */
  readonly reads?: string;
}

interface Given {
  readonly binding: Binding<NumberExpr>;
  /** The exact number, to tell assets with the same limits. */
  readonly text: string;
}

export interface Overrides {
  of(rule: DefinedOnType<RuleSyntax>, asset: Asset): Variant<GivenLimits> | undefined;
}

/** The limits of a rule: those it declares, or the numbers of its template. */
export function limitsOf(rule: DefinedOnType<RuleSyntax>, functions: FunctionScopes): Limit[] {
  const { from, limits } = rule.syntax;
  const template = from && functions.of(rule.file).template(from.template.name)?.syntax;
  if (!from || !template) return limits.map(({ name, unit }) => ({ name, unit }));
  const parameters = template.parameters.flatMap((parameter, index): Limit[] => {
    const [read] = namesIn([from.operands[index]]);
    return parameterKind(parameter) ? [] : [{ name: parameter.name, unit: parameter.unit, ...(read && { reads: pathOf(read) }) }];
  });
  return [...parameters, ...template.limits.map(({ name, unit }) => ({ name, unit }))];
}

export function readOverrides(definitions: Definitions, symbols: SymbolTable, functions: FunctionScopes): Overrides {
  const given = new Map<string, Map<string, Given>>();
  const rules = new Map(definitions.rules.map((rule) => [rule.syntax.name.name, rule]));
  for (const override of definitions.overrides) {
    if (usesNamed(override, definitions).length > 0) continue;
    const rule = findRule(override, rules, definitions);
    const asset = findAsset(override, symbols);
    if (!rule || !asset) continue;
    if (asset.type !== rule.type.id) {
      override.sink.report(override.syntax.asset, "wrong-type", `${asset.name} is no ${rule.type.name}, so rule ${rule.syntax.name.name} does not stand on it.`);
      continue;
    }
    const key = `${rule.syntax.name.name} ${asset.id}`;
    const ofAsset = given.get(key) ?? new Map<string, Given>();
    given.set(key, ofAsset);
    readSettings(override, rule, functions, (name, binding, text) => {
      if (ofAsset.has(name)) return false;
      ofAsset.set(name, { binding, text });
      return true;
    });
  }
  return {
    of: (rule, asset) => {
      const ofAsset = given.get(`${rule.syntax.name.name} ${asset.id}`);
      if (!ofAsset || ofAsset.size === 0) return undefined;
      return { key: JSON.stringify([...ofAsset].map(([name, { text }]) => [name, text])), value: new Map([...ofAsset].map(([name, { binding }]) => [name, binding])) };
    },
  };
}

type Take = (name: string, binding: Binding<NumberExpr>, text: string) => boolean;

function readSettings({ syntax, sink }: Override, rule: DefinedOnType<RuleSyntax>, functions: FunctionScopes, take: Take): void {
  const limits = limitsOf(rule, functions);
  const owner = rule.syntax.name.name;
  const checker = new ExpressionChecker(CONSTANTS, sink);
  for (const { name, value } of syntax.settings) {
    const limit = limits.find((candidate) => candidate.name.name === name.name);
    if (!limit) {
      const near = nearest(name.name, limits.map((candidate) => candidate.name.name));
      const has = limits.length === 0 ? `${owner} has no limits: give a number in it a name first, limit ${name.name} : degC = 80.` : `Rule ${owner} has no limit ${name.name}; it has ${limits.map((each) => each.name.name).join(", ")}.`;
      sink.report(name, "unknown-limit", has, near === undefined ? {} : { fix: replaceWith(name, near) });
    } else if (limit.reads !== undefined) sink.report(name, "unknown-limit", `${owner} gives ${limit.reads} for ${name.name}, which is no limit.`);
    else {
      const [read] = namesIn([value]);
      if (read) sink.report(value, "not-a-constant", `An override gives a number; ${pathOf(read)} is a name.`);
      const binding = read ? undefined : limitValue({ name, unit: limit.unit, value }, checker);
      const constant = binding?.typed.kind === "number" ? binding.typed.constant : undefined;
      if (binding && constant && !take(name.name, binding, `${constant.n}/${constant.d}`)) sink.report(name, "duplicate-clause", `${name.name} of ${owner} is already overridden on this asset.`);
    }
  }
}

/** The uses that an override is about, one for each type; none where a rule has the name. */
export function usesNamed({ syntax }: Override, { rules, uses }: Definitions): readonly DefinedOnType<UseSyntax>[] {
  const name = syntax.rule.name;
  return rules.some((rule) => rule.syntax.name.name === name) ? [] : uses.filter((use) => nameOfUse(use.syntax).name === name);
}

function findRule({ syntax, sink }: Override, rules: ReadonlyMap<string, DefinedOnType<RuleSyntax>>, { uses }: Definitions): DefinedOnType<RuleSyntax> | undefined {
  const found = rules.get(syntax.rule.name);
  if (found) return found;
  const near = nearest(syntax.rule.name, [...rules.keys(), ...uses.map((use) => nameOfUse(use.syntax).name)]);
  sink.report(syntax.rule, "unknown-rule", `There is no rule or use ${syntax.rule.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(syntax.rule, near) });
  return undefined;
}

/** The asset that an override names; undefined (told) where there is none or more than one. */
export function findAsset({ syntax, sink }: Override, symbols: SymbolTable): Asset | undefined {
  const found = assetsNamed(syntax.asset, symbols);
  const [first] = found;
  if (found.length === 1) return first;
  const path = pathOf(syntax.asset);
  if (first) {
    const paths = found.map((asset) => assetPath(symbols.project, asset.id).map(spellName).join("."));
    sink.report(syntax.asset, "ambiguous-asset", `${found.length} assets are called ${path}: write which, ${paths.slice(0, 3).join(" or ")}.`);
    return undefined;
  }
  const near = nearest(path, Object.values(symbols.project.assets).map(({ name }) => name));
  sink.report(syntax.asset, "unknown-asset", `There is no asset ${path}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(syntax.asset, spellName(near)) });
  return undefined;
}

/** Assets whose path from the top ends with these names; one whose whole path it is stands for itself. */
export function assetsNamed(name: NameNode, symbols: SymbolTable): Asset[] {
  const words = name.segments.map((segment) => segment.name);
  const last = words.at(-1);
  const found = Object.values(symbols.project.assets).filter((asset) => asset.name === last && endsWith(assetPath(symbols.project, asset.id), words));
  const whole = found.filter((asset) => assetPath(symbols.project, asset.id).length === words.length);
  return whole.length === 1 && words.length > 1 ? whole : found;
}

function endsWith(path: readonly string[], words: readonly string[]): boolean {
  return words.every((word, index) => path[path.length - words.length + index] === word);
}

/** Where only numbers may stand. */
export const CONSTANTS: Environment<NumberExpr> = { lookup: () => ({ kind: "nothing" }), peek: () => undefined, functions: NO_FUNCTIONS, opaqueUnits: new Set() };

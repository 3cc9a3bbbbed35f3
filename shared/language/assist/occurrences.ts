/** Every name in the texts with what it means: the one walk that references, renaming and colours by meaning stand on. */
import type { Asset, AssetType } from "../../model/project.ts";
import type { Analysis } from "../analyse.ts";
import { expressionsOfRule } from "../compileRules.ts";
import { nameOfUse } from "../definitions.ts";
import type { FunctionScope } from "../FunctionScope.ts";
import { innerExpressions, isAggregate } from "../names.ts";
import { assetsNamed } from "../overrides.ts";
import type { NameStep, Resolution } from "../SymbolTable.ts";
import type { Definition, Expression, ModelSyntax, Named, NameNode, OverrideSyntax, ParameterSyntax, Place, RuleClauses, TemplateSyntax, UseSyntax } from "../syntax.ts";
import { expressionsOfModel, linesOfModel, settersIn } from "./nodeAt.ts";
import { exampleAsset } from "./scope.ts";
import { type Target, targetOf } from "./targets.ts";

/** A name that stands at [start, end) of a file. */
export interface Occurrence extends Place {
  readonly file: string;
  /** What it means; several where it leads to other assets from other assets. */
  readonly targets: readonly Target[];
  /** Whether the thing is defined here. */
  readonly definition: boolean;
}

/** Assets of a type whose parts are looked at; more would cost without telling more. */
const LOOKED_AT = 100;

/** All names in all texts, in the order of the texts. */
export function occurrencesIn(analysis: Analysis): Occurrence[] {
  return analysis.trees.flatMap(({ tree }) => {
    const walker = new Walker(analysis, tree.file);
    for (const definition of tree.definitions) walker.definition(definition);
    return walker.found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  });
}

/** Names that stand before those of the asset: limits, parameters, lines of a model. */
type Local = ReadonlyMap<string, Target>;
type Comparison = Extract<Expression, { kind: "comparison" }>;

class Walker {
  readonly found: Occurrence[] = [];
  readonly #analysis: Analysis;
  readonly #file: string;
  readonly #functions: FunctionScope;

  constructor(analysis: Analysis, file: string) {
    this.#analysis = analysis;
    this.#file = file;
    this.#functions = analysis.functions.of(file);
  }

  definition(definition: Definition): void {
    switch (definition.kind) {
      case "import": return this.#add(definition.file, targetOf.file(definition.file.name));
      case "model": return this.#model(definition);
      case "override": return this.#override(definition);
      case "def": {
        const owner = targetOf.def(this.#file, definition.name.name);
        this.#add(definition.name, owner, true);
        return this.#expressions([...definition.parameters.map(({ value }) => value), definition.value], undefined, this.#parameters(owner, definition.parameters));
      }
      case "template": {
        const owner = targetOf.template(this.#file, definition.name.name);
        this.#add(definition.name, owner, true);
        const local = new Map([...this.#parameters(owner, definition.parameters), ...this.#limits(owner, definition)]);
        this.#state(definition, this.#typesOf(definition));
        return this.#expressions([...definition.parameters.map(({ value }) => value), ...expressionsOfRule(definition)], undefined, local);
      }
      default: return this.#onType(definition);
    }
  }

  #onType(definition: Extract<Definition, { kind: "calc" | "rule" | "use" }>): void {
    const type = this.#analysis.symbols.typeNamed(definition.type.name);
    if (type) this.#add(definition.type, targetOf.type(type.id));
    const typeId = type?.id ?? "";
    if (definition.kind === "calc") {
      this.#add(definition.name, targetOf.calc(typeId, definition.name.name), true);
      return this.#expressions([definition.value], type, new Map());
    }
    if (definition.kind === "use") return this.#use(definition, type);
    const owner = targetOf.rule(definition.name.name);
    this.#add(definition.name, owner, true);
    if (type) this.#state(definition, [type.id]);
    const template = definition.from && this.#functions.template(definition.from.template.name);
    if (definition.from && template) this.#add(definition.from.template, targetOf.template(template.file, definition.from.template.name));
    this.#expressions(expressionsOfRule(definition), type, this.#limits(owner, definition));
  }

  /** Types that have rules made from a template. */
  #typesOf({ name }: TemplateSyntax): string[] {
    const { definitions, functions } = this.#analysis;
    const made = definitions.rules.filter(({ syntax: { from }, file }) => from?.template.name === name.name && functions.of(file).template(name.name)?.file === this.#file);
    return [...new Set(made.map(({ type }) => type.id))];
  }

  /** The state that a rule sets, and its member. */
  #state({ state }: RuleClauses, typeIds: readonly string[]): void {
    if (!state || typeIds.length === 0) return;
    const owners = typeIds.map((typeId) => targetOf.state(typeId, state.state.name));
    this.#push(state.state, owners);
    this.#push(state.member, owners.map((owner) => targetOf.member(owner, state.member.name)));
  }

  #parameters(owner: Target, parameters: readonly ParameterSyntax[]): Local {
    return this.#declared(parameters.map(({ name }) => name), (name) => targetOf.parameter(owner, name));
  }

  #limits(owner: Target, { limits }: RuleClauses): Local {
    return this.#declared(limits.map(({ name }) => name), (name) => targetOf.limit(owner, name));
  }

  #declared(names: readonly Named[], target: (name: string) => Target): Local {
    for (const name of names) this.#add(name, target(name.name), true);
    return new Map(names.map(({ name }) => [name, target(name)]));
  }

  #model(model: ModelSyntax): void {
    this.#add(model.name, targetOf.model(model.name.name), true);
    const local = this.#declared(linesOfModel(model).map(({ name }) => name), (name) => targetOf.line(model.name.name, name));
    for (const state of settersIn(model)) {
      const line = local.get(state.name);
      if (line) this.#add(state, line);
    }
    this.#expressions(expressionsOfModel(model), undefined, local);
  }

  #use(use: UseSyntax, type: AssetType | undefined): void {
    this.#add(use.model, targetOf.model(use.model.name));
    const typeId = type?.id ?? "";
    if (use.alias) this.#add(use.alias, targetOf.use(typeId, use.alias.name), true);
    for (const { name } of use.settings) this.#add(name, targetOf.line(use.model.name, name.name));
    for (const { output } of use.comparisons) this.#add(output, targetOf.line(use.model.name, output.name));
    this.#expressions([...use.settings.map(({ value }) => value), ...use.comparisons.map(({ signal }) => signal)], type, new Map());
  }

  #override(override: OverrideSyntax): void {
    const { symbols, definitions } = this.#analysis;
    const [asset, ...others] = assetsNamed(override.asset, symbols);
    if (asset && others.length === 0) {
      let at: Asset | undefined = asset;
      for (const segment of override.asset.segments.toReversed()) {
        if (at) this.#add(segment, targetOf.asset(at.id));
        at = at?.parent === undefined ? undefined : symbols.project.assets[at.parent];
      }
    }
    const rule = definitions.rules.find(({ syntax }) => syntax.name.name === override.rule.name);
    const use = rule ? undefined : definitions.uses.find(({ syntax, type }) => nameOfUse(syntax).name === override.rule.name && (!asset || type.id === asset.type));
    if (use) {
      this.#add(override.rule, use.syntax.alias ? targetOf.use(use.type.id, use.syntax.alias.name) : targetOf.model(use.syntax.model.name));
      for (const { name } of override.settings) this.#add(name, targetOf.line(use.syntax.model.name, name.name));
      return;
    }
    const owner = targetOf.rule(override.rule.name);
    this.#add(override.rule, owner);
    const template = rule?.syntax.from && this.#analysis.functions.of(rule.file).template(rule.syntax.from.template.name);
    const from = template && targetOf.template(template.file, template.syntax.name.name);
    for (const { name } of override.settings) {
      const parameter = template?.syntax.parameters.some((candidate) => candidate.name.name === name.name) === true;
      if (from && parameter) this.#add(name, targetOf.parameter(from, name.name));
      else this.#add(name, targetOf.limit(from ?? owner, name.name));
    }
  }

  #expressions(expressions: readonly (Expression | undefined)[], type: AssetType | undefined, local: Local): void {
    for (const expression of expressions) if (expression) this.#expression(expression, type, local, false);
  }

  #expression(expression: Expression, type: AssetType | undefined, local: Local, aggregated: boolean): void {
    if (expression.kind === "name") return this.#name(expression, type, local, aggregated);
    if (expression.kind === "call") {
      const table = local.get(expression.callee.name);
      const own = this.#functions.find(expression.callee.name);
      if (table) this.#add(expression.callee, table);
      else if (own) this.#add(expression.callee, targetOf.def(own.file, own.syntax.name.name));
    }
    if (expression.kind === "comparison") return this.#comparison(expression, type, local, aggregated);
    const inside = aggregated || (expression.kind === "call" && isAggregate(expression));
    for (const inner of innerExpressions(expression)) this.#expression(inner, type, local, inside);
  }

  /** `mode == auto`: the other side of an enum is a member of it, whatever else is called so. */
  #comparison({ left, right }: Comparison, type: AssetType | undefined, local: Local, aggregated: boolean): void {
    const [inLeft, inRight] = [left, right].map((side) => {
      const from = this.found.length;
      this.#expression(side, type, local, aggregated);
      return this.found.splice(from);
    });
    for (const [side, found, other] of [[left, inLeft, right], [right, inRight, left]] as const) {
      const word = other.kind === "text" ? other.value : other.kind === "name" && !other.children && other.segments.length === 1 ? other.segments[0]?.name : undefined;
      const owner = side.kind === "name" ? found?.find(({ end }) => end === side.end)?.targets[0] : undefined;
      if (word === undefined || owner === undefined || !this.#membersOf(owner).includes(word)) continue;
      this.found.push(...(found ?? []));
      return this.#add(other, targetOf.member(owner, word));
    }
    this.found.push(...(inLeft ?? []), ...(inRight ?? []));
  }

  /** Of a state, or of a signal that is an enum. */
  #membersOf(owner: Target): readonly string[] {
    const [kind = "", typeId = "", key = ""] = owner.split(":");
    const type = this.#analysis.project.types[typeId];
    if (kind === "state") return type?.states.find(({ name }) => name === key)?.members ?? [];
    return (kind === "signal" && type?.signals.find(({ id }) => id === key)?.members) || [];
  }

  #name(name: NameNode, type: AssetType | undefined, local: Local, aggregated: boolean): void {
    const segments = name.segments.map((segment) => segment.name);
    const bound = name.children ? undefined : local.get(segments.join("."));
    if (bound) return this.#add(span(name, 0, segments.length), bound);
    const { symbols } = this.#analysis;
    if (name.children) {
      const members = symbols.typeNamed(name.children.name);
      if (!members) return;
      this.#add(name.children, targetOf.type(members.id));
      return this.#path(name, segments, 0, [exampleAsset(this.#analysis, members)]);
    }
    if (!type) return;
    const assets = symbols.assetsOf(type.id).slice(0, LOOKED_AT);
    const first = assets[0] ?? exampleAsset(this.#analysis, type);
    const related = aggregated ? symbols.relatedTo(first, segments) : undefined;
    if (!related) return this.#path(name, segments, 0, assets.length === 0 ? [first] : assets);
    const at = segments.length - related.rest.length;
    const relation = related.through.split(".").at(-1) ?? "";
    this.#add(span(name, at - 1, at), targetOf.relation(relation));
    if (related.example) this.#path(name, related.rest, at, [related.example]);
  }

  /** A path read from assets: the parts and relations it leads through, and what it ends at. */
  #path(name: NameNode, segments: readonly string[], offset: number, assets: readonly Asset[]): void {
    const through = new Map<string, { readonly step: NameStep; readonly targets: Set<Target> }>();
    let ended = false;
    for (const asset of assets) {
      const steps: NameStep[] = [];
      const resolution = this.#analysis.symbols.resolve(asset, segments, steps);
      for (const step of steps) {
        if (step.by === "parent") continue;
        const key = `${step.from}:${step.to}:${step.by}`;
        const known = through.get(key) ?? { step, targets: new Set<Target>() };
        through.set(key, known);
        known.targets.add(step.by === "part" ? targetOf.asset(step.asset.id) : targetOf.relation(segments.slice(step.from, step.to).join(".")));
      }
      if (ended || resolution.kind === "missing") continue;
      ended = true;
      const from = offset + (steps.at(-1)?.to ?? 0);
      this.#end(name, from, resolution, steps.at(-1)?.asset ?? asset);
    }
    for (const { step, targets } of through.values()) this.#push(span(name, offset + step.from, offset + step.to), [...targets]);
  }

  #end(name: NameNode, from: number, resolution: Resolution, owner: Asset): void {
    const whole = span(name, from, name.segments.length);
    const type = this.#analysis.project.types[owner.type];
    switch (resolution.kind) {
      case "signal": return this.#add(whole, targetOf.signal(owner.type, resolution.def.id));
      case "calc": return this.#add(whole, targetOf.calc(owner.type, resolution.name));
      case "state": return this.#add(whole, targetOf.state(owner.type, resolution.name));
      case "parameter": {
        const written = name.segments.slice(from).map((segment) => segment.name).join(".");
        const parameter = type?.parameters.find((candidate) => candidate.name === written);
        return parameter && this.#add(whole, targetOf.assetParameter(owner.type, parameter.id));
      }
      case "output": {
        const use = this.#analysis.definitions.uses.find(({ type: of, syntax }) => of.id === owner.type && nameOfUse(syntax).name === resolution.use);
        if (!use) return;
        this.#add(span(name, from, from + 1), use.syntax.alias ? targetOf.use(owner.type, resolution.use) : targetOf.model(use.syntax.model.name));
        return this.#add(span(name, from + 1, name.segments.length), targetOf.line(use.syntax.model.name, resolution.output));
      }
      default:
    }
  }

  #add(place: Place, target: Target, definition = false): void {
    this.#push(place, [target], definition);
  }

  #push({ start, end }: Place, targets: readonly Target[], definition = false): void {
    this.found.push({ file: this.#file, start, end, targets, definition });
  }
}

function span(name: NameNode, from: number, to: number): Place {
  return { start: name.segments[from]?.start ?? name.start, end: name.segments[to - 1]?.end ?? name.end };
}

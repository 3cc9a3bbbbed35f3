/**
 * One definition on all assets of its type: looks its names up on each, checks the text once per shape of answers, and
 * tells of names that are nothing, everywhere (an error) or on some assets (a warning that says which).
 */
import type { Asset } from "../model/project.ts";
import { nearest } from "../units/nearest.ts";
import { replaceWith } from "./diagnostics.ts";
import type { DefinedOnType } from "./definitions.ts";
import { type FactFinder, type ReadFacts, slotOf } from "./Facts.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import type { NotApplicable, Slot, SourcePosition } from "./ir.ts";
import { pathOf, type Reading, spellName } from "./names.ts";
import { isSignalFact, type MissingName, type NotedWindow, SignalEnvironment, type SlotSource } from "./SignalEnvironment.ts";
import { placeholder, type SymbolTable } from "./SymbolTable.ts";
import type { NameNode, Place } from "./syntax.ts";

/** What became of a definition on one asset. */
export type Instance<R> =
  | { readonly kind: "ready"; readonly asset: Asset; readonly result: R; readonly slots: (strict: boolean) => Slot[]; readonly windows: readonly NotedWindow[] }
  | { readonly kind: "notApplicable"; readonly asset: Asset; readonly reason: string }
  /** Its error has been told. */
  | { readonly kind: "broken"; readonly asset: Asset };

interface Shape<R> {
  readonly result: R | undefined;
  readonly slots: readonly SlotSource[];
  readonly missing: readonly MissingName[];
  readonly windows: readonly NotedWindow[];
}

/** What an asset has of its own besides its names: limits overridden there. `key` tells assets with the same apart from others. */
export interface Variant<V> {
  readonly key: string;
  readonly value: V;
}

export interface InstanceOptions<S extends Place, R, V> {
  readonly defined: DefinedOnType<S>;
  /** How messages name the definition. */
  readonly title: string;
  readonly readings: readonly Reading[];
  readonly facts: FactFinder;
  readonly functions: FunctionScope;
  /** Must read the names through the environment only. */
  readonly check: (environment: SignalEnvironment, variant: V | undefined) => R | undefined;
}

/** Assets named in a message before it says "and n more". */
const NAMED_ASSETS = 3;

export class Instances<S extends Place, R, V = never> {
  readonly #options: InstanceOptions<S, R, V>;
  /** Each name once, by path and by whether it stands in an aggregate. */
  readonly #readings: readonly Reading[];
  readonly #paths: readonly string[];
  /** Syntax errors inside the definition: it is still checked for more, but makes no program. */
  readonly #unreadable: boolean;
  readonly #shapes = new Map<string, Shape<R>>();
  readonly #missing = new Map<string, { readonly name: NameNode; readonly assets: Asset[]; readonly reason: string; readonly suggest: () => string | undefined }>();
  #count = 0;

  constructor(options: InstanceOptions<S, R, V>) {
    this.#options = options;
    this.#readings = [...new Map(options.readings.map((reading) => [`${reading.aggregated ? "*" : ""}${pathOf(reading.name)}`, reading])).values()];
    this.#paths = this.#readings.map(({ name }) => pathOf(name));
    for (const { name } of options.readings) if (name.children) this.#checkType(name.children);
    this.#unreadable = options.defined.sink.hasErrorIn(options.defined.syntax);
  }

  #checkType(type: NonNullable<NameNode["children"]>): void {
    const { facts, defined } = this.#options;
    if (facts.symbols.typeNamed(type.name)) return;
    const near = nearest(type.name, facts.symbols.typeNames);
    defined.sink.report(type, "unknown-type", `There is no asset type ${type.name}.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(type, spellName(near)) });
  }

  /** The definition on one asset. */
  on(asset: Asset, variant?: Variant<V>): Instance<R> {
    this.#count += 1;
    const reads = this.#readings.map((reading, index) => this.#options.facts.read(asset, reading, this.#paths[index] ?? ""));
    const shape = this.#shape(reads, variant);
    const reasons = shape.missing.map((missing) => this.#noteMissing(asset, missing, reads));
    if (reasons.length > 0) return { kind: "notApplicable", asset, reason: `${asset.name} ${reasons.join(" and ")}` };
    if (shape.result === undefined || this.#unreadable) return { kind: "broken", asset };
    const slots = (strict: boolean): Slot[] => slotsFrom(reads, shape.slots, strict);
    return { kind: "ready", asset, result: shape.result, slots, windows: shape.windows };
  }

  #shape(reads: readonly ReadFacts[], variant: Variant<V> | undefined): Shape<R> {
    let key = variant?.key ?? "";
    for (const read of reads) key += `\n${describe(read)}`;
    const known = this.#shapes.get(key);
    if (known) return known;
    const { facts, functions, defined, check } = this.#options;
    const environment = new SignalEnvironment({ paths: this.#paths, reads, opaqueUnits: facts.opaqueUnits, functions, sink: defined.sink });
    const result = check(environment, variant?.value);
    const shape = { result, slots: environment.slots, missing: environment.missing, windows: environment.windows };
    this.#shapes.set(key, shape);
    return shape;
  }

  #noteMissing(asset: Asset, { name, reading, member }: MissingName, reads: readonly ReadFacts[]): string {
    const read = reads[reading];
    const fact = (read?.facts[member] ?? read?.example)?.fact;
    const found = fact?.kind === "missing" ? fact : { reason: `has no ${pathOf(name)}`, suggest: () => undefined };
    const owner = read?.members?.[member];
    const reason = owner ? `leads to ${owner.name}, which ${found.reason}` : found.reason;
    const known = this.#missing.get(pathOf(name));
    if (!known) this.#missing.set(pathOf(name), { name, assets: [asset], reason, suggest: found.suggest });
    else if (known.assets.at(-1) !== asset) known.assets.push(asset);
    return reason;
  }

  /** Tells of the names that were nothing. Call after the last asset. */
  finish(): void {
    const { defined: { sink }, title } = this.#options;
    for (const { name, assets, reason, suggest } of this.#missing.values()) {
      const first = assets[0]?.name ?? "";
      if (assets.length < this.#count) {
        const which = assets.length === 1 ? `${first} ${reason}` : `${listed(assets)} lack ${pathOf(name)} (${first} ${reason})`;
        sink.report(name, "missing-on-some", `${which}: ${title} does not run there.`, { severity: "warning" });
      } else this.#tellUnknown(name, `${first} ${reason}.`, suggest());
    }
  }

  #tellUnknown(name: NameNode, why: string, near: string | undefined): void {
    const meant = near === undefined ? "" : ` Did you mean ${near}?`;
    this.#options.defined.sink.report(name, "unknown-name", `${pathOf(name)} means nothing here: ${why}${meant}`, near === undefined ? {} : { fix: replaceWith(segmentsOf(name), spellName(near)) });
  }

  /** Checks against the type alone, while no asset of it exists: only slips in the type's own names can be told. */
  withoutAssets(symbols: SymbolTable): void {
    const { sink, type, syntax } = this.#options.defined;
    const asset = placeholder(type);
    this.on(asset);
    let unchecked = false;
    for (const { name } of this.#missing.values()) {
      const near = nearest(pathOf(name), symbols.namesFrom(asset));
      if (near === undefined) unchecked = true;
      else this.#tellUnknown(name, `${type.name} has no signal ${pathOf(name)}.`, near);
    }
    if (unchecked) sink.report({ start: syntax.start, end: Math.min(syntax.end, syntax.start + 4) }, "no-instances", `There is no ${type.name} yet, so names of its parts, parents and relations could not be checked.`, { severity: "warning" });
  }
}

/** The place of a name without the `children(…)` before it. */
function segmentsOf(name: NameNode): Place {
  return { start: name.segments[0]?.start ?? name.start, end: name.end };
}

/** All that decides how a name is lowered. */
function describe({ facts, through, example }: ReadFacts): string {
  if (through === undefined) return facts[0]?.description ?? "";
  return `${through}[${facts.map(({ description }) => description).join("|")}]${example?.description ?? ""}`;
}

function slotsFrom(reads: readonly ReadFacts[], sources: readonly SlotSource[], strict: boolean): Slot[] {
  const slots: Slot[] = [];
  for (const source of sources) {
    const slot = slotFrom(reads, source, strict);
    if (slot) slots.push(slot);
  }
  return slots;
}

/** The slot behind a source; states bring slots of their own, with the strictness of the rules that set them. */
function slotFrom(reads: readonly ReadFacts[], { reading, member, inner, predicted }: SlotSource, strict: boolean): Slot | undefined {
  const fact = reads[reading]?.facts[member]?.fact;
  if (fact?.kind === "state") return fact.slots[inner ?? 0];
  if (!isSignalFact(fact)) return undefined;
  const slot = slotOf(fact, strict);
  return predicted ? { ...slot, predicted } : slot;
}

function listed(assets: readonly Asset[]): string {
  const names = assets.slice(0, NAMED_ASSETS).map((asset) => asset.name);
  const more = assets.length - names.length;
  if (more > 0) return `${names.join(", ")} and ${more} more`;
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** Where a definition stands, for the intermediate form. */
export function positionOf(file: string, place: Place): SourcePosition {
  return { file, start: place.start, end: place.end };
}

/** The entry that says why a definition has no program on an asset. */
export function notApplicable(what: string, instance: { readonly asset: Asset; readonly reason: string }, position: SourcePosition): NotApplicable {
  return { what, assetId: instance.asset.id, reason: instance.reason, position };
}

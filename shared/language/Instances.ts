/**
 * One definition on all assets of its type: looks its names up on each, checks the text once per shape of answers, and
 * tells of names that are nothing, everywhere (an error) or on some assets (a warning that says which).
 */
import type { Asset, AssetType } from "../model/project.ts";
import { quoteName } from "../model/path.ts";
import type { NotApplicable, Slot, SourcePosition } from "./ir.ts";
import type { DefinedOnType } from "./definitions.ts";
import { type Fact, type FactFinder, type KnownFact, slotOf } from "./Facts.ts";
import { isSignalFact, SignalEnvironment } from "./SignalEnvironment.ts";
import { pathOf } from "./names.ts";
import { nearest } from "../units/nearest.ts";
import { replaceWith } from "./diagnostics.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { NameNode, Place } from "./syntax.ts";

/** What became of a definition on one asset. */
export type Instance<R> =
  | { readonly kind: "ready"; readonly asset: Asset; readonly result: R; readonly slots: (strict: boolean) => Slot[] }
  | { readonly kind: "notApplicable"; readonly asset: Asset; readonly reason: string }
  /** Its error has been told. */
  | { readonly kind: "broken"; readonly asset: Asset };

interface Shape<R> {
  readonly result: R | undefined;
  /** Which of the definition's names each slot reads. */
  readonly slots: readonly number[];
  readonly missing: readonly NameNode[];
}

/** Assets named in a message before it says "and n more". */
const NAMED_ASSETS = 3;

export class Instances<S extends Place, R> {
  readonly #defined: DefinedOnType<S>;
  readonly #title: string;
  /** Each name once, by path. */
  readonly #names: readonly (readonly [path: string, name: NameNode])[];
  readonly #facts: FactFinder;
  readonly #check: (environment: SignalEnvironment) => R | undefined;
  /** Syntax errors inside the definition: it is still checked for more, but makes no program. */
  readonly #unreadable: boolean;
  readonly #shapes = new Map<string, Shape<R>>();
  readonly #missing = new Map<string, { readonly name: NameNode; readonly assets: Asset[]; readonly reason: string; readonly suggest: () => string | undefined }>();
  #count = 0;

  /** `title` is how messages name the definition; `check` must read the names through the environment only. */
  constructor(defined: DefinedOnType<S>, title: string, names: readonly NameNode[], facts: FactFinder, check: (environment: SignalEnvironment) => R | undefined) {
    this.#defined = defined;
    this.#title = title;
    this.#names = [...new Map(names.map((name) => [pathOf(name), name]))];
    this.#facts = facts;
    this.#check = check;
    this.#unreadable = defined.sink.hasErrorIn(defined.syntax);
  }

  /** The definition on one asset. */
  on(asset: Asset): Instance<R> {
    this.#count += 1;
    const facts = this.#names.map(([path, name]) => this.#facts.known(asset, name, path));
    const shape = this.#shape(facts);
    const reasons = shape.missing.map((name) => this.#noteMissing(asset, name, this.#facts.find(asset, name)));
    if (reasons.length > 0) return { kind: "notApplicable", asset, reason: `${asset.name} ${reasons.join(" and ")}` };
    if (shape.result === undefined || this.#unreadable) return { kind: "broken", asset };
    const slots = (strict: boolean): Slot[] => shape.slots.map((index) => facts[index]?.fact).filter(isSignalFact).map((fact) => slotOf(fact, strict));
    return { kind: "ready", asset, result: shape.result, slots };
  }

  #shape(facts: readonly KnownFact[]): Shape<R> {
    const key = facts.map(({ description }) => description).join("\n");
    const known = this.#shapes.get(key);
    if (known) return known;
    const byPath = new Map(this.#names.flatMap(([path], index) => (facts[index] ? [[path, facts[index].fact] as const] : [])));
    const environment = new SignalEnvironment(byPath, this.#facts.opaqueUnits, this.#defined.sink);
    const result = this.#check(environment);
    const slots = environment.paths.map((path) => this.#names.findIndex(([candidate]) => candidate === path));
    const shape = { result, slots, missing: environment.missing };
    this.#shapes.set(key, shape);
    return shape;
  }

  #noteMissing(asset: Asset, name: NameNode, fact: Fact): string {
    const missing = fact.kind === "missing" ? fact : { reason: `has no ${pathOf(name)}`, suggest: () => undefined };
    const known = this.#missing.get(pathOf(name));
    if (known) known.assets.push(asset);
    else this.#missing.set(pathOf(name), { name, assets: [asset], reason: missing.reason, suggest: missing.suggest });
    return missing.reason;
  }

  /** Tells of the names that were nothing. Call after the last asset. */
  finish(): void {
    const { sink } = this.#defined;
    for (const { name, assets, reason, suggest } of this.#missing.values()) {
      const first = assets[0]?.name ?? "";
      if (assets.length < this.#count) {
        const which = assets.length === 1 ? `${first} ${reason}` : `${listed(assets)} lack ${pathOf(name)} (${first} ${reason})`;
        sink.report(name, "missing-on-some", `${which}: ${this.#title} does not run there.`, { severity: "warning" });
      } else this.#tellUnknown(name, `${first} ${reason}.`, suggest());
    }
  }

  #tellUnknown(name: NameNode, why: string, near: string | undefined): void {
    const meant = near === undefined ? "" : ` Did you mean ${near}?`;
    this.#defined.sink.report(name, "unknown-name", `${pathOf(name)} means nothing here: ${why}${meant}`, near === undefined ? {} : { fix: replaceWith(name, quoteName(near)) });
  }

  /** Checks against the type alone, while no asset of it exists: only slips in the type's own names can be told. */
  withoutAssets(symbols: SymbolTable): void {
    const { sink, type, syntax } = this.#defined;
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

function placeholder(type: AssetType): Asset {
  return { id: "", name: type.name, type: type.id, order: 0, parameters: {}, facts: {}, lifecycle: { state: "provisioning", sinceUs: 0 } };
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

/**
 * The names of a project as the language sees them from one asset: own signals, parameters and calcs, parts, `parent.`,
 * relations, outputs of models. Says what a name means or why it means nothing; knows no units beyond what signals declare.
 */
import type { Asset, AssetType, Project, SignalDef } from "../model/project.ts";
import { assetSignalId } from "../model/signals.ts";
import { nearest } from "../units/nearest.ts";

/** What the texts add to the names of a type. */
export interface TypeAdditions {
  readonly calcs: ReadonlySet<string>;
  /** Outputs by the name of their use. */
  readonly uses: ReadonlyMap<string, readonly string[]>;
}

export type Resolution =
  | { readonly kind: "signal"; readonly id: string; readonly def: SignalDef }
  | { readonly kind: "parameter"; readonly value: number; readonly unit: string | undefined }
  | { readonly kind: "calc"; readonly assetId: string; readonly name: string }
  | { readonly kind: "output"; readonly assetId: string; readonly use: string; readonly output: string }
  | { readonly kind: "assetName"; readonly text: string }
  /** `reason` is a clause about the asset ("has no part or signal …"); `suggest` finds the name probably meant. */
  | { readonly kind: "missing"; readonly reason: string; readonly suggest: () => string | undefined }
  /** An operational state of the asset, which rules set. */
  | { readonly kind: "state"; readonly assetId: string; readonly name: string; readonly members: readonly string[] };

/** What a relation or `children(Type)` leads to, and the name to read from each. */
export interface Members {
  /** What leads there, so that names over the same members are known as such. */
  readonly through: string;
  readonly assets: readonly Asset[];
  readonly rest: readonly string[];
  /** An asset that stands for a member while there is none. */
  readonly example?: Asset;
}

/** One step of a name from an asset to another: segments [from, to). */
export interface NameStep {
  readonly from: number;
  readonly to: number;
  readonly by: "part" | "parent" | "relation";
  readonly asset: Asset;
}

const NO_ADDITIONS: TypeAdditions = { calcs: new Set(), uses: new Map() };

export class SymbolTable {
  readonly project: Project;
  readonly #typesByName = new Map<string, AssetType>();
  readonly #assetsByType = new Map<string, Asset[]>();
  readonly #parts = new Map<string, Map<string, Asset>>();
  readonly #children = new Map<string, Asset[]>();
  readonly #related = new Map<string, Map<string, Asset[]>>();
  /** By type and relation: an asset that such a relation of some asset of the type leads to. */
  readonly #relatedExamples = new Map<string, Map<string, Asset>>();
  readonly #members = new Map<string, Map<string, SignalDef>>();
  readonly #additions: ReadonlyMap<string, TypeAdditions>;

  /** `additions` by type id. */
  constructor(project: Project, additions: ReadonlyMap<string, TypeAdditions>) {
    this.project = project;
    this.#additions = additions;
    for (const type of Object.values(project.types)) {
      if (!this.#typesByName.has(type.name)) this.#typesByName.set(type.name, type);
      this.#members.set(type.id, new Map(type.signals.map((def) => [def.name, def])));
    }
    for (const asset of Object.values(project.assets).toSorted((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1))) {
      append(this.#assetsByType, asset.type, asset);
      if (asset.parent === undefined) continue;
      inner(this.#parts, asset.parent).set(asset.name, asset);
      append(this.#children, asset.parent, asset);
    }
    for (const relation of Object.values(project.relations)) {
      const to = project.assets[relation.to];
      const from = project.assets[relation.from];
      if (to) append(inner(this.#related, relation.from), relation.name, to);
      if (to && from) inner(this.#relatedExamples, from.type).set(relation.name, to);
    }
  }

  typeNamed(name: string): AssetType | undefined {
    return this.#typesByName.get(name);
  }

  get typeNames(): Iterable<string> {
    return this.#typesByName.keys();
  }

  /** All assets of a type, in their order. */
  assetsOf(typeId: string): readonly Asset[] {
    return this.#assetsByType.get(typeId) ?? [];
  }

  /** What the dotted name means, read from the asset. `steps` takes the assets that it leads through. */
  resolve(asset: Asset, segments: readonly string[], steps: NameStep[] = []): Resolution {
    return this.#resolveFrom(asset, segments, 0, steps);
  }

  /** All assets of the type below this one, in their order from the top. Undefined where there is no such type. */
  childrenOf(asset: Asset, typeName: string, rest: readonly string[]): Members | undefined {
    const type = this.#typesByName.get(typeName);
    if (!type) return undefined;
    const assets: Asset[] = [];
    const seen = new Set<string>([asset.id]);
    const open = (this.#children.get(asset.id) ?? []).toReversed();
    for (let next = open.pop(); next; next = open.pop()) {
      if (seen.has(next.id)) continue;
      seen.add(next.id);
      if (next.type === type.id) assets.push(next);
      open.push(...(this.#children.get(next.id) ?? []).toReversed());
    }
    return { through: `children(${typeName})`, assets, rest, example: this.assetsOf(type.id)[0] ?? placeholder(type) };
  }

  /** The same for a name that leads through a relation to any number of assets; undefined for every other name. */
  relatedTo(asset: Asset, segments: readonly string[], through = ""): Members | undefined {
    if (this.#own(asset, segments)) return undefined;
    for (let length = segments.length - 1; length > 0; length -= 1) {
      const name = segments.slice(0, length).join(".");
      const rest = segments.slice(length);
      const part = name === "parent" ? this.#step(asset, name) : this.#parts.get(asset.id)?.get(name);
      if (part) return this.relatedTo(part, rest, `${through}${name}.`);
      const example = this.#relatedExamples.get(asset.type)?.get(name);
      if (example) return { through: through + name, assets: this.#related.get(asset.id)?.get(name) ?? [], rest, example };
    }
    return undefined;
  }

  /** Every name that can stand first when reading from the asset: for completion and suggestions. */
  namesFrom(asset: Asset): string[] {
    const type = this.project.types[asset.type];
    const additions = this.#additions.get(asset.type) ?? NO_ADDITIONS;
    return [
      ...(type?.signals.map((def) => def.name) ?? []), ...(type?.parameters.map((def) => def.name) ?? []), ...additions.calcs,
      ...(type?.states.map((state) => state.name) ?? []),
      ...(this.#parts.get(asset.id)?.keys() ?? []), ...(this.#related.get(asset.id)?.keys() ?? []), ...(asset.parent === undefined ? [] : ["parent"]),
    ];
  }

  /** The asset that a name of parts, relations and `parent` leads to, or undefined. */
  assetAt(asset: Asset, segments: readonly string[]): Asset | undefined {
    let here: Asset | undefined = asset;
    for (const segment of segments) here = here && this.#step(here, segment);
    return here;
  }

  #step(asset: Asset, name: string): Asset | undefined {
    if (name === "parent") return asset.parent === undefined ? undefined : this.project.assets[asset.parent];
    const related = this.#related.get(asset.id)?.get(name);
    return this.#parts.get(asset.id)?.get(name) ?? (related?.length === 1 ? related[0] : undefined);
  }

  #resolveFrom(asset: Asset, segments: readonly string[], at: number, steps: NameStep[]): Resolution {
    const rest = segments.slice(at);
    const own = this.#own(asset, rest);
    if (own) return own;
    if (at === 0 && rest[0] === "asset" && rest[1] === "name" && rest.length === 2) return { kind: "assetName", text: asset.name };
    for (let length = rest.length; length > 0; length -= 1) {
      const name = rest.slice(0, length).join(".");
      const next = this.#step(asset, name);
      if (next && length < rest.length) {
        const by = name === "parent" ? name : this.#parts.get(asset.id)?.has(name) ? "part" : "relation";
        steps.push({ from: at, to: at + length, by, asset: next });
        return this.#resolveFrom(next, segments, at + length, steps);
      }
      if (next) return missing(`has an asset ${name} there: one of its signals must follow the name`, () => undefined);
      const related = this.#related.get(asset.id)?.get(name);
      if (related && related.length > 1) return missing(`has ${related.length} relations called ${name}, so ${name} means no single asset; take them together with avg, any, all, count or the like`, () => undefined);
    }
    if (rest[0] === "parent" && rest.length > 1) return missing(asset.id === "" ? "is not there yet" : "is no part of anything", () => undefined);
    return this.#notFound(asset, rest, segments.slice(0, at));
  }

  #notFound(asset: Asset, rest: readonly string[], before: readonly string[]): Resolution {
    const name = rest.join(".");
    const owner = before.length === 0 ? "has" : `has a part ${before.join(".")}, but that has`;
    return missing(`${owner} no ${rest.length > 1 ? "part or signal" : "signal"} ${name}`, () => {
      const near = this.#suggest(asset, rest);
      return near === undefined ? undefined : [...before, near].join(".");
    });
  }

  #suggest(asset: Asset, rest: readonly string[]): string | undefined {
    const whole = nearest(rest.join("."), this.namesFrom(asset));
    if (whole !== undefined || rest.length < 2) return whole;
    const [head = "", ...tail] = rest;
    const part = nearest(head, [...(this.#parts.get(asset.id)?.keys() ?? []), ...(this.#related.get(asset.id)?.keys() ?? [])]);
    return part === undefined ? undefined : [part, ...tail].join(".");
  }

  #own(asset: Asset, rest: readonly string[]): Resolution | undefined {
    const name = rest.join(".");
    const type = this.project.types[asset.type];
    const def = this.#members.get(asset.type)?.get(name);
    if (def) return { kind: "signal", id: assetSignalId(asset.id, def.id), def };
    const parameter = type?.parameters.find((candidate) => candidate.name === name);
    if (parameter) return { kind: "parameter", value: asset.parameters[parameter.id] ?? parameter.value, unit: parameter.unit };
    const additions = this.#additions.get(asset.type) ?? NO_ADDITIONS;
    if (additions.calcs.has(name)) return { kind: "calc", assetId: asset.id, name };
    const [use = "", output = ""] = rest;
    if (rest.length === 2 && additions.uses.get(use)?.includes(output)) return { kind: "output", assetId: asset.id, use, output };
    const state = type?.states.find((candidate) => candidate.name === name);
    if (state) return { kind: "state", assetId: asset.id, name, members: state.members };
    return undefined;
  }
}

/** An asset that stands for those of a type while there is none. */
export function placeholder(type: AssetType): Asset {
  return { id: "", name: type.name, type: type.id, order: 0, parameters: {}, facts: {}, lifecycle: { state: "provisioning", sinceUs: 0 } };
}

function missing(reason: string, suggest: () => string | undefined): Resolution {
  return { kind: "missing", reason, suggest };
}

function append<K>(map: Map<K, Asset[]>, key: K, asset: Asset): void {
  const list = map.get(key);
  if (list) list.push(asset);
  else map.set(key, [asset]);
}

function inner<V>(map: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const known = map.get(key);
  if (known) return known;
  const made = new Map<string, V>();
  map.set(key, made);
  return made;
}

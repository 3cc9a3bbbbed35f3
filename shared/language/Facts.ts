/** What the names of a definition are on one asset: signals with units, constants, or why they are nothing. */
import type { Asset, Project, SignalDef } from "../model/project.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { type Rational, rationalOf, ZERO } from "../units/rational.ts";
import { bareName, opaqueUnit, PLAIN, type Unit } from "../units/unit.ts";
import type { Slot, StateContender } from "./ir.ts";
import { pathOf, type Reading } from "./names.ts";
import type { Members, Resolution, SymbolTable } from "./SymbolTable.ts";
import type { NameNode } from "./syntax.ts";

/** What a calc gives on one asset. */
export type CalcOutcome =
  | { readonly kind: "number"; readonly signal: string; readonly unit: Unit; readonly sort: "plain" | "difference" }
  | { readonly kind: "truth"; readonly signal: string }
  /** Its error has been told. */
  | { readonly kind: "broken" }
  | { readonly kind: "notApplicable"; readonly reason: string };

/** The rules that set a state on one asset: their alarms, over slots of their own. */
export type StateOutcome =
  | { readonly kind: "set"; readonly contenders: readonly StateContender[]; readonly slots: readonly Slot[] }
  /** The error of one of them has been told. */
  | { readonly kind: "broken" };

/** What the definitions compiled so far have come to. */
export interface Outcomes {
  calc(assetId: string, name: string): CalcOutcome;
  output(assetId: string, use: string, output: string): OutputFact | undefined;
  state(assetId: string, name: string): StateOutcome;
  /** Whether a model used on some asset predicts the signal. */
  predicts(signal: string): boolean;
}

/** An output of a model used on an asset. */
export interface OutputFact {
  readonly kind: "output";
  readonly use: string;
  readonly output: number;
  readonly unit: Unit;
}

export type Fact =
  | { readonly kind: "number"; readonly signal: string; readonly unit: Unit; readonly sort: "plain" | "difference"; readonly staleAfterUs?: number; readonly predicted?: true }
  | { readonly kind: "truth" | "text"; readonly signal: string; readonly staleAfterUs?: number }
  | { readonly kind: "enum"; readonly signal: string; readonly members: readonly string[]; readonly staleAfterUs?: number }
  | { readonly kind: "constant"; readonly value: Rational; readonly unit: Unit }
  | { readonly kind: "assetName" }
  | OutputFact
  | { readonly kind: "missing"; readonly reason: string; readonly suggest: () => string | undefined }
  | { readonly kind: "state"; readonly members: readonly string[]; readonly contenders: readonly StateContender[]; readonly slots: readonly Slot[] }
  | { readonly kind: "broken" };

export type SignalFact = Extract<Fact, { signal: string }>;

/** The unit a project's definition names; a text nobody knows is a unit of its own. */
export function projectUnit(code: string | undefined): Unit {
  if (code === undefined) return PLAIN;
  const unit = parseUnit(code);
  return isUnitError(unit) ? opaqueUnit(code) : unit;
}

/** A fact with its description, which is what assets are compared by. */
export interface KnownFact {
  readonly fact: Fact;
  readonly description: string;
}

/** What a definition reads by one of its names on one asset: one fact, or one for each member of the plant that it leads to. */
export interface ReadFacts {
  readonly facts: readonly KnownFact[];
  /** Present where the name leads to members: what leads there, and a fact that stands for a member while there is none. */
  readonly through?: string;
  readonly members?: readonly Asset[];
  readonly example?: KnownFact;
}

/** One fact alone. */
interface ReadOne {
  readonly facts: readonly [KnownFact];
}

/** Looks names up from assets, each once. Calcs and rules that set states must be there before they are asked for. */
export class FactFinder {
  /** Names of the units of this project that nobody else knows. */
  readonly opaqueUnits: ReadonlySet<string>;
  readonly symbols: SymbolTable;
  /** What a name is on an asset, as a definition reads it that leads to no members. */
  readonly #known = new Map<Asset, Map<string, ReadOne>>();
  readonly #resolved = new Map<Asset, Map<string, Resolution>>();
  readonly #outcomes: Outcomes;

  constructor(symbols: SymbolTable, outcomes: Outcomes) {
    this.symbols = symbols;
    this.opaqueUnits = opaqueUnitsOf(symbols.project);
    this.#outcomes = outcomes;
  }

  /** The members a name leads to, if that is what it does where it stands. */
  members(asset: Asset, { name, aggregated }: Reading): Members | undefined {
    if (!name.children && !aggregated) return undefined;
    const segments = name.segments.map((segment) => segment.name);
    if (name.children) return this.symbols.childrenOf(asset, name.children.name, segments) ?? { through: `children(${name.children.name})`, assets: [], rest: segments };
    return this.symbols.relatedTo(asset, segments);
  }

  /** What a definition reads by one of its names. `path` is the name's. */
  read(asset: Asset, reading: Reading, path: string): ReadFacts {
    const members = this.members(asset, reading);
    if (!members) return this.#readOne(asset, reading.name, path);
    const { start, end } = reading.name;
    const inner: NameNode = { kind: "name", segments: reading.name.segments.slice(-members.rest.length), start, end };
    const rest = pathOf(inner);
    const { through, assets, example } = members;
    return { through, members: assets, facts: assets.map((member) => this.#readOne(member, inner, rest).facts[0]), ...(example && assets.length === 0 && { example: this.#readOne(example, inner, rest).facts[0] }) };
  }

  /** What the names of a definition mean on an asset, before anything is worked out: for the order of calcs and rules. */
  resolutions(asset: Asset, reading: Reading): Resolution[] {
    const members = this.members(asset, reading);
    if (!members) return [this.#resolve(asset, reading.name, pathOf(reading.name))];
    const { assets, example, rest } = members;
    return (assets.length === 0 && example ? [example] : assets).map((member) => this.symbols.resolve(member, rest));
  }

  #resolve(asset: Asset, name: NameNode, path: string): Resolution {
    let ofAsset = this.#resolved.get(asset);
    if (!ofAsset) this.#resolved.set(asset, (ofAsset = new Map()));
    const known = ofAsset.get(path);
    if (known) return known;
    const made = this.symbols.resolve(asset, name.segments.map((segment) => segment.name));
    ofAsset.set(path, made);
    return made;
  }

  find(asset: Asset, name: NameNode): Fact {
    return this.#readOne(asset, name, pathOf(name)).facts[0].fact;
  }

  #readOne(asset: Asset, name: NameNode, path: string): ReadOne {
    let ofAsset = this.#known.get(asset);
    if (!ofAsset) this.#known.set(asset, (ofAsset = new Map()));
    const known = ofAsset.get(path);
    if (known) return known;
    const fact = this.#look(this.#resolve(asset, name, path));
    const made: ReadOne = { facts: [{ fact, description: describeFact(fact) }] };
    ofAsset.set(path, made);
    return made;
  }

  #look(resolution: Resolution): Fact {
    switch (resolution.kind) {
      case "signal": return signalFact(resolution.id, resolution.def, this.#outcomes.predicts(resolution.id));
      case "parameter": return { kind: "constant", value: rationalOf(resolution.value) ?? ZERO, unit: projectUnit(resolution.unit) };
      case "assetName": return { kind: "assetName" };
      case "output": return this.#outcomes.output(resolution.assetId, resolution.use, resolution.output) ?? { kind: "broken" };
      case "calc": return this.#calcFact(resolution.assetId, resolution.name);
      case "state": {
        const outcome = this.#outcomes.state(resolution.assetId, resolution.name);
        return outcome.kind === "broken" ? outcome : { kind: "state", members: resolution.members, contenders: outcome.contenders, slots: outcome.slots };
      }
      case "missing": return resolution;
    }
  }

  #calcFact(assetId: string, name: string): Fact {
    const outcome = this.#outcomes.calc(assetId, name);
    return outcome.kind === "notApplicable" ? { kind: "missing", reason: `has no ${name}, for ${outcome.reason}`, suggest: () => undefined } : outcome;
  }
}

function opaqueUnitsOf(project: Project): ReadonlySet<string> {
  const codes = Object.values(project.types).flatMap((type) => [...type.signals, ...type.parameters].map((def) => def.unit));
  return new Set(codes.filter((code): code is string => code !== undefined && isUnitError(parseUnit(code))).map(bareName));
}

function signalFact(signal: string, def: SignalDef, predicted: boolean): Fact {
  const stale = def.staleAfterUs === undefined ? {} : { staleAfterUs: def.staleAfterUs };
  switch (def.dataType) {
    case "number": return { kind: "number", signal, unit: projectUnit(def.unit), sort: "plain", ...stale, ...(predicted && { predicted }) };
    case "boolean": return { kind: "truth", signal, ...stale };
    case "text": return { kind: "text", signal, ...stale };
    case "enum": return { kind: "enum", signal, members: def.members ?? [], ...stale };
  }
}

/** All that decides how an expression is lowered, as a string: assets with equal descriptions share the lowered form. */
function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case "number": return `n ${fact.unit.code} ${fact.sort}${isCalc(fact) ? " calc" : ""}${fact.predicted ? " predicted" : ""}`;
    case "truth": return isCalc(fact) ? "calc" : "truth";
    case "enum": return `e ${JSON.stringify(fact.members)}`;
    case "constant": return `c ${fact.value.n}/${fact.value.d} ${fact.unit.code}`;
    case "output": return `o ${fact.use} ${fact.output}`;
    case "state": return `s ${JSON.stringify([fact.members, fact.contenders])}`;
    default: return fact.kind;
  }
}

/** Whether the signal is worked out, not measured. */
export function isCalc(fact: SignalFact): boolean {
  return fact.signal.includes("/calc:");
}

/** A slot of the intermediate form for a signal. */
export function slotOf(fact: SignalFact, strict: boolean): Slot {
  const dataType = fact.kind === "truth" ? "boolean" : fact.kind;
  return { signal: fact.signal, dataType, ...(fact.kind === "enum" && { memberCount: fact.members.length }), ...(fact.staleAfterUs !== undefined && { staleAfterUs: fact.staleAfterUs }), strict };
}

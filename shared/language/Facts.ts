/** What the names of a definition are on one asset: signals with units, constants, or why they are nothing. */
import type { Asset, Project, SignalDef } from "../model/project.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { type Rational, rationalOf, ZERO } from "../units/rational.ts";
import { bareName, opaqueUnit, PLAIN, type Unit } from "../units/unit.ts";
import type { Slot } from "./ir.ts";
import { pathOf } from "./names.ts";
import type { SymbolTable } from "./SymbolTable.ts";
import type { NameNode } from "./syntax.ts";

/** What a calc gives on one asset. */
export type CalcOutcome =
  | { readonly kind: "number"; readonly signal: string; readonly unit: Unit; readonly sort: "plain" | "difference" }
  | { readonly kind: "truth"; readonly signal: string }
  /** Its error has been told. */
  | { readonly kind: "broken" }
  | { readonly kind: "notApplicable"; readonly reason: string };

/** An output of a model used on an asset. */
export interface OutputFact {
  readonly kind: "output";
  readonly use: string;
  readonly output: number;
  readonly unit: Unit;
}

export type Fact =
  | { readonly kind: "number"; readonly signal: string; readonly unit: Unit; readonly sort: "plain" | "difference"; readonly staleAfterUs?: number }
  | { readonly kind: "truth" | "text"; readonly signal: string; readonly staleAfterUs?: number }
  | { readonly kind: "enum"; readonly signal: string; readonly members: readonly string[]; readonly staleAfterUs?: number }
  | { readonly kind: "constant"; readonly value: Rational; readonly unit: Unit }
  | { readonly kind: "assetName" }
  | OutputFact
  | { readonly kind: "missing"; readonly reason: string; readonly suggest: () => string | undefined }
  | { readonly kind: "later"; readonly message: string }
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

/** Looks names up from assets, each once. Calcs must be there before they are asked for. */
export class FactFinder {
  /** Names of the units of this project that nobody else knows. */
  readonly opaqueUnits: ReadonlySet<string>;
  readonly #known = new Map<Asset, Map<string, KnownFact>>();
  readonly #symbols: SymbolTable;
  readonly #calc: (assetId: string, name: string) => CalcOutcome;
  readonly #output: (assetId: string, use: string, output: string) => OutputFact | undefined;

  constructor(symbols: SymbolTable, calc: (assetId: string, name: string) => CalcOutcome, output: (assetId: string, use: string, output: string) => OutputFact | undefined) {
    this.#symbols = symbols;
    this.opaqueUnits = opaqueUnitsOf(symbols.project);
    this.#calc = calc;
    this.#output = output;
  }

  find(asset: Asset, name: NameNode): Fact {
    return this.known(asset, name, pathOf(name)).fact;
  }

  /** The same with its description. `path` is the name's. */
  known(asset: Asset, name: NameNode, path: string): KnownFact {
    let ofAsset = this.#known.get(asset);
    if (!ofAsset) this.#known.set(asset, (ofAsset = new Map()));
    const known = ofAsset.get(path);
    if (known) return known;
    const fact = this.#look(asset, name);
    const made = { fact, description: describeFact(fact) };
    ofAsset.set(path, made);
    return made;
  }

  #look(asset: Asset, name: NameNode): Fact {
    const resolution = this.#symbols.resolve(asset, name.segments.map((segment) => segment.name));
    switch (resolution.kind) {
      case "signal": return signalFact(resolution.id, resolution.def);
      case "parameter": return { kind: "constant", value: rationalOf(resolution.value) ?? ZERO, unit: projectUnit(resolution.unit) };
      case "assetName": return { kind: "assetName" };
      case "output": return this.#output(resolution.assetId, resolution.use, resolution.output) ?? { kind: "broken" };
      case "calc": return this.#calcFact(resolution.assetId, resolution.name);
      case "missing": case "later": return resolution;
    }
  }

  #calcFact(assetId: string, name: string): Fact {
    const outcome = this.#calc(assetId, name);
    return outcome.kind === "notApplicable" ? { kind: "missing", reason: `has no ${name}, for ${outcome.reason}`, suggest: () => undefined } : outcome;
  }
}

function opaqueUnitsOf(project: Project): ReadonlySet<string> {
  const codes = Object.values(project.types).flatMap((type) => [...type.signals, ...type.parameters].map((def) => def.unit));
  return new Set(codes.filter((code): code is string => code !== undefined && isUnitError(parseUnit(code))).map(bareName));
}

function signalFact(signal: string, def: SignalDef): Fact {
  const stale = def.staleAfterUs === undefined ? {} : { staleAfterUs: def.staleAfterUs };
  switch (def.dataType) {
    case "number": return { kind: "number", signal, unit: projectUnit(def.unit), sort: "plain", ...stale };
    case "boolean": return { kind: "truth", signal, ...stale };
    case "text": return { kind: "text", signal, ...stale };
    case "enum": return { kind: "enum", signal, members: def.members ?? [], ...stale };
  }
}

/** All that decides how an expression is lowered, as a string: assets with equal descriptions share the lowered form. */
function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case "number": return `n ${fact.unit.code} ${fact.sort}`;
    case "enum": return `e ${JSON.stringify(fact.members)}`;
    case "constant": return `c ${fact.value.n}/${fact.value.d} ${fact.unit.code}`;
    case "output": return `o ${fact.use} ${fact.output}`;
    case "later": return `l ${fact.message}`;
    default: return fact.kind;
  }
}

/** A slot of the intermediate form for a signal. */
export function slotOf(fact: SignalFact, strict: boolean): Slot {
  const dataType = fact.kind === "truth" ? "boolean" : fact.kind;
  return { signal: fact.signal, dataType, ...(fact.kind === "enum" && { memberCount: fact.members.length }), ...(fact.staleAfterUs !== undefined && { staleAfterUs: fact.staleAfterUs }), strict };
}

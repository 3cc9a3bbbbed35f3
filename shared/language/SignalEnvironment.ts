/**
 * Names as slots: the environment of rules and calcs on one asset. Gives each signal read a slot, and notes the names that
 * mean nothing. Inside an aggregate one member's view stands in front of it.
 */
import type { DiagnosticSink } from "./diagnostics.ts";
import type { Environment, Meaning, Plant, SignalAccess } from "./ExpressionChecker.ts";
import { type Fact, isCalc, type ReadFacts, type SignalFact } from "./Facts.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import type { EventExpr, NumberExpr, StateContender } from "./ir.ts";
import { replaceInTruth } from "./machines/expressions.ts";
import { pathOf } from "./names.ts";
import type { NameNode, Place } from "./syntax.ts";
import { constantOf } from "./typed.ts";

/** Which signal a slot reads: a reading of the definition, the member of it, and for states the slot behind the state. */
export interface SlotSource {
  readonly reading: number;
  readonly member: number;
  readonly inner?: number;
  readonly predicted?: true;
}

/** A name that means nothing, of which member. */
export interface MissingName {
  readonly name: NameNode;
  readonly reading: number;
  readonly member: number;
}

export interface NotedWindow {
  readonly node: NumberExpr | EventExpr;
  readonly place: Place;
}

/** What one definition reads on one asset. */
export interface EnvironmentInput {
  readonly paths: readonly string[];
  readonly reads: readonly ReadFacts[];
  readonly opaqueUnits: ReadonlySet<string>;
  readonly functions: FunctionScope;
  readonly sink: DiagnosticSink;
}

/** Which member's view: by what leads to the members, and the index; `example` stands for one while there is none. */
interface MemberView {
  readonly through: string;
  readonly index: number | "example";
}

interface Found {
  readonly reading: number;
  readonly member: number;
  readonly fact: Fact;
  readonly unread?: true;
}

export class SignalEnvironment implements Environment<NumberExpr> {
  readonly opaqueUnits: ReadonlySet<string>;
  readonly functions: FunctionScope;
  readonly plant: Plant<NumberExpr>;
  readonly #input: EnvironmentInput;
  readonly #noted: { readonly slots: Map<string, number>; readonly sources: SlotSource[]; readonly missing: Map<string, MissingName>; readonly windows: NotedWindow[] };
  readonly #view: MemberView | undefined;

  constructor(input: EnvironmentInput, parent?: { readonly noted: SignalEnvironment; readonly view: MemberView }) {
    this.#input = input;
    this.opaqueUnits = input.opaqueUnits;
    this.functions = input.functions;
    this.#noted = parent ? parent.noted.#noted : { slots: new Map(), sources: [], missing: new Map(), windows: [] };
    this.#view = parent?.view;
    this.plant = {
      wrap: (node) => node,
      unwrap: (node) => node,
      noteWindow: (node, place) => void this.#noted.windows.push({ node, place }),
      signal: (name) => this.#signal(name),
      members: (names) => this.#members(names),
    };
  }

  /** What the slots read, in their order. */
  get slots(): readonly SlotSource[] {
    return this.#noted.sources;
  }

  /** The names read that mean nothing. */
  get missing(): readonly MissingName[] {
    return [...this.#noted.missing.values()];
  }

  get windows(): readonly NotedWindow[] {
    return this.#noted.windows;
  }

  lookup(name: NameNode): Meaning<NumberExpr> {
    const found = this.#find(name);
    const path = pathOf(name);
    if (found === "members") {
      const [, through = path] = /^(.*)\./.exec(path) ?? [];
      this.#input.sink.report(name, "members", `${through} leads to several assets: take them together with sum, avg, min, max, count, any or all.`);
    } else if (found?.fact.kind === "missing") this.#noted.missing.set(`${found.reading}:${found.member}`, { name, reading: found.reading, member: found.member });
    else if (found?.fact.kind === "output") this.#input.sink.report(name, "not-readable", `${path} is predicted by a model; rules and calcs read what is measured, and residual(…) of a measured signal for how far it is from the prediction.`);
    return found && found !== "members" ? this.#meaning(found, true) : { kind: "nothing" };
  }

  /** The fact behind a name of the asset itself, without noting that it is read. */
  fact(name: NameNode): Fact | undefined {
    const found = this.#find(name);
    return found === "members" ? undefined : found?.fact;
  }

  /** A peeked signal has no slot: its leaf is not to be used. */
  peek(name: NameNode): Meaning<NumberExpr> | undefined {
    const found = this.#find(name);
    return !found || found === "members" || found.fact.kind === "missing" ? undefined : this.#meaning(found, false);
  }

  #find(name: NameNode): Found | "members" | undefined {
    const path = pathOf(name);
    const { paths, reads } = this.#input;
    let members = false;
    for (let reading = 0; reading < reads.length; reading += 1) {
      const read = reads[reading];
      if (!read || paths[reading] !== path) continue;
      const [first] = read.facts;
      if (read.through === undefined) {
        if (first) return { reading, member: 0, fact: first.fact };
      } else if (read.through !== this.#view?.through) members = true;
      else if (this.#view.index === "example") return read.example && { reading, member: 0, fact: read.example.fact, unread: true };
      else {
        const fact = read.facts[this.#view.index]?.fact;
        return fact && { reading, member: this.#view.index, fact };
      }
    }
    if (!members && path === "asset.name") return { reading: 0, member: 0, fact: { kind: "assetName" } };
    return members ? "members" : undefined;
  }

  #members(names: readonly NameNode[]): ReturnType<Plant<NumberExpr>["members"]> {
    const { paths, reads } = this.#input;
    const used = new Set(names.map(pathOf));
    const sets = new Map(reads.flatMap((read, reading) => (read.through !== undefined && used.has(paths[reading] ?? "") ? [[read.through, read] as const] : [])));
    const [first, second] = sets;
    if (!first) return undefined;
    const [through, read] = first;
    if (second) return { each: [], mixed: `${through} and ${second[0]} lead to different assets; an aggregate is over one or the other.` };
    const seen = (index: number | "example"): SignalEnvironment => new SignalEnvironment(this.#input, { noted: this, view: { through, index } });
    return { each: read.facts.map((_, index) => seen(index)), ...(read.facts.length === 0 && { example: seen("example") }) };
  }

  #signal(name: NameNode): SignalAccess | undefined {
    const found = this.#find(name);
    if (!found || found === "members" || !("signal" in found.fact)) return undefined;
    const { reading, member, fact, unread } = found;
    const slot = (source: SlotSource): number => (unread ? 0 : this.#slot(source));
    return {
      measured: !isCalc(fact),
      slot: () => slot({ reading, member }),
      ...("predicted" in fact && { predicted: () => slot({ reading, member, predicted: true }) }),
    };
  }

  #meaning(found: Found, note: boolean): Meaning<NumberExpr> {
    const { reading, member, fact, unread } = found;
    const slot = (inner?: number): number => (note && !unread ? this.#slot({ reading, member, ...(inner !== undefined && { inner }) }) : 0);
    switch (fact.kind) {
      case "number": return { kind: "number", node: { op: "signal", slot: slot() }, unit: fact.unit, sort: fact.sort };
      case "enum": return { kind: "enum", node: { op: "signal", slot: slot() }, members: fact.members };
      case "truth": return { kind: "truth", node: { op: "truthSignal", slot: slot() } };
      case "text": return { kind: "text", slot: slot() };
      case "constant": return constantOf(fact.value, fact.unit);
      case "assetName": return { kind: "assetName" };
      case "state": return { kind: "enum", node: { op: "state", contenders: fact.contenders.map((contender) => moved(contender, slot)), fallback: 0 }, members: fact.members };
      default: return { kind: "nothing" };
    }
  }

  #slot(source: SlotSource): number {
    const { slots, sources } = this.#noted;
    const key = `${source.reading}:${source.member}:${source.inner ?? ""}${source.predicted ? "predicted" : ""}`;
    const known = slots.get(key);
    if (known !== undefined) return known;
    slots.set(key, sources.length);
    return sources.push(source) - 1;
  }
}

/** A rule's alarm over the slots of the program that reads the state. */
function moved(contender: StateContender, slot: (inner: number) => number): StateContender {
  const by = { number: (inner: number) => ({ op: "signal", slot: slot(inner) }) as const, truth: (inner: number) => ({ op: "truthSignal", slot: slot(inner) }) as const, signal: slot };
  return { ...contender, when: replaceInTruth(contender.when, by), ...(contender.clear && { clear: replaceInTruth(contender.clear, by) }) };
}

/** Whether a fact stands for a recorded signal. */
export function isSignalFact(fact: Fact | undefined): fact is SignalFact {
  return fact !== undefined && "signal" in fact;
}

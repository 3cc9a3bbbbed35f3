/** Names as slots: the environment of rules and calcs. Gives each signal read a slot, and notes the names that mean nothing. */
import type { DiagnosticSink } from "./diagnostics.ts";
import type { Environment, Meaning } from "./ExpressionChecker.ts";
import type { Fact, SignalFact } from "./Facts.ts";
import { pathOf } from "./names.ts";
import type { NameNode } from "./syntax.ts";
import { constantOf } from "./typed.ts";

/** A leaf of the intermediate form's numbers. */
export interface SignalLeaf {
  readonly op: "signal";
  readonly slot: number;
}

export class SignalEnvironment implements Environment<SignalLeaf> {
  readonly conditions = true;
  readonly opaqueUnits: ReadonlySet<string>;
  readonly #facts: ReadonlyMap<string, Fact>;
  readonly #sink: DiagnosticSink;
  readonly #paths: string[] = [];
  readonly #missing = new Map<string, NameNode>();

  /** `facts` by path. */
  constructor(facts: ReadonlyMap<string, Fact>, opaqueUnits: ReadonlySet<string>, sink: DiagnosticSink) {
    this.opaqueUnits = opaqueUnits;
    this.#facts = facts;
    this.#sink = sink;
  }

  /** The paths read, by slot. */
  get paths(): readonly string[] {
    return this.#paths;
  }

  /** The names read that mean nothing. */
  get missing(): readonly NameNode[] {
    return [...this.#missing.values()];
  }

  lookup(name: NameNode): Meaning<SignalLeaf> {
    const fact = this.#facts.get(pathOf(name));
    if (!fact || fact.kind === "missing") this.#missing.set(pathOf(name), name);
    else if (fact.kind === "later") this.#sink.report(name, "not-available", fact.message);
    else if (fact.kind === "output") this.#sink.report(name, "not-available", `${pathOf(name)} is predicted by a model; rules and calcs cannot read predictions yet.`);
    return this.#meaning(pathOf(name), fact, true);
  }

  /** The fact behind a name, without noting that it is read. */
  fact(name: NameNode): Fact | undefined {
    return this.#facts.get(pathOf(name));
  }

  /** A peeked signal has no slot: its leaf is not to be used. */
  peek(name: NameNode): Meaning<SignalLeaf> | undefined {
    const fact = this.#facts.get(pathOf(name));
    return !fact || fact.kind === "missing" ? undefined : this.#meaning(pathOf(name), fact, false);
  }

  #meaning(path: string, fact: Fact | undefined, note: boolean): Meaning<SignalLeaf> {
    if (!fact) return { kind: "nothing" };
    switch (fact.kind) {
      case "number": return { kind: "number", node: this.#leaf(path, note), unit: fact.unit, sort: fact.sort };
      case "enum": return { kind: "enum", node: this.#leaf(path, note), members: fact.members };
      case "truth": return { kind: "truth", node: { op: "truthSignal", slot: this.#leaf(path, note).slot } };
      case "text": return { kind: "text", slot: this.#leaf(path, note).slot };
      case "constant": return constantOf(fact.value, fact.unit);
      case "assetName": return { kind: "assetName" };
      default: return { kind: "nothing" };
    }
  }

  #leaf(path: string, note: boolean): SignalLeaf {
    const known = this.#paths.indexOf(path);
    if (known >= 0 || !note) return { op: "signal", slot: known };
    this.#paths.push(path);
    return { op: "signal", slot: this.#paths.length - 1 };
  }
}

/** Whether a fact stands for a recorded signal. */
export function isSignalFact(fact: Fact | undefined): fact is SignalFact {
  return fact !== undefined && "signal" in fact;
}

/** Inside a def or template: names are its parameters, bound to what the call gives. Everything else belongs to the caller. */
import { nearest } from "../units/nearest.ts";
import { type DiagnosticSink, replaceWith } from "./diagnostics.ts";
import type { Environment, Meaning, ModelParts, Plant } from "./ExpressionChecker.ts";
import type { FunctionScope } from "./FunctionScope.ts";
import { pathOf } from "./names.ts";
import type { Expression, NameNode, Place } from "./syntax.ts";

/** What a parameter stands for: the checked value, and the text that gave it. */
export interface Binding<L> {
  readonly typed: Meaning<L>;
  /** Absent for a stand-in. */
  readonly expression?: Expression;
}

export interface BoundOptions<L> {
  readonly outer: Environment<L>;
  readonly bindings: ReadonlyMap<string, Binding<L>>;
  readonly functions: FunctionScope;
  readonly sink: DiagnosticSink;
  /** How messages call what we are in. */
  readonly owner: string;
  /** Where the caller stands, for what is noted by place. */
  readonly call?: Place;
  /** Whether names that are no parameters may be read from the caller: limits of a rule, or `asset.name` alone. */
  readonly also: "everything" | "asset name";
}

export class BoundEnvironment<L> implements Environment<L> {
  readonly functions: FunctionScope;
  readonly opaqueUnits: ReadonlySet<string>;
  readonly plant?: Plant<L>;
  readonly model?: ModelParts<L>;
  readonly #options: BoundOptions<L>;

  constructor(options: BoundOptions<L>) {
    const { outer, functions } = options;
    this.#options = options;
    this.functions = functions;
    this.opaqueUnits = outer.opaqueUnits;
    if (outer.plant) this.plant = this.#bound(outer.plant);
    // A model's tables are names of the model's own.
    if (outer.model) this.model = { ...outer.model, table: () => undefined };
  }

  #bound(outer: Plant<L>): Plant<L> {
    const { call, also } = this.#options;
    return {
      wrap: outer.wrap, unwrap: outer.unwrap,
      noteWindow: (node, place) => outer.noteWindow(node, call ?? place),
      signal: (name) => {
        const binding = this.#binding(name);
        if (!binding) return also === "everything" ? outer.signal(name) : undefined;
        const given = binding.expression ? unbracketed(binding.expression) : name;
        return given.kind === "name" ? outer.signal(given) : undefined;
      },
      members: (names) => {
        if (also !== "everything") return undefined;
        const found = outer.members(names);
        const rebound = (environment: Environment<L>): Environment<L> => new BoundEnvironment({ ...this.#options, outer: environment });
        return found && { ...found, each: found.each.map(rebound), ...(found.example && { example: rebound(found.example) }) };
      },
    };
  }

  #binding(name: NameNode): Binding<L> | undefined {
    return name.children ? undefined : this.#options.bindings.get(pathOf(name));
  }

  peek(name: NameNode): Meaning<L> | undefined {
    const binding = this.#binding(name);
    if (binding) return binding.typed;
    return this.#options.also === "everything" || isAssetName(name) ? this.#options.outer.peek(name) : undefined;
  }

  lookup(name: NameNode): Meaning<L> {
    const binding = this.#binding(name);
    const { also, outer, owner, bindings, sink } = this.#options;
    if (binding) return binding.typed;
    if (also === "everything" || isAssetName(name)) return outer.lookup(name);
    const path = pathOf(name);
    const near = nearest(path, bindings.keys());
    sink.report(name, "unknown-name", `${path} is no parameter of ${owner}: what it reads is given to it.${near === undefined ? "" : ` Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(name, near) });
    return { kind: "nothing" };
  }
}

function isAssetName(name: NameNode): boolean {
  return pathOf(name) === "asset.name";
}

function unbracketed(expression: Expression): Expression {
  return expression.kind === "bracket" ? unbracketed(expression.operand) : expression;
}

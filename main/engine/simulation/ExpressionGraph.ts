/**
 * Arithmetic as a graph in which equal parts are one node, and its derivatives in the same graph.
 *
 * Sharing is what keeps derivatives small: f·g differentiated twice still holds one f and one g. It simplifies no more
 * than sums with nothing and products with one, so that values stay those of the arithmetic written.
 */
import type { ModelExpr, ModelTable } from "../../../shared/language/ir.ts";
import { affineText, delayText, fail, literal, operationText, slotText, tableText, type Offset, type Operation, type SlotOp } from "./codeText.ts";
import { TableNumbers } from "./tables.ts";

/** Index of a node. Operands have lower ones than what is made of them. */
export type NodeId = number;

type Node =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "slot"; readonly op: SlotOp; readonly index: number }
  | { readonly kind: "affine"; readonly x: NodeId; readonly factor: number; readonly offset: number }
  /** A table's value, or its rise along an axis. */
  | { readonly kind: "lookup"; readonly table: ModelTable; readonly operands: readonly NodeId[]; readonly axis?: number }
  /** What a delay gives at the clock's state, or how fast that moves. */
  | { readonly kind: "delayed"; readonly index: number; readonly clock: number; readonly isSlope: boolean }
  /** What a delay of a model gives, as a value like an input. */
  | { readonly kind: "past"; readonly index: number }
  | { readonly kind: "operation"; readonly op: Operation; readonly operands: readonly NodeId[] };

/** Characters; longer parts get a name, so that no expression is nested deeper than a parser likes. */
const LONGEST_INLINE = 400;

/** The variable that a parameter is, beside the states, which are their indexes. */
export function parameterVariable(index: number): number {
  return -1 - index;
}

/** More than there are states, parameters or inputs. */
const FIRST_OUTPUT_VARIABLE = 2 ** 40;
const FIRST_INPUT_VARIABLE = -(2 ** 40);
const FIRST_PAST_VARIABLE = -(2 ** 41);

/** The variable that an input is. */
export function inputVariable(index: number): number {
  return FIRST_INPUT_VARIABLE - index;
}

/** The variable that what a delay gives is (`ExpressionGraph.past`). */
export function pastVariable(index: number): number {
  return FIRST_PAST_VARIABLE - index;
}

/** The variable that an output is which is solved for. */
export function outputVariable(index: number): number {
  return FIRST_OUTPUT_VARIABLE + index;
}

const ORIGIN: Offset = { state: 0, input: 0, parameter: 0, output: 0, relation: 0, delayed: 0 };

export class ExpressionGraph {
  readonly #nodes: Node[] = [];
  readonly #ids = new Map<string, NodeId>();
  /** By node: the states it depends on, by their index in the system, the outputs that are unknowns, and the parameters and inputs where those are variables too. */
  readonly #states: ReadonlySet<number>[] = [];
  readonly #slotsVary: boolean;
  /** By variable and node. `undefined` stands for a derivative that is zero whatever the values. */
  readonly #derivatives = new Map<number, Map<NodeId, NodeId | undefined>>();
  readonly #expressions = new Map<NodeId, ModelExpr>();
  readonly #tables = new TableNumbers();

  /** Parameters and inputs are constants unless one differentiates by them as well. */
  constructor({ slotsVary = false }: { readonly slotsVary?: boolean } = {}) {
    this.#slotsVary = slotsVary;
  }

  get size(): number {
    return this.#nodes.length;
  }

  number(value: number): NodeId {
    return this.#intern(`n${Object.is(value, -0) ? "-0" : value}`, { kind: "number", value });
  }

  /** A value of the system; `index` counts in the system's array. */
  slot(op: SlotOp, index: number): NodeId {
    return this.#intern(`${op}${index}`, { kind: "slot", op, index });
  }

  affine(x: NodeId, factor: number, offset: number): NodeId {
    return this.#intern(`a${x},${factor},${offset}`, { kind: "affine", x, factor, offset });
  }

  operation(op: Operation, ...operands: readonly NodeId[]): NodeId {
    return this.#intern(`${op}(${operands.join(",")})`, { kind: "operation", op, operands });
  }

  lookup(table: ModelTable, operands: readonly NodeId[], axis?: number): NodeId {
    return this.#intern(`t${this.#tables.of(table)}${axis === undefined ? "" : `by${axis}`}(${operands.join(",")})`, { kind: "lookup", table, operands, ...(axis !== undefined && { axis }) });
  }

  /** What a delay of the system gives, `clock` being the state that says when. */
  delayed(index: number, clock: number, isSlope = false): NodeId {
    return this.#intern(`${isSlope ? "slope of " : ""}delay${index}`, { kind: "delayed", index, clock, isSlope });
  }

  /** What a delay of a model gives, to be differentiated by; for expressions, not for statements. */
  past(index: number): NodeId {
    return this.#intern(`past${index}`, { kind: "past", index });
  }

  /** Tables that its statements read, by the number that stands in them. */
  get tables(): readonly ModelTable[] {
    return this.#tables.tables;
  }

  /** The states and unknown outputs (and parameters and inputs, where they vary) that a node depends on. */
  statesOf(id: NodeId): ReadonlySet<number> {
    return this.#states[id] ?? new Set();
  }

  /** The derivative of a node by a state or another variable; `undefined` where it is zero whatever the values. */
  derivative(id: NodeId, state: number): NodeId | undefined {
    if (!this.statesOf(id).has(state)) return undefined;
    const known = this.#derivatives.get(state) ?? new Map<NodeId, NodeId | undefined>();
    this.#derivatives.set(state, known);
    if (!known.has(id)) known.set(id, this.#differentiate(id, state));
    return known.get(id);
  }

  /** Statements that give each target its node's value; what is used more than once is worked out once. */
  statements(targets: readonly { readonly target: string; readonly node: NodeId }[]): string {
    const uses = this.#countUses(targets.map(({ node }) => node));
    const lines: string[] = [];
    const texts: string[] = [];
    this.#nodes.forEach((node, id) => {
      const count = uses[id] ?? 0;
      if (count === 0) return;
      const text = this.#text(node, texts);
      if (node.kind === "number" || node.kind === "slot" || (count === 1 && text.length <= LONGEST_INLINE)) {
        texts[id] = text;
      } else {
        lines.push(`const v${id}=${text};`);
        texts[id] = `v${id}`;
      }
    });
    return [...lines, ...targets.map(({ target, node }) => `${target}=${texts[node]};`)].join("\n");
  }

  /** A node as the expression of a model. Parts that are shared are the same object. */
  expression(id: NodeId): ModelExpr {
    const known = this.#expressions.get(id);
    if (known) return known;
    const node = this.#nodes[id] ?? fail("an expression has no such part");
    const expression = this.#expressionOf(node);
    this.#expressions.set(id, expression);
    return expression;
  }

  #expressionOf(node: Node): ModelExpr {
    if (node.kind === "number") return { op: "number", value: node.value };
    if (node.kind === "slot") return { op: node.op, index: node.index };
    if (node.kind === "past") return { op: "delayed", index: node.index };
    if (node.kind === "delayed") return fail("a delay of a system stands in no model's expression");
    if (node.kind === "affine") return { op: "affine", x: this.expression(node.x), factor: node.factor, offset: node.offset };
    const operands = node.operands.map((operand) => this.expression(operand));
    if (node.kind === "lookup") return node.axis === undefined ? { op: "lookup", table: node.table, at: operands } : { op: "slope", table: node.table, at: operands, axis: node.axis };
    const [a, b, c, d] = operands;
    // The operation says how many operands it has; the graph made them so.
    if (node.op === "choose" && a && b && c) return { op: "choose", test: a, a: b, b: c };
    if (a && b && c && d) return { op: node.op as "ifBelow", a, b, whereBelow: c, whereNot: d };
    if (a && b) return { op: node.op as "add", a, b };
    return a ? { op: node.op as "negate", x: a } : fail("an operation has no operand");
  }

  #text(node: Node, texts: readonly string[]): string {
    const at = (id: NodeId) => texts[id] ?? "";
    switch (node.kind) {
      case "number":
        return literal(node.value);
      case "slot":
        return slotText(node.op, ORIGIN, node.index);
      case "affine":
        return affineText(at(node.x), node.factor, node.offset);
      case "lookup":
        return tableText(this.#tables.of(node.table), node.operands.map(at), node.axis);
      case "delayed":
        return delayText(node.index, node.clock, node.isSlope);
      case "past":
        return fail("a delay of a model has no place in a system's code");
      case "operation":
        return operationText(node.op, node.operands.map(at));
    }
  }

  #countUses(targets: readonly NodeId[]): Int32Array {
    const uses = new Int32Array(this.#nodes.length);
    for (const id of targets) uses[id] = (uses[id] ?? 0) + 1;
    for (let id = this.#nodes.length - 1; id >= 0; id--) {
      if (uses[id] === 0) continue;
      for (const operand of operandsOf(this.#nodes[id])) uses[operand] = (uses[operand] ?? 0) + 1;
    }
    return uses;
  }

  #intern(key: string, node: Node): NodeId {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#nodes.push(node) - 1;
    this.#ids.set(key, id);
    this.#states.push(this.#dependencies(node));
    return id;
  }

  /** A node with one operand that depends on states shares that operand's set. */
  #dependencies(node: Node): ReadonlySet<number> {
    if (node.kind === "slot") {
      if (node.op === "state") return new Set([node.index]);
      // Outputs that follow from others are written out; those that stand as themselves are unknowns.
      if (node.op === "output") return new Set([outputVariable(node.index)]);
      if (!this.#slotsVary || node.op === "relation") return new Set();
      return new Set([node.op === "parameter" ? parameterVariable(node.index) : inputVariable(node.index)]);
    }
    if (node.kind === "past") return new Set([pastVariable(node.index)]);
    if (node.kind === "delayed") return new Set([node.clock]);
    const sets = operandsOf(node).map((id) => this.statesOf(id)).filter((set) => set.size > 0);
    const [first] = sets;
    if (!first) return new Set();
    return sets.every((set) => set === first) ? first : new Set(sets.flatMap((set) => [...set]));
  }

  #differentiate(id: NodeId, state: number): NodeId | undefined {
    const node = this.#nodes[id];
    if (!node || node.kind === "number") return undefined;
    if (node.kind === "slot" || node.kind === "past") return this.number(1);
    // A rise is held for as long as it is read: curvature of the past changes nothing that a step needs.
    if (node.kind === "delayed") return node.isSlope ? undefined : this.delayed(node.index, node.clock, true);
    if (node.kind === "affine") return this.#times(this.derivative(node.x, state), this.number(node.factor));
    if (node.kind === "lookup") return this.#differentiateLookup(node.table, node.operands, node.axis, state);
    if (node.op === "choose") return this.#differentiateChoice(node.operands as readonly [NodeId, NodeId, NodeId], state);
    const [a, b = a] = node.operands as readonly [NodeId, NodeId?];
    const da = this.derivative(a, state);
    const db = this.derivative(b, state);
    switch (node.op) {
      case "negate":
        return this.#negative(da);
      case "add":
        return this.#plus(da, db);
      case "subtract":
        return this.#plus(da, this.#negative(db));
      case "multiply":
        return this.#plus(this.#times(da, b), this.#times(db, a));
      case "divide":
        return this.#over(this.#plus(da, this.#negative(this.#times(db, id))), b);
      case "sqrt":
        return this.#over(da, this.operation("multiply", this.number(2), id));
      case "exp":
        return this.#times(da, id);
      case "ln":
        return this.#over(da, a);
      case "sin":
        return this.#times(da, this.operation("cos", a));
      case "cos":
        return this.#negative(this.#times(da, this.operation("sin", a)));
      case "abs":
        return this.#times(da, this.operation("sign", a));
      case "least":
        return this.operation("ifBelow", a, b, da ?? this.number(0), db ?? this.number(0));
      case "greatest":
        return this.operation("ifBelow", a, b, db ?? this.number(0), da ?? this.number(0));
      case "pow":
        return this.#plus(this.#times(da, this.operation("multiply", b, this.operation("pow", a, this.#less(b)))), this.#times(db, this.operation("multiply", id, this.operation("ln", a))));
      case "sign":
      case "ifBelow":
      case "not":
      case "and":
      case "or":
        // Constant between their jumps. Signs come from derivatives, which are not differentiated again.
        return undefined;
    }
  }

  /** The chain rule over a table's axes; its rises are constant in each piece. */
  #differentiateLookup(table: ModelTable, operands: readonly NodeId[], axis: number | undefined, state: number): NodeId | undefined {
    if (axis !== undefined) return undefined;
    const terms = operands.map((operand, along) => this.#times(this.derivative(operand, state), this.lookup(table, operands, along)));
    return terms.reduce((sum, term) => this.#plus(sum, term), undefined);
  }

  #differentiateChoice([test, a, b]: readonly [NodeId, NodeId, NodeId], state: number): NodeId | undefined {
    const da = this.derivative(a, state);
    const db = this.derivative(b, state);
    return da === undefined && db === undefined ? undefined : this.operation("choose", test, da ?? this.number(0), db ?? this.number(0));
  }

  /** One less, worked out here where it is a constant, so that whole powers stay whole. */
  #less(id: NodeId): NodeId {
    const node = this.#nodes[id];
    return node?.kind === "number" ? this.number(node.value - 1) : this.operation("subtract", id, this.number(1));
  }

  #plus(a: NodeId | undefined, b: NodeId | undefined): NodeId | undefined {
    return a === undefined ? b : b === undefined ? a : this.operation("add", a, b);
  }

  #negative(a: NodeId | undefined): NodeId | undefined {
    return a === undefined ? undefined : this.operation("negate", a);
  }

  #times(a: NodeId | undefined, b: NodeId): NodeId | undefined {
    if (a === undefined) return undefined;
    return this.#isOne(a) ? b : this.#isOne(b) ? a : this.operation("multiply", a, b);
  }

  #over(a: NodeId | undefined, b: NodeId): NodeId | undefined {
    return a === undefined ? undefined : this.operation("divide", a, b);
  }

  #isOne(id: NodeId): boolean {
    const node = this.#nodes[id];
    return node?.kind === "number" && node.value === 1;
  }
}

function operandsOf(node: Node | undefined): readonly NodeId[] {
  if (!node || node.kind === "number" || node.kind === "slot" || node.kind === "delayed" || node.kind === "past") return [];
  return node.kind === "affine" ? [node.x] : node.operands;
}

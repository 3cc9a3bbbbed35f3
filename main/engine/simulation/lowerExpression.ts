/** From a model's expression to a graph's node. */
import type { ModelExpr } from "../../../shared/language/ir.ts";
import type { Operation, SlotOp } from "./codeText.ts";
import type { ExpressionGraph, NodeId } from "./ExpressionGraph.ts";

/** A value that an expression reads. */
export type Leaf = Extract<ModelExpr, { readonly op: SlotOp }>;

/** The operands of an operation, in its order. */
export function operandsOf(expr: Extract<ModelExpr, { readonly op: Operation }>): ModelExpr[] {
  if ("x" in expr) return [expr.x];
  if ("test" in expr) return [expr.test, expr.a, expr.b];
  return "whereBelow" in expr ? [expr.a, expr.b, expr.whereBelow, expr.whereNot] : [expr.a, expr.b];
}

/** `leaf` says which node stands for a value that is read. */
export function lowerExpression(graph: ExpressionGraph, expr: ModelExpr, leaf: (leaf: Leaf) => NodeId): NodeId {
  const node = (inner: ModelExpr) => lowerExpression(graph, inner, leaf);
  switch (expr.op) {
    case "number":
      return graph.number(expr.value);
    case "state":
    case "input":
    case "parameter":
    case "output":
    case "relation":
      return leaf(expr);
    case "affine":
      return graph.affine(node(expr.x), expr.factor, expr.offset);
    case "lookup":
      return graph.lookup(expr.table, expr.at.map(node));
    case "slope":
      return graph.lookup(expr.table, expr.at.map(node), expr.axis);
    default:
      return graph.operation(expr.op, ...operandsOf(expr).map(node));
  }
}

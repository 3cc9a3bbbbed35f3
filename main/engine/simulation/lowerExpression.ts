/** From a model's expression to a graph's node. */
import type { ModelExpr } from "../../../shared/language/ir.ts";
import { modelPartsOf, type ModelLeafExpr } from "../../../shared/language/modelParts.ts";
import type { ExpressionGraph, NodeId } from "./ExpressionGraph.ts";

/** `leaf` says which node stands for a value that is read. */
export function lowerExpression(graph: ExpressionGraph, expr: ModelExpr, leaf: (leaf: ModelLeafExpr) => NodeId): NodeId {
  const node = (inner: ModelExpr) => lowerExpression(graph, inner, leaf);
  switch (expr.op) {
    case "number":
      return graph.number(expr.value);
    case "state":
    case "input":
    case "parameter":
    case "output":
    case "relation":
    case "delayed":
      return leaf(expr);
    case "affine":
      return graph.affine(node(expr.x), expr.factor, expr.offset);
    case "lookup":
      return graph.lookup(expr.table, expr.at.map(node));
    case "slope":
      return graph.lookup(expr.table, expr.at.map(node), expr.axis);
    default:
      return graph.operation(expr.op, ...modelPartsOf(expr).map(node));
  }
}

/**
 * Conditions of a model. Each comparison is a relation of the model, known by its index: the solver finds the instants at
 * which it changes and holds its truth in between. Until a condition is used it is written like one of rules, in which a
 * relation stands as a boolean signal of that index.
 */
import type { ComparisonOperator } from "./syntax.ts";
import type { ModelExpr, ModelRelation, TruthExpr } from "./ir.ts";

export class ModelConditions {
  readonly relations: ModelRelation[] = [];

  /** Notes a comparison; undefined for == and !=, which numbers that move hardly ever meet. */
  relate(kind: ComparisonOperator, a: ModelExpr, b: ModelExpr): TruthExpr | undefined {
    if (kind === "==" || kind === "!=") return undefined;
    const orEqual = kind === ">=" || kind === "<=";
    const slot = this.relations.push(kind === ">" || kind === ">=" ? { a, b, orEqual } : { a: b, b: a, orEqual }) - 1;
    return { op: "truthSignal", slot };
  }
}

/** A condition as a number, 1 or 0. */
export function conditionNumber(condition: TruthExpr): ModelExpr {
  switch (condition.op) {
    case "truth": return { op: "number", value: condition.value ? 1 : 0 };
    case "truthSignal": return { op: "relation", index: condition.slot };
    case "not": return { op: "not", x: conditionNumber(condition.x) };
    case "and": case "or": return { op: condition.op, a: conditionNumber(condition.a), b: conditionNumber(condition.b) };
    // The checker lets nothing else through where there is no plant.
    default: throw new TypeError(`A model cannot hold the condition "${condition.op}".`);
  }
}

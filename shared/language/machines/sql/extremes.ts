/**
 * The lowest and highest value over a trailing window. Compared with a number they need no values at all, only whether the
 * comparison held anywhere in the window: the highest is above c where x was above c.
 */
import type { NumberExpr, TruthExpr } from "../../ir.ts";
import { changes, heldFor } from "./relations.ts";

type Comparison = Extract<TruthExpr, { op: "compare" }>;
type OverWindow = Extract<NumberExpr, { op: "lowest" | "highest" }>;
type OverMembers = Extract<NumberExpr, { xs: readonly NumberExpr[] }> & { readonly op: "lowestOf" | "highestOf" };
export type Duration = Extract<NumberExpr, { op: "duration" }>;
/** A duration worked out by the clock, too, and so often that it never has to settle by itself. */
type TickingDuration = Extract<NumberExpr, { op: "every" }> & { readonly x: Duration };
type Measure = OverWindow | OverMembers | Duration | TickingDuration;

/** A measure on the outer side of a number: `highest > c`, `highest >= c`, `lowest < c`, `lowest <= c`, `duration > c`, `duration >= c`. */
export interface Beyond {
  readonly measure: Measure;
  readonly kind: Comparison["kind"];
  readonly limit: Extract<NumberExpr, { op: "number" }>;
}

const MIRRORED = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=" } as const;
const OTHERWISE = { "<": ">=", "<=": ">", ">": "<=", ">=": "<" } as const;

/** A comparison of a measure with a number, said in comparisons that are `Beyond`; undefined where it is none. */
export function againstNumber({ kind, a, b }: Comparison): Beyond | TruthExpr | undefined {
  if (isMeasure(b)) return isMeasure(a) ? undefined : againstNumber({ op: "compare", kind: MIRRORED[kind], a: b, b: a });
  if (!isMeasure(a) || b.op !== "number" || !Number.isFinite(b.value)) return undefined;
  const outward = a.op === "lowest" || a.op === "lowestOf" ? ["<", "<="] : [">", ">="];
  const [beyond = ">", reached = ">="] = outward as (keyof typeof OTHERWISE)[]; // both pairs above are of these kinds
  const said = (outer: Comparison["kind"]): TruthExpr => ({ op: "compare", kind: outer, a, b });
  if (kind === "==") return { op: "and", a: said(reached), b: { op: "not", x: said(beyond) } };
  if (kind === "!=") return { op: "not", x: { op: "compare", kind: "==", a, b } };
  if (kind === beyond || kind === reached) return { measure: a, kind, limit: b };
  return { op: "not", x: said(OTHERWISE[kind]) };
}

function isMeasure(expr: NumberExpr): expr is Measure {
  return expr.op === "lowest" || expr.op === "highest" || expr.op === "lowestOf" || expr.op === "highestOf" || expr.op === "duration" || isTicking(expr);
}

function isTicking(expr: NumberExpr): expr is TickingDuration {
  return expr.op === "every" && expr.x.op === "duration" && expr.periodUs <= expr.x.windowUs;
}

/** True where the condition was true somewhere in [t − W, t], else false; `name` gives a query a name. */
export function heldSomewhere(condition: string, windowUs: number, name: (query: string) => string): string {
  const certain = changes(`(SELECT i, t, CAST(CASE WHEN v = 2 THEN 0 ELSE 2 END AS TINYINT) AS v FROM ${condition})`);
  return changes(`(SELECT i, t, CAST(CASE WHEN v = 0 THEN 2 ELSE 0 END AS TINYINT) AS v FROM ${name(heldFor(name(certain), windowUs))})`);
}

/** Where a condition is not unknown, as a condition. */
export function knownCondition(condition: string): string {
  return changes(`(SELECT i, t, CAST(CASE WHEN v = 1 THEN 0 ELSE 2 END AS TINYINT) AS v FROM ${condition})`);
}

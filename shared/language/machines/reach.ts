/** How far back an expression remembers: a run that begins that much earlier, with the values held there, stands where a run from the first sample would. */
import type { CalcProgram, RuleProgram, TruthExpr } from "../ir.ts";

function reachOf(expr: TruthExpr): number {
  switch (expr.op) {
    case "not":
      return reachOf(expr.x);
    case "and":
    case "or":
      return Math.max(reachOf(expr.a), reachOf(expr.b));
    case "for":
      return expr.durationUs + (expr.tolerateUs ?? 0) + reachOf(expr.p);
    case "within":
      return expr.durationUs + reachOf(expr.p);
    default:
      return 0;
  }
}

/** In µs. It covers the conditions; an alarm's own state may depend on any time before. */
export function reachUs(program: RuleProgram | CalcProgram): number {
  if ("expr" in program) return program.expr.kind === "truth" ? reachOf(program.expr.truth) : 0;
  return Math.max(reachOf(program.when), program.clear === undefined ? 0 : reachOf(program.clear));
}

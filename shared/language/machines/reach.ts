/** How far back an expression remembers: a run that begins that much earlier, with the values held there, stands where a run from the first sample would. */
import type { CalcProgram, RuleProgram } from "../ir.ts";
import { partsOf, type Expr } from "./expressions.ts";

/** In µs; Infinity where anything before may matter: totals, latches, and what is held since a sample of any age. */
function reachOf(expr: Expr): number {
  return ownReach(expr) + Math.max(0, ...partsOf(expr).map(reachOf));
}

function ownReach(expr: Expr): number {
  switch (expr.op) {
    case "for":
      return expr.durationUs + (expr.tolerateUs ?? 0);
    case "within":
    case "recently":
    case "stale":
    case "missing":
      return expr.durationUs;
    // An event compares with the µs before it.
    case "then":
    case "without":
      return expr.durationUs + 1;
    case "rises":
    case "falls":
    case "changes":
    case "changesText":
    case "while":
    case "happens":
      return 1;
    case "lowest":
    case "highest":
    case "count":
      return expr.windowUs;
    // Worked out up to one window ago, over the window before that: where nothing came for longer it has settled.
    case "avg":
    case "stddev":
    case "integral":
    case "duration":
    case "delta":
    case "rate":
      return 2 * expr.windowUs + 1;
    case "totalTime":
    case "totalOf":
    case "hysteresis":
    case "state":
    case "residual":
      return Infinity;
    default:
      return 0;
  }
}

/** In µs. It covers the conditions and what a message remembers; an alarm's own state may depend on any time before. */
export function reachUs(program: RuleProgram | CalcProgram): number {
  if ("expr" in program) return reachOf(program.expr.kind === "truth" ? program.expr.truth : program.expr.value);
  const shown = program.message.flatMap((part) => ("value" in part ? [part.value] : []));
  return Math.max(...[program.when, ...(program.clear ? [program.clear] : []), ...shown].map(reachOf));
}

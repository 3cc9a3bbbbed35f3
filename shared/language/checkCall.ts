/** Calls: arithmetic functions here; windows, signals, members and the project's own functions in files of their own. */
import { nearest } from "../units/nearest.ts";
import { PLAIN } from "../units/unit.ts";
import { checkAggregate } from "./checkAggregate.ts";
import { checkOwnFunction } from "./checkOwnFunction.ts";
import { absolute, isTrouble, meet, plain, raised, root } from "./checkUnits.ts";
import { checkSignalCall, checkTotal, checkWindow, isWindowOperand } from "./checkWindow.ts";
import { checkDelay } from "./checkDelay.ts";
import { checkElements } from "./checkElements.ts";
import { checkSwitch } from "./checkSwitch.ts";
import { checkTableCall } from "./checkTable.ts";
import { importOf, replaceWith } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import { COVERED, FUNCTIONS, WINDOWS } from "./functions.ts";
import { isAggregate } from "./names.ts";
import type { CallNode, Expression } from "./syntax.ts";
import type { Typed, TypedNumber } from "./typed.ts";

/** What stands behind a call. */
export interface CallTail {
  readonly coverage?: Expression;
  readonly since?: Expression;
}

const SIGNAL_CALLS: ReadonlySet<string> = new Set(["stale", "missing", "bad", "residual"]);

export function checkCall<L extends object>(checker: ExpressionChecker<L>, call: CallNode, tail: CallTail): Typed<L> | undefined {
  const { callee } = call;
  const { name } = callee;
  const own = checker.environment.functions.find(name);
  const info = FUNCTIONS.get(name);
  const aggregate = isAggregate(call);
  if (tail.since && name !== "total") return checker.tell(tail.since, "misplaced", `since belongs to total(…) alone; ${name}(…) has a window: ${name}(x, 1 h).`);
  if (tail.coverage && !aggregate && !COVERED.has(name)) return checker.tell(tail.coverage, "misplaced", `coverage belongs to a window (avg, stddev, integral, min, max, count, duration) or an aggregate; ${name}(…) is neither.`);
  const table = checker.environment.model?.table(name);
  if (table) return checkTableCall(checker, table, call);
  if (own) return checkOwnFunction(checker, own, call);
  if (name === "switch") return checkSwitch(checker, call);
  if (name === "delay") return checkDelay(checker, call);
  if (!info) return tellUnknownFunction(checker, call);
  if (aggregate && checker.environment.model) return checkElements(checker, call);
  if (info.kind === "plant" && !checker.environment.plant) return checker.tell(call, "not-in-model", `${name}(…) reads signals over time and stands in rules and calcs; a model has states for that.`);
  if (aggregate && checker.environment.plant) return checkAggregate(checker, call, tail.coverage);
  if (!info.signatures.some(({ operands }) => operands.length === call.operands.length)) return tellCount(checker, call);
  if (name === "rises" || name === "falls" || name === "changes") return checkEvent(checker, call);
  if (name === "total") return checkTotal(checker, call, tail.since);
  if (SIGNAL_CALLS.has(name)) return checkSignalCall(checker, call);
  if (WINDOWS.has(name)) return checkWindow(checker, call, tail.coverage);
  return checkArithmetic(checker, call, tail.coverage);
}

function tellUnknownFunction<L extends object>(checker: ExpressionChecker<L>, { callee, operands }: CallNode): undefined {
  for (const operand of operands) checker.check(operand);
  const known = [...FUNCTIONS.keys(), ...checker.environment.functions.names];
  const near = nearest(callee.name, known);
  const elsewhere = checker.environment.functions.elsewhere(callee.name);
  if (elsewhere !== undefined) return checker.tell(callee, "unknown-function", `${callee.name} is defined in ${elsewhere}, which is not imported here: write import ${JSON.stringify(elsewhere)} at the top.`, { fix: importOf(elsewhere) });
  return checker.tell(callee, "unknown-function", `There is no function ${callee.name}. ${near === undefined ? `There are ${known.join(", ")}.` : `Did you mean ${near}?`}`, near === undefined ? {} : { fix: replaceWith(callee, near) });
}

function tellCount<L extends object>(checker: ExpressionChecker<L>, call: CallNode): undefined {
  const { name } = call.callee;
  for (const operand of call.operands) checker.check(operand);
  const forms = (FUNCTIONS.get(name)?.signatures ?? []).map(({ operands }) => `${name}(${operands.join(", ")})`).join(" or ");
  const count = call.operands.length;
  return checker.tell(call, "arguments", `${name} is called as ${forms}; here ${count === 1 ? "is 1 value" : `are ${count} values`}.`);
}

function checkEvent<L extends object>(checker: ExpressionChecker<L>, call: CallNode): Typed<L> | undefined {
  const { plant } = checker.environment;
  const [operand] = call.operands;
  if (!operand || !plant) return undefined;
  const { name } = call.callee;
  if (name !== "changes") {
    const p = checker.condition(operand);
    return p && { kind: "event", node: { op: name === "rises" ? "rises" : "falls", p } };
  }
  const typed = checker.check(operand);
  if (!typed) return undefined;
  if (typed.kind === "text") return { kind: "event", node: { op: "changesText", slot: typed.slot } };
  if (typed.kind === "enum" || (typed.kind === "number" && !typed.constant)) return { kind: "event", node: { op: "changes", x: plant.unwrap(typed.node) } };
  if (typed.kind === "truth" && typed.node.op === "truthSignal") return { kind: "event", node: { op: "changes", x: { op: "signal", slot: typed.node.slot } } };
  if (typed.kind === "truth") return checker.tell(operand, "kind-mismatch", "Of a condition one writes rises(…) or falls(…); changes(…) is for signals and numbers.");
  if (typed.kind === "number") return checker.tell(operand, "constant-operand", "This never changes.");
  return checker.tell(operand, "kind-mismatch", `changes(…) takes a signal or a number. ${checker.describe(typed)}.`);
}

function checkArithmetic<L extends object>(checker: ExpressionChecker<L>, call: CallNode, coverage: Expression | undefined): Typed<L> | undefined {
  const { name } = call.callee;
  const [x, y] = call.operands;
  const a = x && checker.number(x);
  const b = y && checker.number(y);
  if (!x || !a || (y && !b)) return undefined;
  if (b && y && (name === "min" || name === "max")) {
    if (isWindowOperand(a, b)) return checkWindow(checker, call, coverage);
    if (coverage) return checker.tell(coverage, "misplaced", `coverage belongs to a window, ${name}(x, 5 min); these are two values.`);
    const met = checker.settle(meet(a, b), call, x, y);
    return met && !isTrouble(met) ? { kind: "number", node: { op: name === "min" ? "least" : "greatest", a: met.a, b: met.b }, unit: met.unit, sort: met.sort } : undefined;
  }
  if (b && name === "pow") return checker.settle(raised(a, b), call, x, y);
  if (name === "abs") return checker.settle(absolute(a), call);
  if (name === "sqrt") return checker.settle(root(a), call);
  return elementary(checker, call, a);
}

function elementary<L extends object>(checker: ExpressionChecker<L>, call: CallNode, operand: TypedNumber<L>): Typed<L> | undefined {
  const { name } = call.callee;
  const taken = checker.settle(plain(operand, name), call);
  if (!taken) return undefined;
  const x = taken.node;
  const result = (node: TypedNumber<L>["node"]): TypedNumber<L> => ({ kind: "number", node, unit: PLAIN, sort: "plain" });
  switch (name) {
    case "exp": case "ln": case "sin": case "cos": return result({ op: name, x });
    case "tan": return result({ op: "divide", a: { op: "sin", x }, b: { op: "cos", x } });
    default: return result({ op: "divide", a: { op: "ln", x }, b: { op: "number", value: Math.LN10 } });
  }
}

/** Calls of the project's own functions: the body, checked with what the call gives, stands in place of the call. */
import { BoundEnvironment } from "./BoundEnvironment.ts";
import { bindOperands } from "./checkParameters.ts";
import { DiagnosticSink } from "./diagnostics.ts";
import type { ExpressionChecker } from "./ExpressionChecker.ts";
import type { OwnFunction } from "./FunctionScope.ts";
import type { CallNode } from "./syntax.ts";
import type { Typed } from "./typed.ts";

/** Functions that call functions double with each step; without a limit a page of text would fill the memory. */
const MAX_EXPANSIONS = 1_000;
/** Functions within functions. People use three. */
const MAX_DEPTH = 32;

export function checkOwnFunction<L extends object>(checker: ExpressionChecker<L>, own: OwnFunction, call: CallNode): Typed<L> | undefined {
  const { name } = call.callee;
  const { functions } = checker.environment;
  const bindings = bindOperands(checker, name, own.syntax.parameters, call.operands, call);
  if (!bindings || functions.isBroken(own)) return undefined;
  const { expansions } = checker;
  expansions.count += 1;
  if (expansions.depth >= MAX_DEPTH) return checker.tell(call, "too-large", `Functions call functions more than ${MAX_DEPTH} deep here.`);
  if (expansions.count > MAX_EXPANSIONS) return checker.tell(call, "too-large", `With the functions in place of their names this comes to more than ${MAX_EXPANSIONS} calls: let them call each other less.`);
  const sink = new DiagnosticSink(own.file);
  const environment = new BoundEnvironment({ outer: checker.environment, bindings, functions: functions.of(own.file), sink, owner: `function ${name}`, call, also: "asset name" });
  expansions.depth += 1;
  const result = checker.within(environment, sink).check(own.syntax.value);
  expansions.depth -= 1;
  const [first] = sink.list();
  if (!first) return result;
  return checker.tell(call, first.code === "too-large" ? "too-large" : "in-function", first.code === "too-large" ? first.message : `With these values ${name} is wrong: ${first.message}`);
}

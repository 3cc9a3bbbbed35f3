/** Defs and templates by themselves, with stand-ins for what they are given: errors are told where they stand, called or not. */
import { BoundEnvironment } from "./BoundEnvironment.ts";
import { standIns } from "./checkParameters.ts";
import { type Environment, ExpressionChecker, type Plant } from "./ExpressionChecker.ts";
import type { OwnFunction, OwnTemplate } from "./FunctionScope.ts";
import type { FunctionScopes } from "./FunctionScopes.ts";
import type { NumberExpr } from "./ir.ts";
import { RuleChecker } from "./RuleChecker.ts";

export function checkFunctions(functions: FunctionScopes): void {
  const { defs, templates } = functions.all;
  for (const own of defs) {
    const checker = inside(own, functions);
    const result = checker.check(own.syntax.value);
    if (result?.kind === "literal" || result?.kind === "assetName" || result?.kind === "text") checker.tell(own.syntax.value, "kind-mismatch", "A function gives a number, a condition or an event.");
    if (!result || own.sink.hasErrorIn(own.syntax)) functions.markBroken(own);
  }
  for (const own of templates) {
    new RuleChecker(own.syntax, own.syntax.name, inside(own, functions), new Map()).check();
    if (own.sink.hasErrorIn(own.syntax) || own.syntax.broken) functions.markBroken(own);
  }
}

function inside(own: OwnFunction | OwnTemplate, functions: FunctionScopes): ExpressionChecker<NumberExpr> {
  const { syntax, file, sink } = own;
  const outer = new StandInEnvironment(functions.of(file));
  const bindings = standIns(new ExpressionChecker(outer, sink), syntax.parameters, (node) => node);
  const owner = `${syntax.kind === "def" ? "function" : "template"} ${syntax.name.name}`;
  return new ExpressionChecker(new BoundEnvironment({ outer, bindings, functions: outer.functions, sink, owner, also: "asset name" }), sink);
}

/** An asset that has nothing but its name. */
class StandInEnvironment implements Environment<NumberExpr> {
  readonly functions: Environment<NumberExpr>["functions"];
  readonly opaqueUnits: ReadonlySet<string> = new Set();
  readonly plant: Plant<NumberExpr> = {
    wrap: (node) => node,
    unwrap: (node) => node,
    noteWindow: () => undefined,
    signal: () => ({ measured: true, slot: () => 0, predicted: () => 0 }),
    members: () => undefined,
  };

  constructor(functions: Environment<NumberExpr>["functions"]) {
    this.functions = functions;
  }

  lookup(): ReturnType<Environment<NumberExpr>["lookup"]> {
    return { kind: "assetName" };
  }

  peek(): ReturnType<Environment<NumberExpr>["peek"]> {
    return { kind: "assetName" };
  }
}

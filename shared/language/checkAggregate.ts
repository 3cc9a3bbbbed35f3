/** Aggregates over members of the plant: the operand is worked out on each member, `children(Type).x` being that member's x. */
import { isTrouble, meetAll } from "./checkUnits.ts";
import { checkShare, membersNeeded } from "./checkWindow.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { PLAIN } from "../units/unit.ts";
import type { Environment, ExpressionChecker } from "./ExpressionChecker.ts";
import type { TruthExpr } from "./ir.ts";
import { namesOutsideAggregates } from "./names.ts";
import type { CallNode, Expression } from "./syntax.ts";
import type { Typed, TypedNumber } from "./typed.ts";

const NUMBER_OPS = { sum: "sumOf", avg: "avgOf", min: "lowestOf", max: "highestOf" } as const;

function isNumeric(name: string): name is keyof typeof NUMBER_OPS {
  return name in NUMBER_OPS;
}

export function checkAggregate<L extends object>(checker: ExpressionChecker<L>, call: CallNode, coverage: Expression | undefined): Typed<L> | undefined {
  const [operand] = call.operands;
  const { plant } = checker.environment;
  if (!operand || !plant) return undefined;
  const share = coverage && checkShare(checker, coverage);
  const found = plant.members(namesOutsideAggregates(operand));
  if (!found) return tellNoMembers(checker, call, operand);
  if (found.mixed !== undefined) return checker.tell(operand, "mixed-members", found.mixed);
  if (coverage && !share) return undefined;
  const least = membersNeeded(found.each.length, share);
  const { name } = call.callee;
  if (isNumeric(name)) return numbers(checker, call, operand, found, least);
  const ps = conditions(checker, operand, found);
  if (!ps) return undefined;
  if (name === "count") return { kind: "number", node: plant.wrap({ op: "countOf", ps, least }), unit: PLAIN, sort: "plain" };
  return checker.truth({ op: name === "any" ? "anyOf" : "allOf", ps, least }, call);
}

interface Members<L> {
  readonly each: readonly Environment<L>[];
  readonly example?: Environment<L>;
}

function conditions<L extends object>(checker: ExpressionChecker<L>, operand: Expression, { each, example }: Members<L>): TruthExpr[] | undefined {
  if (example && each.length === 0) return checker.within(example).condition(operand) ? [] : undefined;
  const ps = each.map((environment) => checker.within(environment).condition(operand));
  return ps.every((p) => p !== undefined) ? ps : undefined;
}

function numbers<L extends object>(checker: ExpressionChecker<L>, call: CallNode, operand: Expression, { each, example }: Members<L>, least: number): Typed<L> | undefined {
  const { plant } = checker.environment;
  const { name } = call.callee;
  if (!plant || !isNumeric(name)) return undefined;
  const xs: TypedNumber<L>[] = [];
  for (const environment of each.length === 0 && example ? [example] : each) {
    const x = checker.within(environment).number(operand);
    if (!x) return undefined;
    xs.push(x);
  }
  if (xs.length === 0) return undefined;
  const met = checker.settle(meetAll(xs), operand);
  if (!met || isTrouble(met)) return undefined;
  if (name === "sum" && met.unit.point) return checker.tell(operand, "unit-mismatch", `Points on a scale (${displayUnit(met.unit)}) cannot be summed: take their mean with avg, or differences.`);
  const nodes = each.length === 0 ? [] : met.nodes.map((node) => plant.unwrap(node));
  return { kind: "number", node: plant.wrap({ op: NUMBER_OPS[name], xs: nodes, least }), unit: met.unit, sort: met.sort };
}

function tellNoMembers<L extends object>(checker: ExpressionChecker<L>, call: CallNode, operand: Expression): undefined {
  const typed = checker.check(operand);
  const { name } = call.callee;
  if (!typed) return undefined;
  const text = "children(Type).power";
  const timed = name === "sum" ? "integral(x, 5 min)" : name === "any" || name === "all" ? `p ${name === "any" ? "within" : "for"} 5 min` : `${name}(x, 5 min)`;
  return checker.tell(call, "no-members", `${name}(…) with one value is over several assets, and nothing here leads to them: write ${name}(${text}) or the name of a relation. Over time it is ${timed}.`);
}

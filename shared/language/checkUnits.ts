/**
 * The laws of units for sums, products, comparisons and roots: which operands go together, in which unit the result stands,
 * and what is said when they do not. Differences and points are told apart here.
 */
import { compatible, describeUnit, incompatibility } from "../units/convert.ts";
import { quantityName } from "../units/dimension.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { add, divide, multiply, negate, power, type Rational, sizeBits, subtract } from "../units/rational.ts";
import { combineUnits, coherentUnit, differenceUnit, PLAIN, raiseUnit, rootUnit, type Unit } from "../units/unit.ts";
import type { ArithmeticOperator } from "./syntax.ts";
import { constantOf, exactIn, inUnit, type TypedNumber } from "./typed.ts";

/** Why operands do not go together. `unit` is what would mend it, behind the operand that is wrong. */
export interface UnitTrouble {
  readonly problem: string;
  /** Unit to write at the left or right operand, where that is all it takes. */
  readonly mend?: { readonly side: "left" | "right"; readonly unit: string };
}

export function isTrouble(result: object): result is UnitTrouble {
  return "problem" in result;
}

/** Exact constants are followed up to this size; beyond it doubles do. Keeps hostile texts cheap. */
const MAX_CONSTANT_BITS = 8_192;

/** A spelling of the unit that can be written into a text. */
export function writtenUnit(unit: Unit): string {
  const shown = displayUnit(unit);
  const read = parseUnit(shown);
  return shown !== "" && !/\s/.test(shown) && !isUnitError(read) && read.code === unit.code ? shown : unit.code;
}

function withConstant<L>(result: TypedNumber<L>, constant: Rational | undefined): TypedNumber<L> {
  return constant && sizeBits(constant) <= MAX_CONSTANT_BITS ? { ...constantOf<L>(constant, result.unit, result.sort) } : result;
}

/** A number written without unit beside one that has a unit: the likeliest slip, with its mend. */
function bareTrouble<L>(a: TypedNumber<L>, b: TypedNumber<L>): UnitTrouble | undefined {
  const side = a.bare === true ? "left" : b.bare === true ? "right" : undefined;
  const other = side === "left" ? b : a;
  if (side === undefined || other.unit.dimension.key === "") return undefined;
  const unit = writtenUnit(other.sort === "difference" ? differenceUnit(other.unit) : other.unit);
  return { problem: `A number without unit meets ${describeUnit(other.unit)}: write its unit behind it, ${unit} for example.`, mend: { side, unit } };
}

/** Which unit two numbers that meet are brought to: a literal takes the signal's; of two signals the left one's counts. */
function meetingUnit<L>(a: TypedNumber<L>, b: TypedNumber<L>): Unit {
  return a.constant && !b.constant ? b.unit : a.unit;
}

/** A literal of a pressure that says neither gauge nor absolute, beside one that does: the same datum mends it. */
function datumMend<L>(a: TypedNumber<L>, b: TypedNumber<L>): Pick<UnitTrouble, "mend"> {
  const [literal, other, side] = a.constant ? [a, b, "left" as const] : [b, a, "right" as const];
  const datum = /\{([ga])\}$/.exec(other.unit.code)?.[1];
  return literal.constant && datum !== undefined && !literal.unit.point ? { mend: { side, unit: `${displayUnit(literal.unit)}(${datum})` } } : {};
}

/** `bar is a pressure, °C is a temperature`, where both have names that differ. */
function contrast(a: Unit, b: Unit): string | undefined {
  const left = quantityName(a.dimension);
  const right = quantityName(b.dimension);
  if (left === undefined || right === undefined || left === right) return undefined;
  const is = (unit: Unit, name: string): string => `${displayUnit(unit) || "the other"} is ${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
  return displayUnit(a) === "" ? `${is(b, right)}, the other is a plain number` : `${is(a, left)}, ${is(b, right)}`;
}

function differenceWord(unit: Unit): string {
  return unit.point === "pressure" ? "a difference of pressures" : "a difference of temperatures";
}

/** Brings two numbers to one unit for a comparison, min or max. */
export function meet<L>(a: TypedNumber<L>, b: TypedNumber<L>): { readonly unit: Unit; readonly a: TypedNumber<L>["node"]; readonly b: TypedNumber<L>["node"]; readonly sort: TypedNumber<L>["sort"] } | UnitTrouble {
  const bare = compatible(a.unit, b.unit) ? undefined : bareTrouble(a, b);
  if (bare) return bare;
  const sizes = incompatibility(differenceUnit(a.unit), differenceUnit(b.unit));
  if (sizes !== undefined) return { problem: `These cannot be compared: ${contrast(a.unit, b.unit) ?? sizes}.` };
  for (const [x, y, side] of [[a, b, "right"], [b, a, "left"]] as const) {
    if (x.sort === "difference" && y.unit.point) {
      const unit = writtenUnit(differenceUnit(y.unit));
      return { problem: `${differenceWord(y.unit)} meets a point on the scale (${displayUnit(y.unit)}): a difference is given in ${unit}.`.replace(/^a/, "A"), ...(y.constant && { mend: { side, unit } }) };
    }
  }
  const trouble = incompatibility(a.unit, b.unit);
  if (trouble !== undefined) return { problem: `These cannot be compared: ${trouble}.`, ...datumMend(a, b) };
  const unit = meetingUnit(a, b);
  return { unit, a: inUnit(a, unit), b: inUnit(b, unit), sort: a.sort === "difference" || b.sort === "difference" ? "difference" : "plain" };
}

const VERBS = { "+": "added", "-": "subtracted" } as const;

/** a + b or a − b. */
export function sum<L>(operator: "+" | "-", a: TypedNumber<L>, b: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  const trouble = incompatibility(differenceUnit(a.unit), differenceUnit(b.unit));
  if (trouble !== undefined) return bareTrouble(a, b) ?? { problem: `${displayUnit(a.unit) || "A plain number"} ${operator} ${displayUnit(b.unit) || "a plain number"} cannot be ${VERBS[operator]}: ${contrast(a.unit, b.unit) ?? trouble}.` };
  if (a.unit.point && b.unit.point) return operator === "+" ? pointsAdded(a, b) : pointsSubtracted(a, b);
  if (b.unit.point && operator === "-") {
    if (a.sort === "difference") return { problem: `A point on the scale (${displayUnit(b.unit)}) cannot be taken from a difference.` };
    const scale = incompatibility(a.unit, b.unit);
    return scale === undefined ? pointsSubtracted(a, b) : { problem: `${scale}.` };
  }
  const unit = a.unit.point ? a.unit : b.unit.point ? b.unit : meetingUnit(a, b);
  const sort = a.sort === "difference" || b.sort === "difference" ? "difference" : "plain";
  return combined(operator, a, b, unit, unit, unit.point ? "plain" : sort);
}

function pointsAdded<L>(a: TypedNumber<L>, b: TypedNumber<L>): UnitTrouble {
  const shown = displayUnit(a.unit);
  const unit = writtenUnit(differenceUnit(b.unit));
  return {
    problem: `${shown} + ${displayUnit(b.unit)} means nothing: both are points on a scale. A difference is given in ${unit}; the middle of two points is a + (b - a) / 2.`,
    ...(b.constant ? { mend: { side: "right" as const, unit } } : a.constant ? { mend: { side: "left" as const, unit } } : {}),
  };
}

function pointsSubtracted<L>(a: TypedNumber<L>, b: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  const scale = incompatibility(a.unit, b.unit);
  if (scale !== undefined) return { problem: `These cannot be subtracted: ${scale}.` };
  const unit = meetingUnit(a, b);
  return combined("-", a, b, unit, differenceUnit(unit), "difference");
}

/** Both operands in `unit`; an operand that is no point is converted in size only when the other is a point. */
function combined<L>(operator: "+" | "-", a: TypedNumber<L>, b: TypedNumber<L>, unit: Unit, resultUnit: Unit, sort: TypedNumber<L>["sort"]): TypedNumber<L> {
  const sizeOnly = (x: TypedNumber<L>): boolean => resultUnit.point !== undefined && x.unit.point === undefined;
  const node = { op: operator === "+" ? "add" : "subtract", a: inUnit(a, unit, sizeOnly(a)), b: inUnit(b, unit, sizeOnly(b)) } as const;
  const left = exactIn(a, unit, sizeOnly(a));
  const right = exactIn(b, unit, sizeOnly(b));
  return withConstant<L>({ kind: "number", node, unit: resultUnit, sort }, left && right && (operator === "+" ? add(left, right) : subtract(left, right)));
}

/** a × b or a ÷ b. */
export function product<L>(operator: "*" | "/", a: TypedNumber<L>, b: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  const point = a.unit.point ? a : b.unit.point ? b : undefined;
  if (point) return pointTrouble(operator === "*" ? "multiplied" : "divided", point.unit);
  const scaling = b.unit.dimension.key === "" ? a.sort : operator === "*" && a.unit.dimension.key === "" ? b.sort : "difference";
  const node = { op: operator === "*" ? "multiply" : "divide", a: a.node, b: b.node } as const;
  const unit = combineUnits(a.unit, b.unit, operator === "*" ? 1 : -1);
  const result: TypedNumber<L> = { kind: "number", node, unit, sort: scaling };
  if (!a.constant || !b.constant || (operator === "/" && b.constant.n === 0n)) return result;
  const folded = withConstant(result, operator === "*" ? multiply(a.constant, b.constant) : divide(a.constant, b.constant));
  return a.bare === true && b.bare === true ? { ...folded, bare: true } : folded;
}

function pointTrouble(verb: string, unit: Unit): UnitTrouble {
  return { problem: `A point on a scale (${displayUnit(unit)}) cannot be ${verb}: take a difference first, or use ${unit.point === "pressure" ? "an absolute or differential pressure" : "K"}.` };
}

/** −x. */
export function negated<L>(x: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  if (x.unit.point) return pointTrouble("negated", x.unit);
  return withConstant<L>({ ...x, node: { op: "negate", x: x.node } }, x.constant && negate(x.constant));
}

/** |x|. */
export function absolute<L>(x: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  if (x.unit.point) return pointTrouble("stripped of its sign", x.unit);
  return { kind: "number", node: { op: "abs", x: x.node }, unit: x.unit, sort: x.sort };
}

/** √x, in the coherent unit of the root. */
export function root<L>(x: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  if (x.unit.point) return pointTrouble("drawn a root of", x.unit);
  return { kind: "number", node: { op: "sqrt", x: inUnit(x, { ...coherentUnit(x.unit.dimension), angle: x.unit.angle }) }, unit: rootUnit(x.unit), sort: "difference" };
}

/** Exact powers are followed up to this exponent; beyond it doubles do. */
const MAX_EXACT_EXPONENT = 64;

/** x ^ n. Of a quantity with a unit n must be a whole number, known at compile time. */
export function raised<L>(x: TypedNumber<L>, n: TypedNumber<L>): TypedNumber<L> | UnitTrouble {
  if (x.unit.point) return pointTrouble("raised to a power", x.unit);
  if (n.unit.dimension.key !== "") return { problem: `An exponent is a plain number, but this is in ${describeUnit(n.unit)}.` };
  const exponent = exactIn(n, PLAIN);
  const b = inUnit(n, PLAIN);
  const whole = exponent?.d === 1n && sizeBits(exponent) < 32 ? Number(exponent.n) : undefined;
  if (x.unit.dimension.key === "") {
    const base = { kind: "number", node: inUnit(x, PLAIN), unit: PLAIN, sort: "plain" } as const;
    const exact = exactIn(x, PLAIN);
    const folded = exact && whole !== undefined && Math.abs(whole) <= MAX_EXACT_EXPONENT && (whole >= 0 || exact.n !== 0n) ? power(exact, whole) : undefined;
    const result = withConstant<L>({ ...base, node: { op: "pow", a: base.node, b } }, folded);
    return x.bare === true && n.bare === true ? { ...result, bare: true } : result;
  }
  if (whole === undefined || Math.abs(whole) > 12) return { problem: `A quantity with a unit (${displayUnit(x.unit)}) is raised to whole powers up to 12 alone; divide by a unit first: (x / 1 ${displayUnit(x.unit)}) ^ n.` };
  const unit = raiseUnit(x.unit, whole);
  const exact = x.constant && (whole >= 0 || x.constant.n !== 0n) ? power(x.constant, whole) : undefined;
  return withConstant<L>({ kind: "number", node: { op: "pow", a: x.node, b }, unit, sort: "difference" }, exact);
}

/** The plain number that exp, ln and the like take. Angles are in radians; a number without unit is taken as it stands. */
export function plain<L>(x: TypedNumber<L>, callee: string): TypedNumber<L> | UnitTrouble {
  const trigonometric = callee === "sin" || callee === "cos" || callee === "tan";
  const fits = x.unit.dimension.key === "" && (!trigonometric || x.unit.angle === 1 || x.unit.terms.length === 0);
  if (fits) return { kind: "number", node: inUnit(x, PLAIN), unit: PLAIN, sort: "plain" };
  const wanted = trigonometric ? "an angle, in rad or deg" : "a plain number";
  return { problem: `${callee} takes ${wanted}, but this is in ${describeUnit(x.unit)}: divide by a unit first, ${callee}(x / 1 ${displayUnit(differenceUnit(x.unit))}).` };
}

/** What a window makes of the unit of what it is over. */
export function windowUnit<L>(callee: string, x: TypedNumber<L>): Pick<TypedNumber<L>, "unit" | "sort"> | UnitTrouble {
  const second = parseUnit("s");
  if (isUnitError(second)) return { problem: second.problem };
  switch (callee) {
    case "avg": case "min": case "max": return { unit: x.unit, sort: x.sort };
    case "stddev": case "delta": return { unit: differenceUnit(x.unit), sort: "difference" };
    case "rate": return { unit: combineUnits(x.unit, second, -1), sort: "difference" };
    default:
      if (x.unit.point) return { problem: `Points on a scale (${displayUnit(x.unit)}) cannot be summed over time: take a difference first, integral(T - 20 ${displayUnit(x.unit)}, 1 h).` };
      return { unit: combineUnits(x.unit, second, 1), sort: "difference" };
  }
}

/** A band or step beside a quantity: a difference, in the unit given. */
export function differenceIn<L>(x: TypedNumber<L>, unit: Unit, what: string): { readonly node: TypedNumber<L>["node"]; readonly exact: Rational | undefined } | UnitTrouble {
  const size = differenceUnit(unit);
  const written = writtenUnit(size);
  if (x.unit.point) return { problem: `${what} is a difference, but ${displayUnit(x.unit)} names points on a scale: write it in ${written}.`, ...(x.constant && { mend: { side: "right" as const, unit: written } }) };
  if (x.bare === true && size.dimension.key !== "") return { problem: `${what} needs a unit, ${written} for example.`, mend: { side: "right", unit: written } };
  const why = incompatibility(x.unit, size);
  if (why !== undefined) return { problem: `${what} is in ${describeUnit(x.unit)}, but what it belongs to is in ${describeUnit(size)}.` };
  return { node: inUnit(x, size, true), exact: exactIn(x, size, true) };
}

/** Members of an aggregate brought to the unit of the first. */
export function meetAll<L>(xs: readonly TypedNumber<L>[]): { readonly unit: Unit; readonly sort: TypedNumber<L>["sort"]; readonly nodes: readonly TypedNumber<L>["node"][] } | UnitTrouble {
  const [first, ...rest] = xs;
  if (!first) return { problem: "There is nothing to take together." };
  const nodes = [first.node];
  for (const x of rest) {
    const why = incompatibility(x.unit, first.unit);
    if (why !== undefined || (x.sort === "difference") !== (first.sort === "difference")) return { problem: `The members differ: one is in ${describeUnit(first.unit)}, another in ${describeUnit(x.unit)}.` };
    nodes.push(inUnit(x, first.unit));
  }
  return { unit: first.unit, sort: first.sort, nodes };
}

export function isSum(operator: ArithmeticOperator): operator is "+" | "-" {
  return operator === "+" || operator === "-";
}

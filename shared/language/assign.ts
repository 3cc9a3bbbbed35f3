/** A value where a unit is declared: calcs, states, outputs, parameters. */
import { describeUnit, incompatibility } from "../units/convert.ts";
import { displayUnit } from "../units/displayUnit.ts";
import { differenceUnit, type Unit } from "../units/unit.ts";
import { writtenUnit } from "./checkUnits.ts";
import { replaceWith, type Reporter } from "./diagnostics.ts";
import type { Named, Place } from "./syntax.ts";
import { type Arithmetic, exactIn, inUnit, type TypedNumber } from "./typed.ts";
import { toNumber } from "../units/rational.ts";

/** Why the value cannot stand where `unit` is declared, or undefined. */
function trouble<L>(value: TypedNumber<L>, unit: Unit, what: string): { readonly problem: string; readonly declare?: string } | undefined {
  if (value.sort === "difference" && unit.point && value.unit.dimension.key === unit.dimension.key) {
    const declare = writtenUnit(differenceUnit(unit));
    return { problem: `${what} is declared in ${displayUnit(unit)}, points on a scale, but this is a difference: declare it in ${declare}.`, declare };
  }
  const why = incompatibility(value.unit, unit);
  if (why === undefined) return undefined;
  if (value.unit.dimension.key === unit.dimension.key) return { problem: `${what} is declared in ${displayUnit(unit)}: ${why}.` };
  return { problem: `${what} is declared in ${describeUnit(unit)}, but this is in ${describeUnit(value.unit)}.`, declare: writtenUnit(value.unit) };
}

/**
 * The value's node in the declared unit; undefined (told) where it does not fit. A number without unit is taken in the
 * declared unit when `bareFits`. `declared` is the place of the unit, where a fix may change it.
 */
export function assign<L extends object>(value: TypedNumber<L>, unit: Unit, what: string, place: Place, sink: Reporter, options: { readonly declared?: Named; readonly bareFits?: boolean } = {}): Arithmetic<L> | undefined {
  if (options.bareFits === true && value.bare === true) return value.node;
  const wrong = trouble(value, unit, what);
  if (!wrong) return inUnit(value, unit);
  sink.report(place, "unit-mismatch", wrong.problem, options.declared && wrong.declare !== undefined ? { fix: replaceWith(options.declared, wrong.declare, `Declare it in ${wrong.declare}`) } : {});
  return undefined;
}

/** The same for a value that must be known at compile time: its number in the declared unit. */
export function assignConstant<L extends object>(value: TypedNumber<L>, unit: Unit, what: string, place: Place, sink: Reporter): number | undefined {
  if (!value.constant) {
    sink.report(place, "not-a-constant", `${what} must be a number.`);
    return undefined;
  }
  if (value.bare === true) return toNumber(value.constant);
  if (!assign(value, unit, what, place, sink)) return undefined;
  const exact = exactIn(value, unit);
  return exact && toNumber(exact);
}

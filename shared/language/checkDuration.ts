/** Durations behind `for`, `within`, `tolerate` and `unknown after`: constants, whole microseconds, above zero. */
import { parseUnit, isUnitError } from "../units/parseUnit.ts";
import { exactIn, type TypedNumber } from "./typed.ts";

/** 285 years, the span of time stamps: a longer duration can never fall due. */
const MAX_DURATION_US = Number.MAX_SAFE_INTEGER;

/** The duration in µs, or what is wrong with it and the unit that would mend it. */
export function checkDuration<L>(typed: TypedNumber<L>): number | { readonly problem: string; readonly unit?: string } {
  const microsecond = parseUnit("us");
  if (isUnitError(microsecond)) return { problem: microsecond.problem };
  if (typed.bare === true) return { problem: "A duration needs a unit: s, min, h or d.", unit: "s" };
  if (typed.unit.dimension.key !== "T1") return { problem: "A duration is meant here, 5 min for example." };
  const exact = exactIn(typed, microsecond);
  if (!exact) return { problem: "A duration must be a constant or a parameter." };
  if (exact.n <= 0n) return { problem: "A duration must be longer than zero." };
  if (exact.d !== 1n) return { problem: "A duration must be a whole number of microseconds." };
  return Number(exact.n) > MAX_DURATION_US ? { problem: "This duration is longer than history can be." } : Number(exact.n);
}

/** How differences of two values are written: with their sign, in the unit that a difference has. */
import { displayUnit } from "../../shared/units/displayUnit.ts";
import { isUnitError, parseUnit } from "../../shared/units/parseUnit.ts";
import { differenceUnit } from "../../shared/units/unit.ts";
import { formatNumber } from "./formatValue.ts";

/** Unit of a difference of two values: K for °C; `""` for what has none. */
export function unitOfDifference(unit: string | undefined): string {
  if (unit === undefined) return "";
  const read = parseUnit(unit);
  return displayUnit(isUnitError(read) ? unit : differenceUnit(read));
}

export function formatDifference(value: number): string {
  return value > 0 ? `+${formatNumber(value, 3)}` : formatNumber(value, 3);
}

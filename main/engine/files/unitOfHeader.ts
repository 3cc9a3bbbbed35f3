/** The unit that a column's header names in brackets or behind its last underscore: `Wind Speed (m/s)`, `power_kW`. */
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";

const BRACKETED = /[([]\s*([^()[\]]+?)\s*[)\]]\s*$/;
const SUFFIXED = /[a-z0-9]_([A-Za-z%°µ/0-9]+)$/;

/** UCUM code or spelling as our unit kernel knows it; undefined where the header names none that is known. */
export function unitOfHeader(header: string): string | undefined {
  const text = BRACKETED.exec(header)?.[1] ?? SUFFIXED.exec(header)?.[1];
  if (text === undefined) return undefined;
  const unit = parseUnit(text);
  return isUnitError(unit) ? undefined : unit.code;
}

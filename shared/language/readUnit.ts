/** Units as texts spell them, with what is said where a word is none. */
import { isUnitError, parseUnit } from "../units/parseUnit.ts";
import { bareName, opaqueUnit, type Unit } from "../units/unit.ts";
import { replaceWith, type Reporter } from "./diagnostics.ts";
import type { Named } from "./syntax.ts";

export interface UnitReading {
  /** The number before the unit, for a fix by blanks. */
  readonly digits?: string;
  /** Units that only this project knows. */
  readonly opaque?: ReadonlySet<string>;
}

/** The unit a word means; told where it means none. */
export function readUnit(word: Named, sink: Reporter, { digits, opaque }: UnitReading = {}): Unit | undefined {
  const unit = parseUnit(word.name);
  if (!isUnitError(unit)) return unit;
  if (opaque?.has(bareName(word.name)) === true) return opaqueUnit(word.name);
  const slash = word.name.indexOf("/");
  const left = slash > 0 ? parseUnit(word.name.slice(0, slash)) : undefined;
  if (digits !== undefined && left && !isUnitError(left)) {
    const spaced = `${word.name.slice(0, slash)} / ${word.name.slice(slash + 1)}`;
    sink.report(word, "unknown-unit", `${unit.problem} For a division put blanks around the sign: ${digits} ${spaced}.`, { fix: replaceWith(word, unit.suggestion ?? spaced) });
    return undefined;
  }
  const more = unit.suggestion === undefined ? "" : ` Did you mean ${unit.suggestion}?`;
  sink.report(word, "unknown-unit", unit.problem + more, unit.suggestion === undefined ? {} : { fix: replaceWith(word, unit.suggestion) });
  return undefined;
}

/** Units of a model's lines against those of its file from elsewhere. */
import { TwinError } from "../../shared/contract/errors.ts";
import { affine, describeUnit, incompatibility, type Affine } from "../../shared/units/convert.ts";
import { displayUnit } from "../../shared/units/displayUnit.ts";
import type { Unit } from "../../shared/units/unit.ts";

/** A value that goes into the file or comes out of it: what it is called, its unit there and that of the line. */
export interface ExchangedValue {
  readonly way: "in" | "out";
  /** The use and the file, for messages. */
  readonly what: string;
  readonly name: string;
  readonly theirs: Unit;
  readonly ours: Unit;
}

/** Throws `bad-input` where one unit does not become the other. */
export function exchanged({ way, what, name, theirs, ours }: ExchangedValue): Affine {
  const found = way === "in" ? affine(ours, theirs) : affine(theirs, ours);
  if (!found) throw new TwinError("bad-input", `${what}: ${name} is in ${describeUnit(theirs)}, its line in ${displayUnit(ours) || "plain numbers"}: ${incompatibility(theirs, ours) ?? "they differ"}.`);
  return found;
}

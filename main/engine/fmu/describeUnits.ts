/** The units that an FMU defines, and the same as units of ours, so that values can be converted (FMI 2.0.4, 2.2.3; FMI 3.0, 2.4.4). */
import type { FmuUnit, FmuVariable } from "../../../shared/contract/fmus.ts";
import { dimension } from "../../../shared/units/dimension.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { ONE, rationalOf, toNumber, ZERO } from "../../../shared/units/rational.ts";
import { differenceUnit, makeUnit, type Unit } from "../../../shared/units/unit.ts";
import { childOf, childrenOf, numberIn, type XmlElement } from "./xml.ts";

/** Ours by the standard's word for each base unit. */
const BASES = { kg: "M", m: "L", s: "T", A: "I", K: "Θ", mol: "N", cd: "J" } as const;

export function readUnits(root: XmlElement): FmuUnit[] {
  return childrenOf(childOf(root, "UnitDefinitions"), "Unit").map((unit): FmuUnit => {
    const name = unit.attributes["name"] ?? "";
    const base = childOf(unit, "BaseUnit");
    if (!base) return { name };
    const exponents = Object.fromEntries([...Object.keys(BASES), "rad"].flatMap((word): [string, number][] => {
      const exponent = numberIn(base, word);
      return exponent === undefined || exponent === 0 ? [] : [[word, exponent]];
    }));
    return { name, base: { exponents, factor: numberIn(base, "factor") ?? 1, offset: numberIn(base, "offset") ?? 0 } };
  });
}

/** The unit of a variable; undefined where it has none, or one that only its maker knows. */
export function unitOf({ unit: name, relative }: FmuVariable, units: readonly FmuUnit[]): Unit | undefined {
  if (name === undefined) return undefined;
  const base = units.find((unit) => unit.name === name)?.base;
  const unit = base ? defined(name, base) : parsed(name);
  return unit && relative ? differenceUnit(unit) : unit;
}

function parsed(name: string): Unit | undefined {
  const unit = parseUnit(name);
  return isUnitError(unit) ? undefined : unit;
}

function defined(name: string, { exponents, factor, offset }: NonNullable<FmuUnit["base"]>): Unit {
  const of = dimension(Object.fromEntries(Object.entries(BASES).map(([word, letter]) => [letter, exponents[word] ?? 0])));
  const known = parsed(name);
  // Where the name means the same to us, ours is spelt better and knows what is a point on a scale.
  if (known && known.dimension.key === of.key && same(known, factor, offset)) return known;
  const amount = makeUnit([{ code: `[${name}]`, display: name, exponent: 1 }], of, rationalOf(factor) ?? ONE, exponents["rad"] ?? 0);
  return offset === 0 ? amount : { ...amount, offset: rationalOf(offset) ?? ZERO };
}

function same(unit: Unit, factor: number, offset: number): boolean {
  const is = (value: Unit["factor"], number: number): boolean => Math.abs(toNumber(value) - number) <= 1e-9 * Math.abs(number);
  return is(unit.factor, factor) && is(unit.offset, offset);
}

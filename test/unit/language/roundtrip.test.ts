import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticSink } from "../../../shared/language/diagnostics.ts";
import { parse } from "../../../shared/language/parser.ts";
import type { Expression } from "../../../shared/language/syntax.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { uneceUnits } from "../../../shared/units/unece.ts";

/** An expression as it was meant, and how it binds: lower is looser. */
interface Meant {
  readonly text: string;
  readonly tree: string;
  readonly power: number;
}

/** Puts brackets only where the operand binds more loosely than it must. */
function operand(of: Meant, least: number): string {
  return of.power < least ? `(${of.text})` : of.text;
}

const names = fc.constantFrom("power", "bearing.temperature", "motor.winding.temperature", "`Volume Flow RateRMS`");
const leaf: fc.Arbitrary<Meant> = fc.oneof(
  names.map((text) => ({ text, tree: text.replaceAll("`", ""), power: 9 })),
  fc.tuple(fc.nat(1000), fc.constantFrom("", " kW", " degC", " m3/h", " W/(m2.K)")).map(([value, unit]) => ({ text: `${value}${unit}`, tree: `${value}${unit}`, power: 9 })),
);

function binary(part: fc.Arbitrary<Meant>, operators: readonly string[], power: number): fc.Arbitrary<Meant> {
  return fc.tuple(part, fc.constantFrom(...operators), part).map(([a, operator, b]) => ({
    text: `${operand(a, power)} ${operator} ${operand(b, power + 1)}`, tree: `(${a.tree} ${operator} ${b.tree})`, power,
  }));
}

const numbers: fc.Arbitrary<Meant> = fc.letrec<{ number: Meant }>((tie) => ({
  number: fc.oneof({ depthSize: "small", withCrossShrink: true }, leaf, binary(tie("number"), ["+", "-"], 5), binary(tie("number"), ["*", "/"], 6), tie("number").map((x) => ({ text: `-${operand(x, 7)}`, tree: `(-${x.tree})`, power: 7 }))),
})).number;

const conditions: fc.Arbitrary<Meant> = fc.letrec<{ condition: Meant }>((tie) => ({
  condition: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.tuple(numbers, fc.constantFrom("<", "<=", ">", ">=", "==", "!="), numbers).map(([a, operator, b]) => ({ text: `${operand(a, 5)} ${operator} ${operand(b, 5)}`, tree: `(${a.tree} ${operator} ${b.tree})`, power: 4 })),
    binary(tie("condition"), ["and"], 2), binary(tie("condition"), ["or"], 1),
    tie("condition").map((x) => ({ text: `not ${operand(x, 4)}`, tree: `(not ${x.tree})`, power: 3 })),
    fc.tuple(tie("condition"), fc.constantFrom("for 5 min", "within 10 s", "for 1 h tolerate 5 s")).map(([x, duration]) => ({ text: `(${operand(x, 4)} ${duration})`, tree: `(${x.tree} ${duration})`, power: 9 })),
  ),
})).condition;

/** A syntax tree with every bracket written. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "name": return expression.segments.map(({ name }) => name).join(".");
    case "number": return expression.unit ? `${expression.digits} ${expression.unit.name}` : expression.digits;
    case "bracket": return show(expression.operand);
    case "negate": return `(-${show(expression.operand)})`;
    case "not": return `(not ${show(expression.operand)})`;
    case "and": case "or": return `(${show(expression.left)} ${expression.kind} ${show(expression.right)})`;
    case "arithmetic": case "comparison": return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case "within": return `(${show(expression.operand)} within ${show(expression.duration)})`;
    case "for": return `(${show(expression.operand)} for ${show(expression.duration)}${expression.tolerate ? ` tolerate ${show(expression.tolerate)}` : ""})`;
    default: return expression.kind;
  }
}

describe("round trips", () => {
  it("reads an expression as it was meant, with no bracket more than precedence needs", () => {
    fc.assert(fc.property(fc.oneof(numbers, conditions), ({ text, tree }) => {
      const sink = new DiagnosticSink("a.twin");
      const [definition] = parse("a.twin", `calc a on T = ${text}`, sink).definitions;
      expect(sink.list()).toEqual([]);
      expect(definition?.kind === "calc" && show(definition.value)).toBe(tree);
    }), { numRuns: 1_000 });
  });

  const typable = uneceUnits().map(([, ucum]) => ucum).filter((code) => !displayUnit(code).includes(" "));
  it.each(typable)("reads the on-screen spelling of %s as the same unit", (code) => {
    const unit = parseUnit(code);
    const again = parseUnit(displayUnit(code));
    expect(isUnitError(again) ? again.problem : again.code).toBe(isUnitError(unit) ? "" : unit.code);
  });
});

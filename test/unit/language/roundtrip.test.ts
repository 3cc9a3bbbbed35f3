import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { format } from "../../../shared/language/assist.ts";
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
  names.map((text) => ({ text, tree: text.replaceAll("`", ""), power: 10 })),
  names.map((text) => ({ text: `children(Pump).${text}`, tree: `children(Pump).${text.replaceAll("`", "")}`, power: 10 })),
  fc.tuple(fc.nat(1000), fc.constantFrom("", " kW", " degC", " m3/h", " W/(m2.K)")).map(([value, unit]) => ({ text: `${value}${unit}`, tree: `${value}${unit}`, power: 9 })),
);

function binary(part: fc.Arbitrary<Meant>, operators: readonly string[], power: number): fc.Arbitrary<Meant> {
  return fc.tuple(part, fc.constantFrom(...operators), part).map(([a, operator, b]) => ({
    text: `${operand(a, power)} ${operator} ${operand(b, power + 1)}`, tree: `(${a.tree} ${operator} ${b.tree})`, power,
  }));
}

/** Behind a name, call or bracket and binding to nothing wider. */
const glued = (x: Meant, tail: string): Meant => ({ text: `${operand(x, 10)} ${tail}`, tree: `(${x.tree} ${tail})`, power: 10 });
const call = (name: string, ...operands: Meant[]): Meant => ({ text: `${name}(${operands.map(({ text }) => text).join(", ")})`, tree: `${name}(${operands.map(({ tree }) => tree).join(", ")})`, power: 10 });
const WINDOW: Meant = { text: "5 min", tree: "5 min", power: 9 };

type Parts = {
  number: Meant;
  condition: Meant;
  event: Meant;
};

const { number: numbers, condition: conditions, event: events } = fc.letrec<Parts>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4, depthSize: "small", withCrossShrink: true },
    leaf, binary(tie("number"), ["+", "-"], 6), binary(tie("number"), ["*", "/"], 7),
    tie("number").map((x) => ({ text: `-${operand(x, 8)}`, tree: `(-${x.tree})`, power: 8 })),
    fc.tuple(tie("number"), tie("number")).map(([a, b]) => ({ text: `${operand(a, 10)} ^ ${operand(b, 8)}`, tree: `(${a.tree} ^ ${b.tree})`, power: 9 })),
    fc.tuple(fc.constantFrom("avg", "min", "delta"), tie("number")).map(([name, x]) => call(name, x, WINDOW)),
    fc.tuple(tie("number"), fc.constantFrom("coverage 90 %", "every 10 s")).map(([x, tail]) => glued(call("avg", x, WINDOW), tail)),
    tie("event").map((e) => call("count", e, WINDOW)),
    fc.tuple(tie("condition"), tie("event")).map(([p, e]) => ({ text: `total(${p.text}) since ${e.power < 10 ? `(${e.text})` : e.text}`, tree: `(total(${p.tree}) since ${e.tree})`, power: 10 })),
  ),
  condition: fc.oneof(
    { maxDepth: 4, depthSize: "small", withCrossShrink: true },
    fc.tuple(tie("number"), fc.constantFrom("<", "<=", ">", ">=", "==", "!="), tie("number")).map(([a, operator, b]) => ({ text: `${operand(a, 6)} ${operator} ${operand(b, 6)}`, tree: `(${a.tree} ${operator} ${b.tree})`, power: 5 })),
    binary(tie("condition"), ["and"], 2), binary(tie("condition"), ["or"], 1),
    tie("condition").map((x) => ({ text: `not ${operand(x, 4)}`, tree: `(not ${x.tree})`, power: 3 })),
    fc.tuple(tie("condition"), fc.constantFrom("for 5 min", "within 10 s", "for 1 h tolerate 5 s", "hysteresis 2 K")).map(([x, tail]) => ({ text: `(${operand(x, 5)} ${tail})`, tree: `(${x.tree} ${tail})`, power: 10 })),
    tie("condition").map((x) => glued({ text: `(${x.text})`, tree: x.tree, power: 10 }, "every 1 h")),
    tie("event").map((e) => ({ text: `(${operand(e, 5)} within 1 h)`, tree: `(${e.tree} within 1 h)`, power: 10 })),
    tie("condition").map((p) => call("any", p)),
  ),
  event: fc.oneof(
    { maxDepth: 4, depthSize: "small", withCrossShrink: true },
    fc.tuple(fc.constantFrom("rises", "falls"), tie("condition")).map(([name, p]) => call(name, p)),
    fc.tuple(tie("event"), fc.constantFrom("then", "without"), tie("event")).map(([e, word, f]) => ({ text: `${operand(e, 4)} ${word} ${operand(f, 5)} within 5 s`, tree: `(${e.tree} ${word} ${f.tree} within 5 s)`, power: 4 })),
    binary(tie("event"), ["and"], 2),
  ),
}));

/** A syntax tree with every bracket written. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "name": return `${expression.children ? `children(${expression.children.name}).` : ""}${expression.segments.map(({ name }) => name).join(".")}`;
    case "number": return expression.unit ? `${expression.digits} ${expression.unit.name}` : expression.digits;
    case "bracket": return show(expression.operand);
    case "negate": return `(-${show(expression.operand)})`;
    case "not": return `(not ${show(expression.operand)})`;
    case "and": case "or": return `(${show(expression.left)} ${expression.kind} ${show(expression.right)})`;
    case "arithmetic": case "comparison": return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case "within": return `(${show(expression.operand)} within ${show(expression.duration)})`;
    case "for": return `(${show(expression.operand)} for ${show(expression.duration)}${expression.tolerate ? ` tolerate ${show(expression.tolerate)}` : ""})`;
    case "then": case "without": return `(${show(expression.left)} ${expression.kind} ${show(expression.right)} within ${show(expression.duration)})`;
    case "hysteresis": return `(${show(expression.operand)} hysteresis ${show(expression.band)})`;
    case "every": return `(${show(expression.operand)} every ${show(expression.period)})`;
    case "coverage": return `(${show(expression.operand)} coverage ${show(expression.share)})`;
    case "since": return `(${show(expression.operand)} since ${show(expression.event)})`;
    case "call": return `${expression.callee.name}(${expression.operands.map(show).join(", ")})`;
    default: return expression.kind;
  }
}

describe("round trips", () => {
  it("reads an expression as it was meant, with no bracket more than precedence needs", () => {
    fc.assert(fc.property(fc.oneof(numbers, conditions, events), ({ text, tree }) => {
      const sink = new DiagnosticSink("a.twin");
      const [definition] = parse("a.twin", `calc a on T = ${text}`, sink).definitions;
      expect(sink.list()).toEqual([]);
      expect(definition?.kind === "calc" && show(definition.value)).toBe(tree);
    }), { numRuns: 1_000 });
  }, 120_000);

  it("reads the same again after formatting", () => {
    fc.assert(fc.property(fc.oneof(numbers, conditions, events), ({ text, tree }) => {
      const [definition] = parse("a.twin", format(`calc a on T = ${text}\n`), new DiagnosticSink("a.twin")).definitions;
      expect(definition?.kind === "calc" && show(definition.value)).toBe(tree);
    }), { numRuns: 300 });
  }, 120_000);

  const typable = uneceUnits().map(([, ucum]) => ucum).filter((code) => !displayUnit(code).includes(" "));
  it.each(typable)("reads the on-screen spelling of %s as the same unit", (code) => {
    const unit = parseUnit(code);
    const again = parseUnit(displayUnit(code));
    expect(isUnitError(again) ? again.problem : again.code).toBe(isUnitError(unit) ? "" : unit.code);
  });
});

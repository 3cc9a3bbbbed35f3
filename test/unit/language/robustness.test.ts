import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { lex } from "../../../shared/language/lexer.ts";
import { WRONG } from "./corpus/wrong.ts";
import { station } from "./station.ts";

const project = station();
const WORDS = ["calc", "rule", "model", "use", "on", "as", "CentrifugalPump", "Motor", "{", "}", "(", ")", "=", "==", "<", ">", "and", "or", "not", "for", "within", "tolerate", "5 min", "3 kW", "power", "running", "mode", "auto", "bearing.temperature", "degC", ":", "~", "..", ",", ".", ";", "\n", "when", "clear", "severity", "high", "message", '"x {power}"', "state", "input", "parameter", "output", "der(", "T", "+", "-", "*", "/", "`a b`", "80 degC", "avg(", "min(", "true", "parent", "\"", "`", "{", "1e5", "//", "unknown after", "quality strict", "in"];

/** Compiles, and checks what must hold of any answer. */
function checked(text: string): void {
  const { diagnostics } = compile([{ id: "a.twin", text }], project);
  for (const { start, end, message } of diagnostics) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(text.length);
    expect(message).not.toBe("");
  }
}

describe("any text at all", () => {
  it("compiles without throwing: rows of words of the language", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }), (words) => checked(words.join(" "))), { numRuns: 1_500 });
  });

  it("compiles without throwing: any letters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), checked), { numRuns: 500 });
  });

  it("compiles without throwing: right texts with a piece cut out or doubled, as while typing", () => {
    const texts = WRONG.map(({ text }) => text.replace(/[«»]/g, ""));
    fc.assert(fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(20), fc.boolean(), (text, at, length, double) => {
      const start = at % (text.length + 1);
      checked(double ? text.slice(0, start) + text.slice(Math.max(0, start - length)) : text.slice(0, start) + text.slice(start + length));
    }), { numRuns: 1_500 });
  });

  it("covers a text by tokens in order, without overlap", () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }), (words) => {
      const text = words.join(" ");
      let last = 0;
      for (const { start, end } of lex(text)) {
        expect(text.slice(last, start).trim()).toBe("");
        expect(end).toBeGreaterThanOrEqual(start);
        last = end;
      }
      expect(text.slice(last).trim()).toBe("");
    }), { numRuns: 500 });
  });
});

describe("hostile texts", () => {
  const calc = (expression: string): string => `calc a on CentrifugalPump = ${expression}`;
  it.each([
    ["brackets nested 100,000 deep", calc("(".repeat(100_000)), "too-deep"],
    ["not 100,000 times", calc(`${"not ".repeat(100_000)}running`), "too-deep"],
    ["minus signs 100,000 times", calc(`${"-".repeat(100_000)}power`), "too-deep"],
    ["calls nested deep", calc("abs(".repeat(50_000)), "too-deep"],
    ["a sum of 100,000 parts", calc(Array(100_000).fill("power").join(" + ")), "too-long"],
    ["a unit of brackets", calc(`3 m${"(".repeat(50_000)}`), "unknown-unit"],
    ["one endless word", calc("x".repeat(500_000)), "unknown-name"],
    ["a number of 100,000 digits", calc("9".repeat(100_000)), "number-range"],
    ["100,000 closing braces", "}\n".repeat(100_000), "syntax"],
  ])("answers quickly to %s", (_, text, code) => {
    const begun = performance.now();
    const { diagnostics } = compile([{ id: "a.twin", text }], project);
    expect(diagnostics.map((found) => found.code)).toContain(code);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it("follows a chain of 5,000 calcs", () => {
    const text = Array.from({ length: 5_000 }, (_, index) => calc(index === 0 ? "power" : `c${index - 1} * 1.000001`).replace("calc a", `calc c${index}`)).toReversed().join("\n");
    const { program, diagnostics } = compile([{ id: "a.twin", text }], project);
    expect(diagnostics).toEqual([]);
    expect(program.calcs).toHaveLength(15_000);
  });

  it("multiplies constants until they are too large to follow exactly, and goes on", () => {
    expect(compile([{ id: "a.twin", text: calc(`power > 3 kW * ${Array(300).fill("1e200").join(" * ")}`) }], project).diagnostics).toEqual([]);
  });
});

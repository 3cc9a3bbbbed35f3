import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { complete, documentSymbols, foldingRanges, format, hover, referencesAt, semanticTokens, signatureHelp } from "../../../shared/language/assist.ts";
import { DiagnosticSink } from "../../../shared/language/diagnostics.ts";
import { lex } from "../../../shared/language/lexer.ts";
import { parse } from "../../../shared/language/parser.ts";
import { WRONG } from "./corpus/wrong.ts";
import { station } from "./station.ts";

const project = station();
const WORDS = ["calc", "rule", "model", "use", "def f(x : kW) =", "template T(x : degC) {", "override R on", "import \"b.twin\"", "on", "as", "CentrifugalPump", "Motor", "{", "}", "(", ")", "=", "==", "<", ">", "and", "or", "not", "for", "within", "tolerate", "5 min", "3 kW", "power", "running", "mode", "auto", "bearing.temperature", "degC", ":", "~", "..", ",", ".", ";", "\n", "when", "clear", "severity", "high", "message", '"x {power}"', "state", "input", "parameter", "output", "der(", "T", "+", "-", "*", "/", "`a b`", "80 degC", "avg(", "min(", "f(", "T(", "rises(", "count(", "total(", "stale(", "residual(", "any(", "children(CentrifugalPump).power", "then", "without", "hysteresis", "every", "coverage 90 %", "since", "^", "limit", "latched", "suppress", "re-alarm after", "health", "supplies.flow", "///", "true", "parent", "\"", "`", "{", "1e5", "//", "unknown after", "quality strict", "in"];

const texts = WRONG.map(({ text }) => text.replace(/[«»]/g, ""));

/** Thousands of texts on a busy machine. */
const PATIENCE_MS = 180_000;

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
  }, PATIENCE_MS);

  it("compiles without throwing: any letters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), checked), { numRuns: 500 });
  }, PATIENCE_MS);

  it("compiles without throwing: right texts with a piece cut out or doubled, as while typing", () => {
    fc.assert(fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(20), fc.boolean(), (text, at, length, double) => {
      const start = at % (text.length + 1);
      checked(double ? text.slice(0, start) + text.slice(Math.max(0, start - length)) : text.slice(0, start) + text.slice(start + length));
    }), { numRuns: 1_500 });
  }, PATIENCE_MS);

  it("parses ten thousand texts with words swapped, dropped and put in", () => {
    fc.assert(fc.property(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...WORDS, "")), { minLength: 1, maxLength: 4 }), (text, changes) => {
      let changed = text;
      for (const [at, word] of changes) {
        const tokens = lex(changed);
        const token = tokens[at % tokens.length];
        if (token) changed = changed.slice(0, token.start) + word + changed.slice(token.end);
      }
      const sink = new DiagnosticSink("a.twin");
      const { definitions } = parse("a.twin", changed, sink);
      for (const { start, end } of [...definitions, ...sink.list()]) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(changed.length);
      }
    }), { numRuns: 10_000 });
  }, PATIENCE_MS);

  it("gives the editor an answer anywhere in such texts", () => {
    fc.assert(fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat(), (text, at, cut) => {
      const half = text.slice(0, cut % (text.length + 1));
      const files = [{ id: "a.twin", text: half }];
      const offset = at % (half.length + 1);
      complete(files, project, "a.twin", offset);
      hover(files, project, "a.twin", offset);
      signatureHelp(files, "a.twin", offset);
      const references = referencesAt(files, project, "a.twin", offset);
      for (const { start, end } of [...references, ...semanticTokens(files, project, "a.twin"), ...documentSymbols(half)]) {
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(half.length);
      }
      foldingRanges(half);
      expect(format(format(half))).toBe(format(half));
    }), { numRuns: 300 });
  }, PATIENCE_MS);

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
  }, PATIENCE_MS);
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
    expect(performance.now() - begun).toBeLessThan(20_000); // milliseconds on a free machine
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

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { format } from "../../../shared/language/assist.ts";
import { compile } from "../../../shared/language/compile.ts";
import { FUNCTIONS } from "../../../shared/language/functions.ts";
import { DEFINITION_WORDS, RULE_WORDS, TEMPORAL_WORDS } from "../../../shared/language/words.ts";
import { station } from "./station.ts";

const reference = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
/** Each example is a file of its own; one that others import has its path behind the word. */
const examples = [...reference.matchAll(/```twin(?: (\S+))?\n([^]*?)```/g)].map(([, id, text = ""], index) => ({ id: id ?? `example${index}.twin`, text }));

describe("the language reference", () => {
  it("has examples that compile, together, without a complaint", () => {
    const { program, diagnostics } = compile(examples, station());
    expect(diagnostics).toEqual([]);
    expect(new Set(program.rules.map(({ rule }) => rule))).toEqual(new Set(["BearingOverheating", "Warming", "LevelLow", "StartFailed", "Hunting", "AllDown", "LowSuction", "BearingHot", "StandardBearing"]));
    expect(new Set(program.uses.map(({ name }) => name))).toEqual(new Set(["MotorThermal", "first", "second", "pipe", "content"]));
  });

  it("describes every function and every clause there is", () => {
    for (const name of FUNCTIONS.keys()) expect(reference).toContain(`\`${name}(`);
    for (const word of RULE_WORDS) expect(reference).toMatch(new RegExp(`\\| \`${word}\\b`));
    for (const word of [...DEFINITION_WORDS, ...TEMPORAL_WORDS]) expect(reference).toContain(word);
  });

  it("is set as the formatter sets it", () => {
    for (const { text } of examples.slice(1)) expect(format(text)).toBe(text);
  });
});

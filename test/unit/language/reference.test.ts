import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { station } from "./station.ts";

const reference = readFileSync(new URL("../../../docs/language.md", import.meta.url), "utf8");
const examples = [...reference.matchAll(/```twin\n([^]*?)```/g)].map(([, text = ""], index) => ({ id: `example${index}.twin`, text }));

describe("the language reference", () => {
  it("has examples that compile, together, without a complaint", () => {
    const { program, diagnostics } = compile(examples, station());
    expect(diagnostics).toEqual([]);
    expect(new Set(program.rules.map(({ rule }) => rule))).toEqual(new Set(["BearingOverheating", "LowSuction"]));
    expect(new Set(program.uses.map(({ name }) => name))).toEqual(new Set(["MotorThermal", "content"]));
  });
});

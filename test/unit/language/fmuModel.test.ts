/** Models of the language whose equations are an FMU: what their texts say, and what is refused in them. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../shared/language/compile.ts";
import { format } from "../../../shared/language/assist/format.ts";
import { projectWith } from "../../integration/rules/rulesFixture.ts";

const TEXT = `model Lag = fmu "models/lag.fmu" step 1 s {
  input     power : W linear from "u"
  input     run   : 1 from "on"
  parameter gain  : 1 = 2 ± 0.1 in 0 .. 9 from "the gain"
  parameter tau   : s = 10
  output    y     : K from "y[1]"
  output    steps : 1
}

use Lag on Pump {
  power = power
  run   = 1
  y     ~ bearing.temperature
}
`;

function compiled(text: string) {
  const project = projectWith({ "models/lag.twin": text });
  const { program, diagnostics } = compile(Object.values(project.texts), project);
  return { use: program.uses[0], messages: diagnostics.map(({ message }) => message) };
}

describe("a model that is an FMU", () => {
  it("ties its inputs, parameters and outputs to the FMU's variables", () => {
    const { use, messages } = compiled(TEXT);
    expect(messages).toEqual([]);
    expect(use?.model).toMatchObject({
      imported: { kind: "fmu", file: "models/lag.fmu", stepUs: 1_000_000, inputs: ["u", "on"], parameters: ["the gain", "tau"], outputs: ["y[1]", "steps"] },
      inputs: [{ name: "power", unit: "W", linear: true }, { name: "run" }],
      parameters: [{ name: "gain", value: 2, low: 0, high: 9, deviation: 0.1 }, { name: "tau", value: 10 }],
      states: [],
    });
    expect(use?.compared).toMatchObject([{ output: 0, factor: 1, offset: -273.15 }]);
  });

  it("is checked in its units like every other", () => {
    expect(compiled(TEXT.replace("power : W linear", "power : m3/h")).messages.join()).toMatch(/Input power is in m³\/h/);
  });

  it.each([
    ["an equation", TEXT.replace("  output    y ", "  state x : 1 = 0\n  der(x) = 1 / 1 s\n  output    y "), /equations of this model are in its file/],
    ["a file elsewhere", TEXT.replace("models/lag.fmu", "../lag.fmu"), /lies in the project's folder models/],
    ["no step", TEXT.replace(" step 1 s", ""), /The step is missing/],
    ["a step that is no time", TEXT.replace("step 1 s", "step 1 m"), /duration|time/],
    ["a name behind from that is no text", TEXT.replace('from "u"', "from u"), /name of the variable in the file is missing/],
    ["from where there is no FMU", 'model M {\n  input a : 1 from "u"\n  output b : 1 = a\n}\n', /which this model is not/],
    ["something else behind =", TEXT.replace("fmu", "fmi"), /A model is written in braces, or is an FMU/],
  ])("is told of %s", (_, text, message) => {
    expect(compiled(text).messages.join("\n")).toMatch(message);
  });

  it("is formatted in columns and stays what it is", () => {
    expect(format(TEXT)).toBe(TEXT);
  });
});

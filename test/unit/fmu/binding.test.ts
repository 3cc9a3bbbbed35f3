/** FMUs tied to uses of models, and model texts made of them: what does not fit is said before anything runs. No compiler is needed. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe as about, expect, it } from "vitest";
import { bindFmu } from "../../../main/engine/fmu/binding.ts";
import { inspectFmu } from "../../../main/engine/fmu/inspect.ts";
import { modelText } from "../../../main/engine/fmu/modelText.ts";
import { libraryPath } from "../../../main/engine/fmu/platforms.ts";
import { digestProgram } from "../../../main/engine/simulation/index.ts";
import type { FmuFacts } from "../../../shared/contract/fmus.ts";
import { compile } from "../../../shared/language/compile.ts";
import { description } from "../../fixtures/fmu/makeFmu.ts";
import { zip } from "../../fixtures/zip.ts";
import { projectWith } from "../../integration/rules/rulesFixture.ts";

const LINES = { power: 'input power : W from "u"', more: "", y: "output y : degC" };

async function factsOf(fmi: 2 | 3, edit?: (xml: string) => string): Promise<FmuFacts> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bind-"));
  try {
    await writeFile(join(folder, "lag.fmu"), zip([{ name: "modelDescription.xml", bytes: description(fmi, edit) }, { name: libraryPath(fmi, "lag") ?? "", bytes: "" }]));
    return (await inspectFmu("models/lag.fmu", join(folder, "lag.fmu"))).facts;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function useOf(text: string) {
  const project = projectWith({ "models/lag.twin": text });
  const { program, diagnostics } = compile(Object.values(project.texts), project);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const [use] = program.uses;
  if (!use) throw new Error("the text has no use");
  return use;
}
const textOf = (lines: Partial<typeof LINES>, settings = "") => {
  const { power, more, y } = { ...LINES, ...lines };
  return `model Lag = fmu "models/lag.fmu" step 1 s {\n${power}\n${more}\n${y}\n}\nuse Lag on Pump {\n${power.includes("power :") ? "power = power" : ""}\n${settings}\n}\n`;
};

about("an FMU tied to a use", () => {
  it("has the fingerprint that its runs were stored with when FMUs were the only imported models", () => {
    expect(digestProgram([useOf(textOf({}))])).toBe("6461507a9cbf3717");
  });

  it("converts between the text's units and its own, there and back", async () => {
    const binding = bindFmu(useOf(textOf({ more: "parameter tau : min = 1" })), await factsOf(2));
    expect(binding).toMatchObject({
      inputs: [{ name: "u", reference: 0, type: "Real", factor: 0.001, offset: 0 }], parameters: [{ reference: 3, factor: 60 }], outputs: [{ name: "y", factor: 1, offset: -273.15 }],
    });
  });

  it.each([
    ["a name that it has not", textOf({ more: "parameter gian : 1 = 1" }), /has no variable gian\. Did you mean gain\?/],
    ["a unit that is another thing", textOf({ power: 'input volume : m3 from "u"' }, "volume = 1"), /u is in kilowatt \(a power\), its line in m³: .* are different things/],
    ["an output as input", textOf({ more: 'input z : 1 from "steps"' }, "z = 1"), /steps is one of its output variables, no input/],
    ["two lines for one parameter", textOf({ more: 'parameter tau : s = 1\nparameter other : s = 2 from "tau"' }), /gives two values to tau, a parameter of models\/lag\.fmu/],
    ["a text", textOf({ more: "parameter name : 1 = 1" }), /name is a value of type String, which is no number/],
  ])("is refused for %s", async (_, text, message) => {
    const facts = await factsOf(2);
    expect(() => bindFmu(useOf(text), facts)).toThrow(message);
  });

  it("wants every input that has no value of its own, and whole steps of its own", async () => {
    const bare = await factsOf(2, (xml) => xml.replace('<Boolean start="true"/>', "<Boolean/>"));
    expect(() => bindFmu(useOf(textOf({})), bare)).toThrow(/gives no value to on, an input.*input on : 1 from "on"/);
    const fixed = await factsOf(3, (xml) => xml.replace('modelIdentifier="lag"', 'modelIdentifier="lag" fixedInternalStepSize="0.3"'));
    expect(() => bindFmu(useOf(textOf({})), fixed)).toThrow(/steps by 0\.3 s, and 1 s is no whole number/);
  });
});

about("a model text made of an FMU", () => {
  it.each([2, 3] as const)("compiles, and fits the FMU (FMI %i)", async (fmi) => {
    const facts = await factsOf(fmi);
    const { model, text } = modelText(facts);
    expect(model).toBe("Lag");
    expect(text).toMatch(/^  parameter tau +: s += 10 from "tau"/m);
    expect(text).toMatch(/^  output    is_high +: 1 from "is\.high"/m);
    expect(text).toMatch(/^  input     u +: kW +from "u"/m);
    const use = useOf(`${text}\nuse Lag on Pump {\n  u = power\n  on_2 = 1\n}\n`);
    expect(bindFmu(use, facts).outputs.map(({ name }) => name)).toContain("is.high");
  });

  it("keeps a name that could break out of its quotes out of the text", async () => {
    const { text } = modelText(await factsOf(2, (xml) => xml.replace('name="gain"', 'name="ga&quot;in&#10;model Evil {"').replace('modelName="Lag"', 'modelName="1 &quot;}&#10;rule"').replace("A first-order lag", "x&#10;rule Evil on Pump {}")));
    expect(text).not.toMatch(/^(rule|model Evil)/m);
    expect(text).toContain("model V1_rule = fmu");
  });
});

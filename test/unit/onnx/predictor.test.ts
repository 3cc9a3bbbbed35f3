/** A predictor over inputs that are known ahead: how many windows go into one call of the runtime, and what is tied to what. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bindOnnx } from "../../../main/engine/onnx/bindOnnx.ts";
import { HostedPredictor, OnnxSession } from "../../../main/engine/onnx/index.ts";
import { inspectOnnx } from "../../../main/engine/onnx/inspectOnnx.ts";
import { AheadInputs } from "../../../main/engine/simulation/AheadInputs.ts";
import { compile } from "../../../shared/language/compile.ts";
import type { UseProgram } from "../../../shared/language/ir.ts";
import { movingAverage, sidecar } from "../../fixtures/onnx/makeOnnx.ts";
import { projectWith } from "../../integration/rules/rulesFixture.ts";

const S = 1_000_000;
const TEXT = `model Average = onnx "models/average.onnx" step 1 s {
  input power : kW
  output average : W
}
use Average on Pump { power = power }
`;

function readUse(text: string): UseProgram {
  const project = projectWith({ "models/average.twin": text });
  const [use] = compile(Object.values(project.texts), project).program.uses;
  if (!use) throw new Error("the text has no use");
  return use;
}

async function inspected(model: Uint8Array, beside: string) {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-bind-"));
  try {
    await writeFile(join(folder, "average.onnx"), model);
    await writeFile(join(folder, "average.onnx.json"), beside);
    return await inspectOnnx("models/average.onnx", join(folder, "average.onnx"));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All predictions over 999 steps of a ramp, with how often the runtime was called. */
async function predictions(batch: number | string) {
  const { facts, bytes } = await inspected(movingAverage(10, { batch }), sidecar(10));
  const use = readUse(TEXT);
  let calls = 0;
  class Counted extends OnnxSession {
    override run(...args: Parameters<OnnxSession["run"]>) {
      calls += 1;
      return super.run(...args);
    }
  }
  const power = { tUs: Float64Array.from({ length: 1_000 }, (_, i) => i * S), value: Float64Array.from({ length: 1_000 }, (_, i) => i / 7) };
  const predictor = new HostedPredictor(bindOnnx(use, facts, [use]), new Counted(bytes, "Average"));
  const values = new Float64Array(2);
  const model = predictor.open({ use, at: 0, input: 0, output: 1, ahead: new AheadInputs(use, new Map([["p1/power", power]])) }, { fromUs: 0, toUs: 999 * S }, undefined);
  const readyUs = model.readyUs();
  model.begin(readyUs, values);
  const found = [values[1] ?? NaN];
  while (model.nextUs() <= 999 * S) {
    model.step(values, false);
    model.read(values);
    found.push(values[1] ?? NaN);
  }
  return { readyUs, found, calls };
}

describe("a predictor over recorded inputs", () => {
  it("puts 256 windows into one call where the model takes them, and gives what it gives one by one", async () => {
    const together = await predictions("N");
    const single = await predictions(1);
    expect(together.readyUs).toBe(9 * S);
    expect(together.found).toHaveLength(991);
    expect(together.calls).toBe(4);
    expect(single.calls).toBe(991);
    together.found.forEach((value, i) => {
      // The runtime adds in another order where there are more windows: single precision is what agrees.
      expect(Math.abs(value / (single.found[i] ?? NaN) - 1)).toBeLessThan(1e-6);
      expect(Math.abs(value / (((i + 4.5) / 7) * 1_000) - 1)).toBeLessThan(1e-6);
    });
  });
});

describe("an ONNX model tied to a use", () => {
  it.each([
    ["a name that it has not", TEXT.replace("power : kW", 'power : kW from "powr"'), /gives no value to power, an input of models\/average\.onnx/],
    ["two lines for one input", TEXT.replace("  output", '  input more : kW from "power"\n  output').replace("power = power", "power = power\n  more = 3"), /gives two values to power, an input of models\/average\.onnx/],
    ["an output that it has not", TEXT.replace("average : W", "averge : W"), /has no output averge\. Did you mean average\?/],
    ["a unit that is another thing", TEXT.replace("average : W", "average : K"), /average is in kW \(a power\), its line in K: .* are different things/],
    ["another step", TEXT.replace("1 s", "1 min"), /trained with a sample every 1 s \(sampleTime in models\/average\.onnx\.json\).*Write step 1 s/],
  ])("is refused for %s", async (_, text, message) => {
    const { facts } = await inspected(movingAverage(10), sidecar(10));
    const use = readUse(text);
    expect(() => bindOnnx(use, facts, [use])).toThrow(message);
  });

  it.each([
    ["parameters", TEXT.replace("  output", "  parameter gain : 1 = 1\n  output"), /What an ONNX model has learnt is in its file/],
    ["another ending", TEXT.replace(".onnx", ".fmu"), /An ONNX model lies in the project's folder models: "models\/chiller\.onnx"/],
    ["equations", TEXT.replace("  output", "  state x : 1 = 0\n  output"), /it has inputs and outputs only/],
  ])("has a text without %s", (_, text, message) => {
    const project = projectWith({ "models/average.twin": text });
    expect(compile(Object.values(project.texts), project).diagnostics.map((one) => one.message).join()).toMatch(message);
  });
});

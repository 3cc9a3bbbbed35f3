/** A predictor over inputs that are known ahead: how many windows go into one call of the runtime, and what is tied to what. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bindOnnx } from "../../../main/engine/onnx/bindOnnx.ts";
import { HostedPredictor, OnnxSession } from "../../../main/engine/onnx/index.ts";
import { inspectOnnx } from "../../../main/engine/onnx/inspectOnnx.ts";
import { AheadInputs } from "../../../main/engine/simulation/AheadInputs.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
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

const FEEDING = `model Source {
  input power : kW
  output given : kW = power
}
use Source on Pump { power = power }
${TEXT.replace("power = power", "power = Source.given")}`;

/** The use of the model and all that are solved with it. */
function readUses(text: string): { readonly use: UseProgram; readonly system: readonly UseProgram[] } {
  const project = projectWith({ "models/average.twin": text });
  const { diagnostics, program: { uses } } = compile(Object.values(project.texts), project);
  expect(diagnostics).toEqual([]);
  const use = uses.find(({ model }) => model.name === "Average");
  if (!use) throw new Error("the text has no use");
  return { use, system: uses };
}
const readUse = (text: string): UseProgram => readUses(text).use;

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

/** A ramp: i ÷ 7 kW at second i. */
function aheadOf(use: UseProgram): AheadInputs {
  const power = { tUs: Float64Array.from({ length: 1_000 }, (_, i) => i * S), value: Float64Array.from({ length: 1_000 }, (_, i) => i / 7) };
  return new AheadInputs(use, new Map([["p1/power", power]]));
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
  const predictor = new HostedPredictor(bindOnnx(use, facts, [use]), new Counted(bytes, "Average"));
  const values = new Float64Array(2);
  const model = predictor.open({ use, at: 0, input: 0, output: 1, ahead: aheadOf(use) }, { fromUs: 0, toUs: 999 * S }, undefined);
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

describe("a predictor whose runtime gives up on a window", () => {
  it("goes up to that one, however many were to go in together", async () => {
    const { facts, bytes } = await inspected(movingAverage(10), sidecar(10));
    class Fragile extends OnnxSession {
      override run(...args: Parameters<OnnxSession["run"]>) {
        if (args[0].x?.data.some((one) => one > 20)) throw new TwinError("diverged", "it is too much");
        return super.run(...args);
      }
    }
    const use = readUse(TEXT);
    const model = new HostedPredictor(bindOnnx(use, facts, [use]), new Fragile(bytes, "Average")).open({ use, at: 0, input: 0, output: 1, ahead: aheadOf(use) }, { fromUs: 0, toUs: 999 * S }, undefined);
    const values = new Float64Array(2);
    model.begin(model.readyUs(), values);
    // i / 7 kW is more than 20 from the 141st second on.
    while (model.nextUs() < 141 * S) model.step(values, false);
    model.read(values);
    expect(values[1]).toBeCloseTo((135.5 / 7) * 1_000, 2);
    expect(() => model.step(values, false)).toThrow(/it is too much/);
  });
});

describe("a predictor that reads other models", () => {
  it("says nothing where an input is unknown at the begin, and gives states something to begin with", async () => {
    const { facts, bytes } = await inspected(movingAverage(1), sidecar(1));
    const { use, system } = readUses(FEEDING);
    const predictor = new HostedPredictor(bindOnnx(use, facts, system), new OnnxSession(bytes, "Average"));
    const model = predictor.open({ use, at: 0, input: 0, output: 1 }, { fromUs: 0, toUs: 9 * S }, undefined);
    const values = Float64Array.of(3, NaN);
    model.begin(0, values);
    model.initialise(values, true);
    model.read(values);
    expect([model.isUnknown(), values[1]]).toEqual([true, 3_000]);
    model.step(values, false);
    expect(model.isUnknown()).toBe(false);
  });

  const reader = (body: string) => `${FEEDING}model Reader {\n  input x : W\n  ${body}\n}\nuse Reader on Pump { x = Average.average }\n`;
  const STATE = "state heat : kJ = 0\n  der(heat) = x\n  output y : W = x";
  it.each([
    ["itself", 1, FEEDING.replace("power = Source.given", "power = Average.average"), /Nothing has a value to begin with in the circle .*Average\.average → /],
    ["who reads it and has no state", 1, reader("output y : W = x").replace("power = Source.given", "power = Reader.y"), /Nothing has a value to begin with in the circle .*Reader\.y → /],
    ["who passes it on at once beside a state", 1, reader(STATE).replace("power = Source.given", "power = Reader.y"), /Nothing has a value to begin with in the circle .*Reader\.y → /],
    ["others before one with states", 10, reader(STATE), /Reader has states and reads what comes of Average, whose window over 10 steps/],
    ["others before one with delays", 10, reader("output y : W = delay(x, 5 s)"), /Reader has delays and reads/],
    ["others before a loop", 10, reader("output y : W = x - z\n  output z : W = y / 2"), /The loop .*y → .* is solved from the begin on and reads what comes of Average/],
  ])("is refused where it reads %s", async (_, samples, text, message) => {
    const { facts } = await inspected(movingAverage(samples), sidecar(samples));
    const { use, system } = readUses(text);
    expect(() => bindOnnx(use, facts, system)).toThrow(message);
  });

  it.each([
    ["one with a state in a circle", 1, reader(STATE.replace("y : W = x", "y : W = heat / 1 s")).replace("power = Source.given", "power = Reader.y")],
    ["others before one that remembers nothing", 10, reader("output y : W = x")],
  ])("is taken where it reads %s", async (_, samples, text) => {
    const { facts } = await inspected(movingAverage(samples), sidecar(samples));
    const { use, system } = readUses(text);
    expect(bindOnnx(use, facts, system)).toMatchObject({ samples });
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

/** ONNX models as predictors: from bytes written here, sidecars, texts and a real history to stored runs, each in a process of its own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { linear, makeOnnx, movingAverage, node, outsideConstant, sidecar, value } from "../../fixtures/onnx/makeOnnx.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { readAll, historyFolder, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const FILE = "models/average.onnx";
/** Power in kW over ten minutes, a sample a second. */
const powerAt = (i: number): number => Math.sin(i / 7) * 5 + i / 60;
/** Every ten seconds; once unknown. */
const temperatureAt = (i: number): number => (i === 30 ? NaN : 40 + i);
const SPAN = { fromUs: T0, toUs: T0 + 600 * S };
/** Of the window that ends at a second. */
const mean = (end: number, samples: number): number => Array.from({ length: samples }, (_, t) => powerAt(end - t)).reduce((sum, one) => sum + one, 0) / samples;

const text = (lines = 'input power : kW\n  output average : kW', step = "1 s", more = "") => `model Average = onnx "${FILE}" step ${step} {
  ${lines}
}
use Average on Pump {
  power = power
}
${more}`;

describe("a model that is an ONNX model", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;

  beforeAll(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, { power: { count: 601, stepUs: S, value: powerAt }, temperature: { count: 61, stepUs: 10 * S, value: temperatureAt } }, ["p1"]);
    const imported = new ImportedFiles({ folder: fixture.folder, userFolder: join(fixture.folder, "user"), launcher: new ForkLauncher(), clock: () => T0 });
    runs = await runsOver(history, fixture.folder, projectWith({}), "1.0.0", imported);
    await mkdir(join(fixture.folder, "models"), { recursive: true });
  });
  afterAll(async () => {
    await history.close();
    await fixture.remove();
  });

  async function bring(model: Uint8Array, beside: string | undefined, body = text()): Promise<void> {
    await writeFile(join(fixture.folder, FILE), model);
    if (beside !== undefined) await writeFile(join(fixture.folder, `${FILE}.json`), beside);
    const project = projectWith({ "models/average.twin": body });
    const { p1 } = project.assets;
    runs.exchange({ ...project, assets: p1 ? { p1 } : {} });
  }
  const simulate = (span = SPAN) => runs.simulations.simulate({ span });
  async function values(run: string, output = "Average.average"): Promise<number[]> {
    return (await readAll(history.readSamples([history.idOf(`p1/use:${output}`, run) ?? -1], { ...SPAN, withLastBefore: false }))).map(({ value: one }) => one);
  }

  /** What the average must be at the instants that are kept, 10 s apart; unknown until the window is full. */
  const averages = (samples: number) => Array.from({ length: 61 }, (_, i) => (10 * i < samples - 1 ? NaN : expect.closeTo(mean(10 * i, samples), 5)));

  it("predicts from windows of recorded samples, says nothing before the first is full, and is repeated to the last bit", async () => {
    await bring(movingAverage(25), sidecar(25));
    const run = await simulate();
    expect(run).toMatchObject({ state: "done" });
    expect(await values(run.id)).toEqual(averages(25));
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
    await bring(movingAverage(25), sidecar(25, { origin: { trainedBy: "somebody else" } }));
    expect((await runs.verify(run.id)).differences).toEqual([{ kind: "program" }]);
  });

  it("gives the same window by window where the model takes one at a time, in double precision, and with channels before or behind time", async () => {
    await bring(movingAverage(25, { batch: 1 }), sidecar(25));
    expect(await values((await simulate()).id)).toEqual(averages(25));
    await bring(movingAverage(25, { double: true }), sidecar(25));
    expect(await values((await simulate()).id)).toEqual(averages(25));
    const two = {
      inputs: ["room", "power"].map((name, channel) => ({ name, tensor: "x", channel, samples: 25, unit: "kW", mean: 0, deviation: 1 })),
      outputs: [{ name: "average", tensor: "y", index: 1, unit: "kW", mean: 0, deviation: 1 }],
    };
    const both = text("input power : kW\n  input room : kW\n  output average : kW").replace("power = power", "power = power\n  room = 7");
    const channelsFirst = makeOnnx({ nodes: [node("ReduceMean", ["x"], "y", { axes: [2], keepdims: 0 })], inputs: [value("x", ["N", "C", "T"])], outputs: [value("y", ["N", "C"])] });
    await bring(channelsFirst, sidecar(25, { ...two, layout: { x: "batch,channel,time" } }), both);
    expect(await values((await simulate()).id)).toEqual(averages(25));
    await bring(movingAverage(25, { channels: 2 }), sidecar(25, two), both);
    expect(await values((await simulate()).id)).toEqual(averages(25));
  });

  it("converts units and scales on the way in and out, and takes features of several lengths in their order", async () => {
    const beside = sidecar(1, {
      layout: { x: "batch,feature" },
      inputs: [
        { name: "power", tensor: "x", channel: 1, samples: 3, unit: "W", mean: 1_000, deviation: 500 },
        { name: "room", tensor: "x", channel: 0, samples: 1, unit: "K", mean: 300, deviation: 10 },
      ],
      outputs: [{ name: "average", tensor: "y", index: 0, unit: "K", mean: 290, deviation: 20 }],
    });
    await bring(linear([0.25, 0.5, -1, 2], 0.1), beside, text('input power : kW\n  input ambient : degC from "room"\n  output average : degC').replace("power = power", "power = power\n  ambient = 20"));
    const scaled = (i: number) => (powerAt(i) * 1_000 - 1_000) / 500;
    const at = (i: number) => 290 + 20 * (0.5 * scaled(i - 2) - scaled(i - 1) + 2 * scaled(i) + (0.25 * (293.15 - 300)) / 10 + 0.1) - 273.15;
    expect((await values((await simulate()).id)).slice(1)).toEqual(Array.from({ length: 60 }, (_, i) => expect.closeTo(at(10 * i + 10), 3)));
  });

  it("feeds models with states, which begin when its window is full, and reads what models give as of the same instant", async () => {
    const more = `
model Sum {
  input x : kW
  state total : kJ = 0
  der(total) = x
  output energy : kJ = total
  output twice : kW = x * 2
}
use Sum on Pump { x = Average.average }
model Again = onnx "${FILE}" step 1 s {
  input again : kW from "power"
  output average : kW
}
use Again on Pump { again = Sum.twice }
`;
    await bring(movingAverage(1), sidecar(1), text(undefined, undefined, more));
    const run = await simulate();
    expect(await values(run.id)).toEqual(averages(1));
    // Each passage between two predictors costs one step.
    expect(await values(run.id, "Again.average")).toEqual(Array.from({ length: 61 }, (_, i) => expect.closeTo(2 * powerAt(Math.max(0, 10 * i - 1)), 5)));
    await bring(movingAverage(25), sidecar(25), text(undefined, undefined, more.slice(0, more.indexOf("model Again"))));
    const energy = await values((await simulate()).id, "Sum.energy");
    const total = Array.from({ length: 600 }, (_, i) => i).filter((i) => i >= 24).reduce((sum, i) => sum + mean(i, 25), 0);
    expect(energy.slice(0, 3)).toEqual([NaN, NaN, NaN]);
    expect(energy.at(-1)).toBeCloseTo(total, 2);
    await bring(movingAverage(25), sidecar(25), text(undefined, undefined, `${more.replace("x = Average.average", "x = Again.average").replace("again = Sum.twice", "again = Average.average")}`));
    await expect(simulate()).rejects.toThrow(/Sum has states and reads what comes of Again, whose window over 25 steps/);
  });

  it("goes on from an instant with the window it had there, and so does one that reads it", async () => {
    await bring(movingAverage(25), sidecar(25), text(undefined, undefined, `model Again = onnx "${FILE}" step 1 s {
  input again : kW from "power"
  output average : kW
}
use Again on Pump { again = Average.average }
`));
    // It fills as the first goes on, from what that gave at the last instant.
    const twice = (end: number) => Array.from({ length: 25 }, (_, t) => mean(end - 1 - t, 25)).reduce((sum, one) => sum + one, 0) / 25;
    expect(await values((await simulate()).id, "Again.average")).toEqual(Array.from({ length: 61 }, (_, i) => (i < 5 ? NaN : expect.closeTo(twice(10 * i), 5))));
    const changed = (end: number, from: number) => Array.from({ length: 25 }, (_, t) => (end - t >= from ? 3 : powerAt(end - t))).reduce((sum, one) => sum + one, 0) / 25;
    const ask = (atS: number, warmUpS: number) => runs.simulations.whatIf({ atUs: T0 + atS * S, forUs: 40 * S, warmUpUs: warmUpS * S, changes: [{ of: "input", use: "Average", name: "power", how: "set", amount: 3 }] });
    const aligned = await ask(305, 300);
    const instants = [305, 310, 320, 330, 340, 345];
    expect(await values(aligned.baseline.id)).toEqual(instants.map((i) => expect.closeTo(mean(i, 25), 5)));
    expect(await values(aligned.baseline.id, "Again.average")).toEqual(instants.map((i) => expect.closeTo(twice(i), 5)));
    expect(await values(aligned.run.id)).toEqual(instants.map((i) => expect.closeTo(changed(i, 305), 5)));
    // Steps are 0.2 s after whole seconds: the last one before each instant counts.
    const between = await ask(305.5, 300.3);
    const last = [305, 309, 319, 329, 339, 345];
    expect(await values(between.baseline.id)).toEqual(last.map((i) => expect.closeTo(mean(i, 25), 5)));
    expect(await values(between.baseline.id, "Again.average")).toEqual(last.map((i) => expect.closeTo(twice(i), 5)));
    expect(await values(between.run.id)).toEqual(last.map((i) => expect.closeTo(changed(i, 306), 5)));
  });

  it("knows nothing while an unknown sample is in its window, nor does who reads it", async () => {
    const inDegrees = JSON.parse(sidecar(25).replaceAll("kW", "degC")) as object;
    await bring(movingAverage(25), JSON.stringify(inDegrees), text("input power : degC\n  output average : degC").replace("power = power", "power = bearing.temperature") + `
model Copy {
  input x : degC
  output y : degC = x
}
use Copy on Pump { x = Average.average }
`);
    const average = (end: number) => Array.from({ length: 25 }, (_, t) => temperatureAt(Math.floor((end - t) / 10))).reduce((sum, one) => sum + one, 0) / 25;
    // Unknown from 300 s to 310 s, so that the window is full again at 334 s.
    const known = Array.from({ length: 61 }, (_, i) => (i < 3 || (i >= 30 && i <= 33) ? NaN : expect.closeTo(average(10 * i), 4)));
    const run = await simulate();
    expect(await values(run.id)).toEqual(known);
    expect(await values(run.id, "Copy.y")).toEqual(known);
  });

  it("knows again what it knew before an unknown sample, also where what it gives comes round to it", async () => {
    const beside = sidecar(1, {
      layout: { x: "batch,feature" },
      inputs: ["power", "level"].map((name, channel) => ({ name, tensor: "x", channel, samples: 1, unit: "degC", mean: 0, deviation: 1 })),
      outputs: [{ name: "average", tensor: "y", index: 0, unit: "degC", mean: 0, deviation: 1 }],
    });
    await bring(linear([1, 1], 0), beside, text("input power : degC\n  input level : degC\n  output average : degC").replace("power = power", "power = bearing.temperature\n  level = Store.level") + `
model Store {
  input x : degC
  state held : degC = 20 degC
  der(held) = 0 * (x - held) / 1 s
  output level : degC = held
}
use Store on Pump { x = Average.average }
`);
    const run = await simulate();
    expect(await values(run.id)).toEqual(Array.from({ length: 61 }, (_, i) => (i === 30 ? NaN : expect.closeTo(temperatureAt(i) + 20, 4))));
    expect(await values(run.id, "Store.level")).toEqual(Array.from({ length: 61 }, (_, i) => (i === 30 ? NaN : expect.closeTo(20, 6))));
  });

  it.each([
    ["a window that no part of the span fills", movingAverage(700), sidecar(700), text(), /Average \(models\/average\.onnx\) predicts from 700 samples, 1 s apart, and between .* nowhere known for that long/],
    ["no sidecar that can be read", movingAverage(5), "{", text(), /models\/average\.onnx\.json is no JSON/],
    ["a step that it was not trained with", movingAverage(5), sidecar(5), text(undefined, "2 s"), /trained with a sample every 1 s .*Write step 1 s/],
    ["operators that the runtime has not", makeOnnx({ nodes: [node("Foo", ["x"], "y")], inputs: [value("x", ["N", 5, 1])], outputs: [value("y", ["N", 1])] }), sidecar(5), text(), /Average \(models\/average\.onnx\) cannot be loaded. The runtime of ONNX models says: .*Foo/],
    ["values in another file", makeOnnx({ nodes: [node("Add", ["x", "w"], "y")], constants: [outsideConstant("w", [1], "../../secret.bin")], inputs: [value("x", ["N", 1])], outputs: [value("y", ["N", 1])] }), sidecar(1), text(), /Values of w are in another file, which is not read/],
  ])("is not run with %s", async (_, model, beside, body, message) => {
    await bring(model, beside, body);
    await expect(simulate()).rejects.toThrow(message);
  });

  it("ends the run where it gives no number, at its begin too, says at which instant, and keeps what was before", async () => {
    const root = makeOnnx({ nodes: [node("Sqrt", ["x"], "y")], inputs: [value("x", ["N", 1])], outputs: [value("y", ["N", 1])] });
    await bring(root, sidecar(1, { layout: { x: "batch,feature" } }));
    const negative = Array.from({ length: 601 }, (_, i) => i).findIndex((i) => powerAt(i) < 0);
    const run = await simulate();
    expect(run).toMatchObject({ state: "failed", message: `Average (models/average.onnx), ${formatIso(T0 + negative * S)}: it gives NaN for average, which is no finite number. What was computed until then is kept.` });
    expect(await values(run.id)).toEqual([0, 10, 20].map((i) => expect.closeTo(Math.sqrt(powerAt(i)), 5)));
    const fromUs = T0 + negative * S;
    expect(await runs.simulations.simulate({ span: { fromUs, toUs: fromUs + 10 * S } })).toMatchObject({ state: "failed", message: `Average (models/average.onnx), ${formatIso(fromUs)}: it gives NaN for average, which is no finite number.` });
  });

  it("stands in a system whose own models' values are fitted: exactly behind it, by differences through it", async () => {
    await bring(movingAverage(25), sidecar(25), `${text().replace("power = power", "power = Drive.heat")}
model Drive {
  input     power : kW
  parameter share : 1 = 1 in 0.1 .. 100
  output    heat  : kW = share * power
}
use Drive on Pump { power = power }
model Shown {
  input     average : kW
  parameter zero    : degC = 10 in 0 .. 200
  parameter rise    : K/kW = 1 in 0.1 .. 100
  output    shown   : degC = zero + rise * average
}
use Shown on Pump {
  average = Average.average
  shown ~ bearing.temperature
}
`);
    // What a straight line through the same points comes to.
    const points = Array.from({ length: 61 }, (_, i) => ({ x: mean(10 * i, 25), y: temperatureAt(i), i })).filter(({ y, i }) => i > 2 && !Number.isNaN(y));
    const centre = (of: (point: { readonly x: number; readonly y: number }) => number) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
    const [x, y] = [centre((point) => point.x), centre((point) => point.y)];
    const rise = centre((point) => (point.x - x) * (point.y - y)) / centre((point) => (point.x - x) ** 2);
    const ask = async (use: string, name: string) => (await runs.makers().calibrations.calibrate({ use: "Shown", fit: [{ name: "zero" }, { use, name }], fitSpans: [SPAN], heldOut: [], starts: 1 }, () => undefined)).calibration;
    const found = { parameters: [{ value: expect.closeTo(y - rise * x, 3) }, { value: expect.closeTo(rise, 4) }] };
    expect(await ask("Shown", "rise")).toMatchObject({ ...found, sensitivities: "exact" });
    expect(await ask("Drive", "share")).toMatchObject({ ...found, sensitivities: "differences" });
    await expect(ask("Average", "gain")).rejects.toThrow("Average has no parameter gain. It has none.");
  });
});

/** ONNX models and their sidecars looked at: what they say, and every way in which they do not fit. Nothing is run. */
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FileFindings } from "../../../main/engine/FileFindings.ts";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import { OnnxFiles } from "../../../main/engine/onnx/index.ts";
import { inspectOnnx } from "../../../main/engine/onnx/inspectOnnx.ts";
import { readModel } from "../../../main/engine/onnx/readModel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { OnnxFacts } from "../../../shared/contract/onnx.ts";
import { compile } from "../../../shared/language/compile.ts";
import { constant, field, linear, makeOnnx, movingAverage, node, outsideConstant, sidecar, value } from "../../fixtures/onnx/makeOnnx.ts";
import { projectWith } from "../../integration/rules/rulesFixture.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-onnx-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function factsOf(model: Uint8Array, beside?: string): Promise<OnnxFacts> {
  const path = join(folder, "wear.onnx");
  await writeFile(path, model);
  await rm(`${path}.json`, { force: true });
  if (beside !== undefined) await writeFile(`${path}.json`, beside);
  return (await inspectOnnx("models/wear.onnx", path)).facts;
}
const inputs = (...more: readonly object[]) => ({ inputs: more.map((one, channel) => ({ name: `u${channel}`, tensor: "x", channel, samples: 5, unit: "1", mean: 0, deviation: 1, ...one })) });

describe("an ONNX model that is looked at", () => {
  it("says its tensors, its operators, what its sidecar says, and that it can run", async () => {
    const facts = await factsOf(movingAverage(60), sidecar(60));
    expect(facts).toMatchObject({
      producer: "twin", opsets: [{ domain: "ai.onnx", version: 13 }],
      inputTensors: [{ name: "x", element: "float32", shape: ["N", 60, 1] }], outputTensors: [{ name: "y", shape: ["N", 1] }],
      sampleTimeUs: 1_000_000, layouts: { x: "batch,time,channel" }, inputs: [{ name: "power", samples: 60 }], outputs: [{ name: "average" }], origin: { trainedBy: "hand" },
    });
    expect(facts.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(facts.unfit).toBeUndefined();
  });

  it("does not take the values that a model brings along for inputs", async () => {
    const model = makeOnnx({ nodes: [node("Add", ["x", "w"], "y")], constants: [constant("w", [1], [1])], inputs: [value("x", ["N", 1]), value("w", [1])], outputs: [value("y", ["N", 1])] });
    expect((await factsOf(model)).inputTensors.map(({ name }) => name)).toEqual(["x"]);
  });

  it.each([
    ["text", Buffer.from("this is no model at all, but a text")],
    ["nothing", Buffer.alloc(0)],
    ["a model that is cut off", movingAverage(5).subarray(0, 40)],
    ["another message", field(3, "x")],
  ])("refuses %s", async (_, bytes) => {
    await expect(factsOf(bytes)).rejects.toMatchObject({ code: "damaged", message: expect.stringMatching(/^wear\.onnx is no/) });
  });

  it("reads or refuses whatever a file was damaged to, with a sentence of ours", () => {
    const model = linear([1, 2, 3], 0.5);
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(model.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), (changes) => {
      const damaged = Uint8Array.from(model);
      for (const [at, byte] of changes) damaged[at] = byte;
      try {
        readModel(damaged, "wear.onnx");
      } catch (error) {
        expect(error).toBeInstanceOf(TwinError);
      }
    }), { numRuns: 500 });
  });

  it("refuses a file of nothing but parts, before it takes long", () => {
    expect(() => readModel(new Uint8Array(8_000_000).fill(8), "wear.onnx")).toThrow(/more than 3,000,000 parts/);
  });

  it("refuses the number of a field that others would read as another one", () => {
    // 13, external_data, for a reader that drops what goes beyond 32 bits.
    const hidden = Buffer.concat([Buffer.from([0xea, 0x80, 0x80, 0x80, 0x10]), field(13, "w").subarray(1)]);
    expect(() => readModel(makeOnnx({ nodes: [], constants: [hidden], inputs: [], outputs: [value("y", ["N", 1])] }), "wear.onnx")).toThrow(/is no readable ONNX model/);
  });

  it("refuses parts that lie in each other without an end", async () => {
    let graph = field(2, "g");
    for (let i = 0; i < 40; i++) graph = field(1, field(5, field(6, graph)));
    await expect(factsOf(field(7, graph))).rejects.toThrow(/deeper than 60 levels/);
  });

  const outside = outsideConstant("w", [1], "/etc/weights.bin");
  const graph = { inputs: [value("x", ["N", 5, 1])], outputs: [value("y", ["N", 1])] };
  it.each([
    ["in other files", makeOnnx({ ...graph, nodes: [], constants: [outside] }), /Values of w are in another file/],
    ["in other files, deep inside of it", makeOnnx({ ...graph, nodes: [Buffer.concat([field(4, "If"), field(5, field(6, field(1, field(5, field(5, outside)))))])] }), /Values of w are in another file/],
    ["by operators of somebody's own", makeOnnx({ ...graph, nodes: [node("Foo", ["x"], "y", {}, "acme.ops")] }), /uses operators of acme\.ops/],
  ])("says that it cannot run with values %s", async (_, model, message) => {
    expect((await factsOf(model, sidecar(5))).unfit).toMatch(message);
  });

  it.each([
    ["is missing", movingAverage(5), undefined, /There is no models\/wear\.onnx\.json/],
    ["is of another format", movingAverage(5), sidecar(5, { format: 2 }), /models\/wear\.onnx\.json: format is not 1/],
    ["has a word too many", movingAverage(5), sidecar(5, { scaling: 1 }), /scaling/],
    ["has no unit that is known", movingAverage(5), sidecar(5, inputs({ unit: "furlongz" })), /inputs\.0\.unit "furlongz" is no unit that is known/],
    ["has a deviation of nothing", movingAverage(5), sidecar(5, inputs({ deviation: 0 })), /inputs\.0\.deviation/],
    ["has a step that is no time", movingAverage(5), sidecar(5, { sampleTime: "1 m" }), /sampleTime is no time/],
    ["has one name twice", movingAverage(5, { channels: 2 }), sidecar(5, inputs({ name: "u" }, { name: "u" })), /inputs\.1\.name u is there twice/],
    ["names a tensor that is not there", movingAverage(5), sidecar(5, inputs({ tensor: "z" })), /inputs\.0\.tensor: the model has no input tensor z\. It has x \[N, 5, 1\]/],
    ["leaves a channel out", movingAverage(5, { channels: 2 }), sidecar(5, inputs({ channel: 1 })), /channel 0 is given by no input/],
    ["gives a channel as often as a byte counts", movingAverage(5), sidecar(5, inputs(...Array.from({ length: 257 }, () => ({ channel: 0 })))), /its inputs give 257 channels, and by their places it has 1/],
    ["gives features over and over", linear([1], 0), sidecar(1, { layout: { x: "batch,feature" }, ...inputs(...Array.from({ length: 10_000 }, () => ({ channel: 0, samples: 395_000 }))) }), /its inputs give 3,950,000,000 features, and by their places it has 395,000/],
    ["gives one channel twice and one not at all", movingAverage(5, { channels: 2 }), sidecar(5, inputs({ channel: 1 }, { channel: 1 })), /channel 0 is given by no input/],
    ["has fewer channels than the tensor", movingAverage(5, { channels: 2 }), sidecar(5), /make it \[batch, 5, 1\] \(batch,time,channel\), and the model's is \[N, 5, 2\]/],
    ["has windows of another length", movingAverage(5), sidecar(6), /make it \[batch, 6, 1\]/],
    ["has channels of two lengths", movingAverage(5, { channels: 2 }), sidecar(5, inputs({}, { samples: 4 })), /all channels of a tensor are equally long/],
    ["has another number of dimensions", linear([1, 1], 0), sidecar(2), /batch,time,channel has 3 dimensions, and the model's tensor is \[N, 2\]/],
    ["reads a value that is not there", movingAverage(5), sidecar(5, { outputs: [{ name: "a", tensor: "y", index: 1, unit: "1", mean: 0, deviation: 1 }] }), /outputs\.0\.index: 1 is beyond the 1 value of a window in tensor y \[N, 1\]/],
    ["is that of another model", movingAverage(5), sidecar(5, { sha256: "0".repeat(64) }), /written for another model/],
    ["stands beside a tensor of whole numbers", makeOnnx({ nodes: [], inputs: [value("x", ["N", 5, 1], 7)], outputs: [value("y", ["N", 1])] }), sidecar(5), /Tensor x of the model holds int64, and float32 and float64 alone/],
    ["stands beside a model of eight windows at once", movingAverage(5, { batch: 8 }), sidecar(5), /takes 8 windows at once/],
  ])("says what is wrong where its sidecar %s", async (_, model, beside, message) => {
    expect((await factsOf(model, beside)).unfit).toMatch(message);
  });
});

describe("an ONNX model that is added", () => {
  it("brings its sidecar along; without one gets a draft, which runs only when it was filled in and gives way to a finished one", async () => {
    const project = await mkdtemp(join(tmpdir(), "twinbench-onnx-project-"));
    const path = join(folder, "pump wear.onnx");
    const files = new OnnxFiles(project);
    await writeFile(path, movingAverage(60, { channels: 2 }));
    const draft = await files.add(path);
    expect(draft).toMatchObject({ file: "models/pump wear.onnx", isDraft: true, inputs: [{ name: "x_0", channel: 0, samples: 60 }, { name: "x_1", channel: 1 }], unfit: expect.stringMatching(/is a draft: fill in/) });
    await writeFile(`${path}.json`, sidecar(60, { ...inputs({ samples: 60 }, { samples: 60 }), outputs: [{ name: "a", tensor: "y", index: 0, unit: "1", mean: 0, deviation: 1 }] }));
    expect((await files.add(path)).unfit).toBeUndefined();
    await writeFile(`${path}.json`, (await readFile(`${path}.json`, "utf8")).replace("hand", "foot"));
    await expect(files.add(path)).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/another models\/pump wear\.onnx\.json/) });
    await writeFile(path, movingAverage(60));
    await expect(files.add(path)).rejects.toThrow(/another models\/pump wear\.onnx in this project/);
    await rm(project, { recursive: true });
  });

  it("is written over nothing that has its name, and through no link", async () => {
    const outer = await mkdtemp(join(tmpdir(), "twinbench-onnx-outer-"));
    const [project, dropped] = [join(outer, "project"), join(outer, "wear.onnx")];
    const [notes, missing] = [join(outer, "notes.md"), join(outer, "missing.md")];
    const [model, beside] = [join(project, "models/wear.onnx"), join(project, "models/wear.onnx.json")];
    await mkdir(join(project, "models"), { recursive: true });
    await writeFile(dropped, movingAverage(60));
    await writeFile(notes, "mine");
    const files = new OnnxFiles(project);
    await symlink(notes, model);
    await expect(files.add(dropped)).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/is a link out of the project/) });
    await rm(model);
    await symlink(missing, model);
    await expect(files.add(dropped)).rejects.toThrow(/another models\/wear\.onnx in this project/);
    await rm(model);
    await writeFile(model, "damaged");
    await expect(files.add(dropped)).rejects.toThrow(/another models\/wear\.onnx in this project/);
    await rm(model);
    await writeFile(beside, sidecar(60));
    await writeFile(`${dropped}.json`, sidecar(60, { origin: {} }));
    await expect(files.add(dropped)).rejects.toThrow(/another models\/wear\.onnx\.json in this project/);
    await rm(beside);
    await symlink(notes, beside);
    await expect(files.add(dropped)).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/is a link out of the project/) });
    await rm(beside);
    await symlink(missing, beside);
    expect((await files.add(dropped)).unfit).toBeUndefined();
    expect(await readFile(notes, "utf8")).toBe("mine");
    await expect(readFile(missing)).rejects.toThrow(/ENOENT/);
    await rm(outer, { recursive: true });
  });

  it("has a sidecar that is written only as one that can be read, and not over somebody else's", async () => {
    const project = await mkdtemp(join(tmpdir(), "twinbench-onnx-project-"));
    const files = new OnnxFiles(project);
    const path = join(folder, "edited.onnx");
    await writeFile(path, movingAverage(60));
    const { file } = await files.add(path);
    const draft = await files.sidecar(file);
    expect(JSON.parse(draft.text)).toMatchObject({ draft: true, inputs: [{ samples: 60 }] });
    await expect(files.writeSidecar(file, sidecar(60, { format: 2 }), draft.hash)).rejects.toThrow(/edited\.onnx\.json: format is not 1/);
    expect((await files.writeSidecar(file, sidecar(60), draft.hash)).unfit).toBeUndefined();
    await expect(files.writeSidecar(file, sidecar(60), draft.hash)).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/has changed since it was opened/) });
    await rm(project, { recursive: true });
  });

  it("is listed with whether it can run, as it and its sidecar are now; what cannot be looked at is left out", async () => {
    const project = await mkdtemp(join(tmpdir(), "twinbench-onnx-project-"));
    const models = join(project, "models");
    await mkdir(join(models, "folder.onnx"), { recursive: true });
    await symlink(join(project, "missing"), join(models, "link.onnx"));
    await writeFile(join(models, "wear.onnx"), movingAverage(60));
    const files = new ImportedFiles({ folder: project, userFolder: join(project, "user"), launcher: new ForkLauncher(), clock: () => 0 });
    const fits = async () => (await files.list()).map((entry) => [entry.file, entry.kind === "onnx" && entry.fits]);
    expect(await fits()).toEqual([["models/wear.onnx", false]]);
    await writeFile(join(models, "wear.onnx.json"), sidecar(60));
    expect(await fits()).toEqual([["models/wear.onnx", true]]);
    await writeFile(join(models, "wear.onnx"), movingAverage(61));
    expect(await fits()).toEqual([["models/wear.onnx", false]]);
    await rm(project, { recursive: true });
  });

  it("is looked at once while it is as it was", async () => {
    const path = join(folder, "found");
    const findings = new FileFindings<number>();
    let looks = 0;
    const look = () => findings.of([path], async () => (looks += 1));
    await writeFile(path, "a");
    expect([await look(), await look()]).toEqual([1, 1]);
    await writeFile(path, "ab");
    expect(await look()).toBe(2);
    await rm(path);
    expect(await look()).toBe(3);
  });

  it("makes a model text that compiles, with its units, under names of the language", async () => {
    const project = await mkdtemp(join(tmpdir(), "twinbench-onnx-project-"));
    const path = join(folder, "wear.onnx");
    const files = new OnnxFiles(project);
    await writeFile(path, movingAverage(60));
    await writeFile(`${path}.json`, sidecar(60, { sampleTime: "1 min", inputs: [{ name: "flow in", tensor: "x", channel: 0, samples: 60, unit: "m3/h", mean: 0, deviation: 1, description: "What\nflows" }] }));
    await files.add(path);
    const { model, text } = await files.text("models/wear.onnx");
    expect(model).toBe("Wear");
    expect(text).toMatch(/^model Wear = onnx "models\/wear\.onnx" step 1 min \{$/m);
    expect(text).toMatch(/^  input  flow_in : m3\/h from "flow in" +\/\/ What flows$/m);
    const { diagnostics, program } = compile(Object.values(projectWith({ "models/wear.twin": `${text}\nuse Wear on Pump { flow_in = 3 m3/h }\n` }).texts), projectWith({}));
    expect(diagnostics).toEqual([]);
    expect(program.uses[0]?.model.imported).toEqual({ kind: "onnx", file: "models/wear.onnx", stepUs: 60_000_000, inputs: ["flow in"], parameters: [], outputs: ["average"] });
    await rm(project, { recursive: true });
  });
});

/** ONNX models on the command line: brought into a project with a draft or a sidecar, looked at, made a text of. Nothing of them runs. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movingAverage, sidecar } from "../../fixtures/onnx/makeOnnx.ts";
import { CommandLine } from "./commandLine.ts";

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-onnx-cli-"));
  project = join(home, "plant");
  user = new CommandLine(home);
  await user.run("new", project);
  await writeFile(join(home, "wear.onnx"), movingAverage(60));
  await writeFile(join(home, "wear.onnx.json"), sidecar(60));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("twinbench onnx", () => {
  it("brings a model with its sidecar into the project, and says what it is", async () => {
    const { stdout } = await user.run("onnx", project, join(home, "wear.onnx"), "--add");
    expect(stdout).toMatch(/^models\/wear\.onnx: ONNX model/);
    expect(stdout).toMatch(/^origin: trainedBy hand$/m);
    expect(stdout).toMatch(/^can run$/m);
    expect(stdout).toMatch(/^input\tpower\tx 0\t60 samples\tkW\tmean 0\tdeviation 1$/m);
    expect(await user.json("onnx", project)).toMatchObject({ files: [{ kind: "onnx", file: "models/wear.onnx", fits: true }] });
  });

  it("prints a model text, and has nothing that is to be allowed", async () => {
    expect((await user.run("onnx", project, "wear.onnx", "--text")).stdout).toMatch(/^model Wear = onnx "models\/wear\.onnx" step 1 s \{$/m);
    expect(await user.run("onnx", project, "wear.onnx", "--allow")).toMatchObject({ code: 2 });
  });
});

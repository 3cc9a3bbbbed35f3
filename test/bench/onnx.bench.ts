/** Predicting for a week at 1 s from windows of 60 samples, through a text, its own process and kept outputs: many windows in one call, and one by one. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImportedFiles } from "../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../main/engine/processes/index.ts";
import { runInWorker, type SystemTask } from "../../main/engine/simulation/index.ts";
import { compile } from "../../shared/language/compile.ts";
import { movingAverage, network, sidecar } from "../fixtures/onnx/makeOnnx.ts";
import { projectWith } from "../integration/rules/rulesFixture.ts";

const S = 1_000_000;
const WEEK_S = 604_800;
const SAMPLES = 60;
const ROUNDS = 3;
const MODELS = [
  { model: "mean of the window", make: (batch: number | string) => movingAverage(SAMPLES, { batch }) },
  { model: "network, 64 hidden", make: (batch: number | string) => network(SAMPLES, 64, batch) },
  { model: "network, 1,024 hidden", make: (batch: number | string) => network(SAMPLES, 1_024, batch) },
];

export async function run() {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-onnx-bench-"));
  try {
    await mkdir(join(folder, "models"));
    await writeFile(join(folder, "models", "average.onnx.json"), sidecar(SAMPLES));
    const imported = new ImportedFiles({ folder, userFolder: folder, launcher: new ForkLauncher(), clock: () => 0 });
    const rows: Record<string, string | number>[] = [];
    for (const { model, make } of MODELS) {
      const [together, single] = [await best(imported, folder, make("N")), await best(imported, folder, make(1))];
      rows.push({ model, "a week, ms": Math.round(together), "µs a step": Number(((together * 1e3) / WEEK_S).toFixed(2)), "one by one, ms": Math.round(single), ratio: Number((single / together).toFixed(1)) });
    }
    return { title: `An ONNX model over windows of ${SAMPLES} samples for a week at 1 s, with the start of its process (best of ${ROUNDS})`, rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function best(imported: ImportedFiles, folder: string, model: Uint8Array): Promise<number> {
  await writeFile(join(folder, "models", "average.onnx"), model);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) times.push(await solve(imported));
  return Math.min(...times);
}

async function solve(imported: ImportedFiles): Promise<number> {
  const project = projectWith({ "models/average.twin": 'model Average = onnx "models/average.onnx" step 1 s {\n input power : kW\n output average : kW\n}\nuse Average on Pump { power = power }\n' });
  const [use] = compile(Object.values(project.texts), project).program.uses;
  if (!use) throw new Error("The text has no use.");
  const power = { tUs: Float64Array.from({ length: WEEK_S }, (_, i) => i * S), value: Float64Array.from({ length: WEEK_S }, (_, i) => Math.sin(i / 100)) };
  const task: SystemTask = { uses: [use], inputs: new Map([["p1/power", power]]), measured: new Map(), fromUs: 0, toUs: (WEEK_S - 1) * S, outputStepUs: 10 * S, relativeTolerance: 1e-6, maxSteps: 1e9 };
  const beganMs = performance.now();
  await runInWorker(task, { solver: { worker: "", imported }, signal: new AbortController().signal, timeBudgetMs: 600_000, onOutput: () => undefined, onProgress: () => undefined });
  return performance.now() - beganMs;
}

/** An FMU in a project of its own, and a week of a text that uses it, with the start of its process. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImportedFiles } from "../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../main/engine/processes/index.ts";
import { runInWorker, type OutputChunk, type SystemTask } from "../../main/engine/simulation/index.ts";
import { compile } from "../../shared/language/compile.ts";
import { projectWith } from "../integration/rules/rulesFixture.ts";

const S = 1_000_000;
export const WEEK_S = 604_800;

/** `folder` is the project's, for what else a bench needs. */
export async function withFmu<T>(name: string, fmu: Uint8Array, work: (fmus: ImportedFiles, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "twinbench-fmu-bench-"));
  try {
    await mkdir(join(folder, "models"));
    await writeFile(join(folder, "models", name), fmu);
    const fmus = new ImportedFiles({ folder, userFolder: folder, launcher: new ForkLauncher(), clock: () => 0 });
    const file = `models/${name}`;
    await fmus.allow(file, (await fmus.inspect(file)).facts.hash);
    return await work(fmus, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How long it took, in milliseconds. */
export async function solveWeek(fmus: ImportedFiles, text: string, onOutput: (chunk: OutputChunk) => void = () => undefined): Promise<number> {
  const project = projectWith({ "models/m.twin": text });
  const [use] = compile(Object.values(project.texts), project).program.uses;
  if (!use) throw new Error("The text has no use.");
  const task: SystemTask = { uses: [use], inputs: new Map(), measured: new Map(), fromUs: 0, toUs: WEEK_S * S, outputStepUs: 10 * S, relativeTolerance: 1e-6, maxSteps: 1e9 };
  const beganMs = performance.now();
  const { problem } = await runInWorker(task, { solver: { worker: "", imported: fmus }, signal: new AbortController().signal, timeBudgetMs: 600_000, onOutput, onProgress: () => undefined });
  if (problem) throw new Error(problem.message);
  return performance.now() - beganMs;
}

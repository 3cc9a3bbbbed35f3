/** Stepping an FMU for a week at 1 s, through a text, its own process and kept outputs, against a loop in C that calls the same functions. Not run without a C compiler. */
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImportedFiles } from "../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../main/engine/processes/index.ts";
import { runInWorker, type SystemTask } from "../../main/engine/simulation/index.ts";
import { compile } from "../../shared/language/compile.ts";
import { hasCompiler, makeFmu } from "../fixtures/fmu/makeFmu.ts";
import { projectWith } from "../integration/rules/rulesFixture.ts";

const S = 1_000_000;
const WEEK_S = 604_800;
/** The FMU's own steps in one of ours: next to no work of its own, and as much as a small model has. */
const INNER = [1, 100, 1_000];
const ROUNDS = 3;

const LOOP = `#include "lag2.c"
#include <time.h>
int main(int n, char **arguments) {
  Callbacks callbacks = {0, calloc, free, 0, 0};
  void *c = fmi2Instantiate("lag", 1, "{lag-2}", "", &callbacks, 0, 0);
  unsigned u = U, y = Y, inner = INNER;
  double in = 10, out, steps = atof(arguments[1]), sum = 0;
  fmi2SetReal(c, &inner, 1, &steps);
  struct timespec from, to;
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (int i = 0; i < ${WEEK_S}; i++) { fmi2SetReal(c, &u, 1, &in); fmi2DoStep(c, i, 1, 1); fmi2GetReal(c, &y, 1, &out); sum += out; }
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("%f %f", (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6, sum);
  return 0;
}`;

export async function run() {
  if (!hasCompiler) return { title: "FMU: not run, there is no C compiler", rows: [] };
  const folder = await mkdtemp(join(tmpdir(), "twinbench-fmu-bench-"));
  try {
    await writeFile(join(folder, "loop.c"), LOOP);
    execFileSync("cc", ["-O2", "-I", join(process.cwd(), "test", "fixtures", "fmu"), "-o", join(folder, "loop"), join(folder, "loop.c"), "-lm"]);
    await mkdir(join(folder, "models"));
    await writeFile(join(folder, "models", "lag.fmu"), makeFmu(2));
    const fmus = new ImportedFiles({ folder, userFolder: folder, launcher: new ForkLauncher(), clock: () => 0 });
    await fmus.allow("models/lag.fmu", (await fmus.inspect("models/lag.fmu")).facts.hash);
    const rows: Record<string, string | number>[] = [];
    for (const inner of INNER) {
      const [ours, loop]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        loop.push(Number(execFileSync(join(folder, "loop"), [String(inner)], { encoding: "utf8" }).split(" ")[0]));
        ours.push(await solve(fmus, inner));
      }
      const [best, least] = [Math.min(...ours), Math.min(...loop)];
      rows.push({ "steps of its own": inner, "a week, ms": Math.round(best), "µs a step": Number(((best * 1e3) / WEEK_S).toFixed(2)), "C loop, ms": Number(least.toFixed(1)), ratio: Number((best / least).toFixed(1)) });
    }
    return { title: "An FMU stepped for a week at 1 s, with the start of its process, against a C loop (best of three)", rows };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function solve(fmus: ImportedFiles, inner: number): Promise<number> {
  const project = projectWith({ "models/lag.twin": `model Lag = fmu "models/lag.fmu" step 1 s {\n input u : kW\n parameter inner : 1 = ${inner}\n output y : K\n}\nuse Lag on Pump { u = 10 }\n` });
  const [use] = compile(Object.values(project.texts), project).program.uses;
  if (!use) throw new Error("The text has no use.");
  const task: SystemTask = { uses: [use], inputs: new Map(), measured: new Map(), fromUs: 0, toUs: WEEK_S * S, outputStepUs: 10 * S, relativeTolerance: 1e-6, maxSteps: 1e9 };
  const beganMs = performance.now();
  await runInWorker(task, { solver: { worker: "", imported: fmus }, signal: new AbortController().signal, timeBudgetMs: 600_000, onOutput: () => undefined, onProgress: () => undefined });
  return performance.now() - beganMs;
}

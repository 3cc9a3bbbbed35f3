/** Stepping an FMU for a week at 1 s, through a text, its own process and kept outputs, against a loop in C that calls the same functions. Not run without a C compiler. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hasCompiler, makeFmu } from "../fixtures/fmu/makeFmu.ts";
import { solveWeek, WEEK_S, withFmu } from "./fmuWeek.ts";

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
  return withFmu("lag.fmu", makeFmu(2), async (fmus, folder) => {
    await writeFile(join(folder, "loop.c"), LOOP);
    execFileSync("cc", ["-O2", "-I", join(process.cwd(), "test", "fixtures", "fmu"), "-o", join(folder, "loop"), join(folder, "loop.c"), "-lm"]);
    const rows: Record<string, string | number>[] = [];
    for (const inner of INNER) {
      const text = `model Lag = fmu "models/lag.fmu" step 1 s {\n input u : kW\n parameter inner : 1 = ${inner}\n output y : K\n}\nuse Lag on Pump { u = 10 }\n`;
      const [ours, loop]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        loop.push(Number(execFileSync(join(folder, "loop"), [String(inner)], { encoding: "utf8" }).split(" ")[0]));
        ours.push(await solveWeek(fmus, text));
      }
      const [best, least] = [Math.min(...ours), Math.min(...loop)];
      rows.push({ "steps of its own": inner, "a week, ms": Math.round(best), "µs a step": Number(((best * 1e3) / WEEK_S).toFixed(2)), "C loop, ms": Number(least.toFixed(1)), ratio: Number((best / least).toFixed(1)) });
    }
    return { title: "An FMU stepped for a week at 1 s, with the start of its process, against a C loop (best of three)", rows };
  });
}

/** An FMU for model exchange, x' = (a u − x) / b, integrated for a week: what its calls cost, by how far the instants at which it takes inputs are apart. Not run without a C compiler. */
import { makeExchangeFmu } from "../fixtures/fmu/makeExchangeFmu.ts";
import { hasCompiler } from "../fixtures/fmu/makeFmu.ts";
import { solveWeek, WEEK_S, withFmu } from "./fmuWeek.ts";

const STEPS_S = [1, 10, 60];
const ROUNDS = 3;

export async function run() {
  if (!hasCompiler) return { title: "Model exchange: not run, there is no C compiler", rows: [] };
  return withFmu("decay.fmu", makeExchangeFmu(2, "DECAY"), async (fmus) => {
    const rows: Record<string, string | number>[] = [];
    for (const stepS of STEPS_S) {
      const text = `model M = fmu "models/decay.fmu" step ${stepS} s {\n input u : kW\n output evaluations : 1\n}\nuse M on Pump { u = 10 }\n`;
      let evaluations = 0;
      const ms: number[] = [];
      for (let round = 0; round < ROUNDS; round++) ms.push(await solveWeek(fmus, text, ({ value }) => (evaluations = value.at(-1) ?? 0)));
      const best = Math.min(...ms);
      rows.push({ "step, s": stepS, "a week, ms": Math.round(best), "µs a step": Number(((best * 1e3 * stepS) / WEEK_S).toFixed(2)), "derivatives worked out": evaluations, "of them a second": Math.round(evaluations / (best / 1e3)) });
    }
    return { title: "An FMU for model exchange integrated for a week, with the start of its process (best of three)", rows };
  });
}

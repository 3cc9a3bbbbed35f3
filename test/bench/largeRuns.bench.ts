/**
 * What does not show on one small model: many weeks of Monte Carlo over the cores, a plant of 500 assets that feed each other, and memory as
 * more instants are kept. Each beside a measure of its own kind: one core, the plant's own time, what is kept.
 */
import { availableParallelism } from "node:os";
import { entryPath } from "../../main/engine/entries.ts";
import { solveSystem } from "../../main/engine/simulation/solveSystem.ts";
import type { InputSeries } from "../../main/engine/simulation/simulationTypes.ts";
import { designRows, RowWorkers, type StudyProblem } from "../../main/engine/studies/index.ts";
import type { UseProgram } from "../../shared/language/ir.ts";
import { US_PER_S } from "../../shared/time/time.ts";
import { usesOf } from "../fixtures/modelTexts.ts";
import { progress } from "./progress.ts";

const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;
const HELD_S = 60;
const ROWS = 200;
const ASSETS = 500;
const WEEKS_KEPT = 8;
/** Outputs as simulations keep them. */
const OUTPUT_STEP_US = 10 * US_PER_S;
const MB = 1024 ** 2;

const MOTOR = `model Motor {
  input     power   : W
  parameter gap     : K/W = 0.02
  state     winding : K = 293.15 K
  state     core    : K = 293.15 K
  state     housing : K = 293.15 K
  der(winding) = (power * 0.7 - (winding - core) / gap) / 3000 J/K
  der(core)    = (power * 0.3 + (winding - core) / gap - (core - housing) / 0.015 K/W) / 12000 J/K
  der(housing) = ((core - housing) / 0.015 K/W - (housing - 293.15 K) / 0.04 K/W) / 25000 J/K
  output temperature : K = winding
}
use Motor on Rig { power = power }
`;
/** A vessel that what flows through it passes slowly; the next one is fed by it. */
const VESSEL = `model Vessel {
  input  inflow : W
  state  held   : W = 0 W
  der(held) = (inflow - held) / 300 s
  output passed : W = held
}
use Vessel on Rig { inflow = power }
`;

function load(lengthS: number): InputSeries {
  const count = lengthS / HELD_S + 1;
  return { tUs: Float64Array.from({ length: count }, (_, i) => i * HELD_S * US_PER_S), value: Float64Array.from({ length: count }, (_, i) => 900 * (1 + 0.3 * Math.sin(i / 7) * Math.cos(i / 31))) };
}

/** Seconds for all rows. */
async function monteCarlo(workers: number): Promise<number> {
  const systems = [usesOf(MOTOR, { power: "W" })];
  const variables = [{ of: "parameter" as const, use: "Motor", name: "gap", how: "set" as const, range: { kind: "even" as const, low: 0.01, high: 0.03 } }];
  const span = { fromUs: 0, toUs: WEEK_S * US_PER_S };
  const problem: StudyProblem = { systems, series: new Map([["rig/power", load(WEEK_S)]]), ...span, variables, watched: systems.flat().map(({ id }) => id), outputStepUs: OUTPUT_STEP_US, gridStepUs: 600 * US_PER_S };
  const rowWorkers = new RowWorkers(problem, { solver: { worker: entryPath("study-worker") }, signal: new AbortController().signal, workers });
  try {
    await rowWorkers.solve(designRows({ kind: "monte-carlo", variables, samples: workers }));
    const begun = performance.now();
    await rowWorkers.solve(designRows({ kind: "monte-carlo", variables, samples: ROWS }));
    return (performance.now() - begun) / 1_000;
  } finally {
    rowWorkers.close();
  }
}

/** Seconds for a day of a chain, each fed by the one before. */
function plantDay(): number {
  const [first] = usesOf(VESSEL, { power: "W" });
  if (!first) throw new Error("the vessel has no use");
  const uses = Array.from({ length: ASSETS }, (_, i): UseProgram => ({ ...first, id: `Vessel@${i}`, assetId: String(i), inputs: i === 0 ? first.inputs : [{ kind: "output", use: `Vessel@${i - 1}`, output: 0, factor: 1, offset: 0 }] }));
  const begun = performance.now();
  const { problem } = solveSystem({ uses, inputs: new Map([["rig/power", load(DAY_S)]]), measured: new Map(), fromUs: 0, toUs: DAY_S * US_PER_S, outputStepUs: OUTPUT_STEP_US, relativeTolerance: 1e-6, maxSteps: 1e9 }, { onOutput: () => undefined, onProgress: () => undefined });
  if (problem) throw new Error(problem.message);
  return (performance.now() - begun) / 1_000;
}

/** Most memory beyond that at the begin while outputs are kept every second and handed on, in bytes. */
function memoryOf(weeks: number): number {
  const uses = usesOf(MOTOR, { power: "W" });
  const inputs = new Map([["rig/power", load(weeks * WEEK_S)]]);
  globalThis.gc?.();
  const before = process.memoryUsage();
  let most = 0;
  const look = (): void => {
    const now = process.memoryUsage();
    most = Math.max(most, now.heapUsed + now.external - before.heapUsed - before.external);
  };
  solveSystem({ uses, inputs, measured: new Map(), fromUs: 0, toUs: weeks * WEEK_S * US_PER_S, outputStepUs: US_PER_S, relativeTolerance: 1e-6, maxSteps: 1e9 }, { onOutput: look, onProgress: () => undefined });
  return most;
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const cores = availableParallelism();
  progress("one worker");
  const alone = await monteCarlo(1);
  progress(`${cores} workers`);
  const together = await monteCarlo(cores);
  progress("plant of 500");
  const day = plantDay();
  progress("memory");
  const most = memoryOf(WEEKS_KEPT);
  // An instant and the one output there.
  const kept = (WEEKS_KEPT * WEEK_S + 1) * 2 * Float64Array.BYTES_PER_ELEMENT;
  return {
    title: "Runs that are large",
    columns: ["what", "result", "beside", "ratio"],
    rows: [
      [`${ROWS} weeks of Monte Carlo, ${cores} workers`, `${together.toFixed(1)} s`, `1 worker: ${alone.toFixed(1)} s`, `${(alone / together).toFixed(2)} × of ${cores}`],
      [`a day of ${ASSETS} assets in a chain`, `${day.toFixed(1)} s`, "the plant's own time", `${Math.round(DAY_S / day).toLocaleString("en")} ×`],
      [`most memory while ${WEEKS_KEPT} weeks are kept every second`, `${(most / MB).toFixed(0)} MB`, `what is kept: ${(kept / MB).toFixed(0)} MB`, `${(most / kept).toFixed(2)} ×`],
    ],
    note: "Workers are started before the clock is. Aims: near as many times as there are workers; 1,000 ×; well below 1 ×.",
  };
}

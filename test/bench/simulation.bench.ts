/**
 * A week of a motor of three bodies, its input held for 60 s, outputs kept every second: as simulations solve it, against
 * CVODE in C and scipy's RK45, each at the loosest tolerance at which it is at least as accurate. Processor time, one thread.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { solveSystem } from "../../main/engine/simulation/solveSystem.ts";
import type { OutputChunk, SystemTask } from "../../main/engine/simulation/simulationTypes.ts";
import { US_PER_S } from "../../shared/time/time.ts";
import { usesOf } from "../fixtures/modelTexts.ts";

const WEEK_S = 7 * 86_400;
const HELD_S = 60;
const OUR_TOLERANCE = 1e-6;
const TOLERANCES = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
const ROUNDS = 3;
const BASELINES = join("test", "bench", "baselines");

/** The equations of `baselines/thermalWeek.c`. */
const MODEL = `model Motor {
  input     power   : W
  parameter air     : K = 293.15 K
  state     winding : K = 293.15 K
  state     core    : K = 293.15 K
  state     housing : K = 293.15 K
  der(winding) = (power * 0.7 - (winding - core) / 0.02 K/W) / 3000 J/K
  der(core)    = (power * 0.3 + (winding - core) / 0.02 K/W - (core - housing) / 0.015 K/W) / 12000 J/K
  der(housing) = ((core - housing) / 0.015 K/W - (housing - air) / 0.04 K/W) / 25000 J/K
  output a : K = winding
  output b : K = core
  output c : K = housing
}
use Motor on Rig { power = power }
`;

interface Solved {
  readonly ms: number;
  /** The three states at every second, one after the other. */
  readonly kept: Float64Array;
}

function load(): { readonly tUs: Float64Array; readonly value: Float64Array } {
  const count = WEEK_S / HELD_S + 1;
  const tUs = Float64Array.from({ length: count }, (_, i) => i * HELD_S * US_PER_S);
  // Shifts, and a load within them that never stands still.
  const value = Float64Array.from({ length: count }, (_, i) => (Math.floor(i / 480) % 3 === 2 ? 150 : 900) * (1 + 0.3 * Math.sin(i / 7) * Math.cos(i / 31)));
  return { tUs, value };
}

function ours(relativeTolerance: number, rounds: number): Solved {
  const series = load();
  const task: SystemTask = { uses: usesOf(MODEL, { power: "W" }), inputs: new Map([["rig/power", series]]), measured: new Map(), fromUs: 0, toUs: WEEK_S * US_PER_S, outputStepUs: US_PER_S, relativeTolerance, maxSteps: 1e9 };
  let ms = Infinity;
  let chunks: OutputChunk[] = [];
  for (let round = 0; round < rounds; round++) {
    const found: OutputChunk[] = [];
    const begun = process.cpuUsage();
    const { problem } = solveSystem(task, { onOutput: (chunk) => found.push(chunk), onProgress: () => undefined });
    const used = process.cpuUsage(begun);
    if (problem) throw new Error(problem.message);
    ms = Math.min(ms, (used.user + used.system) / 1e3);
    chunks = found;
  }
  const kept = new Float64Array(3 * (WEEK_S + 1));
  for (const { output, tUs, value } of chunks) tUs.forEach((t, i) => (kept[(3 * t) / US_PER_S + output] = value[i] ?? Number.NaN));
  return { ms, kept };
}

function worst(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
}

/** The cheapest tolerance of a program that is as accurate as wanted; undefined where it cannot run here. */
function baseline(program: readonly string[], after: readonly string[], folder: string, reference: Float64Array, wanted: number): { readonly ms: number; readonly error: number; readonly tolerance: number } | undefined {
  const [command = "", ...args] = program;
  const output = join(folder, "kept.bin");
  for (const tolerance of TOLERANCES) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { status, stdout } = spawnSync(command, [...args, join(folder, "input.bin"), output, String(tolerance), ...after], { encoding: "utf8" });
      if (status !== 0) return undefined;
      times.push(Number(stdout));
      // A first look is enough to go on to the next tolerance.
      if (round === 0 && worst(keptIn(output), reference) > wanted) break;
    }
    const error = worst(keptIn(output), reference);
    if (error <= wanted) return { ms: Math.min(...times), error, tolerance };
  }
  return undefined;
}

function keptIn(file: string): Float64Array {
  const bytes = readFileSync(file);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function run(): { readonly title: string; readonly columns: string[]; readonly rows: (string | number)[][]; readonly note: string } {
  const folder = mkdtempSync(join(tmpdir(), "twinbench-bench-"));
  try {
    const { tUs, value } = load();
    writeFileSync(join(folder, "input.bin"), new Uint8Array(Float64Array.from({ length: 2 * tUs.length }, (_, i) => (i % 2 === 0 ? (tUs[i / 2] ?? 0) / US_PER_S : value[(i - 1) / 2] ?? 0)).buffer));
    const { kept: reference } = ours(1e-13, 1);
    const product = ours(OUR_TOLERANCE, 4 * ROUNDS);
    const error = worst(product.kept, reference);
    const program = join(folder, "thermalWeek");
    const compiled = spawnSync("cc", ["-O3", "-march=native", "-o", program, join(BASELINES, "thermalWeek.c"), "-lsundials_cvode", "-lsundials_nvecserial", "-lsundials_sunlinsoldense", "-lsundials_sunmatrixdense", "-lm"]);
    const row = (name: string, found: ReturnType<typeof baseline>): (string | number)[] => (found ? [name, found.tolerance.toExponential(0), found.error.toExponential(1), found.ms.toFixed(1), (found.ms / product.ms).toFixed(1)] : [name, "", "", "not run here", ""]);
    const cvode = (method: string) => (compiled.status === 0 ? baseline([program], [method], folder, reference, error) : undefined);
    const scipy = (way: string) => baseline(["python3", join(BASELINES, "thermal_week.py")], [way], folder, reference, error);
    return {
      title: "Simulation: a week of three states, input held 60 s, outputs every second",
      columns: ["solver", "tolerance", "largest error, K", "processor ms", "times ours"],
      rows: [
        ["Twinbench", OUR_TOLERANCE.toExponential(0), error.toExponential(1), product.ms.toFixed(1), "1.0"],
        row("CVODE, Adams, C", cvode("adams")),
        row("CVODE, BDF, C", cvode("bdf")),
        row("scipy solve_ivp, RK45, from sample to sample", scipy("pieces")),
        row("scipy solve_ivp, RK45, one call", scipy("whole")),
      ],
      note: "Best of three rounds (ours: of twelve, the first of which take two to four times as long), compiling the model included in ours. Not run: where the C compiler with SUNDIALS' headers or scipy is missing.",
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A run over a very long span, in the real worker: solving does not run ahead of storing, and what no disk would hold is refused. */
import { describe, expect, it } from "vitest";
import { entryPath } from "../../../main/engine/entries.ts";
import { runInWorker, solveSystems, type SystemTask } from "../../../main/engine/simulation/index.ts";
import { usesOf } from "../../fixtures/modelTexts.ts";

const S = 1_000_000;
const POINTS = 3_000_000;
const uses = usesOf("model Lag {\n input u : 1\n state x : 1 = 0\n der(x) = (u - x) / 10 s\n output y : 1 = x\n}\nuse Lag on Rig { u = 1 }\n", {});
const solver = { worker: entryPath("simulation-worker") };
const { signal } = new AbortController();

describe("outputs of a run", () => {
  it("wait for who stores them: few are under way, and all come, in order", async () => {
    const task: SystemTask = { uses, inputs: new Map(), measured: new Map(), fromUs: 0, toUs: (POINTS - 1) * S, outputStepUs: S, relativeTolerance: 1e-6, maxSteps: 1e9 };
    let [underWay, most, points, lastUs] = [0, 0, 0, -1];
    await runInWorker(task, {
      solver, signal, timeBudgetMs: 60_000, onProgress: () => undefined,
      onOutput: async ({ tUs }) => {
        underWay += 1;
        most = Math.max(most, underWay);
        expect(tUs[0]).toBeGreaterThan(lastUs);
        lastUs = tUs.at(-1) ?? Number.NaN;
        points += tUs.length;
        await new Promise((resolve) => setTimeout(resolve, 1));
        underWay -= 1;
      },
    });
    expect(points).toBe(POINTS);
    expect(most).toBeLessThanOrEqual(64);
  }, 60_000);

  it("go on where storing fails, whose error is told elsewhere", async () => {
    const task: SystemTask = { uses, inputs: new Map(), measured: new Map(), fromUs: 0, toUs: POINTS * S, outputStepUs: S, relativeTolerance: 1e-6, maxSteps: 1e9 };
    const { begun } = await runInWorker(task, { solver, signal, timeBudgetMs: 60_000, onProgress: () => undefined, onOutput: () => Promise.reject(new Error("the disk is full")) });
    expect(begun).toBe(true);
  }, 60_000);

  it("are refused where there would be more than a disk should hold, before anything is solved", async () => {
    const century = { fromUs: 0, toUs: 100 * 365 * 86_400 * S, inputs: new Map(), measured: new Map() };
    await expect(solveSystems({ systems: [uses], spans: [century] }, { solver, signal, onShare: () => undefined, onOutput: () => undefined })).rejects.toThrow(/would keep 315 million values of an output; 200 million is the most/);
  });
});

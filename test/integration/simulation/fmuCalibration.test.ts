/**
 * Systems with an FMU of our own, fitted to what one with known values would have given, with noise: from C through the system's compiler,
 * a text and a real history to a judged result, in processes of their own. Where there is no compiler these are skipped.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { ForkLauncher, type ProcessEnd, type ProcessLauncher } from "../../../main/engine/processes/index.ts";
import type { CalibrateRequest, CalibrationResult } from "../../../shared/contract/calibration.ts";
import { makeExchangeFmu } from "../../fixtures/fmu/makeExchangeFmu.ts";
import { hasCompiler, makeFmu } from "../../fixtures/fmu/makeFmu.ts";
import { noise } from "../../fixtures/noise.ts";
import { batchOf, historyFolder, S, T0, type Fixture, type Row } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { runsOver, type Runs } from "./runsFixture.ts";

const FILE = "models/lag.fmu";
const GAIN = 2.5;
const TAU_S = 40;
const NOISE_K = 0.2;
const READ_EVERY_S = 5;
const MIXED = 50;
/** The machine was cold at the begin of each of them. */
const FITTED = { fromUs: T0, toUs: T0 + 600 * S };
const HELD_OUT = { fromUs: T0 + 1_000 * S, toUs: T0 + 1_300 * S };

const LAG = (more = "") => `model Lag = fmu "${FILE}" step 1 s {
  input     power : W from "u"
  parameter gain  : 1 = 1 in 0.1 .. 9
  parameter tau   : s = 15 in 2 .. 300
  ${more}
  output    y     : degC
}
`;
const ALONE = `use Lag on Pump {
  power = power
  y ~ bearing.temperature
}
`;

/** Launches as ever, and keeps what it launched. */
class CountingLauncher implements ProcessLauncher {
  readonly launched: { readonly ended: Promise<ProcessEnd> }[] = [];
  readonly #inner = new ForkLauncher();

  launch(...args: Parameters<ProcessLauncher["launch"]>) {
    const launched = this.#inner.launch(...args);
    this.launched.push(launched);
    return launched;
  }
}

describe.skipIf(!hasCompiler)("a calibration with an FMU (needs the C compiler cc)", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;
  let fmus: ImportedFiles;
  const launcher = new CountingLauncher();

  beforeAll(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    const [power = -1, temperature = -1] = await history.ensureSeries([{ signal: "p1/power" }, { signal: "p1/temp" }]);
    for (const [number, { fromUs, toUs }] of [FITTED, HELD_OUT].entries()) {
      const seconds = (toUs - fromUs) / S;
      const levels = noise(seconds / 30 + 1, number + 1).map((level) => 10 + 3 * level);
      // The first numbers of a small seed are alike, and the first samples tell most of what x begins with.
      const read = noise(seconds / READ_EVERY_S + 1 + MIXED, number + 11).subarray(MIXED);
      const rows: Row[] = [];
      let x = 0;
      for (let second = 0; second <= seconds; second++) {
        const level = levels[Math.floor(second / 30)] ?? 0;
        rows.push({ series: power, tUs: fromUs + second * S, value: level });
        if (second % READ_EVERY_S === 0) rows.push({ series: temperature, tUs: fromUs + second * S, value: x - 273.15 + NOISE_K * (read[second / READ_EVERY_S] ?? 0) });
        // The FMU's ten steps of explicit Euler in each of ours.
        for (let step = 0; step < 10; step++) x += (0.1 * (GAIN * level - x)) / TAU_S;
      }
      await history.append(batchOf(rows));
    }
    fmus = new ImportedFiles({ folder: fixture.folder, userFolder: join(fixture.folder, "user"), launcher, clock: () => T0, limits: { callMs: 1_500, memoryBytes: 400 * 1024 ** 2 } });
    runs = await runsOver(history, fixture.folder, projectWith({}), "1.0.0", fmus);
    await mkdir(join(fixture.folder, "models"), { recursive: true });
  });
  afterAll(async () => {
    await history.close();
    await fixture.remove();
  });

  async function bring(body: string, fmi: 2 | 3 = 2, fmu = makeFmu(fmi)): Promise<void> {
    await writeFile(join(fixture.folder, FILE), fmu);
    const { facts } = await fmus.inspect(FILE);
    await fmus.allow(FILE, facts.hash);
    const project = projectWith({ "models/lag.twin": body });
    const { p1 } = project.assets;
    runs.exchange({ ...project, assets: p1 ? { p1 } : {} });
  }
  const calibrate = (over: Partial<CalibrateRequest> = {}, signal?: AbortSignal) => runs.makers().calibrations.calibrate({ use: "Lag", fit: [{ name: "gain" }, { name: "tau" }], fitSpans: [FITTED], heldOut: [HELD_OUT], starts: 1, ...over }, () => undefined, signal && { signal });

  function expectFound(calibration: CalibrationResult | undefined, truths: readonly number[]): void {
    expect(calibration).toMatchObject({ passed: true, parameters: truths.map(() => ({ verdict: "identified" })) });
    calibration?.parameters.forEach(({ low, high }, j) => expect([low, high]).toEqual([expect.toSatisfy((end: number) => end < (truths[j] ?? 0)), expect.toSatisfy((end: number) => end > (truths[j] ?? 0))]));
    expect(calibration?.overall.fit).toBeCloseTo(NOISE_K, 1);
  }

  it("finds them in one for model exchange, which our solvers integrate", async () => {
    await bring(`model Lag = fmu "${FILE}" step 1 s {
  input     power : kW from "u"
  parameter gain  : 1 = 1 in 0.1 .. 9 from "a"
  parameter tau   : s = 15 in 2 .. 300 from "b"
  output    y     : K from "x"
}
${ALONE}`, 3, makeExchangeFmu(3, "DECAY"));
    expectFound((await calibrate()).calibration, [GAIN, TAU_S]);
  });

  it.each([2, 3] as const)("finds its gain and its time constant by differences, holds on what was held out, and comes to the same once more (FMI %i)", async (fmi) => {
    await bring(LAG() + ALONE, fmi);
    const run = await calibrate({ starts: 3 });
    expect(run).toMatchObject({ state: "done", calibration: { sensitivities: "differences" } });
    expectFound(run.calibration, [GAIN, TAU_S]);
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
  });

  it("finds parameters of our own models before and behind it, with its own", async () => {
    await bring(`${LAG().replace("y     : degC", "y     : K")}
model Drive {
  input     power : kW
  parameter share : 1 = 1 in 0.1 .. 9
  output    heat  : kW = share * power
}
use Drive on Pump { power = power }
use Lag on Pump { power = Drive.heat }
model Sensor {
  input     x       : K
  parameter zero    : degC = -260 in -400 .. 0
  parameter stretch : 1 = 1 in 0.1 .. 9
  output    shown   : degC = zero + stretch * x
}
use Sensor on Pump {
  x = Lag.y
  shown ~ bearing.temperature
}
`);
    const behind = await calibrate({ use: "Sensor", fit: [{ name: "zero" }, { name: "stretch" }, { use: "Lag", name: "tau" }] });
    expect(behind.calibration?.sensitivities).toBe("differences");
    expectFound(behind.calibration, [-273.15, GAIN, TAU_S]);
    const before = await calibrate({ use: "Sensor", fit: [{ name: "zero" }, { use: "Drive", name: "share" }, { use: "Lag", name: "tau" }] });
    expectFound(before.calibration, [-273.15, GAIN, TAU_S]);
  });

  it("has exact sensitivities for what does not move the FMU", async () => {
    await bring(`${LAG().replace("y     : degC", "y     : K").replace("tau   : s = 15", `tau   : s = ${TAU_S}`)}
use Lag on Pump { power = power }
model Sensor {
  input     x       : K
  parameter stretch : 1 = 1 in 0.1 .. 9
  output    shown   : degC = -273.15 degC + stretch * x
}
use Sensor on Pump {
  x = Lag.y
  shown ~ bearing.temperature
}
`);
    const { calibration } = await calibrate({ use: "Sensor", fit: [{ name: "stretch" }] });
    expect(calibration?.sensitivities).toBe("exact");
    expectFound(calibration, [GAIN]);
  });

  it("says what cannot be fitted before any process is started", async () => {
    await bring(LAG('parameter fault : 1 = 0\n  parameter faultAt : s = 0') + ALONE);
    const before = launcher.launched.length;
    await expect(calibrate({ fit: [{ name: "gain" }, { name: "fault" }] })).rejects.toMatchObject({ code: "bad-input", message: "Lag (models/lag.fmu): fault is of type Integer, and what goes in steps cannot be fitted. A sweep shows how well each of its values does." });
    await bring(LAG('parameter loss : 1 = 0') + ALONE);
    await expect(calibrate({ fit: [{ name: "loss" }] })).rejects.toThrow(/it has no variable loss/);
    await bring(LAG('parameter shape : 1 = 0 from "matrix"') + ALONE, 3);
    await expect(calibrate({ fit: [{ name: "shape" }] })).rejects.toThrow(/matrix is an array/);
    expect(launcher.launched.length).toBe(before);
  });

  it.each([
    ["crashes", 1, /Lag \(models\/lag\.fmu\) crashed: the system ended its process.*Nothing else was harmed/],
    ["does not come back", 2, /does not come back: it has been in one step for more than 1\.5 s/],
    ["takes all memory", 5, /has made its process larger than 400 MB/],
    ["reports an error whatever its values are", 3, /From no start .*From the first: Lag \(models\/lag\.fmu\), 2026-01-01T00:0.*"the pump of the model ran dry"/],
  ])("ends with a clear message where the FMU %s", async (_, fault, message) => {
    await bring(LAG(`parameter fault : 1 = ${fault}\n  parameter faultAt : s = 100`) + ALONE);
    await expect(calibrate()).rejects.toThrow(message);
    await Promise.all(launcher.launched.map(({ ended }) => ended));
  });

  it("ends its process when it is cancelled", async () => {
    await bring(LAG("parameter fault : 1 = 2\n  parameter faultAt : s = 100") + ALONE);
    const before = launcher.launched.length;
    const cancel = new AbortController();
    const running = calibrate({}, cancel.signal);
    running.catch(() => undefined);
    await expect.poll(() => launcher.launched.length).toBe(before + 1);
    cancel.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    await Promise.all(launcher.launched.map(({ ended }) => ended));
  });
});

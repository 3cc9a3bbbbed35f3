/**
 * FMUs of our own in systems of models: from C through the system's compiler, a text and a real history to stored runs, each in a process
 * of its own. Where there is no compiler these are skipped.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ImportedFiles } from "../../../main/engine/imported/index.ts";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";
import type { ForecastRequest } from "../../../shared/contract/forecasts.ts";
import { bandRun } from "../../../shared/contract/studies.ts";
import type { Span } from "../../../shared/time/time.ts";
import { S, T0 } from "../history/historyFixture.ts";
import { hasCompiler, makeFmu } from "../../fixtures/fmu/makeFmu.ts";
import { FmuFixture, MINUTE, onePump } from "./fmuFixture.ts";
import { runsOver, type Runs } from "./runsFixture.ts";

const FILE = "models/lag.fmu";
/** 10 kW held, so that x goes from 0 to 10 by itself. */
const LOAD_KW = 10;

const text = (more = "", step = "1 s") => `model Lag = fmu "${FILE}" step ${step} {
  input     power : W from "u"
  ${more}
  output    y     : degC from "y"
  output    high  : 1 from "is.high"
  output    steps : 1
}
use Lag on Pump {
  power = power
}
`;

describe.skipIf(!hasCompiler)("a model that is an FMU (needs the C compiler cc)", () => {
  let fixture: FmuFixture;
  let runs: Runs;
  let fmus: ImportedFiles;

  beforeAll(async () => {
    fixture = await FmuFixture.open(() => LOAD_KW);
    ({ runs, fmus } = fixture);
  });
  afterAll(() => fixture.close());

  const bring = (fmi: 2 | 3, body: string, edit?: (xml: string) => string) => fixture.bring(FILE, makeFmu(fmi, edit), body);
  const simulate = (toUs?: number) => fixture.simulate(toUs);
  const values = (run: string, output: string, span?: Span) => fixture.values(run, output, span);

  it("runs in its units, step by step, in FMI 2", async () => {
    await bring(2, text());
    const run = await simulate();
    expect(run).toMatchObject({ state: "done" });
    const y = await values(run.id, "Lag.y");
    // Explicit Euler with steps of 0.1 s towards 10, in kelvin.
    expect(y[1]).toBeCloseTo(10 * (1 - 0.99 ** 100) - 273.15, 9);
    expect(y.at(-1)).toBeCloseTo(10 * (1 - 0.99 ** 600) - 273.15, 9);
    expect(await values(run.id, "Lag.steps")).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(await values(run.id, "Lag.high")).toEqual([0, 1, 1, 1, 1, 1, 1]);
  });

  it("runs in FMI 3, through an event inside of a step at which it returns early", async () => {
    await bring(3, text('parameter jump : K = 100\n  parameter at : s = 25.3 from "jumpAt"'));
    const run = await simulate();
    expect(run).toMatchObject({ state: "done" });
    const at = (tS: number) => 10 * (1 - Math.exp(-tS / 10)) + (tS > 25.3 ? 100 * Math.exp(-(tS - 25.3) / 10) : 0) - 273.15;
    (await values(run.id, "Lag.y")).forEach((value, i) => expect(value).toBeCloseTo(at(10 * i), 9));
    // The step that was cut took one more call.
    expect((await values(run.id, "Lag.steps")).at(-1)).toBe(61);
  });

  it("stands in one system with equations and another FMU, each seeing the other as of the last instant", async () => {
    await bring(2, `${text()}
model Half {
  input x : K
  state s : K = 0
  der(s) = (x - s) / 5 s
  output half : K = s / 2
  output kilowatts : kW = x * 1 kW/K
}
use Half on Pump { x = Lag.y }
model Second = fmu "${FILE}" step 2 s {
  input     u : kW
  output    y : K
}
use Second on Pump { u = Half.kilowatts }
`.replace("output    y     : degC", "output    y     : K"));
    const run = await simulate();
    expect(run).toMatchObject({ state: "done" });
    const steps = 60;
    let [first, second] = [0, 0];
    for (let i = 0; i < steps; i++) {
      const seen = first;
      // The second takes a step of 2 s with what held at its begin.
      if (i % 2 === 0) second = (second - seen) * 0.98 ** 10 + seen;
      first = (first - 10) * 0.99 ** 10 + 10;
    }
    const last = async (name: string) => (await values(run.id, name)).at(-1);
    expect(await last("Lag.y")).toBeCloseTo(first, 9);
    expect(await last("Second.y")).toBeCloseTo(second, 9);
    expect(await last("Half.half")).toBeGreaterThan(4);
  });

  it("is repeated to the last bit, and not where its file is another one", async () => {
    await bring(2, text());
    const run = await simulate();
    expect(await runs.verify(run.id)).toMatchObject({ identical: true });
    await bring(2, text(), (xml) => xml.replace("A first-order lag", "Another"));
    expect((await runs.verify(run.id)).differences).toEqual([{ kind: "program" }]);
  });

  it("is not run before somebody allowed this very file on this machine", async () => {
    await bring(2, text());
    await writeFile(join(fixture.folder, FILE), makeFmu(2, (xml) => xml.replace("A first-order lag", "Changed")));
    await expect(simulate()).rejects.toMatchObject({ code: "refused", message: expect.stringMatching(/nobody has allowed it.*--allow/) });
    expect(await fmus.list()).toMatchObject([{ file: FILE, allowed: false }]);
  });

  it.each([2, 3] as const)("ends the run with what it said where it reports an error (FMI %i)", async (fmi) => {
    await bring(fmi, text("parameter fault : 1 = 3\n  parameter faultAt : s = 30"));
    const run = await simulate();
    expect(run.state).toBe("failed");
    expect(run.message).toMatch(/Lag \(models\/lag\.fmu\), 2026-01-01T00:00:\d\d.*: it reports error in a step: "the pump of the model ran dry"/);
    expect((await values(run.id, "Lag.y")).length).toBeGreaterThan(2);
  });

  it.each([
    ["gives no number", 2, "parameter fault : 1 = 4\n  parameter faultAt : s = 30", /gives NaN for y/],
    ["cannot take a step", 2, "parameter fault : 1 = 7\n  parameter faultAt : s = 30", /could not take the step of 1 s and came to 30 s/],
    ["ends by itself", 3, "parameter fault : 1 = 8\n  parameter faultAt : s = 30", /ends the simulation by itself/],
    ["has events without an end", 3, "parameter fault : 1 = 9", /without an end/],
  ] as const)("ends the run where it %s", async (_, fmi, more, message) => {
    await bring(fmi, text(more));
    expect(await simulate()).toMatchObject({ state: "failed", message: expect.stringMatching(message) });
  });

  it.each([
    ["crashes", "parameter fault : 1 = 1\n  parameter faultAt : s = 30", /crashed: the system ended its process.*Nothing else was harmed/],
    ["does not come back", "parameter fault : 1 = 2\n  parameter faultAt : s = 30", /does not come back: it has been in one step for more than 1\.5 s/],
    ["takes all memory", "parameter fault : 1 = 5\n  parameter faultAt : s = 30", /has made its process larger than 300 MB/],
    ["ends its process", "parameter fault : 1 = 6\n  parameter faultAt : s = 30", /ended its process with code 3/],
  ])("takes its own process with it alone where it %s", async (_, more, message) => {
    await bring(2, text(more));
    await expect(simulate()).rejects.toThrow(message);
    await bring(2, text());
    expect(await simulate()).toMatchObject({ state: "done" });
  });

  it("says that a library does not fit its description", async () => {
    await bring(2, text(), (xml) => xml.replace("{lag-2}", "{other}"));
    expect(await simulate()).toMatchObject({ state: "failed", message: expect.stringMatching(/^Lag \(models\/lag\.fmu\), 2026-01-01T00:00:00.*: it cannot be instantiated\.$/) });
    await bring(2, text().replace("output    steps : 1", "output    steps : 1 from \"wrong\""), (xml) => xml.replace("</ModelVariables>", '<ScalarVariable name="wrong" valueReference="99" causality="output"><Real/></ScalarVariable></ModelVariables>'));
    expect(await simulate()).toMatchObject({ state: "failed", message: expect.stringMatching(/reports error on being asked for values \(Real\)/) });
  });

  it("is reset from row to row of a study, and gives what it gives alone", async () => {
    await bring(2, text("parameter gain : 1 = 1"));
    const { studies } = runs.makers();
    const run = await studies.study({ kind: "sweep", use: "Lag", asset: "p1", span: MINUTE, variables: [{ of: "parameter", use: "Lag", name: "gain", how: "set", range: { kind: "even", low: 1, high: 3, steps: 3 } }] });
    const last = studies.result(run.id).columns.find(({ output, figure }) => output === "y" && figure === "last");
    expect([...(last?.values ?? [])].map((value) => value + 273.15)).toEqual([1, 2, 3].map((gain) => expect.closeTo(gain * 10 * (1 - 0.99 ** 600), 9)));
    expect(await runs.verify(run.id)).toMatchObject({ identical: true, differences: [] });
  });

  it("serves a search, and ends it with what ended its process", async () => {
    const more = "parameter gain : 1 = 1 in 1 .. 3\n  parameter fault : 1 = 0\n  parameter faultAt : s = 30";
    const ask = () => runs.makers().optimisations.optimise({
      use: "Lag", asset: "p1", span: MINUTE, variables: [{ of: "parameter", use: "Lag", name: "gain", how: "set", range: { kind: "even", low: 1, high: 3 } }],
      objective: { sense: "maximise", output: "y", figure: "last" }, constraints: [], evaluations: 50,
    }, () => undefined);
    await bring(2, text(more));
    expect((await ask()).optimisation?.found?.values).toMatchObject([{ amount: expect.closeTo(3, 6) }]);
    await bring(2, text(more.replace("fault : 1 = 0", "fault : 1 = 1")));
    await expect(ask()).rejects.toThrow(/crashed/);
  });

  const tunable = (xml: string) => xml.replace('name="gain" valueReference="2" causality="parameter" variability="fixed"', 'name="gain" valueReference="2" causality="parameter" variability="tunable"');

  it("goes on from an instant with the state it had there, and only with what may change", async () => {
    const body = text("parameter gain : 1 = 1\n  parameter tau : s = 10");
    await bring(2, body, tunable);
    const ask = (name: string) => runs.simulations.whatIf({ atUs: T0 + 30 * S, forUs: 30 * S, warmUpUs: 30 * S, changes: [{ of: "parameter", use: "Lag", name, how: "set", amount: 3 }] });
    const { run, baseline } = await ask("gain");
    const at30 = 10 * (1 - 0.99 ** 300);
    expect((await values(baseline.id, "Lag.y")).at(-1)).toBeCloseTo(10 * (1 - 0.99 ** 600) - 273.15, 9);
    expect((await values(run.id, "Lag.y")).at(-1)).toBeCloseTo(30 + (at30 - 30) * 0.99 ** 300 - 273.15, 9);
    await expect(ask("tau")).rejects.toThrow(/tau is fixed while the FMU runs/);
    await bring(2, body, (xml) => xml.replace('canSerializeFMUstate="true"', ""));
    await expect(ask("gain")).rejects.toThrow(/cannot save its state/);
  });

  it("goes on from an instant with the event that it had announced there", async () => {
    await bring(3, text('parameter gain : 1 = 1\n  parameter jump : K = 100\n  parameter at : s = 45.3 from "jumpAt"\n  parameter announced : 1 = 1'), (xml) => xml.replace('name="gain" valueReference="12" causality="parameter" variability="fixed"', 'name="gain" valueReference="12" causality="parameter" variability="tunable"'));
    const { baseline } = await runs.simulations.whatIf({ atUs: T0 + 30 * S, forUs: 30 * S, warmUpUs: 30 * S, changes: [{ of: "parameter", use: "Lag", name: "gain", how: "set", amount: 3 }] });
    expect((await values(baseline.id, "Lag.y")).at(-1)).toBeCloseTo(10 * (1 - Math.exp(-6)) + 100 * Math.exp(-1.47) - 273.15, 9);
  });

  it("goes on from now as a forecast, row after row of its band from the same state, and so once more", async () => {
    const body = text("parameter gain : 1 = 1");
    await bring(2, body, tunable);
    const gain = { of: "parameter", use: "Lag", name: "gain", how: "set" } as const;
    const ask = (over: Partial<ForecastRequest>) => runs.makers().forecasts.forecast({ forUs: 30 * S, warmUpUs: 60 * S, ...over });
    const after: Span = { fromUs: MINUTE.toUs, toUs: MINUTE.toUs + 30 * S };
    const now = 10 * (1 - 0.99 ** 600);
    const end = (by: number) => 10 * by + (now - 10 * by) * 0.99 ** 300 - 273.15;
    const run = await ask({ changes: [{ ...gain, amount: 2 }] });
    const course = await values(run.id, "Lag.y", after);
    expect([course[0], course.at(-1)]).toEqual([expect.closeTo(now - 273.15, 9), expect.closeTo(end(2), 9)]);
    // Two rows: the band's ends lie 5 % of the way from each to the other, its middle between them.
    const band = await ask({ vary: [{ ...gain, range: { kind: "even", low: 1, high: 3 } }], samples: 2 });
    const [low = 0, middle = 0, high = 0] = (await Promise.all([bandRun(band.id, "low"), band.id, bandRun(band.id, "high")].map((name) => values(name, "Lag.y", after)))).map((line) => line.at(-1));
    expect(middle).toBeCloseTo((low + high) / 2, 9);
    expect([low > end(1), low < high, high < end(3)]).toEqual([true, true, true]);
    for (const { id } of [run, band]) expect(await runs.verify(id)).toMatchObject({ identical: true, differences: [] });
  });

  it("is ended within 200 ms when the run is cancelled in the middle of a step", async () => {
    await bring(2, text("parameter fault : 1 = 2"));
    const { launcher, begun } = watchedLauncher();
    const patient = new ImportedFiles({ folder: fixture.folder, userFolder: join(fixture.folder, "user"), launcher, clock: () => T0 });
    const own = await runsOver(fixture.history, fixture.folder, onePump(text("parameter fault : 1 = 2")), "1.0.0", patient);
    const cancel = new AbortController();
    const running = own.simulations.simulate({ span: MINUTE }, { signal: cancel.signal });
    running.catch(() => undefined);
    const { ended } = await begun;
    const beganMs = performance.now();
    cancel.abort();
    await expect(running).rejects.toMatchObject({ code: "cancelled" });
    expect(performance.now() - beganMs).toBeLessThan(200);
    await ended;
  });
});

/** Starts processes as ever and says when one is being spoken to. */
function watchedLauncher() {
  const inner = new ForkLauncher();
  let tell: (launched: { readonly ended: Promise<unknown> }) => void = () => undefined;
  const begun = new Promise<{ readonly ended: Promise<unknown> }>((resolve) => (tell = resolve));
  return {
    begun,
    launcher: {
      launch: (...args: Parameters<ForkLauncher["launch"]>) => {
        const launched = inner.launch(...args);
        tell(launched);
        return launched;
      },
    },
  };
}

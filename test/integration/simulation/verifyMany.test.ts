/** Runs of many solutions repeated from what they recorded: studies, bands of forecasts, optimisations, calibrations. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import type { KeptRun } from "../../../main/engine/simulation/index.ts";
import { bandRun, type StudyRequest } from "../../../shared/contract/studies.ts";
import type { Project } from "../../../shared/model/project.ts";
import { batchOf, historyFolder, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const FILE = "models/bearing.twin";
const model = (tau: number) => `model Bearing {
  input     load : kW
  parameter R    : K/kW = 2 in 1 .. 4
  parameter tau  : s    = ${tau} in 100 .. 2000
  state     T    : degC = 20
  der(T) = (20 degC + R * load - T) / tau
  output    temperature : degC = T
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const TEXTS = {
  [FILE]: model(600),
  "rules/hot.twin": `rule Hot on Pump {
  when     bearing.temperature > 41 degC and power > 1 kW
  severity high
  message  "hot"
}
`,
};
const HOUR_S = 3_600;
const span = { fromUs: T0, toUs: T0 + HOUR_S * S };
const R: StudyRequest["variables"][number] = { of: "parameter", use: "Bearing", name: "R", how: "set", range: { kind: "even", low: 1, high: 3 } };
function onePump(texts: Readonly<Record<string, string>>): Project {
  const project = projectWith(texts);
  const { p1 } = project.assets;
  return { ...project, assets: p1 ? { p1 } : {} };
}
const identical = (run: string) => ({ run, identical: true, differences: [], textsSince: [] });

describe("what many solutions made", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;
  beforeAll(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, {
      power: { count: 61, stepUs: 60 * S, value: (i) => 10 + Math.sin(i) },
      temperature: { count: 61, stepUs: 60 * S, value: (i) => 41 - 20 * Math.exp(-i / 9) + Math.sin(i * i) / 10 },
    }, ["p1"]);
    runs = await runsOver(history, fixture.folder, onePump(TEXTS));
  });
  afterAll(async () => {
    await history.close();
    await fixture.remove();
  });

  const study = (over: Partial<StudyRequest> = {}) => runs.makers(1).studies.study({ kind: "monte-carlo", use: "Bearing", asset: "p1", span, variables: [R], rules: ["Hot"], samples: 16, seed: 7, ...over });
  const optimise = () => runs.makers(1).optimisations.optimise({
    use: "Bearing", asset: "p1", span, variables: [{ of: "input", use: "Bearing", name: "load", how: "scale", asset: "p1", range: { kind: "even", low: 0, high: 2 } }],
    objective: { sense: "maximise", output: "temperature", figure: "mean" }, constraints: [{ kind: "rule", rule: "Hot", mostUs: 0 }], evaluations: 60,
  }, () => undefined);
  // What is held out begins where what is fitted ends.
  const calibrate = () => runs.makers().calibrations.calibrate({
    use: "Bearing", assets: ["p1"], fit: [{ name: "R" }, { name: "tau", low: 200 }], fitSpans: [{ fromUs: T0, toUs: T0 + 2_000 * S }], heldOut: [{ fromUs: T0 + 2_000 * S, toUs: span.toUs }], starts: 2,
  }, () => undefined);
  const overload = (tUs: number) => history.append(batchOf([{ series: history.idOf("p1/power") ?? -1, tUs, value: 30 }]));

  it("is made again to the same bytes: from its own texts, by an engine started anew and another number of workers", async () => {
    const sweep = await study({ kind: "sweep", rules: [], variables: [{ ...R, range: { kind: "even", low: 1, high: 3, steps: 3 } }] });
    const band = await runs.makers(1).forecasts.forecast({ forUs: HOUR_S * S, warmUpUs: HOUR_S * S, vary: [R], samples: 8 });
    const made = [await study(), sweep, band, await optimise(), await calibrate()];
    expect(runs.book.find(sweep.id).digests?.findings).toMatchObject({ amounts: expect.any(String), "mean of temperature": expect.any(String) });
    const later = await runsOver(history, fixture.folder, onePump({ ...TEXTS, [FILE]: model(300) }));
    const found = await Promise.all(made.map(({ id }) => later.verify(id, { workers: 3 })));
    expect(found).toEqual(made.map(({ id }) => ({ ...identical(id), textsSince: [FILE] })));
  });

  it("differs where other samples are in history now: what was read, computed and found", async () => {
    const made = [await study(), await optimise(), await calibrate()];
    await overload(T0 + 90 * S);
    const found = await Promise.all(made.map(({ id }) => runs.verify(id)));
    expect(found.map(({ identical: same }) => same)).toEqual([false, false, false]);
    for (const { differences } of found) expect(differences.slice(0, 2)).toEqual([{ kind: "inputs", signals: ["p1/power"] }, { kind: "outputs", signals: ["p1/temp"] }]);
    expect(found.map(({ differences }) => differences.find(({ kind }) => kind === "findings"))).toMatchObject([
      { names: expect.arrayContaining(["mean of temperature", "active of Hot"]) }, { names: expect.arrayContaining(["objective", "search"]) }, { names: expect.arrayContaining(["parameters", "errors"]) },
    ]);
  });

  it("has read what rules read before the span, too", async () => {
    const { id } = await study();
    await overload(T0 - 60 * S);
    expect((await runs.verify(id)).differences).toContainEqual({ kind: "inputs", signals: ["p1/power"] });
  });

  it("differs where an end of the band or a figure that is kept is not what was made", async () => {
    const { id } = await study();
    await history.append(batchOf([{ series: history.idOf("p1/temp", bandRun(id, "high")) ?? -1, tUs: T0 + 61 * S, value: 99 }]));
    expect(await runs.verify(id)).toEqual({ ...identical(id), identical: false, differences: [{ kind: "stored", signals: ["p1/temp"] }] });
    const kept = runs.book.find(id);
    const [first, ...others] = kept.studyResult?.columns ?? [];
    if (!first) throw new Error("The study has no figures.");
    const studyResult: KeptRun["studyResult"] = { amounts: kept.studyResult?.amounts ?? [], columns: [{ ...first, values: first.values.map(() => 0) }, ...others] };
    const changed: KeptRun = { ...kept, studyResult };
    await history.upsertRun(changed);
    const altered = await runsOver(history, fixture.folder, onePump(TEXTS));
    expect((await altered.verify(id)).differences).toContainEqual({ kind: "stored-findings", names: ["mean of temperature"] });
  });

  it("cannot be verified where an older Twinbench did not record what was asked", async () => {
    const made = await study();
    const { asked: _, ...older } = runs.book.find(made.id);
    await history.upsertRun(older);
    await expect((await runsOver(history, fixture.folder, onePump(TEXTS))).verify(made.id)).rejects.toThrow(/did not yet record/);
  });

  it("says how far its repetition is, ends it when it is cancelled, and stays as it was", async () => {
    const made = await study();
    const stop = new AbortController();
    const told: string[] = [];
    const repeating = runs.verify(made.id, { signal: stop.signal, progress: ({ text }) => {
      if (text !== undefined) told.push(text);
      if (text === "Solved 1 of 16") stop.abort();
    } });
    await expect(repeating).rejects.toMatchObject({ code: "cancelled" });
    expect(told).toEqual(["Reading inputs", "Solved 1 of 16"]);
    expect(runs.book.find(made.id).state).toBe("done");
  });
});

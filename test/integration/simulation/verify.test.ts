/** Runs repeated from what they recorded: identical, or what differs; and what people do with runs. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { batchOf, historyFolder, S, T0, type Fixture } from "../history/historyFixture.ts";
import { projectWith } from "../rules/rulesFixture.ts";
import { recordPumps, runsOver, type Runs } from "./runsFixture.ts";

const FILE = "models/bearing.twin";
const model = (tau: number) => `model Bearing {
  input     load : kW
  parameter tau  : s    = ${tau}
  state     T    : degC = 20
  der(T) = (20 degC + 2 K/kW * load - T) / tau
  output    temperature : degC = T
}
use Bearing on Pump {
  load        = power
  temperature ~ bearing.temperature
}
`;
const SPAN = { fromUs: T0, toUs: T0 + 1_000 * S };

describe("a run", () => {
  let fixture: Fixture;
  let history: History;
  let runs: Runs;
  beforeEach(async () => {
    fixture = await historyFolder();
    history = await fixture.open();
    await recordPumps(history, {
      power: { count: 101, stepUs: 10 * S, value: (i) => Math.sin(i) },
      temperature: { count: 51, stepUs: 20 * S, value: (i) => 20 + i / 50 },
    });
    runs = await runsOver(history, fixture.folder, projectWith({ [FILE]: model(600) }));
  });
  afterEach(async () => {
    await history.close();
    await fixture.remove();
  });

  it("is made again to the same bytes, a what-if and its unchanged replay too", async () => {
    const simulated = await runs.simulations.simulate({ span: SPAN });
    const { run, baseline } = await runs.simulations.whatIf({ atUs: T0 + 500 * S, forUs: 300 * S, changes: [{ of: "parameter", use: "Bearing", name: "tau", how: "scale", amount: 2 }] });
    for (const { id } of [simulated, run, baseline]) expect(await runs.verify(id)).toEqual({ run: id, identical: true, differences: [], textsSince: [] });
    expect(run.origin?.outputs).not.toBe(baseline.origin?.outputs);
  });

  it("is made again from its own texts after they were edited, and the edit is told", async () => {
    const { id } = await runs.simulations.simulate({ span: SPAN });
    runs.exchange(projectWith({ [FILE]: model(300) }));
    expect(await runs.verify(id)).toEqual({ run: id, identical: true, differences: [], textsSince: [FILE] });
    // Kept with the project, so after the engine was started anew too.
    const later = await runsOver(history, fixture.folder, projectWith({ [FILE]: model(300) }));
    expect((await later.verify(id)).identical).toBe(true);
  });

  it("is made again to the same bytes also where it was made up to now, while samples were on their way and went on to come", async () => {
    const now = SPAN.toUs + S / 2;
    runs.setNow(now);
    const simulated = await runs.simulations.simulate({ span: { fromUs: T0, toUs: now } });
    expect(simulated.toUs).toBe(now - 2 * S);
    const { run, baseline } = await runs.simulations.whatIf({ atUs: now, forUs: 300 * S, changes: [{ of: "parameter", use: "Bearing", name: "tau", how: "scale", amount: 2 }] });
    expect(run).toMatchObject({ fromUs: now - 2 * S, toUs: now + 298 * S, whatIf: { held: [{ signal: "p1/power", sinceUs: expect.any(Number) }, { signal: "p2/power" }] } });
    const forecast = await runs.makers().forecasts.forecast({ forUs: 300 * S });
    await history.append(batchOf([-1, 0.2, 10, 20].flatMap((s) => ["p1/power", "p2/temp"].map((signal) => ({ series: history.idOf(signal) ?? -1, tUs: now + s * S, value: 7 })))));
    runs.setNow(now + 3_600 * S);
    for (const { id } of [simulated, run, baseline, forecast]) expect(await runs.verify(id)).toMatchObject({ run: id, identical: true, differences: [] });
    await expect(runs.simulations.whatIf({ atUs: now + 7_200 * S, forUs: 300 * S, changes: [] })).rejects.toThrow(/The instant lies at .*, which is not history yet/);
  });

  it("says which saved errors took a model out of it", async () => {
    const broken = "use Bearing on Pump {\n  load = flow.that.is.nowhere\n}\n";
    runs.exchange(projectWith({ [FILE]: model(600), "models/other.twin": broken, "rules/none.twin": "rule Broken" }));
    const { origin } = await runs.simulations.simulate({ span: SPAN });
    expect(origin?.faults).toEqual([expect.stringMatching(/^models\/other\.twin has \d errors?: what stands there is left out\. .*[Ll]ine \d: /)]);
  });

  it("differs where other samples are in history now, and says of which signals", async () => {
    const { id } = await runs.simulations.simulate({ span: SPAN });
    await history.append(batchOf([{ series: history.idOf("p2/power") ?? -1, tUs: T0 + 55 * S, value: 9 }]));
    expect(await runs.verify(id)).toMatchObject({ identical: false, differences: [{ kind: "inputs", signals: ["p2/power"] }, { kind: "outputs", signals: ["p2/temp"] }] });
  });

  it("differs where what is stored is not what was computed", async () => {
    const { id } = await runs.simulations.simulate({ span: SPAN });
    await history.append(batchOf([{ series: history.idOf("p1/temp", id) ?? -1, tUs: T0 + 501 * S, value: 21 }]));
    expect(await runs.verify(id)).toEqual({ run: id, identical: false, differences: [{ kind: "stored", signals: ["p1/temp"] }], textsSince: [] });
  });

  it("tells another version of Twinbench and another project, which may be why", async () => {
    const { id } = await runs.simulations.simulate({ span: SPAN });
    const project = projectWith({ [FILE]: model(600) });
    const { p1 } = project.assets;
    const newer = await runsOver(history, fixture.folder, { ...project, assets: p1 ? { p1 } : {} }, "2.0.0");
    const { identical, differences } = await newer.verify(id);
    expect(identical).toBe(false);
    expect(differences.slice(0, 2)).toEqual([{ kind: "version", recorded: "1.0.0", now: "2.0.0" }, { kind: "program" }]);
  });

  it("cannot be repeated when it was made by a Twinbench that recorded less", async () => {
    const simulated = await runs.simulations.simulate({ span: SPAN });
    const { origin: _, ...older } = simulated;
    await history.upsertRun(older);
    const again = await runsOver(history, fixture.folder, projectWith({ [FILE]: model(600) }));
    await expect(again.verify(simulated.id)).rejects.toThrow(/did not yet record/);
  });

  it("is named, noted and pinned; pinned it is neither deleted nor cleaned up", async () => {
    const first = await runs.simulations.simulate({ span: SPAN });
    const second = await runs.simulations.simulate({ span: SPAN });
    await runs.book.describe(first.id, { name: "Before the overhaul", notes: "Compare with May.", pinned: true });
    await expect(runs.book.remove(first.id)).rejects.toThrow(/Before the overhaul is pinned/);
    expect(await runs.book.cleanUp(second.startedUs + S)).toEqual([second.id]);
    const reopened = await runsOver(history, fixture.folder, projectWith({}));
    expect(reopened.book.list).toEqual([expect.objectContaining({ id: first.id, name: "Before the overhaul", notes: "Compare with May.", pinned: true })]);
    await reopened.book.describe(first.id, { pinned: false, notes: "" });
    expect(reopened.book.list[0]).not.toHaveProperty("notes");
    await reopened.book.remove(first.id);
    expect(await history.runs()).toEqual([]);
  });
});

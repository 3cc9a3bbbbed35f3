import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History } from "../../../main/engine/history/index.ts";
import { Recorder } from "../../../main/engine/ingest/index.ts";
import { WAITING_VALUES } from "../../../main/engine/ingest/limits.ts";
import type { RawBatch } from "../../../main/engine/sources/SourceDriver.ts";
import { LiveState, asOfWithLive } from "../../../main/engine/twin/index.ts";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { Binding, Project } from "../../../shared/model/project.ts";
import { type Fixture, historyFolder, readAll, S, T0 } from "../history/historyFixture.ts";

let fixture: Fixture;
let history: History;
let live: LiveState;
let recorder: Recorder;
let nowUs = T0;
let errors: TwinError[];

const binding: Binding = { id: "b1", signal: "pressure", source: "plant", address: "p", sourceUnit: "bar", revision: 1 };
const project = {
  settings: {}, sources: {}, types: {}, assets: {}, relations: {}, models: {}, texts: {},
  signals: { pressure: { id: "pressure", name: "pressure", unit: "kPa", dataType: "number", limits: { high: 900 } } },
  bindings: { b1: binding },
} satisfies Project;
const everything = { fromUs: T0 - 10_000 * S, toUs: T0 + 10_000 * S };

function start(): void {
  live = new LiveState();
  errors = [];
  recorder = new Recorder({ history, live, clock: () => nowUs, project: () => project, onError: (error) => errors.push(error) });
}

function values(rows: readonly (readonly [tUs: number, value: number])[], receivedUs = rows.at(-1)?.[0] ?? T0, item = 1): RawBatch {
  return {
    item: new Int32Array(rows.length).fill(item), tUs: Float64Array.from(rows, ([tUs]) => tUs), value: Float64Array.from(rows, ([, value]) => value),
    status: new Uint32Array(rows.length), receivedUs,
  };
}

async function pressures(): Promise<(readonly [number, number])[]> {
  return (await readAll(history.readSamples([history.idOf("pressure") ?? -1], everything))).map(({ tUs, value }) => [(tUs - T0) / S, value] as const);
}

beforeEach(async () => {
  nowUs = T0;
  fixture = await historyFolder();
  history = await fixture.open();
  start();
  recorder.onBound("plant", [{ item: 1, binding }]);
});
afterEach(async () => {
  await history.close();
  await fixture.remove();
});

describe("the recorder", () => {
  it("records what comes in the signal's unit, also what came before its series had an id", async () => {
    recorder.onBatch("plant", values([[T0, 2], [T0 + S, 3]]));
    await recorder.flush();
    expect(await pressures()).toEqual([[0, 200], [1, 300]]);
    expect(recorder.counters).toMatchObject({ received: 2, recorded: 2, lost: 0 });
    expect(recorder.lagUs).toBe(0);
  });

  it("tells listeners and the live state at once", async () => {
    await recorder.flush();
    const heard: number[] = [];
    recorder.addListener({ onBatch: (batch) => heard.push(...batch.value), onGap: () => undefined, onConfirm: () => undefined });
    recorder.onBatch("plant", values([[T0, 2]]));
    expect(heard).toEqual([200]);
    expect(live.get(history.idOf("pressure") ?? -1)?.value).toBe(200);
    expect([...(await asOfWithLive(history, live, [{ signal: "pressure" }], T0)).value]).toEqual([200]);
  });

  it("makes a lost connection one gap with its end, and takes back what was filled", async () => {
    recorder.onBatch("plant", values([[T0, 2]]));
    recorder.onGap("plant", { fromUs: T0 + S, reason: "lost" });
    recorder.onGap("plant", { fromUs: T0 + S, toUs: T0 + 9 * S, reason: "lost" });
    await recorder.flush();
    await expect.poll(async () => (await history.gaps(everything)).map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([[T0 + S, T0 + 9 * S]]);
    recorder.onFilled("plant", { fromUs: T0 + S, toUs: T0 + 9 * S, items: Int32Array.of(1) });
    await expect.poll(() => history.gaps(everything)).toEqual([]);
  });

  it("begins the gap behind a sample that is newer than the loss: of a server whose clock is ahead, or heard elsewhere later", async () => {
    await recorder.flush();
    const broken: number[] = [];
    recorder.addListener({ onBatch: () => undefined, onGap: (series, fromUs) => series.length > 0 && broken.push((fromUs - T0) / S), onConfirm: () => undefined });
    recorder.onBatch("plant", values([[T0 + 4 * S, 2]], T0 + S));
    recorder.onGap("plant", { fromUs: T0 + S, reason: "lost" });
    expect(live.get(history.idOf("pressure") ?? -1)?.brokenUs).toBe(T0 + 4 * S + 1);
    recorder.onGap("plant", { fromUs: T0 + S, toUs: T0 + 3 * S, reason: "lost" });
    recorder.onBatch("plant", values([[T0 + 9 * S, 2]], T0 + 6 * S));
    await recorder.flush();
    expect(broken[0]).toBe(4 + 1e-6);
    await expect.poll(async () => (await history.gaps(everything)).map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([[T0 + 4 * S + 1, T0 + 4 * S + 1]]);
    expect(live.get(history.idOf("pressure") ?? -1)?.brokenUs).toBeUndefined();
  });

  it("ends with one end what a connection that came and went has opened twice", async () => {
    await recorder.flush();
    recorder.onGap("plant", { fromUs: T0 - 5 * S, reason: "lost" });
    recorder.onBatch("plant", values([[T0, 2]]));
    recorder.onGap("plant", { fromUs: T0 + S, reason: "lost again" });
    expect(live.get(history.idOf("pressure") ?? -1)?.brokenUs).toBe(T0 + S);
    recorder.onGap("plant", { fromUs: T0 - 5 * S, toUs: T0 + 9 * S, reason: "lost" });
    await recorder.flush();
    await expect.poll(async () => (await history.gaps(everything)).map(({ toUs }) => toUs)).toEqual([T0 + 9 * S, T0 + 9 * S]);
  });

  it("knows an unchanged value again after a gap", async () => {
    recorder.onBatch("plant", values([[T0, 2]]));
    recorder.onGap("plant", { fromUs: T0 + S, toUs: T0 + 9 * S, reason: "lost" });
    recorder.onBatch("plant", values([[T0, 2]], T0 + 9 * S));
    await recorder.flush();
    expect(await pressures()).toEqual([[0, 200], [9, 200]]);
  });

  it("writes confirmations as one interval while nothing changes", async () => {
    recorder.onBatch("plant", values([[T0, 2]]));
    for (let s = 1; s <= 10; s++) recorder.onConfirm("plant", T0 + s * S);
    await recorder.flush();
    await expect.poll(async () => (await history.ledger([history.idOf("pressure") ?? -1], everything)).confirmations.map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([[T0 + S, T0 + 10 * S]]);
  });

  it("leaves a gap while the project is closed, from closing until it is recorded again", async () => {
    recorder.onBatch("plant", values([[T0, 2]]));
    nowUs = T0 + 5 * S;
    recorder.onUnbound("plant", [{ item: 1, binding }]);
    await recorder.close();
    await history.close();
    history = await fixture.open();
    nowUs = T0 + 50 * S;
    start();
    recorder.onBound("plant", [{ item: 2, binding }]);
    recorder.onBatch("plant", values([[T0, 2]], T0 + 51 * S, 2));
    await recorder.flush();
    expect((await history.gaps(everything)).map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([[T0 + 5 * S, T0 + 50 * S]]);
    expect(await pressures()).toEqual([[0, 200], [51, 200]]);
  });

  it("leaves a gap from the last sign of life where the engine ended without a word", async () => {
    recorder.onBatch("plant", values([[T0, 2], [T0 + S, 3]]));
    await recorder.flush();
    start();
    nowUs = T0 + 60 * S;
    recorder.onBound("plant", [{ item: 2, binding }]);
    await recorder.flush();
    expect((await history.gaps(everything)).map(({ fromUs, toUs, reason }) => [fromUs, toUs, reason])).toEqual([[T0 + S, T0 + 60 * S, "Twinbench was not running"]]);
  });

  it("refuses to record in a unit that cannot be converted, and says which signal", async () => {
    recorder.onBound("plant", [{ item: 3, binding: { ...binding, id: "b3", sourceUnit: "Cel" } }]);
    await recorder.flush();
    expect(errors.map((error) => error.message).join()).toMatch(/pressure is not recorded/);
  });

  it("counts values that came too fast to wait for the ids of their series, and leaves a gap for them", async () => {
    const many = Array.from({ length: WAITING_VALUES }, (_, i) => [T0 + i, 2] as const);
    recorder.onBatch("plant", values(many));
    recorder.onBatch("plant", values([[T0 + 2 * S, 3], [T0 + 3 * S, 4]], T0 + 4 * S));
    await recorder.flush();
    expect(recorder.counters).toMatchObject({ received: WAITING_VALUES + 2, recorded: WAITING_VALUES, lost: 2 });
    expect(errors.map((error) => error.message).join()).toMatch(/2 were not recorded/);
    recorder.onBatch("plant", values([[T0 + 9 * S, 5]]));
    await recorder.flush();
    await expect.poll(async () => (await history.gaps(everything)).map(({ fromUs }) => fromUs)).toEqual([T0 + 2 * S]);
    expect((await pressures()).at(-1)).toEqual([9, 500]);
  });

  it("writes a gap for what could not be recorded", async () => {
    await recorder.flush();
    await history.close();
    history = await fixture.open({ reserveBytes: Number.MAX_SAFE_INTEGER });
    start();
    recorder.onBound("plant", [{ item: 1, binding }]);
    recorder.onBatch("plant", values([[T0, 2], [T0 + S, 3]]));
    await recorder.flush();
    expect(recorder.counters.lost).toBe(2);
    nowUs = T0 + 3 * S;
    await recorder.close();
    await expect.poll(async () => (await history.gaps(everything)).map(({ fromUs, toUs }) => [fromUs, toUs])).toEqual([[T0, T0 + 3 * S]]);
  });
});

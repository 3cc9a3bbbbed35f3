import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AUTOMATIC_SAMPLING, OpcUaDriver } from "../../../main/engine/sources/index.ts";
import { address, startTestServer, type TestServer } from "../../fixtures/opcua-server.ts";
import { RecordedSource, until } from "../../fixtures/recordedSource.ts";

const subscribeItem = (item: number, id: string, extra: object = {}) => ({ item, address: address(id), samplingMs: 100, queueSize: 10, ...extra });

describe("a subscription to an OPC UA server", () => {
  let server: TestServer;
  let userFolder: string;
  let driver: OpcUaDriver;
  const opened: RecordedSource[] = [];
  const open = (settings: object = {}) => {
    const source = new RecordedSource(driver, { endpointUrl: server.url, publishingMs: 100, ...settings });
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
    driver = new OpcUaDriver({ userFolder });
    server = await startTestServer({ many: 2_500, maxItemsPerSubscription: 1_000, maxItemsPerCall: 400 });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((source) => source.close()));
  });
  afterAll(async () => {
    await server.stop();
    await rm(userFolder, { recursive: true, force: true });
  });

  it("delivers the current value first, then every change with the source's own stamp and status", async () => {
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Temperature", { samplingMs: AUTOMATIC_SAMPLING })]);
    await source.untilState("live");
    await until(() => source.samples(1).length >= 1);
    const at = new Date(Date.now() + 5);
    server.set("P-101.Temperature", 21.5, { at });
    server.set("P-101.Temperature", 22.5, { at: new Date(at.getTime() + 1), status: "uncertain" });
    await until(() => source.samples(1).length >= 3);
    expect(source.samples(1).slice(1)).toMatchObject([
      { tUs: at.getTime() * 1000, value: 21.5, status: 0 },
      { tUs: at.getTime() * 1000 + 1000, value: 22.5 },
    ]);
    expect((source.samples(1)[2]?.status ?? 0) >>> 30).toBe(1);
  });

  it("takes a value that has not changed for long as a reading made at the time of connecting", async () => {
    server.set("P-101.Temperature", 30, { at: new Date("2020-01-01T00:00:00Z") });
    const beforeUs = Date.now() * 1000;
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Temperature")]);
    await until(() => source.samples(1).length === 1);
    expect(source.samples(1)[0]?.tUs).toBeGreaterThanOrEqual(beforeUs);
    expect(source.values(1)).toEqual([30]);
  });

  it("turns booleans, enums, 64-bit integers and texts into columns and says why an array is left out", async () => {
    const source = open();
    await source.session.subscribe(["P-101.Running", "P-101.Mode", "P-101.Count", "P-101.Label", "P-101.Wave"].map((id, index) => subscribeItem(index, id)));
    await until(() => [0, 1, 2, 3].every((item) => source.samples(item).length > 0) && (source.status?.failedItems.length ?? 0) > 0);
    expect([0, 1, 2].map((item) => source.values(item)[0])).toEqual([1, 2, 7]);
    expect(source.samples(3)[0]).toMatchObject({ value: NaN, text: "north" });
    expect(source.samples(4)).toEqual([]);
    expect(source.status?.failedItems).toEqual([{ address: address("P-101.Wave"), reason: expect.stringContaining("array of Double") }]);
  });

  it("keeps a Bad sample with its status and without a number of its own making", async () => {
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Motor.Speed")]);
    await until(() => source.samples(1).length === 1);
    server.set("P-101.Motor.Speed", 0, { status: "bad" });
    await until(() => source.samples(1).length === 2);
    expect((source.samples(1)[1]?.status ?? 0) >>> 30).toBe(2);
  });

  it("splits over subscriptions and calls as the server's limits ask, and shows requested beside revised", async () => {
    const source = open();
    await source.session.subscribe(Array.from({ length: 2_500 }, (_, index) => subscribeItem(index, `Many.${index}`, { queueSize: 5 })));
    await until(() => new Set(source.batches.flatMap((batch) => [...batch.item])).size === 2_500, 45_000);
    await until(() => source.status?.subscribed === 2_500);
    const subscriptions = source.status?.subscriptions ?? [];
    expect(subscriptions.map(({ items }) => items)).toEqual([1_000, 1_000, 500]);
    expect(subscriptions[0]).toMatchObject({ publishingMs: { requested: 100, revised: expect.any(Number) }, samplingMs: { requested: 100 }, queueSize: { requested: 5, revisedMin: 5 } });
  });

  it("sends only the difference when the items change", async () => {
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Temperature"), subscribeItem(2, "P-101.Count")]);
    await until(() => source.samples(1).length > 0 && source.samples(2).length > 0);
    await source.session.subscribe([subscribeItem(1, "P-101.Temperature"), subscribeItem(3, "P-101.Motor.Speed")]);
    await until(() => source.samples(3).length > 0);
    server.set("P-101.Count", [0, 8]);
    server.set("P-101.Temperature", 44);
    await until(() => source.values(1).includes(44));
    expect(source.values(2)).not.toContain(8);
    expect(source.status?.subscribed).toBe(2);
  });

  it("lists what the server refuses, with a reason, and records the rest", async () => {
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Temperature"), subscribeItem(2, "P-101.Nonsense"), { ...subscribeItem(3, ""), address: "nsu=urn:gone;s=x" }]);
    await until(() => source.samples(1).length > 0 && source.status?.failedItems.length === 2);
    expect(source.status?.failedItems.map(({ reason }) => reason)).toEqual(expect.arrayContaining([expect.stringContaining("no such node"), expect.stringContaining("no namespace urn:gone")]));
  });

  it("confirms held values while nothing changes", async () => {
    const source = open();
    await source.session.subscribe([subscribeItem(1, "P-101.Label")]);
    await until(() => source.samples(1).length === 1);
    await until(() => source.confirmed.length >= 2, 15_000);
    expect(source.confirmed.at(-1)).toBeGreaterThan(source.samples(1)[0]?.tUs ?? Infinity);
    expect(source.samples(1)).toHaveLength(1);
  });

  it("tells a queue that ran over as a gap of that item alone", async () => {
    const source = open({ publishingMs: 500 });
    await source.session.subscribe([subscribeItem(1, "P-101.Motor.Speed", { samplingMs: 0, queueSize: 2 }), subscribeItem(2, "P-101.Label")]);
    await until(() => source.samples(1).length > 0);
    for (let value = 0; value < 50; value++) server.set("P-101.Motor.Speed", value, { at: new Date(Date.now() + value) });
    await until(() => source.gaps.length > 0);
    expect(source.gaps[0]).toMatchObject({ items: Int32Array.of(1), reason: expect.stringContaining("ran over") });
    expect(source.gaps[0]?.toUs).toBeGreaterThan(source.gaps[0]?.fromUs ?? Infinity);
  });

  it("warns where values change under a time stamp that stands still", async () => {
    const source = open({ publishingMs: 50 });
    await source.session.subscribe([subscribeItem(1, "P-101.Motor.Speed", { samplingMs: 0, queueSize: 50 })]);
    await until(() => source.samples(1).length > 0);
    const at = new Date(Date.now() + 1000);
    for (let value = 100; value < 110; value++) server.set("P-101.Motor.Speed", value, { at });
    await until(() => (source.status?.warnings?.length ?? 0) > 0);
    expect(source.status?.warnings).toEqual([{ address: address("P-101.Motor.Speed"), text: expect.stringContaining("stands still") }]);
  });
});

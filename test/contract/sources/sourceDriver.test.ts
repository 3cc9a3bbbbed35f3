/** What every kind of source promises, run over all of them. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OpcUaDriver } from "../../../main/engine/sources/index.ts";
import type { SourceDriver } from "../../../main/engine/sources/SourceDriver.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { MemoryDriver } from "../../fixtures/MemoryDriver.ts";
import { address, startTestServer } from "../../fixtures/opcua-server.ts";
import { RecordedSource, until } from "../../fixtures/recordedSource.ts";

interface Subject {
  readonly driver: SourceDriver;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Two variables that hold numbers, and how to change them. */
  readonly variables: readonly [string, string];
  readonly set: (address: string, value: number) => void;
  readonly close: () => Promise<void>;
}

const kinds: Readonly<Record<string, () => Promise<Subject>>> = {
  "OPC UA": async () => {
    const userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
    const server = await startTestServer();
    const ids = ["P-101.Temperature", "P-101.Motor.Speed"] as const;
    return {
      driver: new OpcUaDriver({ userFolder }),
      settings: { endpointUrl: server.url, publishingMs: 100 },
      variables: [address(ids[0]), address(ids[1])],
      set: (changed, value) => server.set(ids.find((id) => address(id) === changed) ?? "", value),
      close: async () => {
        await server.stop();
        await rm(userFolder, { recursive: true, force: true });
      },
    };
  },
  memory: () => {
    const driver = new MemoryDriver({ a: { value: 1 }, b: { value: 2 } });
    return Promise.resolve({ driver, settings: { endpointUrl: "memory:" }, variables: ["a", "b"] as const, set: (changed: string, value: number) => driver.set(changed, value), close: () => Promise.resolve() });
  },
};

describe.each(Object.entries(kinds))("a source of kind %s", (_name, make) => {
  let subject: Subject;
  const opened: RecordedSource[] = [];
  const open = () => {
    const source = new RecordedSource(subject.driver, subject.settings);
    opened.push(source);
    return source;
  };
  const items = () => subject.variables.map((variable, item) => ({ item, address: variable, samplingMs: 0, queueSize: 10 }));

  beforeAll(async () => {
    subject = await make();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((source) => source.close()));
  });
  afterAll(() => subject.close());

  it("describes its settings with names that are used once", () => {
    const names = subject.driver.kind.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(subject.driver.kind.fields.flatMap(({ showWhen }) => (showWhen ? [showWhen.field] : [])).every((field) => names.includes(field))).toBe(true);
  });

  it("refuses settings it cannot use and names the field", () => {
    let thrown: unknown;
    try {
      subject.driver.check({});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TwinError);
    expect(thrown).toMatchObject({ code: "bad-input", details: { field: "endpointUrl" } });
  });

  it("goes from connecting to live by itself and says so", async () => {
    const source = open();
    expect(source.session.state).toBe("connecting");
    await source.untilState("live");
    expect(source.session.state).toBe("live");
    expect(source.status?.message).toBeUndefined();
  });

  it("delivers what was subscribed before it was connected: first the current values, then changes", async () => {
    const source = open();
    await source.session.subscribe(items());
    await until(() => source.samples(0).length > 0 && source.samples(1).length > 0);
    subject.set(subject.variables[0], 12.5);
    await until(() => source.values(0).includes(12.5));
    expect(source.values(1)).not.toContain(12.5);
  });

  it("keeps all columns of a batch equally long and stamps it with the time of receipt", async () => {
    const source = open();
    await source.session.subscribe(items());
    await until(() => source.batches.length > 0);
    for (const batch of source.batches) {
      expect([batch.tUs.length, batch.value.length, batch.status.length]).toEqual(Array.from({ length: 3 }, () => batch.item.length));
      expect(Math.abs(batch.receivedUs - Date.now() * 1000)).toBeLessThan(60e6);
    }
  });

  it("stops delivering an item that is not wanted any more", async () => {
    const source = open();
    await source.session.subscribe(items());
    await until(() => source.samples(0).length > 0 && source.samples(1).length > 0);
    await source.session.subscribe(items().slice(0, 1));
    subject.set(subject.variables[1], 99);
    subject.set(subject.variables[0], 98);
    await until(() => source.values(0).includes(98));
    expect(source.values(1)).not.toContain(99);
  });

  it("can read and collect every variable that browsing leads to", async () => {
    const source = open();
    await source.untilState("live");
    const { nodes } = await source.session.browse(undefined);
    expect(nodes.length).toBeGreaterThan(0);
    const [read] = await source.session.read([subject.variables[0]]);
    expect(read).toMatchObject({ address: subject.variables[0], kind: "variable", numericValue: expect.any(Number) });
    const collected = await source.session.collect(subject.variables[0]);
    expect(collected.truncated).toBe(false);
  });

  it("answers for a variable that does not exist without failing the others", async () => {
    const source = open();
    await source.untilState("live");
    const nodes = await source.session.read(["nonsense", subject.variables[0]]);
    expect(nodes.map((node) => node.access.read)).toEqual([false, true]);
  });

  it("fails calls with a plain error while it is not connected", async () => {
    const source = open();
    await source.untilState("live");
    await source.close();
    await expect(Promise.resolve().then(() => source.session.browse(undefined))).rejects.toBeInstanceOf(TwinError);
  });

  it("tells nothing after it was closed, and may be closed twice", async () => {
    const source = open();
    await source.session.subscribe(items());
    await until(() => source.batches.length > 0);
    await source.close();
    await source.close();
    expect(source.status?.state).toBe("off");
    const told = source.statuses.length + source.batches.length;
    subject.set(subject.variables[0], 1);
    await new Promise((resolve) => setTimeout(resolve, 300)); // three publishing intervals
    expect(source.statuses.length + source.batches.length).toBe(told);
  });
});

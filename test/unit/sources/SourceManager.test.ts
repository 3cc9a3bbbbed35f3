import { afterEach, describe, expect, it } from "vitest";
import { AUTOMATIC_SAMPLING, MemorySecretStore, type RawBatch, SourceManager, type BoundItem, type SourceSink } from "../../../main/engine/sources/index.ts";
import type { TwinError } from "../../../shared/contract/errors.ts";
import type { Binding, Project, Source } from "../../../shared/model/project.ts";
import { systemClock } from "../../../shared/time/time.ts";
import { MemoryDriver } from "../../fixtures/MemoryDriver.ts";
import { until } from "../../fixtures/recordedSource.ts";

const EMPTY: Project = { settings: {}, sources: {}, types: {}, assets: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {} };
const source = (changes: Partial<Source> = {}): Source => ({ id: "plant", kind: "opcua", name: "Plant", enabled: true, settings: { endpointUrl: "memory:" }, ...changes });
const binding = (id: string, changes: Partial<Binding> = {}): Binding => ({ id, signal: `signal-${id}`, source: "plant", address: id, revision: 1, ...changes });
const project = (sources: readonly Source[], bindings: readonly Binding[] = []): Project => ({
  ...EMPTY,
  sources: Object.fromEntries(sources.map((entry) => [entry.id, entry])),
  bindings: Object.fromEntries(bindings.map((entry) => [entry.id, entry])),
});

class Sink implements SourceSink {
  readonly bound = new Map<number, BoundItem>();
  readonly unbound: BoundItem[] = [];
  readonly batches: RawBatch[] = [];
  onBound(_source: string, items: readonly BoundItem[]): void {
    for (const item of items) this.bound.set(item.item, item);
  }
  onUnbound(_source: string, items: readonly BoundItem[]): void {
    this.unbound.push(...items);
  }
  onBatch(_source: string, batch: RawBatch): void {
    this.batches.push(batch);
  }
  onGap(): void {}
  onFilled(): void {}
  onConfirm(): void {}
  /** Signals that got a value so far, in order of arrival. */
  get signals(): string[] {
    return this.batches.flatMap((batch) => Array.from(batch.item, (item) => this.bound.get(item)?.binding.signal ?? "unknown"));
  }
}

describe("the sources of a project", () => {
  const managers: SourceManager[] = [];
  const errors: TwinError[] = [];
  const start = (driver = new MemoryDriver({ a: { value: 1, unit: "bar" }, b: { value: 2 } })) => {
    const sink = new Sink();
    const secrets = new MemorySecretStore();
    const trusted: string[] = [];
    const manager = new SourceManager({
      drivers: [driver],
      sink,
      secrets,
      certificates: { trust: (thumbprint, decision) => Promise.resolve(void trusted.push(`${thumbprint} ${decision}`)), ownCertificate: () => Promise.reject(new Error("none in memory")) },
      samplePlantUrl: () => Promise.resolve("memory:sample"),
      clock: systemClock,
      onError: (error) => errors.push(error),
    });
    managers.push(manager);
    const live = () => until(() => manager.statuses()[0]?.state === "live");
    return { manager, driver, sink, secrets, trusted, live };
  };

  afterEach(async () => {
    await Promise.all(managers.splice(0).map((manager) => manager.close()));
    expect(errors.splice(0)).toEqual([]);
  });

  it("connects what is enabled when the project opens and leaves the rest off", async () => {
    const { manager } = start();
    manager.apply(project([source(), source({ id: "other", enabled: false })]));
    await until(() => manager.statuses().some(({ state }) => state === "live"));
    expect(manager.statuses().map((status) => [status.source, status.state])).toEqual([["plant", "live"], ["other", "off"]]);
  });

  it("records every binding under an item that leads back to it", async () => {
    const { manager, sink } = start();
    manager.apply(project([source()], [binding("a"), binding("b")]));
    await until(() => sink.batches.length > 0);
    expect(sink.signals.toSorted()).toEqual(["signal-a", "signal-b"]);
  });

  it("lets the driver choose a rate for bindings that ask for none", async () => {
    const { manager, driver, live } = start();
    manager.apply(project([source()], [binding("a"), binding("b", { sampling: { intervalMs: 250, queueSize: 3 } })]));
    await live();
    expect(driver.sessions[0]?.items).toMatchObject([{ samplingMs: AUTOMATIC_SAMPLING }, { samplingMs: 250, queueSize: 3 }]);
  });

  it("gives a changed binding a new item and never uses a number again", async () => {
    const { manager, driver, sink, live } = start();
    manager.apply(project([source()], [binding("a"), binding("b")]));
    await live();
    const before = driver.sessions[0]?.items.map(({ item }) => item) ?? [];
    manager.apply(project([source()], [binding("a", { revision: 2 }), binding("b")]));
    const after = driver.sessions[0]?.items.map(({ item }) => item) ?? [];
    expect(after[1]).toBe(before[1]);
    expect(before).not.toContain(after[0]);
    expect(sink.bound.get(after[0] ?? 0)?.binding.revision).toBe(2);
    expect(sink.unbound.map(({ binding: { id, revision } }) => [id, revision])).toEqual([["a", 1]]);
  });

  it("leaves the connection alone when only bindings change and makes it anew when settings do", async () => {
    const { manager, driver, live } = start();
    manager.apply(project([source()], [binding("a")]));
    await live();
    manager.apply(project([source({ name: "Renamed" })], [binding("a"), binding("b")]));
    expect(driver.sessions).toHaveLength(1);
    manager.apply(project([source({ settings: { endpointUrl: "memory:2" } })], [binding("a")]));
    await until(() => driver.sessions.length === 2);
    expect(driver.sessions[0]?.closed).toBe(true);
  });

  it("closes a source that is removed or disabled, and tells which items end with it", async () => {
    const { manager, driver, sink, live } = start();
    manager.apply(project([source()], [binding("a")]));
    await live();
    manager.apply(project([source({ enabled: false })], [binding("a")]));
    await until(() => driver.sessions[0]?.closed === true && sink.unbound.length === 1);
    expect(manager.statuses()[0]?.state).toBe("off");
    manager.apply(project([]));
    expect(manager.statuses()).toEqual([]);
  });

  it("uses a password given when connecting, and remembers it only if told to", async () => {
    const { manager, driver, secrets } = start();
    driver.password = "xyzzy";
    manager.apply(project([source()]));
    await until(() => manager.statuses()[0]?.state === "unauthorized");
    await manager.connect({ source: "plant", secret: "xyzzy" });
    await until(() => manager.statuses()[0]?.state === "live");
    expect(await secrets.get("plant")).toBeUndefined();
    await manager.connect({ source: "plant", secret: "xyzzy", rememberSecret: true });
    expect(await secrets.get("plant")).toBe("xyzzy");
  });

  it("says how a test of settings went, both ways, and leaves no session behind", async () => {
    const { manager, driver } = start();
    expect(await manager.test({ kind: "opcua", settings: { endpointUrl: "memory:" } })).toMatchObject({ ok: true });
    driver.unreachable = true;
    expect(await manager.test({ kind: "opcua", settings: { endpointUrl: "memory:" } })).toEqual({ ok: false, message: "Nothing is there." });
    expect(driver.sessions.every(({ closed }) => closed)).toBe(true);
    await expect(manager.test({ kind: "opcua", settings: {} })).rejects.toMatchObject({ code: "bad-input" });
  });

  it("finds the sample plant by itself", async () => {
    const { manager, driver, live } = start();
    manager.apply(project([source({ settings: { samplePlant: true } })]));
    await live();
    expect(driver.sessions[0]?.options.settings["endpointUrl"]).toBe("memory:sample");
    expect(await driver.sessions[0]?.options.address?.()).toBe("memory:sample");
  });

  it("says when the server names another unit than the binding", async () => {
    const { manager, live } = start();
    manager.apply(project([source()], [binding("a", { sourceUnit: "kPa" })]));
    await live();
    await until(() => (manager.statuses()[0]?.warnings?.length ?? 0) > 0);
    expect(manager.statuses()[0]?.warnings).toEqual([{ address: "a", text: expect.stringContaining("The server says bar, the binding reads it as kPa") }]);
    manager.apply(project([source()], [binding("a", { sourceUnit: "bar", revision: 2 })]));
    await until(() => manager.statuses()[0]?.warnings === undefined);
  });

  it("counts values per second and forgets them when nothing comes", async () => {
    const { manager, driver, live } = start();
    manager.apply(project([source()], [binding("a")]));
    await live();
    await until(() => {
      driver.set("a", Math.random());
      return (manager.statuses()[0]?.valuesPerSecond ?? 0) > 5;
    });
    expect(manager.statuses()[0]?.lastDataUs).toBeGreaterThan(0);
    await until(() => manager.statuses()[0]?.valuesPerSecond === 0);
  });

  it("refuses calls for sources that are unknown or not connected, in plain words", async () => {
    const { manager } = start();
    manager.apply(project([source({ enabled: false })]));
    expect(() => manager.browse({ source: "nobody" })).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(() => manager.browse({ source: "plant" })).toThrow(expect.objectContaining({ code: "closed", message: "Plant is not connected. Connect it first." }));
  });

  it("hands trust decisions to whom they belong", async () => {
    const { manager, trusted } = start();
    await manager.trust({ thumbprint: "ab12", decision: "once" });
    expect(trusted).toEqual(["ab12 once"]);
  });
});

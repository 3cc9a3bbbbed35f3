import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MemorySecretStore, OpcUaDriver, SourceManager } from "../../../main/engine/sources/index.ts";
import type { Binding, Project } from "../../../shared/model/project.ts";
import { systemClock } from "../../../shared/time/time.ts";
import { address, freePort, startTestServer, type TestServer, USER } from "../../fixtures/opcua-server.ts";
import { until } from "../../fixtures/recordedSource.ts";

const EMPTY: Project = { settings: {}, sources: {}, types: {}, assets: {}, relations: {}, signals: {}, bindings: {}, models: {}, texts: {} };

describe("the sources of a project, with a real OPC UA server", () => {
  let server: TestServer;
  let userFolder: string;
  let manager: SourceManager;
  let values = 0;

  beforeAll(async () => {
    userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
    server = await startTestServer({ temperatureUnit: "degree_fahrenheit" });
    const driver = new OpcUaDriver({ userFolder });
    manager = new SourceManager({
      drivers: [driver],
      certificates: driver,
      secrets: new MemorySecretStore(),
      sink: { onBound: () => undefined, onUnbound: () => undefined, onBatch: (_source, batch) => void (values += batch.item.length), onGap: () => undefined, onFilled: () => undefined, onConfirm: () => undefined },
      samplePlantUrl: () => Promise.reject(new Error("There is no sample plant in this test.")),
      clock: systemClock,
      onError: (error) => {
        throw error;
      },
    });
  });
  afterAll(async () => {
    await manager.close();
    await server.stop();
    await rm(userFolder, { recursive: true, force: true });
  });

  it("records a binding and says that the server names another unit than it", async () => {
    const binding: Binding = { id: "b", signal: "s", source: "plant", address: address("P-101.Temperature"), sourceUnit: "Cel", revision: 1 };
    manager.apply({ ...EMPTY, sources: { plant: { id: "plant", kind: "opcua", name: "Plant", enabled: true, settings: { endpointUrl: server.url } } }, bindings: { b: binding } });
    await until(() => values > 0 && (manager.statuses()[0]?.warnings?.length ?? 0) > 0);
    expect(manager.statuses()[0]).toMatchObject({
      state: "live",
      subscribed: 1,
      warnings: [{ address: binding.address, text: expect.stringMatching(/The server says .*F, the binding reads it as Cel: the recorded numbers would be wrong/) }],
    });
  });

  it("tests settings without keeping a session: an open server, one that wants trust, one that is not there", async () => {
    const before = server.sessions;
    expect(await manager.test({ kind: "opcua", settings: { endpointUrl: server.url } })).toMatchObject({ ok: true });
    const wary = await manager.test({ kind: "opcua", settings: { endpointUrl: server.url, securityPolicy: "Basic256Sha256" } });
    expect(wary).toMatchObject({ ok: false, message: expect.stringContaining("trusted"), certificate: { subject: expect.stringContaining("Test server") } });
    expect(await manager.test({ kind: "opcua", settings: { endpointUrl: `opc.tcp://127.0.0.1:${await freePort()}` } })).toMatchObject({ ok: false, message: expect.stringContaining("Nothing listens") });
    await until(() => server.sessions === before);
  });

  it("asks for trust before it encrypts a password for a server, even over an open channel", async () => {
    const settings = { endpointUrl: server.url, identity: "user", userName: USER.name };
    const first = await manager.test({ kind: "opcua", settings, secret: USER.password });
    expect(first).toMatchObject({ ok: false, message: expect.stringContaining("nobody here has trusted yet") });
    await manager.trust({ thumbprint: first.certificate?.thumbprint ?? "", decision: "once" });
    expect(await manager.test({ kind: "opcua", settings, secret: USER.password })).toMatchObject({ ok: true });
  });
});

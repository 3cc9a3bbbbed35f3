import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OpcUaDriver } from "../../../main/engine/sources/index.ts";
import { address, freePort, startTestServer, type TestServer } from "../../fixtures/opcua-server.ts";
import { RecordedSource, until } from "../../fixtures/recordedSource.ts";
import { TcpProxy } from "../../fixtures/tcpProxy.ts";

const TEMPERATURE = { item: 1, address: address("P-101.Temperature"), samplingMs: 0, queueSize: 100 };
const LABEL = { item: 2, address: address("P-101.Label"), samplingMs: 0, queueSize: 10 };

describe("an OPC UA source whose server comes and goes", () => {
  let userFolder: string;
  let driver: OpcUaDriver;
  const closes: (() => Promise<unknown>)[] = [];
  const open = (endpointUrl: string, settings: object = {}) => {
    const source = new RecordedSource(driver, { endpointUrl, publishingMs: 100, ...settings });
    closes.push(() => source.close());
    return source;
  };
  const serve = async (options: Parameters<typeof startTestServer>[0] = {}): Promise<TestServer> => {
    const server = await startTestServer(options);
    closes.push(() => server.stop());
    return server;
  };
  const wire = async (port: number) => {
    const proxy = await TcpProxy.start(port);
    closes.push(() => proxy.close());
    return proxy;
  };

  beforeAll(async () => {
    userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
    driver = new OpcUaDriver({ userFolder });
    // Making keys takes seconds on a busy machine; no test here is about that.
    await driver.ownCertificate();
    await (await startTestServer()).stop();
  });
  afterEach(async () => {
    for (const close of closes.splice(0).toReversed()) await close();
  });
  afterAll(() => rm(userFolder, { recursive: true, force: true }));

  it("comes back by itself after the server was restarted, with the downtime as a gap and every value read anew", async () => {
    const first = await serve();
    const source = open(first.url);
    await source.session.subscribe([TEMPERATURE, LABEL]);
    await until(() => source.samples(1).length > 0 && source.samples(2).length > 0);
    await first.stop();
    expect((await source.untilState("reconnecting")).message).not.toBe("");
    await until(() => source.gaps.length === 1, 20_000);
    expect(source.gaps[0]).toMatchObject({ fromUs: expect.any(Number), reason: expect.any(String) });
    expect(source.gaps[0]?.toUs).toBeUndefined();
    const before = source.samples(2).length;
    const second = await serve({ port: first.port });
    await source.untilState("live", 30_000);
    await until(() => source.samples(2).length > before && source.gaps.length === 2);
    const [begun, ended] = source.gaps;
    expect(ended?.fromUs).toBe(begun?.fromUs);
    expect(source.samples(2).at(-1)?.tUs).toBeGreaterThanOrEqual(ended?.toUs ?? Infinity);
    second.set("P-101.Temperature", 77);
    await until(() => source.values(1).includes(77));
  });

  it("loses nothing when only the wire breaks for a moment", async () => {
    const server = await serve();
    const proxy = await wire(server.port);
    const source = open(proxy.url);
    await source.session.subscribe([TEMPERATURE]);
    await until(() => source.samples(1).length > 0);
    proxy.cut();
    await source.untilState("reconnecting");
    for (let value = 100; value < 105; value++) {
      server.set("P-101.Temperature", value);
      await new Promise((resolve) => setTimeout(resolve, 20)); // distinct stamps
    }
    proxy.mend();
    await source.untilState("live", 20_000);
    // What was sent into the broken wire is asked for again and may come after newer values, or twice.
    const arrived = () => [...new Set(source.values(1))].filter((value) => value >= 100).toSorted();
    await until(() => arrived().length === 5);
    expect(arrived()).toEqual([100, 101, 102, 103, 104]);
    expect(source.gaps).toEqual([]);
  });

  it("says that a connection has gone silent although it is open, and makes it anew", async () => {
    const server = await serve();
    const proxy = await wire(server.port);
    const source = open(proxy.url);
    await source.session.subscribe([TEMPERATURE]);
    await until(() => source.samples(1).length > 0);
    proxy.swallow();
    await source.untilState("stale", 20_000);
    await until(() => source.gaps.length > 0, 30_000);
    proxy.mend();
    await source.untilState("live", 30_000);
    server.set("P-101.Temperature", 55);
    await until(() => source.values(1).includes(55));
  });

  it("fills the gap from the server's own history where the server keeps one", async () => {
    const server = await serve();
    const proxy = await wire(server.port);
    const source = open(proxy.url);
    await source.session.subscribe([TEMPERATURE, LABEL]);
    await until(() => source.samples(1).length > 0);
    proxy.swallow(); // long enough that nothing can be republished to this connection
    await until(() => source.gaps.length > 0, 30_000);
    proxy.cut();
    const missed = [201, 202, 203];
    for (const value of missed) {
      server.set("P-101.Temperature", value);
      await new Promise((resolve) => setTimeout(resolve, 20)); // distinct stamps
    }
    proxy.mend();
    await source.untilState("live", 30_000);
    await until(() => source.filled.length > 0);
    expect(source.values(1)).toEqual(expect.arrayContaining(missed));
    expect([...(source.filled[0]?.items ?? [])]).toEqual([1]);
  });

  it("reads a span of the server's history on request", async () => {
    const server = await serve();
    const source = open(server.url);
    await source.untilState("live");
    const start = Date.now() + 1000;
    for (let index = 0; index < 5; index++) server.set("P-101.Temperature", index, { at: new Date(start + index * 10) });
    const values: number[] = [];
    for await (const batch of source.session.readRange(TEMPERATURE, (start + 10) * 1000, (start + 30) * 1000, new AbortController().signal)) values.push(...batch.value);
    expect(values).toEqual([1, 2, 3]);
    await expect(source.session.readRange(LABEL, 0, 1e15, new AbortController().signal)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: "refused" });
  });

  it("keeps trying a server that is not there yet, and says what is wrong meanwhile", async () => {
    const port = await freePort();
    const source = open(`opc.tcp://127.0.0.1:${port}`);
    await source.session.subscribe([TEMPERATURE]);
    expect((await source.untilState("failed")).message).toContain("Nothing listens at opc.tcp://127.0.0.1");
    await serve({ port });
    await source.untilState("live", 20_000);
    await until(() => source.samples(1).length > 0);
  });

  describe("that does not behave", () => {
    const listen = (onConnection: (socket: Socket) => void): Promise<string> =>
      new Promise((resolve) => {
        const sockets = new Set<Socket>();
        const server = createServer((socket) => {
          sockets.add(socket);
          onConnection(socket);
        });
        closes.push(() => {
          for (const socket of sockets) socket.destroy();
          return new Promise((done) => server.close(done));
        });
        server.listen(0, "127.0.0.1", () => {
          const bound = server.address();
          resolve(`opc.tcp://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`);
        });
      });

    it("is given up after five seconds when it takes connections but does not answer", async () => {
      const url = await listen(() => undefined);
      const startMs = performance.now();
      await expect(driver.discover(url)).rejects.toMatchObject({ code: "unreachable", message: `The server at ${url} did not answer within 5 s. Check the address and that the server runs.` });
      expect(performance.now() - startMs).toBeLessThan(15_000); // on a busy machine
    });

    it("is told from an OPC UA server when it speaks something else", async () => {
      const url = await listen((socket) => socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")).on("error", () => undefined));
      await expect(driver.discover(url)).rejects.toMatchObject({ code: "unreachable" });
    });

    it("is named when its host does not exist", async () => {
      await expect(driver.discover("opc.tcp://no-such-host.invalid:4840")).rejects.toMatchObject({ code: "unreachable", message: expect.stringMatching(/no computer of the name|did not answer/) });
    });
  });

  it("closes at once while it is still trying to connect", async () => {
    const source = open(`opc.tcp://127.0.0.1:${await freePort()}`);
    await source.untilState("failed");
    const startMs = performance.now();
    await source.close();
    expect(performance.now() - startMs).toBeLessThan(5_000); // milliseconds on a free machine
    expect(source.status?.state).toBe("off");
  });
});

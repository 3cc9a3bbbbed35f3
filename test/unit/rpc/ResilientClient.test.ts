import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { Channel } from "../../../shared/contract/channel.ts";
import { request, stream } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { memoryPair, ResilientClient, serve } from "../../../shared/contract/rpc/index.ts";

const contract = { engine: { ping: request<number>()(z.object({})), wait: request<void>()(z.object({})), ticks: stream<number>()(z.object({})) } };

/** An engine that can be away, come, go and be another one than before. */
class Engine {
  up = true;
  dials = 0;
  #server: Channel | undefined;

  readonly dial = async (): Promise<Channel> => {
    this.dials += 1;
    if (!this.up) throw new TwinError("unreachable", "The engine does not answer.");
    const [client, server] = memoryPair();
    const generation = this.dials;
    this.#server = server;
    serve(server, contract, {
      engine: {
        ping: () => generation,
        wait: () => new Promise<void>(() => {}),
        ticks: async function* () {
          for (;;) yield generation;
        },
      },
    }, { client: "test" });
    return client;
  };

  crash(): void {
    this.#server?.close();
  }
}

let client: ResilientClient<typeof contract> | undefined;
const open = (engine: Engine): ResilientClient<typeof contract> => (client = new ResilientClient({ contract, dial: engine.dial, pausesMs: [1, 2] }));
afterEach(() => client?.close());

describe("a client that outlives its connections", () => {
  it("lets requests made before the first connection wait for it", async () => {
    expect(await open(new Engine()).client.engine.ping({})).toBe(1);
  });

  it("dials until the engine is there and says how often it tried and why not", async () => {
    const engine = new Engine();
    engine.up = false;
    const link = open(engine);
    await vi.waitFor(() => expect(link.state).toMatchObject({ kind: "lost", attempt: expect.closeTo(engine.dials - 1, 0), error: { code: "unreachable" } }));
    await vi.waitFor(() => expect(engine.dials).toBeGreaterThan(2));
    engine.up = true;
    await vi.waitFor(() => expect(link.state).toEqual({ kind: "open", epoch: 1 }));
  });

  it("rejects what was under way when the engine went, and works with the next one", async () => {
    const engine = new Engine();
    const link = open(engine);
    await link.client.engine.ping({});
    const waiting = link.client.engine.wait({}).catch((error: unknown) => error);
    await link.client.engine.ping({});
    engine.crash();
    expect(await waiting).toMatchObject({ code: "closed" });
    expect(await link.client.engine.ping({})).toBe(2);
    expect(link.state).toEqual({ kind: "open", epoch: 2 });
  });

  it("tells each change of state once", async () => {
    const engine = new Engine();
    const link = open(engine);
    const kinds: string[] = [];
    link.subscribe(({ kind }) => kinds.push(kind));
    await link.client.engine.ping({});
    engine.crash();
    await vi.waitFor(() => expect(link.state.epoch).toBe(2));
    link.close();
    expect(kinds).toEqual(["open", "lost", "open", "closed"]);
  });

  it("ends a stream with closed, and a new loop reads from the next connection", async () => {
    const engine = new Engine();
    const link = open(engine);
    const run = async (): Promise<void> => {
      for await (const _tick of link.client.engine.ticks({})) engine.crash();
    };
    await expect(run()).rejects.toMatchObject({ code: "closed" });
    for await (const generation of link.client.engine.ticks({})) {
      expect(generation).toBe(2);
      break;
    }
  });

  it("gives up waiting calls when it is closed or their signal aborts", async () => {
    const engine = new Engine();
    engine.up = false;
    const link = open(engine);
    const controller = new AbortController();
    const cancelled = link.client.engine.ping({}, { signal: controller.signal }).catch((error: unknown) => error);
    const closed = link.client.engine.ping({}).catch((error: unknown) => error);
    controller.abort();
    expect(await cancelled).toMatchObject({ code: "cancelled" });
    link.close();
    expect(await closed).toMatchObject({ code: "closed" });
    const { dials } = engine;
    link.retryNow();
    expect(await link.client.engine.ping({}).catch((error: unknown) => error)).toMatchObject({ code: "closed" });
    expect(engine.dials).toBe(dials);
  });
});

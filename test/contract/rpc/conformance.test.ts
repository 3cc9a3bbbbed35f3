/** One suite for every transport: whatever carries the contract must behave the same. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { request, stream, type CallContext } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { connect, serve, type Connected, type HandlersOf } from "../../../shared/contract/rpc/index.ts";
import { transports, type JoinedPair } from "./transports.ts";

const contract = {
  plant: {
    echo: request<unknown>()(z.unknown()),
    start: request<string>()(z.object({ pump: z.string(), steps: z.array(z.object({ speed: z.number() })).optional() })),
    wait: request<string>()(z.object({})),
    fail: request<void>()(z.object({ how: z.enum(["twin", "foreign", "sync", "function"]) })),
    count: stream<number>()(z.object({ to: z.number() })),
    endless: stream<Float64Array>()(z.object({})),
  },
};

/** What the handlers saw, for the tests to look at. */
class Plant {
  made = 0;
  cleanedUp = 0;
  aborted: string[] = [];
  clients: string[] = [];

  readonly handlers: HandlersOf<typeof contract> = {
    plant: {
      echo: (input) => input,
      start: async ({ pump }, context) => {
        this.clients.push(context.client);
        context.progress({ share: 0.5, text: "half" });
        return `${pump} started`;
      },
      wait: (_input, context) => this.#untilAborted("wait", context),
      fail: ({ how }) => {
        if (how === "twin") throw new TwinError("untrusted", "The certificate is not trusted.", { cause: new Error("self-signed"), details: { endpoint: "opc.tcp://p" } });
        if (how === "foreign") return Promise.reject(new Error("disk on fire"));
        if (how === "sync") throw new RangeError("odd");
        return (() => 1) as never; // not data: must fail the call, not the channel
      },
      count: async function* ({ to }) {
        for (let value = 0; value < to; value += 1) yield value;
        if (to === 3) throw new TwinError("diverged", "Three is too many.");
      },
      endless: (_input, context) => this.#endless(context),
    },
  };

  async *#endless(context: CallContext): AsyncGenerator<Float64Array> {
    try {
      while (!context.signal.aborted) {
        this.made += 1;
        yield Float64Array.of(this.made);
      }
    } finally {
      this.cleanedUp += 1;
    }
  }

  #untilAborted(name: string, { signal }: CallContext): Promise<string> {
    return new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => {
        this.aborted.push(name);
        reject(new TwinError("cancelled", "Cancelled."));
      });
    });
  }
}

const failure = async (promise: Promise<unknown>): Promise<TwinError> => {
  const error = await promise.then(() => undefined, (reason: unknown) => reason);
  if (!(error instanceof TwinError)) throw new Error(`expected a TwinError, got ${String(error)}`);
  return error;
};

describe.each(Object.entries(transports))("the contract over %s", (_name, join) => {
  let pair: JoinedPair;
  let plant: Plant;
  let client: Connected<typeof contract>;

  beforeEach(async () => {
    pair = await join();
    plant = new Plant();
    serve(pair.server, contract, plant.handlers, { client: "window 1" });
    client = connect(pair.client, contract);
  });
  afterEach(() => pair.dispose());

  it("answers a request and tells the handler who asks", async () => {
    expect(await client.plant.start({ pump: "P-101" })).toBe("P-101 started");
    expect(plant.clients).toEqual(["window 1"]);
  });

  it("answers many requests at once, each its own", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => client.plant.echo({ index })));
    expect(answers).toEqual(Array.from({ length: 50 }, (_, index) => ({ index })));
  });

  it("reports progress before the answer", async () => {
    const onProgress = vi.fn();
    await client.plant.start({ pump: "P-101" }, { onProgress });
    expect(onProgress.mock.calls).toEqual([[{ share: 0.5, text: "half" }]]);
  });

  it("carries typed arrays, numbers that JSON lacks and odd keys as they are", async () => {
    const data = {
      t: Float64Array.of(1.5, Number.NaN, -0),
      status: Uint32Array.of(0x80000000),
      wide: BigInt64Array.of(-(2n ** 62n)),
      bytes: new Uint8Array([1, 2, 3]),
      part: new Float64Array([1, 2, 3, 4]).subarray(1, 3),
      list: [Number.NaN, Number.POSITIVE_INFINITY, undefined, null, 9n, "", [new Int32Array(0)]],
      "\0array": 0,
      nested: { "\0\0number": "x", "\0bigint": { deeper: true } },
    };
    expect(await client.plant.echo(data)).toEqual(data);
    expect(await client.plant.echo(undefined)).toBeUndefined();
  });

  it("says which field of an input is wrong, and does not run the handler", async () => {
    const bad = { pump: "P-101", steps: [{ speed: 1 }, { speed: "fast" }] } as never; // what a broken window might send
    const error = await failure(client.plant.start(bad));
    expect(error.code).toBe("bad-input");
    expect(error.message).toContain("plant.start");
    expect(error.message).toContain("steps[1].speed");
    expect(plant.clients).toEqual([]);
  });

  it("carries an error's code, sentence, cause and details", async () => {
    const error = await failure(client.plant.fail({ how: "twin" }));
    expect(error.toData()).toEqual({ code: "untrusted", message: "The certificate is not trusted.", cause: "self-signed", details: { endpoint: "opc.tcp://p" } });
  });

  it("turns foreign and synchronous errors into internal ones", async () => {
    expect((await failure(client.plant.fail({ how: "foreign" }))).toData()).toMatchObject({ code: "internal", message: "disk on fire" });
    expect((await failure(client.plant.fail({ how: "sync" }))).code).toBe("internal");
  });

  it("fails only the call whose answer is not data", async () => {
    expect((await failure(client.plant.fail({ how: "function" }))).code).toBe("internal");
    expect(await client.plant.echo(1)).toBe(1);
  });

  it("fails only the call whose input is not data", async () => {
    await failure(client.plant.echo(() => 1));
    expect(await client.plant.echo(1)).toBe(1);
  });

  it("lets cancellation reach the work and rejects at once", async () => {
    const controller = new AbortController();
    const waiting = failure(client.plant.wait({}, { signal: controller.signal }));
    await client.plant.echo("the wait has begun");
    controller.abort();
    expect((await waiting).code).toBe("cancelled");
    await vi.waitFor(() => expect(plant.aborted).toEqual(["wait"]));
  });

  it("does not even ask when its signal was aborted before", async () => {
    expect((await failure(client.plant.start({ pump: "P-101" }, { signal: AbortSignal.abort() }))).code).toBe("cancelled");
    await client.plant.echo("all before this has arrived");
    expect(plant.clients).toEqual([]);
  });

  it("streams frames in order to the end", async () => {
    const seen: number[] = [];
    for await (const value of client.plant.count({ to: 5 })) seen.push(value);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it("ends a stream with the handler's error after the frames before it", async () => {
    const seen: number[] = [];
    const run = async (): Promise<void> => {
      for await (const value of client.plant.count({ to: 3 })) seen.push(value);
    };
    expect((await failure(run())).code).toBe("diverged");
    expect(seen).toEqual([0, 1, 2]);
  });

  it("refuses a bad input of a stream at the first frame", async () => {
    const iterator = client.plant.count({ to: "many" } as never)[Symbol.asyncIterator]();
    expect((await failure(iterator.next())).message).toContain("in to");
  });

  it("makes no frame before the last was taken", async () => {
    const iterator = client.plant.endless({})[Symbol.asyncIterator]();
    await client.plant.echo("nothing is asked for yet");
    expect(plant.made).toBe(0);
    for (let taken = 1; taken <= 3; taken += 1) {
      expect(await iterator.next()).toEqual({ done: false, value: Float64Array.of(taken) });
      await client.plant.echo("time to run ahead, if it did");
      expect(plant.made).toBe(taken);
    }
    await iterator.return?.();
  });

  it("cleans the producer up when the consumer leaves its loop", async () => {
    for await (const frame of client.plant.endless({})) if (frame[0] === 2) break;
    await vi.waitFor(() => expect(plant.cleanedUp).toBe(1));
    expect(plant.made).toBe(2);
  });

  it("throws cancelled in the loop and cleans up when a stream's signal aborts", async () => {
    const controller = new AbortController();
    const run = async (): Promise<void> => {
      for await (const _frame of client.plant.endless({}, { signal: controller.signal })) controller.abort();
    };
    expect((await failure(run())).code).toBe("cancelled");
    await vi.waitFor(() => expect(plant.cleanedUp).toBe(1));
  });

  it("rejects pending calls, streams and later calls when the other side closes", async () => {
    const closed = new Promise<void>((resolve) => client.onClose(resolve));
    const waiting = failure(client.plant.wait({}));
    const iterator = client.plant.endless({})[Symbol.asyncIterator]();
    await iterator.next();
    pair.server.close();
    await closed;
    expect((await waiting).code).toBe("closed");
    expect((await failure(iterator.next())).code).toBe("closed");
    expect((await failure(client.plant.echo(1))).code).toBe("closed");
  });

  it("aborts all work of a client that goes away", async () => {
    const waiting = failure(client.plant.wait({}));
    const iterator = client.plant.endless({})[Symbol.asyncIterator]();
    await iterator.next();
    client.close();
    expect((await waiting).code).toBe("closed");
    await vi.waitFor(() => expect([plant.aborted, plant.cleanedUp]).toEqual([["wait"], 1]));
  });

  it("says that a method is unknown, whatever its name", async () => {
    const other = connect(pair.client, { plant: { explode: request<void>()(z.object({})) }, constructor: { name: request<void>()(z.object({})) } });
    expect((await failure(other.plant.explode({}))).code).toBe("not-found");
    expect((await failure(other.constructor.name({}))).code).toBe("not-found");
  });

  it("ignores messages that are none, from either side", async () => {
    for (const garbage of [undefined, null, 7, "hello", [], {}, { kind: "call", id: "x" }, { kind: "call", id: Number.POSITIVE_INFINITY }, { kind: "take", id: 99 }, { id: 3, kind: "no such" }]) {
      pair.client.send(garbage);
      pair.server.send(garbage);
    }
    expect(await client.plant.echo("still here")).toBe("still here");
  });

  it("refuses the call beyond the open ones a client may have, and keeps the others", async () => {
    const waiting = Array.from({ length: 1_000 }, () => failure(client.plant.wait({})));
    expect((await failure(client.plant.echo(1))).code).toBe("limit");
    client.close();
    expect((await Promise.all(waiting)).every(({ code }) => code === "closed")).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EngineLife } from "../../../main/electron/EngineLife.ts";
import { MemorySecretStore } from "../../../main/engine/sources/SecretStore.ts";
import type { MainPort } from "../../../main/engine/processes/index.ts";
import type { EngineLifeState } from "../../../shared/contract/windowShell.ts";
import { FakeElectron, type FakeHost } from "./fakes.ts";

let electron: FakeElectron;
let handed: MainPort[];
let states: EngineLifeState["kind"][];
let nowMs: number;
let secrets: MemorySecretStore;
let life: EngineLife;

const host = (): FakeHost => {
  const last = electron.hosts.findLast(({ entry }) => entry === "engine-host");
  if (last === undefined) throw new Error("no engine was started");
  return last;
};

beforeEach(() => {
  vi.useFakeTimers();
  electron = new FakeElectron();
  handed = [];
  states = [];
  nowMs = 0;
  secrets = new MemorySecretStore();
  life = new EngineLife({
    folder: "/plants/North.twin",
    fork: (entry, args) => electron.forkHost(entry, args),
    createPorts: () => electron.createPorts(),
    secrets,
    handOver: (port) => handed.push(port),
    onState: ({ kind }) => states.push(kind),
    nowMs: () => nowMs,
  });
});
afterEach(() => vi.useRealTimers());

describe("the port between window and engine", () => {
  it("is made when the page is there, not before", () => {
    life.start();
    expect(handed).toEqual([]);
    life.pageLoaded();
    expect(handed).toHaveLength(1);
    expect(host().args).toEqual(["/plants/North.twin"]);
  });

  it("is a fresh one at every load, with a client name of its own", () => {
    life.start();
    life.pageLoaded();
    life.pageLoaded();
    expect(new Set(handed).size).toBe(2);
    expect(host().ordersOf("window")).toEqual([{ kind: "window", client: "window-1" }, { kind: "window", client: "window-2" }]);
  });

  it("joins the two: what the engine's end posts arrives at the page's", async () => {
    life.start();
    life.pageLoaded();
    const [order] = host().orders;
    const seen = vi.fn();
    handed[0]?.on("message", seen);
    handed[0]?.start();
    order?.ports[0]?.postMessage("hello");
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toHaveBeenCalledWith({ data: "hello" });
  });

  it("is a fresh one when the engine was started again", () => {
    life.start();
    life.pageLoaded();
    host().exits(139);
    expect(electron.hosts).toHaveLength(2);
    expect(handed).toHaveLength(2);
  });
});

describe("an engine that ends unexpectedly", () => {
  it("is started again, and the window is told", () => {
    life.start();
    life.pageLoaded();
    host().says({ kind: "opened", folder: "/plants/North.twin" });
    host().exits(139);
    host().says({ kind: "opened", folder: "/plants/North.twin" });
    expect(states).toEqual(["starting", "starting", "running", "restarting", "running"]);
  });

  it("is started again at most three times a minute, then it says so", () => {
    life.start();
    for (let crash = 0; crash < 4; crash += 1) {
      nowMs += 1_000;
      host().exits(1);
    }
    expect(electron.hosts).toHaveLength(4);
    expect(life.state).toMatchObject({ kind: "failed", message: expect.stringContaining("4 times within a minute") });
  });

  it("may go on crashing now and then", () => {
    life.start();
    for (let crash = 0; crash < 10; crash += 1) {
      nowMs += 21_000;
      host().exits(1);
    }
    expect(life.state.kind).toBe("restarting");
  });

  it("can be started by hand after it was given up", () => {
    life.start();
    for (let crash = 0; crash < 4; crash += 1) host().exits(1);
    life.start();
    expect(life.state.kind).toBe("starting");
    expect(electron.hosts).toHaveLength(5);
  });

  it("is not started again when it said that it cannot do its work", () => {
    life.start();
    host().says({ kind: "failed", error: { code: "busy", message: "The project is open already." } });
    host().exits(2);
    expect(electron.hosts).toHaveLength(1);
    expect(life.state).toEqual({ kind: "failed", message: "The project is open already." });
  });
});

describe("stopping", () => {
  it("asks the engine to close and waits until it is gone", async () => {
    life.start();
    const stopped = vi.fn();
    const both = Promise.all([life.stop().then(stopped), life.stop()]);
    expect(host().ordersOf("close")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(stopped).not.toHaveBeenCalled();
    host().exits(0);
    await both;
    expect([electron.hosts.length, host().killed]).toEqual([1, false]);
  });

  it("ends an engine that hangs", async () => {
    life.start();
    const stopped = life.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(host().killed).toBe(true);
    host().exits(1);
    await stopped;
  });

  it("is done at once where none runs", async () => {
    await life.stop();
  });
});

describe("what the engine asks for", () => {
  it("is a child: forked here, joined by a port, its end told with its last words", () => {
    life.start();
    host().says({ kind: "launch", id: 7, entry: "plant-server", args: ["--seed", "1"] });
    const child = electron.hosts[1];
    expect([child?.entry, child?.args]).toEqual(["plant-server", ["--seed", "1"]]);
    expect(child?.orders[0]?.ports).toHaveLength(1);
    expect(host().ordersOf("launched")).toEqual([{ kind: "launched", id: 7 }]);
    child?.errors.emit("data", "port taken\n");
    child?.exits(3);
    expect(host().ordersOf("ended")).toEqual([{ kind: "ended", id: 7, code: 3, stderr: "port taken\n" }]);
  });

  it("is the end of a child", () => {
    life.start();
    host().says({ kind: "launch", id: 7, entry: "plant-server", args: [] });
    host().says({ kind: "kill", id: 7 });
    expect(electron.hosts[1]?.killed).toBe(true);
  });

  it("is a secret kept, read and forgotten", async () => {
    life.start();
    host().says({ kind: "secret", id: 1, action: "set", source: "plant", secret: "s3cret" });
    await vi.advanceTimersByTimeAsync(0);
    host().says({ kind: "secret", id: 2, action: "get", source: "plant" });
    await vi.advanceTimersByTimeAsync(0);
    host().says({ kind: "secret", id: 3, action: "delete", source: "plant" });
    await vi.advanceTimersByTimeAsync(0);
    expect(host().ordersOf("secret")).toEqual([{ kind: "secret", id: 1 }, { kind: "secret", id: 2, secret: "s3cret" }, { kind: "secret", id: 3 }]);
    expect(await secrets.get("plant")).toBeUndefined();
  });

  it("is refused in words when the system cannot keep secrets", async () => {
    vi.spyOn(secrets, "set").mockRejectedValue(new Error("no key store"));
    life.start();
    host().says({ kind: "secret", id: 1, action: "set", source: "plant", secret: "x" });
    await vi.advanceTimersByTimeAsync(0);
    expect(host().ordersOf("secret")).toMatchObject([{ id: 1, error: { message: "no key store" } }]);
  });

  it("leaves no child behind when the engine is gone", async () => {
    life.start();
    host().says({ kind: "launch", id: 7, entry: "plant-server", args: [] });
    host().exits(137);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(electron.hosts[1]?.killed).toBe(true);
  });
});

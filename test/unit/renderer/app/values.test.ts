/** The hub of values against an engine in memory, over the real RPC. */
import { afterEach, describe, expect, it, vi } from "vitest";
import { contract } from "../../../../shared/contract/contract.ts";
import type { CallContext } from "../../../../shared/contract/define.ts";
import type { AsOfData, LiveFrame } from "../../../../shared/contract/history.ts";
import { memoryPair, ResilientClient, serve } from "../../../../shared/contract/rpc/index.ts";
import type { Channel } from "../../../../shared/contract/channel.ts";
import type { EngineHandlers } from "../../../../shared/contract/contract.ts";
import { Store } from "../../../../renderer/app/state/Store.ts";
import { TimeCursor } from "../../../../renderer/app/state/TimeCursor.ts";
import { ValueHub } from "../../../../renderer/app/state/values.ts";
import type { Shown } from "../../../../renderer/app/state/Workbench.ts";

const NOW_US = 1_000_000_000;

/** Live values count up from 1; the value as of an instant is the instant. */
class Engine {
  readonly asked: string[] = [];
  liveStreams = 0;
  asOfUnderWay = 0;
  mostAsOfUnderWay = 0;
  channel: Channel | undefined;

  readonly handlers = {
    history: {
      live: async function* (this: Engine, { signals }: { signals: string[] }, { signal }: CallContext): AsyncGenerator<LiveFrame> {
        this.liveStreams += 1;
        const live = signals.flatMap((id, index) => (id.startsWith("live") ? [index] : []));
        for (let value = 1; !signal.aborted; value++) {
          yield { nowUs: NOW_US + value, index: Int32Array.from(live), tUs: Float64Array.from(live, () => NOW_US + value), value: Float64Array.from(live, () => value), status: new Uint32Array(live.length), stale: new Uint8Array(live.length) };
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      }.bind(this),
      asOf: async ({ series, tUs }: { series: { signal: string; run?: string | undefined }[]; tUs: number }): Promise<AsOfData> => {
        this.asOfUnderWay += 1;
        this.mostAsOfUnderWay = Math.max(this.mostAsOfUnderWay, this.asOfUnderWay);
        this.asked.push(...series.map(({ signal, run }) => `${signal}@${run}@${tUs}`));
        await new Promise((resolve) => setTimeout(resolve, 5));
        this.asOfUnderWay -= 1;
        return { tUs: Float64Array.from(series, ({ signal }) => (signal === "empty" ? NaN : tUs)), value: Float64Array.from(series, () => tUs), status: new Uint32Array(series.length), unknown: new Uint8Array(series.length) };
      },
    },
  };

  dial(): Promise<Channel> {
    const [near, far] = memoryPair();
    this.channel = far;
    serve(far, contract, this.handlers as unknown as EngineHandlers, { client: "test" }); // only history is asked here
    return Promise.resolve(near);
  }
}

function setUp(): { engine: Engine; hub: ValueHub; cursor: TimeCursor; shown: Store<Shown>; close: () => void } {
  const engine = new Engine();
  const link = new ResilientClient({ contract, dial: () => engine.dial(), pausesMs: [1] });
  const cursor = new TimeCursor(NOW_US);
  const shown = new Store<Shown>({ run: "measured", overlays: [] });
  const hub = new ValueHub({ link, cursor, shown, onNow: (nowUs) => cursor.follow(nowUs) });
  return { engine, hub, cursor, shown, close: () => (hub.dispose(), cursor.dispose(), link.close()) };
}

const open: (() => void)[] = [];
afterEach(() => open.splice(0).forEach((close) => close()));
const start = (): ReturnType<typeof setUp> => {
  const made = setUp();
  open.push(made.close);
  return made;
};

describe("values at the cursor", () => {
  it("follow the live stream, which also moves the clock", async () => {
    const { hub, cursor } = start();
    const told = vi.fn();
    hub.watch(["live1"], told);
    await vi.waitFor(() => expect(hub.get("live1")?.value).toBeGreaterThan(2));
    expect(told).toHaveBeenCalled();
    expect(cursor.nowUs).toBeGreaterThan(NOW_US);
  });

  it("ask once for all panels that show something", async () => {
    const { engine, hub } = start();
    for (let panel = 0; panel < 20; panel++) hub.watch([`live${panel}`], () => {});
    await vi.waitFor(() => expect(hub.get("live19")).toBeDefined());
    expect(engine.liveStreams).toBe(1);
  });

  it("show the last recorded sample, not as current, where nothing arrives live", async () => {
    const { hub } = start();
    hub.watch(["file", "live1", "empty"], () => {});
    await vi.waitFor(() => expect(hub.get("file")).toMatchObject({ value: NOW_US, isUnknown: true }));
    await vi.waitFor(() => expect(hub.get("live1")?.isUnknown).toBe(false));
    expect(hub.get("empty")).toBeUndefined();
  });

  it("are those as of a past instant when paused", async () => {
    const { hub, cursor } = start();
    hub.watch(["live1", "empty"], () => {});
    await vi.waitFor(() => expect(hub.get("live1")).toBeDefined());
    cursor.seek(500);
    await vi.waitFor(() => expect(hub.get("live1")?.value).toBe(500));
    expect(hub.get("empty")).toBeUndefined();
  });

  it("catch up with a moving cursor with one question under way, and end at its last instant", async () => {
    const { engine, hub, cursor } = start();
    hub.watch(["live1"], () => {});
    for (let tUs = 100; tUs <= 2_000; tUs += 10) cursor.seek(tUs);
    await vi.waitFor(() => expect(hub.get("live1")?.value).toBe(2_000));
    expect(engine.mostAsOfUnderWay).toBe(1);
    expect(engine.asked.length).toBeLessThan(10);
  });

  it("come from the run that is shown", async () => {
    const { engine, hub, shown } = start();
    hub.watch(["live1"], () => {});
    shown.set({ run: "run-7", overlays: [] });
    await vi.waitFor(() => expect(engine.asked.some((question) => question.startsWith("live1@run-7"))).toBe(true));
  });

  it("go on after the connection was lost", async () => {
    const { engine, hub } = start();
    hub.watch(["live1"], () => {});
    await vi.waitFor(() => expect(hub.get("live1")).toBeDefined());
    engine.channel?.close();
    await vi.waitFor(() => expect(engine.liveStreams).toBe(2));
  });
});

/**
 * Values emitted by the plant's server against values received by the OPC UA driver, at 10,000 and 50,000 values/s, both
 * ends counted; beside it the library's own way of receiving (an object and an event for every value) as the baseline.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { OpcUaDriver } from "../../main/engine/sources/index.ts";
import { loadOpcUa } from "../../main/engine/sources/opcua/library.ts";
import { PLANT_NAMESPACE } from "../../main/plant/namespace.ts";
import { idOf, startPlant, waitFor, type Plant } from "../fixtures/loadPlant.ts";

const SIZES = [10_000, 50_000];
/** Ticks counted; the plant sets every variable once a tick, one tick a second. */
const TICKS = 15;
const PER_CALL = 1_000;

/** Receives from a plant with this many variables and says what arrived, by the value, which is the number of the tick. */
interface Receiver {
  readonly countOf: (tick: number) => number;
  readonly subscribedMs: number;
  readonly close: () => Promise<void>;
}

async function receiveWithDriver(plant: Plant, signals: number, folder: string): Promise<Receiver> {
  const counts = new Map<number, number>();
  const driver = new OpcUaDriver({ userFolder: folder });
  await driver.ownCertificate(); // made once in a user's life
  const begun = performance.now();
  const session = driver.open({
    settings: { endpointUrl: plant.endpoint, publishingMs: 500 },
    secret: () => Promise.resolve(undefined),
    events: {
      onBatch: ({ value }) => {
        for (const tick of value) counts.set(tick, (counts.get(tick) ?? 0) + 1);
      },
      onGap: () => undefined,
      onFilled: () => undefined,
      onConfirm: () => undefined,
      onStatus: () => undefined,
    },
  });
  await waitFor(() => session.state === "live");
  await session.subscribe(Array.from({ length: signals }, (_, item) => ({ item, address: `nsu=${PLANT_NAMESPACE};s=${idOf(item)}`, samplingMs: 0, queueSize: 10 })));
  return { countOf: (tick) => counts.get(tick) ?? 0, subscribedMs: performance.now() - begun, close: () => session.close() };
}

async function receiveWithLibrary(plant: Plant, signals: number): Promise<Receiver> {
  const ua = await loadOpcUa();
  const counts = new Map<number, number>();
  const begun = performance.now();
  const client = ua.OPCUAClient.create({ endpointMustExist: false, requestedSessionTimeout: 120_000 });
  await client.connect(plant.endpoint);
  const session = await client.createSession();
  const namespace = (await session.readNamespaceArray()).indexOf(PLANT_NAMESPACE);
  const subscription = await session.createSubscription2({ requestedPublishingInterval: 500, requestedLifetimeCount: 1_000, requestedMaxKeepAliveCount: 10, publishingEnabled: true, maxNotificationsPerPublish: 0 });
  for (let from = 0; from < signals; from += PER_CALL) {
    const nodes = Array.from({ length: Math.min(PER_CALL, signals - from) }, (_, index) => ({ nodeId: `ns=${namespace};s=${idOf(from + index)}`, attributeId: ua.AttributeIds.Value }));
    const group = await subscription.monitorItems(nodes, { samplingInterval: 0, queueSize: 10, discardOldest: true }, ua.TimestampsToReturn.Both);
    group.on("changed", (_item, data) => {
      const tick = Number(data.value.value);
      counts.set(tick, (counts.get(tick) ?? 0) + 1);
    });
  }
  return {
    countOf: (tick) => counts.get(tick) ?? 0,
    subscribedMs: performance.now() - begun,
    close: async () => {
      await session.close(true);
      await client.disconnect();
    },
  };
}

async function measure(name: string, signals: number, plant: Plant, receiver: Receiver): Promise<(string | number)[]> {
  // The tick before the newest: its values have had a second to arrive.
  await waitFor(() => receiver.countOf(plant.tick() - 1) >= signals);
  const first = plant.tick() + 1;
  const last = first + TICKS - 1;
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  await waitFor(() => plant.tick() > last + 2);
  const seconds = (performance.now() - begun) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  delay.disable();
  let received = 0;
  for (let tick = first; tick <= last; tick++) received += receiver.countOf(tick);
  const emitted = TICKS * signals;
  return [name, signals, Math.round(receiver.subscribedMs), emitted, received, emitted - received, Math.round((cpu.user + cpu.system) / 10_000 / seconds), Math.round(delay.max / 1e6)];
}

export async function run(): Promise<{ title: string; columns: string[]; rows: (string | number)[][]; note: string }> {
  const rows: (string | number)[][] = [];
  for (const signals of SIZES) {
    const folder = await mkdtemp(join(tmpdir(), "twinbench-bench-"));
    const plant = await startPlant(signals, folder);
    try {
      await waitFor(() => plant.tick() > 2);
      for (const [name, receive] of [["Twinbench driver", receiveWithDriver], ["library's own events (baseline)", receiveWithLibrary]] as const) {
        const receiver = await receive(plant, signals, folder);
        rows.push(await measure(name, signals, plant, receiver));
        await receiver.close();
      }
    } finally {
      await plant.close();
      await rm(folder, { recursive: true, force: true });
    }
  }
  return {
    title: "OPC UA, plant to driver",
    columns: ["receiver", "values/s", "subscribed after ms", "emitted", "received", "lost", "client CPU %", "longest stall ms"],
    rows,
    note: `Counted over ${TICKS} ticks of one second, each value known by the number of its tick; server and client share the machine's cores.`,
  };
}

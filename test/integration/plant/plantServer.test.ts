/** The sample plant's OPC UA server, as its own process, seen by a real client on loopback. */
import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AttributeIds, BrowseDirection, ClientSubscription, DataType, makeBrowsePath, MessageSecurityMode, OPCUACertificateManager, OPCUAClient, SecurityPolicy, StatusCodes, TimestampsToReturn, UserTokenType,
  type ClientSession, type DataValue, type EUInformation, type HistoryData, type Range,
} from "node-opcua";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { entryPath } from "../../../main/engine/entries.ts";
import { PLANT_NAMESPACE } from "../../../main/plant/namespace.ts";
import { PLANT_USER } from "../../../main/plant/server/PlantServer.ts";

/** Far below any session or keep-alive that could end it late. */
const AT_ONCE_MS = 15_000;

interface Started {
  readonly plant: ChildProcess;
  readonly endpoint: string;
}

function startPlant(pki: string, ...more: string[]): Promise<Started> {
  const plant = fork(entryPath("plant-server"), ["--pki", pki, "--seed", "7", ...more], { silent: true });
  return new Promise((resolve, reject) => {
    plant.on("message", (message: { endpoint?: string }) => {
      if (message.endpoint !== undefined) resolve({ plant, endpoint: message.endpoint });
    });
    plant.once("exit", (code) => reject(new Error(`The plant ended with ${code}.`)));
  });
}

function ended(plant: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    plant.once("exit", (code) => resolve(code));
  });
}

describe("sample plant server", () => {
  const folder = mkdtempSync(join(tmpdir(), "plant-"));
  let started: Started;
  let client: OPCUAClient;
  let session: ClientSession;
  let ns = 0;

  const node = (id: string): string => `ns=${ns};s=${id}`;

  beforeAll(async () => {
    started = await startPlant(join(folder, "pki"), "--no-faults");
    client = OPCUAClient.create({ endpointMustExist: false, connectionStrategy: { maxRetry: 0 } });
    await client.connect(started.endpoint);
    session = await client.createSession();
    ns = (await session.readNamespaceArray()).indexOf(PLANT_NAMESPACE);
  });

  afterAll(async () => {
    await session.close();
    await client.disconnect();
    const end = ended(started.plant);
    started.plant.kill();
    await end;
    rmSync(folder, { recursive: true });
  });

  it("shows lines below the station, machines below lines, motor and bearings below pumps", async () => {
    const children = async (id: string): Promise<(string | null | undefined)[]> => {
      const result = await session.browse({ nodeId: id, browseDirection: BrowseDirection.Forward, referenceTypeId: "HierarchicalReferences", includeSubtypes: true, nodeClassMask: 1, resultMask: 63 });
      return (result.references ?? []).map((reference) => reference.browseName.name);
    };
    expect(await children(node("Station"))).toEqual(["Line A", "Line B"]);
    expect(await children(node("LineA"))).toEqual(["T-101", "P-101", "P-102", "FV-101", "E-101", "T-102"]);
    expect(await children(node("P-101"))).toEqual(["motor", "bearingDE", "bearingNDE", "suctionValve", "dischargeValve"]);
  });

  it("gives UNECE units and ranges to every number", async () => {
    const property = async (name: string): Promise<unknown> => {
      const found = await session.translateBrowsePath(makeBrowsePath(node("P-101.motor.winding.temperature"), `.${name}`));
      const target = found.targets?.[0]?.targetId;
      return target && (await session.read({ nodeId: target, attributeId: AttributeIds.Value })).value.value;
    };
    const unit = await property("EngineeringUnits") as EUInformation; // the property's type by OPC UA Part 8
    const range = await property("EURange") as Range; // likewise
    expect([unit.unitId, unit.displayName.text]).toEqual([4408652, "°C"]);
    expect([range.low, range.high]).toEqual([-30, 200]);
  });

  it("reports changes of fast signals several times a second without polling", async () => {
    const subscription = ClientSubscription.create(session, { requestedPublishingInterval: 100, publishingEnabled: true });
    const values: DataValue[] = [];
    const item = await subscription.monitor({ nodeId: node("P-101.suction.pressure"), attributeId: AttributeIds.Value }, { samplingInterval: 0, queueSize: 50, discardOldest: true }, TimestampsToReturn.Both);
    item.on("changed", (value: DataValue) => values.push(value));
    await expect.poll(() => values.length, { timeout: 10_000 }).toBeGreaterThan(8);
    const stamps = values.map((value) => value.sourceTimestamp?.getTime() ?? 0);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect((stamps[7] ?? Number.NaN) - (stamps[0] ?? Number.NaN)).toBeLessThan(4000);
    await subscription.terminate();
  });

  it("stops, restarts and changes the speed of a pump through its methods", async () => {
    const read = async (id: string): Promise<unknown> => (await session.read({ nodeId: node(id), attributeId: AttributeIds.Value })).value.value;
    const call = (method: string, ...args: number[]) =>
      session.call({ objectId: node("P-101"), methodId: node(`P-101.${method}`), inputArguments: args.map((value) => ({ dataType: DataType.Double, value })) });
    expect((await call("Start")).statusCode).toBe(StatusCodes.Good);
    await expect.poll(() => read("P-101.mode"), { timeout: 30_000 }).toBe(2);
    expect((await call("SetSpeed", 1300)).statusCode).toBe(StatusCodes.Good);
    await expect.poll(() => read("P-101.speed.setpoint")).toBe(1300);
    await expect.poll(() => read("P-101.motor.speed").then(Number), { timeout: 10_000 }).toBeLessThan(1310);
    expect((await call("SetSpeed", 9000)).statusCode).toBe(StatusCodes.BadOutOfRange);
    expect((await call("Stop")).statusCode).toBe(StatusCodes.Good);
    await expect.poll(() => read("P-101.running"), { timeout: 10_000 }).toBe(false);
  });

  it("takes set-points within their range and refuses others", async () => {
    const write = (value: number) => session.write({ nodeId: node("T-102.level.setpoint"), attributeId: AttributeIds.Value, value: { value: { dataType: DataType.Double, value } } });
    expect(await write(3.4)).toBe(StatusCodes.Good);
    expect(await write(40)).toBe(StatusCodes.BadOutOfRange);
    const value = await session.read({ nodeId: node("T-102.level.setpoint"), attributeId: AttributeIds.Value });
    expect(value.value.value).toBe(3.4);
    const readOnly = await session.write({ nodeId: node("T-102.level"), attributeId: AttributeIds.Value, value: { value: { dataType: DataType.Double, value: 1 } } });
    expect(readOnly).toBe(StatusCodes.BadNotWritable);
  });

  it("has an hour of history from the start, in order", async () => {
    const now = new Date();
    const result = await session.readHistoryValue({ nodeId: node("P-201.motor.winding.temperature") }, new Date(now.getTime() - 3_600_000), now);
    const values = (result.historyData as HistoryData).dataValues ?? []; // raw reads answer with HistoryData (Part 11, 6.4.3)
    const stamps = values.map((value) => value.sourceTimestamp?.getTime() ?? 0);
    expect(stamps.length).toBeGreaterThan(50);
    expect(stamps).toEqual([...stamps].sort((a, b) => a - b));
    expect(now.getTime() - (stamps[0] ?? Number.NaN)).toBeGreaterThan(3_000_000);
  });

  it("reports a failed sensor as Bad_SensorFailure without a value", async () => {
    const target = "E-101.cold.outlet.temperature";
    const inputArguments = [{ dataType: DataType.String, value: "failed-sensor" }, { dataType: DataType.String, value: target }, { dataType: DataType.Double, value: 1 }];
    const called = await session.call({ objectId: node("Station"), methodId: node("Station.InjectFault"), inputArguments });
    expect(called.statusCode).toBe(StatusCodes.Good);
    const value = () => session.read({ nodeId: node(target), attributeId: AttributeIds.Value });
    await expect.poll(async () => (await value()).statusCode, { timeout: 10_000 }).toBe(StatusCodes.BadSensorFailure);
    expect((await value()).value.dataType).toBe(DataType.Null);
  });

  it("lets the sample user in over SignAndEncrypt and nobody with a wrong password", async () => {
    const clientCertificateManager = new OPCUACertificateManager({ rootFolder: join(folder, "client"), automaticallyAcceptUnknownCertificate: true });
    const secure = OPCUAClient.create({ endpointMustExist: false, securityMode: MessageSecurityMode.SignAndEncrypt, securityPolicy: SecurityPolicy.Basic256Sha256, clientCertificateManager, connectionStrategy: { maxRetry: 0 } });
    await secure.connect(started.endpoint);
    const user = (password: string) => ({ type: UserTokenType.UserName as const, userName: PLANT_USER.name, password });
    await expect(secure.createSession(user("wrong"))).rejects.toThrow(/BadUserAccessDenied|BadIdentityTokenRejected/);
    const mine = await secure.createSession(user(PLANT_USER.password));
    const level = await mine.read({ nodeId: node("T-102.level"), attributeId: AttributeIds.Value });
    expect(level.statusCode).toBe(StatusCodes.Good);
    await mine.close();
    await secure.disconnect();
  });

  it("counts what its load variables emit, and ends at once when the channel to its parent closes", async () => {
    const other = await startPlant(join(folder, "pki"), "--signals", "20", "--rate", "20");
    const counts: { tick?: number; emitted?: number }[] = [];
    other.plant.on("message", (message: { tick?: number; emitted?: number }) => counts.push(message));
    await expect.poll(() => counts.length).toBeGreaterThan(3);
    expect(counts.at(-1)?.emitted).toBe(20 * (counts.at(-1)?.tick ?? 0));
    const end = ended(other.plant);
    const sinceMs = Date.now();
    other.plant.disconnect();
    expect(await end).toBe(0);
    // 60 ms on an idle machine; a busy one took 3.4 s. What must not happen is that it waits for a session or a timer to run out.
    expect(Date.now() - sinceMs).toBeLessThan(AT_ONCE_MS);
  });
});

describe("a plant whose engine goes while it is still loading", () => {
  // From before its program runs to after its server listens.
  it.each([0, 200, 500, 1_500])("ends with it, after %i ms", async (afterMs) => {
    const pki = mkdtempSync(join(tmpdir(), "plant-"));
    const plant = fork(entryPath("plant-server"), ["--pki", pki], { silent: true });
    try {
      const gone = ended(plant);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      plant.disconnect();
      expect(await Promise.race([gone, new Promise((resolve) => setTimeout(resolve, AT_ONCE_MS, "still there"))])).toBe(0);
    } finally {
      plant.kill("SIGKILL");
      rmSync(pki, { recursive: true, force: true });
    }
  });
});

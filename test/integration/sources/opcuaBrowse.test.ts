import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OpcUaDriver } from "../../../main/engine/sources/index.ts";
import { address, NAMESPACE, startTestServer, type TestServer } from "../../fixtures/opcua-server.ts";
import { RecordedSource } from "../../fixtures/recordedSource.ts";

describe("the address space of an OPC UA server", () => {
  let server: TestServer;
  let userFolder: string;
  let source: RecordedSource;

  beforeAll(async () => {
    userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
    server = await startTestServer({ many: 3_000 });
    source = new RecordedSource(new OpcUaDriver({ userFolder }), { endpointUrl: server.url });
    await source.untilState("live");
  });
  afterAll(async () => {
    await source.close();
    await server.stop();
    await rm(userFolder, { recursive: true, force: true });
  });

  it("begins at the Objects folder and names nodes by namespace URI, never by index", async () => {
    const { nodes, more } = await source.session.browse(undefined);
    expect(more).toBe(false);
    expect(nodes).toContainEqual({ address: `nsu=${NAMESPACE};s=P-101`, name: "P-101", kind: "object", hasChildren: true, typeName: "PumpType" });
    expect(nodes).toContainEqual(expect.objectContaining({ name: "Server", address: "i=2253" }));
    expect(nodes).toContainEqual(expect.objectContaining({ name: "Many", kind: "folder", hasChildren: true }));
  });

  it("shows variables and objects below a machine but not their properties", async () => {
    const { nodes } = await source.session.browse(address("P-101"));
    expect(nodes.map(({ name, kind, hasChildren }) => [name, kind, hasChildren])).toEqual(
      expect.arrayContaining([
        ["Motor", "object", true],
        ["Temperature", "variable", false],
      ]),
    );
    expect(nodes.map(({ name }) => name)).not.toContain("EURange");
    expect((await source.session.browse(address("P-101.Temperature"))).nodes).toEqual([]);
  });

  it("follows continuation points to the last of three thousand children", async () => {
    const { nodes, more } = await source.session.browse(address("Many"));
    expect(nodes).toHaveLength(3_000);
    expect(more).toBe(false);
    expect(nodes.at(-1)?.name).toBe("V2999");
  });

  it("reads a variable with value, stamps, unit as UCUM, range, access and description", async () => {
    const [node] = await source.session.read([address("P-101.Temperature")]);
    expect(node).toMatchObject({
      name: "Temperature",
      kind: "variable",
      typeName: "AnalogItemType",
      dataType: "Double",
      description: "Bearing, drive end",
      numericValue: 20,
      status: 0,
      unit: { ucum: "Cel", text: "°C" },
      range: { low: -20, high: 150 },
      minimumSamplingMs: 0,
      access: { read: true, history: true },
    });
    expect(Math.abs((node?.sourceUs ?? 0) - Date.now() * 1000)).toBeLessThan(120e6);
    expect(node?.serverUs).toBeDefined();
  });

  it("names the members of an enumeration", async () => {
    const [mode] = await source.session.read([address("P-101.Mode")]);
    expect(mode).toMatchObject({ members: ["Off", "Manual", "Automatic"], numericValue: 2 });
  });

  it("shows an array shortened and without a number", async () => {
    const [wave] = await source.session.read([address("P-101.Wave")]);
    expect(wave?.value).toBe("3 × Double: 1, 2, 3");
    expect(wave?.numericValue).toBeUndefined();
  });

  it("answers for a node that is not there beside nodes that are, in the order asked", async () => {
    const nodes = await source.session.read([address("gone"), address("P-101.Running"), "rubbish"]);
    expect(nodes.map(({ description, value }) => [description, value])).toEqual([
      [expect.stringContaining("no such node"), undefined],
      [undefined, "true"],
      [expect.stringContaining("not the address of a node"), undefined],
    ]);
  });

  it("collects all variables below a machine with their paths and the name of its type", async () => {
    const machine = await source.session.collect(address("P-101"));
    expect(machine).toMatchObject({ name: "P-101", typeName: "PumpType", truncated: false });
    const paths = machine.variables.map(({ path }) => path.join("."));
    expect(paths.toSorted()).toEqual(["Count", "Label", "Mode", "Motor.Speed", "Running", "Temperature", "Wave"]);
    expect(machine.variables.find(({ name }) => name === "Temperature")?.unit?.ucum).toBe("Cel");
  });

  it("stops collecting at a bound and says so", async () => {
    const { variables, truncated } = await source.session.collect(address("Many"));
    expect(variables).toHaveLength(2_000);
    expect(truncated).toBe(true);
  });

  it("refuses to browse a node that does not exist, in plain words", async () => {
    await expect(source.session.browse(address("nowhere"))).rejects.toMatchObject({ code: "not-found", message: expect.stringContaining("no such node") });
  });
});

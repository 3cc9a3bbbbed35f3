import { describe, expect, it } from "vitest";
import type { CollectedVariable } from "../../../../shared/contract/sources.ts";
import { dataTypeOf, makeAssetFromObject, signalNameOf, typeNameOf } from "../../../../shared/model/edits/fromObject.ts";
import { counter, plantProject as project } from "./plantProject.ts";

const variable = (path: readonly string[], part: Partial<CollectedVariable> = {}): CollectedVariable => ({
  path, name: path.at(-1) ?? "", address: `nsu=urn:x;s=${path.join(".")}`, kind: "variable", hasChildren: false, dataType: "Double", access: { read: true, write: false, history: false }, attributes: [], ...part,
});
const from = { source: "plc", name: "P-301", typeName: "Slurry pump", parent: "line", nowUs: 9 };

describe("making an asset from a server's object", () => {
  it.each([
    [["Motor", "Winding Temperature"], "motor.winding_temperature"],
    [["dischargePressure"], "discharge_pressure"],
    [["Motor", "winding.temperature"], "motor.winding.temperature"],
    [["2nd Stage"], "s_2nd_stage"],
    [["Flüssigkeit"], "flüssigkeit"],
  ])("names the signal of %j %s, as rules can write it", (path, name) => {
    expect(signalNameOf(path)).toBe(name);
  });

  it("makes a plain word of a type's name", () => {
    expect(typeNameOf("Centrifugal pump")).toBe("CentrifugalPump");
    expect(typeNameOf("3-way valve")).toBe("Type3WayValve");
  });

  it("knows which data are signals", () => {
    expect(dataTypeOf({ dataType: "Float" })).toBe("number");
    expect(dataTypeOf({ dataType: "Boolean" })).toBe("boolean");
    expect(dataTypeOf({ dataType: "Int32", members: ["off", "on"] })).toBe("enum");
    expect(dataTypeOf({ dataType: "ServerStatusDataType" })).toBeUndefined();
  });

  it("makes type, asset and bindings in one change, with units, ranges and descriptions of the server", () => {
    const { change, asset } = makeAssetFromObject(project, { ...from, variables: [variable(["Flow"], { unit: { ucum: "m3/h", text: "m³/h" }, range: { low: 0, high: 200 }, description: "discharge" }), variable(["Running"], { dataType: "Boolean" })] }, counter());
    expect(change.changes.map(({ table }) => table)).toEqual(["types", "assets", "bindings", "bindings"]);
    expect(change.changes[0]?.after).toMatchObject({ name: "SlurryPump", signals: [{ name: "flow", unit: "m3/h", limits: { low: 0, high: 200 }, description: "discharge" }, { name: "running", dataType: "boolean" }] });
    expect(change.changes[2]?.after).toMatchObject({ source: "plc", address: "nsu=urn:x;s=Flow", sourceUnit: "m3/h", revision: 1, signal: expect.stringContaining(`${asset}/`) });
  });

  it("uses a known type, keeps its signals and adds what it lacks", () => {
    const { change } = makeAssetFromObject(project, { ...from, typeName: "CentrifugalPump", variables: [variable(["flow"]), variable(["vibration"])] }, counter());
    expect(change.changes[0]).toMatchObject({ id: "pump" });
    expect(((change.changes[0]?.after?.["signals"] ?? []) as { name: string }[]).map(({ name }) => name)).toEqual(["flow", "motor.temperature", "vibration"]);
    expect(change.changes[2]?.after?.["signal"]).toMatch(/\/flow$/);
  });

  it("gives the asset a free name", () => {
    const { change } = makeAssetFromObject(project, { ...from, name: "P-101", variables: [variable(["flow"])] }, counter());
    expect(change.changes[1]?.after).toMatchObject({ name: "P-103" });
  });

  it("refuses an object without signals", () => {
    expect(() => makeAssetFromObject(project, { ...from, variables: [variable(["Status"], { dataType: "ServerStatusDataType" })] }, counter())).toThrow("no variables below it");
  });
});

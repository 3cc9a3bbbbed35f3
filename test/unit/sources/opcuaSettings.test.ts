import { describe, expect, it } from "vitest";
import { OPCUA_FIELDS, parseOpcUaSettings } from "../../../main/engine/sources/opcua/settings.ts";

const fieldOf = (settings: Readonly<Record<string, unknown>>): unknown => {
  try {
    parseOpcUaSettings(settings);
    return undefined;
  } catch (error) {
    return error instanceof Error && "details" in error ? (error.details as { field?: unknown }).field : error;
  }
};

describe("the settings of an OPC UA source", () => {
  it("are complete with an address alone: no security, anonymous, half a second", () => {
    expect(parseOpcUaSettings({ endpointUrl: " opc.tcp://plc:4840/path " })).toEqual({
      endpointUrl: "opc.tcp://plc:4840/path",
      securityPolicy: "None",
      securityMode: "None",
      identity: { kind: "anonymous" },
      allowPlainPassword: false,
      publishingMs: 500,
    });
  });

  it("sign and encrypt wherever a security policy is chosen and no mode", () => {
    expect(parseOpcUaSettings({ endpointUrl: "opc.tcp://plc", securityPolicy: "Basic256Sha256" }).securityMode).toBe("SignAndEncrypt");
  });

  it.each([
    [{}, "endpointUrl"],
    [{ endpointUrl: "http://plc" }, "endpointUrl"],
    [{ endpointUrl: "opc.tcp://me:secret@plc" }, "endpointUrl"],
    [{ endpointUrl: "opc.tcp://plc", securityPolicy: "Basic128" }, "securityPolicy"],
    [{ endpointUrl: "opc.tcp://plc", securityPolicy: "Basic256Sha256", securityMode: "None" }, "securityMode"],
    [{ endpointUrl: "opc.tcp://plc", identity: "user", userName: " " }, "userName"],
    [{ endpointUrl: "opc.tcp://plc", password: "xyzzy" }, "password"],
    [{ endpointUrl: "opc.tcp://plc", publishingMs: 5 }, "publishingMs"],
    [{ endpointUrl: "opc.tcp://plc", publishingMs: "fast" }, "publishingMs"],
  ])("name the field that is wrong: %j", (settings, field) => {
    expect(fieldOf(settings)).toBe(field);
  });

  it("never tell a password in what they refuse", () => {
    expect(() => parseOpcUaSettings({ endpointUrl: "opc.tcp://plc", password: "xyzzy" })).toThrow(/^(?!.*xyzzy)/);
  });

  it("offer the safest choice first", () => {
    expect(OPCUA_FIELDS.find(({ name }) => name === "securityPolicy")?.default).toBe("Basic256Sha256");
    expect(OPCUA_FIELDS.find(({ name }) => name === "securityMode")?.default).toBe("SignAndEncrypt");
  });
});

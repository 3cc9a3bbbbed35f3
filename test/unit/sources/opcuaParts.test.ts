import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ua from "node-opcua";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EnvironmentSecretStore, MemorySecretStore } from "../../../main/engine/sources/index.ts";
import { Addresses } from "../../../main/engine/sources/opcua/Addresses.ts";
import { loadClientIdentity } from "../../../main/engine/sources/opcua/ClientIdentity.ts";
import { connectionError } from "../../../main/engine/sources/opcua/connectionErrors.ts";
import { reachableUrl } from "../../../main/engine/sources/opcua/endpoints.ts";
import { thumbprintOf, TrustStore } from "../../../main/engine/sources/opcua/TrustStore.ts";
import { unitDisagreement } from "../../../main/engine/sources/UnitCheck.ts";

describe("addresses of nodes", () => {
  const addresses = new Addresses(ua, ["http://opcfoundation.org/UA/", "urn:server", "urn:plant;v=1"]);

  it.each(["i=85", "nsu=urn:server;i=7", "nsu=urn:plant%3Bv=1;s=Line 1;Pump.T", "nsu=urn:server;g=72962B91-FA75-4AE6-8D28-B404DC7DAF63", "nsu=urn:server;b=AQID"])("read back as they were written: %s", (address) => {
    expect(addresses.format(addresses.parse(address))).toBe(address);
  });

  it("do not depend on the place of a namespace in the server's list", () => {
    const other = new Addresses(ua, ["http://opcfoundation.org/UA/", "urn:something", "urn:server"]);
    expect(addresses.parse("nsu=urn:server;i=7").namespace).toBe(1);
    expect(other.parse("nsu=urn:server;i=7").namespace).toBe(2);
  });

  it.each(["", "ns=2;s=x", "nsu=urn:server;x=1", "i=-1", "i=99999999999"])("are refused when they are none: %j", (address) => {
    expect(() => addresses.parse(address)).toThrow(expect.objectContaining({ code: "bad-input" }));
  });
});

describe("the list of trusted servers", () => {
  let folder: string;
  let certificate: Buffer;
  let nowUs = Date.now() * 1000;
  const store = () => new TrustStore(folder, () => nowUs);

  beforeAll(async () => {
    const identity = await mkdtemp(join(tmpdir(), "twinbench-identity-"));
    ({ certificate } = await loadClientIdentity(identity, Date.now()));
    await rm(identity, { recursive: true });
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinbench-trust-"));
    nowUs = Date.now() * 1000;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("knows nobody at first, remembers for good what is to be remembered, and forgets the rest with the process", async () => {
    const first = store();
    expect(await first.stateOf(certificate)).toBe("unknown");
    await first.decide(thumbprintOf(certificate), "once");
    expect(await first.stateOf(certificate)).toBe("trusted");
    expect(await store().stateOf(certificate)).toBe("unknown");
    await first.decide(thumbprintOf(certificate), "always");
    expect(await store().stateOf(certificate)).toBe("trusted");
    await first.decide(thumbprintOf(certificate), "reject");
    expect(await store().stateOf(certificate)).toBe("rejected");
  });

  it("asks again about a certificate that was trusted while valid and has expired", async () => {
    const trust = store();
    await trust.decide(thumbprintOf(certificate), "always");
    nowUs += 11 * 365 * 86_400e6;
    expect(await trust.stateOf(certificate)).toBe("expired");
    await trust.decide(thumbprintOf(certificate), "always");
    expect(await trust.stateOf(certificate)).toBe("trusted");
  });

  it("tells everyone who waits for a decision", async () => {
    const trust = store();
    let told = 0;
    const stop = trust.onDecision(() => told++);
    await trust.decide("aa", "always");
    stop();
    await trust.decide("bb", "always");
    expect(told).toBe(1);
  });

  it("keeps decisions that are made at the same time", async () => {
    const trust = store();
    await Promise.all(["aa", "bb", "cc"].map((thumbprint) => trust.decide(thumbprint, "always")));
    expect(Object.keys(JSON.parse(await readFile(join(folder, "trusted-servers.json"), "utf8")).certificates)).toEqual(["aa", "bb", "cc"]);
  });

  it("says which file is damaged instead of trusting or forgetting silently", async () => {
    await writeFile(join(folder, "trusted-servers.json"), "{");
    await expect(store().stateOf(certificate)).rejects.toMatchObject({ code: "damaged", message: expect.stringContaining("trusted-servers.json") });
  });
});

describe("our own certificate", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "twinbench-identity-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("is made anew when it has expired, and the old one is kept", async () => {
    const first = await loadClientIdentity(folder, Date.now());
    const renewed = await loadClientIdentity(folder, Date.now() + 11 * 365 * 86_400e3);
    expect(thumbprintOf(renewed.certificate)).not.toBe(thumbprintOf(first.certificate));
    expect((await readdir(folder)).filter((name) => name.startsWith("own-expired-"))).toHaveLength(1);
  });

  it("is refused with its folder's name when the key beside it is another's", async () => {
    await loadClientIdentity(folder, Date.now());
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await writeFile(join(folder, "own", "private-key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    await expect(loadClientIdentity(folder, Date.now())).rejects.toMatchObject({ code: "damaged", message: expect.stringContaining(join(folder, "own")) });
  });
});

describe("the address an endpoint is reached by", () => {
  const endpoint = (endpointUrl: string) => new ua.EndpointDescription({ endpointUrl });
  const plain = endpoint("opc.tcp://inside:4840/");
  const secure = endpoint("opc.tcp://inside:4843/secure");

  it("has the host that was typed, not the one that only the server can resolve", () => {
    expect(reachableUrl(new URL("opc.tcp://10.0.0.5:4840/"), plain, [plain])).toBe("opc.tcp://10.0.0.5:4840/");
  });

  it("has the endpoint's own port where the server answers on the typed one with other endpoints", () => {
    expect(reachableUrl(new URL("opc.tcp://10.0.0.5/"), secure, [plain, secure])).toBe("opc.tcp://10.0.0.5:4843/secure");
  });

  it("has the typed port where that was forwarded on the way", () => {
    expect(reachableUrl(new URL("opc.tcp://gateway:50001/"), plain, [plain])).toBe("opc.tcp://gateway:50001/");
  });
});

describe("what goes wrong while connecting", () => {
  const context = { url: "opc.tcp://plc:4840", userName: "operator", certificateFile: "/home/me/own.der" };

  it.each([
    ["connect ECONNREFUSED 10.0.0.1:4840", "unreachable", "Nothing listens at opc.tcp://plc:4840"],
    ["getaddrinfo ENOTFOUND plc", "unreachable", "no computer of the name"],
    ["serviceResult = BadUserAccessDenied (0x801f0000)", "unauthorized", 'user name or password of "operator"'],
    ["serviceResult = BadSecurityChecksFailed", "refused", "/home/me/own.der"],
    ["BadTooManySessions", "refused", "no session left"],
    ["BadCertificateTimeInvalid", "refused", "clocks"],
    ["something odd", "unreachable", "something odd"],
  ])("is told in plain words: %s", (thrown, code, words) => {
    expect(connectionError(new Error(thrown), context)).toMatchObject({ code, message: expect.stringContaining(words) });
  });
});

describe("units of server and binding", () => {
  it.each([
    ["Cel", { ucum: "Cel", text: "°C" }, undefined],
    ["bar{g}", { ucum: "bar", text: "bar" }, undefined],
    ["1/s", { ucum: "/s", text: "1/s" }, undefined],
    ["Cel", { text: "furlongs" }, undefined],
    ["Cel", { ucum: "[degF]", text: "°F" }, "The server says °F, the binding reads it as Cel"],
    ["kPa", { ucum: "bar", text: "bar" }, "would be wrong"],
    ["kW", { ucum: "bar", text: "bar" }, "measure different things"],
  ])("of %s against %j", (bound, said, expected) => {
    const text = unitDisagreement(bound, said);
    if (expected === undefined) expect(text).toBeUndefined();
    else expect(text).toContain(expected);
  });
});

describe("secrets", () => {
  it("come from the environment by the source's name first, then from the store behind", async () => {
    const behind = new MemorySecretStore();
    await behind.set("id-1", "stored");
    const store = new EnvironmentSecretStore({ environment: { TWINBENCH_SECRET_LINE_1_PLC: "from outside" }, nameOf: (id) => (id === "id-2" ? "Line 1 / PLC" : undefined), behind });
    expect(await store.get("id-2")).toBe("from outside");
    expect(await store.get("id-1")).toBe("stored");
    await store.delete("id-1");
    expect(await store.get("id-1")).toBeUndefined();
  });
});

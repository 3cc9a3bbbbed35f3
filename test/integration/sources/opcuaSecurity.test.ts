import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { OpcUaDriver } from "../../../main/engine/sources/index.ts";
import { address, startTestServer, type TestServer, USER } from "../../fixtures/opcua-server.ts";
import { RecordedSource, until } from "../../fixtures/recordedSource.ts";

const SECURE = { securityPolicy: "Basic256Sha256", securityMode: "SignAndEncrypt" } as const;

describe("a secured OPC UA connection", () => {
  let server: TestServer;
  let userFolder: string;
  const opened: RecordedSource[] = [];
  const stops: (() => Promise<void>)[] = [];
  const open = (settings: object, { secret, driver = new OpcUaDriver({ userFolder }) }: { secret?: string; driver?: OpcUaDriver } = {}) => {
    const source = new RecordedSource(driver, { endpointUrl: server.url, ...settings }, secret);
    opened.push(source);
    return source;
  };

  beforeAll(async () => {
    server = await startTestServer();
    userFolder = await mkdtemp(join(tmpdir(), "twinbench-user-"));
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((source) => source.close()));
    await Promise.all(stops.splice(0).map((stop) => stop()));
    await rm(join(userFolder, "opcua", "trusted-servers.json"), { force: true });
  });
  afterAll(async () => {
    await server.stop();
    await rm(userFolder, { recursive: true, force: true });
  });

  it("makes our own certificate at the first need, keeps it, and lets nobody else read the key", async () => {
    const first = await new OpcUaDriver({ userFolder }).ownCertificate();
    const again = await new OpcUaDriver({ userFolder }).ownCertificate();
    expect(again).toEqual(first);
    expect(first.certificate.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect((await stat(join(userFolder, "opcua", "own", "private-key.pem"))).mode & 0o777).toBe(0o600);
    expect(await readFile(first.file)).toBeInstanceOf(Buffer);
  });

  it("makes one certificate even when two programs start at once", async () => {
    const fresh = join(userFolder, "two-at-once");
    const made = await Promise.all([new OpcUaDriver({ userFolder: fresh }).ownCertificate(), new OpcUaDriver({ userFolder: fresh }).ownCertificate()]);
    const kept = await new OpcUaDriver({ userFolder: fresh }).ownCertificate();
    expect(made).toEqual([kept, kept]);
  });

  it("lists every endpoint with policy, mode and identities, the safest first, and shows the certificate", async () => {
    const { endpoints, certificate } = await new OpcUaDriver({ userFolder }).discover(server.url);
    expect(endpoints.map(({ policy, mode }) => `${policy} ${mode}`)).toEqual(["Basic256Sha256 SignAndEncrypt", "Basic256Sha256 Sign", "None None"]);
    expect(endpoints[0]?.identities).toEqual(expect.arrayContaining(["anonymous", "user"]));
    expect(certificate?.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ["Validity", true],
      ["Host", true],
      ["Trusted", false],
      ["Application URI", true],
      ["Key length", true],
    ]);
  });

  it("waits at a certificate nobody has trusted, and goes on by itself once it is trusted for good", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open(SECURE, { driver });
    await source.session.subscribe([{ item: 1, address: address("P-101.Temperature"), samplingMs: 0, queueSize: 5 }]);
    const { certificate, message } = await source.untilState("untrusted");
    expect(message).toContain("nobody here has trusted yet");
    expect(certificate?.checks.find(({ name }) => name === "Trusted")?.passed).toBe(false);
    await driver.trust(certificate?.thumbprint ?? "", "always");
    await source.untilState("live");
    await until(() => source.samples(1).length > 0);
    await open(SECURE).untilState("live");
  });

  it("trusts once for this process only", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open(SECURE, { driver });
    const { certificate } = await source.untilState("untrusted");
    await driver.trust(certificate?.thumbprint ?? "", "once");
    await source.untilState("live");
    await open(SECURE).untilState("untrusted");
  });

  it("ends a live connection when its certificate is rejected", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open(SECURE, { driver });
    const { certificate } = await source.untilState("untrusted");
    await driver.trust(certificate?.thumbprint ?? "", "always");
    await source.untilState("live");
    await driver.trust(certificate?.thumbprint ?? "", "reject");
    expect((await source.untilState("untrusted")).message).toContain("was rejected");
  });

  it("names an expired certificate as the one failed check and connects if it is trusted all the same", async () => {
    const old = await startTestServer({ certificateDays: [-30, -3] });
    stops.push(old.stop);
    const driver = new OpcUaDriver({ userFolder });
    const source = open({ ...SECURE, endpointUrl: old.url }, { driver });
    const { certificate } = await source.untilState("untrusted");
    expect(certificate?.checks.find(({ name }) => name === "Validity")).toMatchObject({ passed: false, text: expect.stringContaining("Expired on") });
    await driver.trust(certificate?.thumbprint ?? "", "once");
    await source.untilState("live");
  });

  it("logs in with user name and password", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open({ ...SECURE, identity: "user", userName: USER.name }, { driver, secret: USER.password });
    const { certificate } = await source.untilState("untrusted");
    await driver.trust(certificate?.thumbprint ?? "", "once");
    await source.untilState("live");
  });

  it("says that the password is wrong and does not try it again", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open({ ...SECURE, identity: "user", userName: USER.name }, { driver, secret: "guess" });
    await driver.trust((await source.untilState("untrusted")).certificate?.thumbprint ?? "", "once");
    expect((await source.untilState("unauthorized")).message).toContain('refused the user name or password of "operator"');
    const told = source.statuses.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500)); // longer than the first pauses between attempts
    expect(source.statuses.length).toBe(told);
  });

  it("asks for a password that nobody has given", async () => {
    const driver = new OpcUaDriver({ userFolder });
    const source = open({ ...SECURE, identity: "user", userName: USER.name }, { driver });
    await driver.trust((await source.untilState("untrusted")).certificate?.thumbprint ?? "", "once");
    expect((await source.untilState("unauthorized")).message).toContain("is not known here");
  });

  it("says that a server lets no anonymous users in", async () => {
    const closed = await startTestServer({ anonymous: false });
    stops.push(closed.stop);
    const source = open({ endpointUrl: closed.url });
    expect((await source.untilState("unauthorized")).message).toContain("takes no anonymous users");
  });

  it("says what a server offers that does not offer what is asked for", async () => {
    const source = open({ securityPolicy: "Aes256_Sha256_RsaPss", securityMode: "Sign" });
    expect((await source.untilState("failed")).message).toContain("It offers Basic256Sha256 SignAndEncrypt, Basic256Sha256 Sign, None");
  });

  it("says that the server does not trust us, and where our certificate is", async () => {
    const wary = await startTestServer({ trustsClients: false });
    stops.push(wary.stop);
    const driver = new OpcUaDriver({ userFolder });
    const source = open({ ...SECURE, endpointUrl: wary.url }, { driver });
    await driver.trust((await source.untilState("untrusted")).certificate?.thumbprint ?? "", "once");
    const { message } = await source.untilState("failed");
    expect(message).toContain("does not trust our certificate");
    expect(message).toContain("twinbench-certificate.der");
  });
});

/** Commands beside each other and beside an open window, recording from a live server, and how both end. */
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject } from "../../../main/engine/project/index.ts";
import { emptyProject } from "../../../shared/model/schema.ts";
import { address, startTestServer, type TestServer } from "../../fixtures/opcua-server.ts";
import { CommandLine, type Finished, type Running } from "./commandLine.ts";

/** A second is the promise on a free machine; the rest is for one that is shared. */
const END_LIMIT_MS = 10_000;

let home: string;
let project: string;
let user: CommandLine;
let server: TestServer;
let window: Running;
let values: NodeJS.Timeout;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "twinbench-beside-")));
  project = join(home, "Live.twin");
  user = new CommandLine(home);
  server = await startTestServer();
  let value = 20;
  values = setInterval(() => server.set("P-101.Temperature", (value += 0.5)), 50);
  await createProject(project, {
    ...emptyProject("Live", "UTC"),
    sources: { plant: { id: "plant", kind: "opcua", name: "Test plant", enabled: true, settings: { endpointUrl: server.url, securityPolicy: "None", securityMode: "None", identity: "anonymous", publishingMs: 100 } } },
    signals: { temperature: { id: "temperature", name: "temperature", dataType: "number", unit: "Cel" } },
    bindings: { b1: { id: "b1", signal: "temperature", source: "plant", address: address("P-101.Temperature"), sampling: { intervalMs: 50, queueSize: 50 }, revision: 1 } },
  });
  await writeFile(join(home, "beside.csv"), "time,pressure\n2026-03-01T10:00:00Z,1.5\n2026-03-01T10:00:01Z,1.6\n");
});
afterAll(async () => {
  clearInterval(values);
  window?.process.kill("SIGKILL");
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

const temperatures = async (): Promise<[string, number, number][]> => ((await user.json("query", project, "temperature")) as { points: [string, number, number][] }).points;

/** Asks until it is so. Fails at once if the process that should bring it about has ended. */
async function until(what: string, running: Running, isSo: () => Promise<boolean>): Promise<void> {
  let ended: Finished | undefined;
  void running.finished.then((finished) => (ended = finished));
  while (!(await isSo())) if (ended) throw new Error(`${what}: never, as its process ended with ${ended.code}: ${ended.stderr}`);
}

describe("recording and serving", () => {
  it("records from a live server until Ctrl+C, and lets other commands see what it records", async () => {
    const recording = user.start("record", project, "--for", "10min", "--json");
    await until("ten values are recorded", recording, async () => (await temperatures()).length > 10);
    recording.process.kill("SIGINT");
    const { code, stdout, stderr } = await recording.finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { samples, lost } = JSON.parse(stdout) as { samples: number; lost: number };
    expect(lost).toBe(0);
    const points = await temperatures();
    expect(points).toHaveLength(samples);
    expect(points.slice(1).every(([, value], index) => value > (points[index]?.[1] ?? Infinity))).toBe(true);
  });

  it("runs two commands at once on a project that nobody has open", async () => {
    const [one, other] = await Promise.all([temperatures(), temperatures()]);
    expect(one).toEqual(other);
  });

  it("serves the window: one line with its link and process", async () => {
    window = user.start("serve", project, "--no-open", "--json");
    const { url, pid } = JSON.parse(await window.firstLine) as { url: string; pid: number };
    expect(pid).toBe(window.process.pid);
    const entered = await fetch(url, { redirect: "manual" });
    expect(entered.status).toBe(303);
  });

  it("answers query beside the open window, with what has just been recorded", async () => {
    const first = (await temperatures()).length;
    await until("more is recorded", window, async () => (await temperatures()).length > first);
  });

  it("imports beside the open window, whose engine knows the new signal at once", async () => {
    expect(await user.json("import", project, join(home, "beside.csv"))).toMatchObject({ files: [{ rows: 2, samples: 2, rejected: 0 }] });
    const { points } = (await user.json("query", project, "pressure")) as { points: unknown[] };
    expect(points).toEqual([["2026-03-01T10:00:00.000000Z", 1.5, 0], ["2026-03-01T10:00:01.000000Z", 1.6, 0]]);
  });

  it.each(["record", "serve"])("refuses %s, naming the process that has the project open", async (command) => {
    const { code, stdout, stderr } = await user.run(command, project, ...(command === "serve" ? ["--no-open"] : []), "--json");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`process ${window.process.pid}`);
  });

  it("ends on Ctrl+C within a second or so, with everything recorded kept", async () => {
    const known = await temperatures();
    const startedMs = performance.now();
    window.process.kill("SIGINT");
    expect((await window.finished).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(END_LIMIT_MS);
    expect((await temperatures()).slice(0, known.length)).toEqual(known);
  });
});

import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runBrowserShell, type RunningShell } from "../../../main/browser/runBrowserShell.ts";
import { fakeEngine, type FakeEngine } from "./fakeEngine.ts";

let home: string;
let engines: FakeEngine[];
let shells: RunningShell[];

const run = async (port = 0): Promise<RunningShell> => {
  const openEngine = async (): Promise<FakeEngine> => {
    const engine = fakeEngine(home);
    engines.push(engine);
    return engine;
  };
  const shell = await runBrowserShell({ folder: home, port, open: false, openEngine, report: () => {} });
  shells.push(shell);
  return shell;
};

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-run-"));
  vi.stubEnv("TWINBENCH_HOME", home);
  engines = [];
  shells = [];
});
afterEach(async () => {
  for (const shell of shells) if (shell.kind === "started") await shell.close();
  vi.unstubAllEnvs();
  await rm(home, { recursive: true, force: true });
});

describe("a project in the browser shell", () => {
  it("is opened once; the second start gets a fresh link to the first", async () => {
    const first = await run();
    const second = await run();
    expect([first.kind, second.kind, engines.length]).toEqual(["started", "elsewhere", 1]);
    expect(new URL(second.url).origin).toBe(new URL(first.url).origin);
    expect((await fetch(second.url, { redirect: "manual" })).status).toBe(303);
  });

  it("leaves its note readable by this user alone and takes it away", async () => {
    const shell = await run();
    const [note] = await readdir(join(home, "run"));
    expect((await stat(join(home, "run", note ?? ""))).mode & 0o777).toBe(0o600);
    if (shell.kind === "started") await shell.close();
    expect(await readdir(join(home, "run"))).toEqual([]);
    expect(engines[0]?.closed).toBe(true);
  });

  it("starts anew when the note is of a shell that is gone", async () => {
    const first = await run();
    if (first.kind === "started") await first.close();
    expect((await run()).kind).toBe("started");
  });

  it("closes the engine again when the window cannot be served", async () => {
    const first = await run();
    const port = Number(new URL(first.url).port);
    const other = fakeEngine(home);
    await expect(runBrowserShell({ folder: join(home, "Other.twin"), port, open: false, openEngine: async () => other, report: () => {} })).rejects.toMatchObject({ code: "busy" });
    expect(other.closed).toBe(true);
  });
});

import { createServer } from "node:net";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { runBrowserShell, type RunningShell } from "../../../main/browser/runBrowserShell.ts";
import { linkOfRunningShell } from "../../../main/browser/ShellRecord.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { fakeEngine, type FakeEngine } from "./fakeEngine.ts";

let home: string;
let engines: FakeEngine[];
let shells: RunningShell[];

const run = async (port = 0): Promise<RunningShell> => {
  const openEngine = async (folder: string): Promise<FakeEngine> => {
    if (folder.endsWith("Damaged.twin")) throw new TwinError("damaged", "It cannot be read.");
    const engine = fakeEngine(folder);
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

  it("leaves its note readable by this user alone, and of it only the port once it has ended", async () => {
    const shell = await run();
    const [note = ""] = await readdir(join(home, "run"));
    expect((await stat(join(home, "run", note))).mode & 0o777).toBe(0o600);
    if (shell.kind === "started") await shell.close();
    expect((await stat(join(home, "run", note))).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(join(home, "run", note), "utf8"))).toEqual({ origin: new URL(shell.url).origin });
    expect(engines[0]?.closed).toBe(true);
  });

  it("is shown on the port of the last time again, where windows that were left open look for it, and on another where that is taken", async () => {
    const first = await run();
    if (first.kind === "started") await first.close();
    const again = await run();
    expect(new URL(again.url).origin).toBe(new URL(first.url).origin);
    if (again.kind === "started") await again.close();
    const squatter = createServer().listen(Number(new URL(first.url).port), "127.0.0.1");
    try {
      const elsewhere = await run();
      expect(elsewhere.kind).toBe("started");
      expect(new URL(elsewhere.url).origin).not.toBe(new URL(first.url).origin);
    } finally {
      squatter.close();
    }
  });

  it("is exchanged for another: the other opens first, the former closes after it, and later starts find the way", async () => {
    const { url } = await run();
    const other = join(home, "Other.twin");
    await mkdir(other);
    const signedIn = await fetch(url, { redirect: "manual" });
    const { origin } = new URL(url);
    const wish = (body: unknown): Promise<Response> => fetch(`${origin}/project`, { method: "POST", body: JSON.stringify(body), headers: { origin, cookie: signedIn.headers.get("set-cookie")?.split(";")[0] ?? "" } });
    expect((await wish({ kind: "open", folder: other })).status).toBe(200);
    expect(engines.map((engine) => [engine.folder, engine.closed])).toEqual([[home, true], [other, false]]);
    expect(new URL(await linkOfRunningShell(other) ?? "").origin).toBe(origin);
    expect(await linkOfRunningShell(home)).toBeUndefined();

    await mkdir(join(home, "Damaged.twin"));
    expect(await (await wish({ kind: "open", folder: join(home, "Damaged.twin") })).json()).toMatchObject({ code: "damaged" });
    expect(await (await wish({ kind: "open", folder: join(home, "Gone.twin") })).json()).toMatchObject({ code: "not-found" });
    expect(engines.at(-1)?.closed).toBe(false);

    expect((await wish({ kind: "new", parent: home, name: "Fresh plant" })).status).toBe(200);
    expect(JSON.parse(await readFile(join(home, "Fresh plant.twin", "project.json"), "utf8"))).toMatchObject({ settings: { settings: { name: "Fresh plant" } } });
    expect(await (await wish({ kind: "new", parent: home, name: "Fresh plant" })).json()).toMatchObject({ code: "refused", message: expect.stringContaining("not empty") });
    expect(await (await wish({ kind: "new", parent: home, name: "../evil" })).json()).toMatchObject({ code: "bad-input" });
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

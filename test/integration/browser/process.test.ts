/** The browser shell as people start and stop it: a process of its own, from the bundle, ended by Ctrl+C. */
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readdir, rm, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProject, LOCK_FILE } from "../../../main/engine/project/index.ts";
import { emptyProject } from "../../../shared/model/schema.ts";

/** A second is the aim; other tests keep this machine busy meanwhile. */
const END_LIMIT_MS = 10_000;

const program = fileURLToPath(new URL("../../../out/main/browser.js", import.meta.url));
let home: string;
let project: string;
let started: ChildProcess[];

/** Starts the shell; resolves with its link. */
function start(...args: string[]): { process: ChildProcess; link: Promise<string>; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [program, project, "--no-open", ...args], { env: { ...process.env, TWINBENCH_HOME: home }, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  let output = "";
  const link = new Promise<string>((resolve, reject) => {
    const read = (text: string): void => {
      output += text;
      const [url] = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(output) ?? [];
      if (url !== undefined) resolve(url);
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  return { process: child, link, ended: new Promise((resolve) => child.once("exit", (code) => resolve(code))) };
}

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-process-"));
  project = join(home, "North.twin");
  started = [];
  await createProject(project, emptyProject("North", "Europe/Berlin"));
});
afterEach(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(home, { recursive: true, force: true });
});

describe("the browser shell's process", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("ends in order on %s: lock and socket are gone, and of the note all but the port", async (signal) => {
    const shell = start();
    await shell.link;
    const startedMs = performance.now();
    shell.process.kill(signal);
    expect(await shell.ended).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(END_LIMIT_MS);
    expect(await readdir(project)).not.toContain(LOCK_FILE);
    const left = await readdir(join(home, "run"));
    expect(left).toEqual([expect.stringMatching(/^browser-.*\.json$/)]);
    expect(JSON.parse(await readFile(join(home, "run", left[0] ?? ""), "utf8"))).toEqual({ origin: new URL(await shell.link).origin });
  });

  it("gives a second start of the same project a link to the first", async () => {
    const first = start();
    const firstLink = new URL(await first.link);
    const second = start();
    const secondLink = await second.link;
    expect(await second.ended).toBe(0);
    expect(new URL(secondLink).host).toBe(firstLink.host);
    expect((await fetch(secondLink, { redirect: "manual" })).status).toBe(303);
  });

  it("opens again after it was killed in the middle of its work", async () => {
    const first = start();
    await first.link;
    first.process.kill("SIGKILL");
    await first.ended;
    const second = start();
    expect((await fetch(await second.link, { redirect: "manual" })).status).toBe(303);
  });

  it("says in one sentence what is wrong with a folder, with exit code 2", async () => {
    await rm(project, { recursive: true });
    const shell = start();
    await expect(shell.link).rejects.toThrow(/ended with 2: There is no folder .*North\.twin/);
  });
});

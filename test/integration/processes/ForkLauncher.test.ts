import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ForkLauncher } from "../../../main/engine/processes/index.ts";

const { entryPath } = vi.hoisted(() => ({ entryPath: vi.fn<(name: string) => string>() }));
vi.mock("../../../main/engine/entries.ts", () => ({ entryPath }));

let folder: string;
const program = async (text: string): Promise<void> => {
  const file = join(folder, "program.mjs");
  await writeFile(file, text);
  entryPath.mockReturnValue(file);
};
const launch = (...args: string[]) => new ForkLauncher().launch("plant-server", args);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-processes-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe("children in a Node shell", () => {
  it("get their arguments and speak typed arrays over their channel", async () => {
    await program('process.on("message", (m) => process.send({ args: process.argv.slice(2), sum: m.t[0] + m.t[1] })); process.send("ready");');
    const child = launch("--seed", "7");
    const answer = await new Promise((resolve) => child.channel.onMessage((message) => (message === "ready" ? child.channel.send({ t: Float64Array.of(1, 2.5) }) : resolve(message))));
    expect(answer).toEqual({ args: ["--seed", "7"], sum: 3.5 });
    child.kill();
    await child.ended;
  });

  it("see their channel close when the engine lets go, and end in order", async () => {
    await program('process.on("disconnect", () => { process.exitCode = 0; clearInterval(t); }); const t = setInterval(() => {}, 1000); process.send("ready");');
    const child = launch();
    await new Promise((resolve) => child.channel.onMessage(resolve));
    child.channel.close();
    expect(await child.ended).toEqual({ code: 0, stderr: "" });
  });

  it("close their channel and leave their last words when they fail", async () => {
    await program('console.error("port 4840 is taken"); process.exit(3);');
    const child = launch();
    const closed = new Promise<void>((resolve) => child.channel.onClose(resolve));
    expect(await child.ended).toEqual({ code: 3, stderr: "port 4840 is taken\n" });
    await closed;
    expect(() => child.channel.send("anyone?")).toThrow("has ended");
  });

  it("end at once when killed, whatever they do", async () => {
    await program('process.send("busy"); setTimeout(() => { for (;;); }, 0);');
    const child = launch();
    await new Promise((resolve) => child.channel.onMessage(resolve));
    child.kill();
    expect(await child.ended).toMatchObject({ code: undefined });
  });

  it("that are missing are children that ended, with the reason", async () => {
    entryPath.mockReturnValue(join(folder, "nowhere.mjs"));
    const end = await launch().ended;
    expect(end.code).toBe(1);
    expect(end.stderr).toContain("nowhere.mjs");
  });
});

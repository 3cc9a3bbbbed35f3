/** `twinbench apply`: what is saved is applied in one step, or nothing does. */
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLine } from "./commandLine.ts";

const rule = (limit: string): string => `rule High on Tank {\n  when     level > ${limit}\n  severity high\n}\n`;

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "twinbench-apply-")));
  project = join(home, "Tanks.twin");
  user = new CommandLine(home);
  await writeFile(join(home, "tank.csv"), "time,level\n2026-03-01T10:00:00Z,1\n2026-03-01T10:01:00Z,3\n");
  await user.run("new", project);
  await user.run("import", project, join(home, "tank.csv"), "--asset", "T-1", "--type", "Tank", "--unit", "level=m");
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("twinbench apply", () => {
  it("finds a text that is new to the project running already", async () => {
    await writeFile(join(project, "rules", "high.twin"), rule("2 m"));
    expect(await user.json("apply", project)).toEqual({ applied: [] });
  });

  it("puts every text that differs live, and keeps the version with its reason", async () => {
    await writeFile(join(project, "rules", "high.twin"), rule("2.5 m"));
    expect(await user.json("apply", project, "--why", "a higher limit")).toEqual({ applied: ["rules/high.twin"] });
    const versions = await readdir(join(project, "versions"), { recursive: true });
    const whole = (await Promise.all(versions.filter((file) => !file.endsWith(".twin")).map((file) => readFile(join(project, "versions", file), "utf8").catch(() => "")))).join("\n");
    expect(whole).toContain("a higher limit");
  });

  it("has nothing to do the second time", async () => {
    expect(await user.json("apply", project)).toEqual({ applied: [] });
  });

  it("applies nothing where a text has errors, and says where", async () => {
    await writeFile(join(project, "rules", "high.twin"), rule("2 bar"));
    const { code, stderr } = await user.run("apply", project, "--json");
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/rules\/high\.twin.*2/) });
    await writeFile(join(project, "rules", "high.twin"), rule("2.5 m"));
    expect(await user.json("apply", project)).toEqual({ applied: [] });
  });

  it("names the texts there are where one is not there", async () => {
    const { code, stderr } = await user.run("apply", project, "rules/low.twin");
    expect(code).toBe(2);
    expect(stderr).toContain("rules/high.twin");
  });
});

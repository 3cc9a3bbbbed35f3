/** `twinbench what-if` and `verify` on a heater whose model is known, from a file to stored runs. */
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandLine } from "./commandLine.ts";
import { heaterProject, heating, type HeaterProject } from "./heaterProject.ts";

const TAU_S = 300;
const POWER = 3;
const MEASURED = 48;
const AT = "2026-03-01T01:00:00.000000Z";

let heater: HeaterProject;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  const rows = Array.from({ length: 121 }, (_, minute) => `${new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString()},${POWER},${MEASURED}`);
  heater = await heaterProject(rows, heating(TAU_S));
  ({ project, user } = heater);
});
afterAll(() => heater.remove());

const whatIf = (...args: readonly string[]) => user.run("what-if", project, ...args, "--json");

describe("twinbench what-if", () => {
  it("goes on from what was measured with a change and without, and says what the change did", async () => {
    const { code, stdout, stderr } = await whatIf("--at", AT, "--for", "2h", "--change", "Heating.power*=1.5", "--name", "Half as much again");
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      run: "run-1", state: "done", at: AT, from: AT, to: "2026-03-01T03:00:00.000000Z",
      changes: [{ of: "input", use: "Heating", name: "power", asset: null, how: "scale", amount: 1.5, unit: "kW" }],
      start: [{ use: "Heating", asset: "`H-1`", state: "T", value: MEASURED, unit: "Cel", from: "measured" }],
      held: [{ signal: "`H-1`.power", since: "2026-03-01T02:00:00.000000Z" }],
      effects: [{ signal: "`H-1`.temperature", unit: "K" }],
      unchanged: { run: "run-2", state: "done" },
    });
    expect(document.effects[0].end).toBeCloseTo(15, 3);
    expect(stderr).toContain("`H-1`.power ends at 2026-03-01T02:00:00.000000Z: its last value is held from there.");
    const { points } = (await user.json("query", project, "H-1.temperature", "--run", "run-1", "--from", "2026-03-01T01:05:00Z", "--to", "2026-03-01T01:05:00Z")) as { points: [string, number, number][] };
    expect(points[0]?.[1]).toBeCloseTo(65 + (MEASURED - 65) * Math.exp(-1), 3);
  });

  it("takes parameters too, on one asset, and another start of history", async () => {
    const document = JSON.parse((await whatIf("--at", AT, "--for", "30min", "--warm-up", "10min", "--change", "Heating.R@H-1=20", "--use", "Heating")).stdout);
    expect(document).toMatchObject({ changes: [{ of: "parameter", name: "R", asset: "`H-1`", how: "set", amount: 20, unit: "K/kW" }] });
    expect(document.effects[0].end).toBeCloseTo(30 * (1 - Math.exp(-6)), 3);
  });

  it.each([
    ["no instant", ["--for", "1h", "--change", "Heating.R=2"], /instant is missing/],
    ["no change", ["--at", AT, "--for", "1h"], /What is to be changed is missing/],
    ["a change that cannot be read", ["--at", AT, "--for", "1h", "--change", "Heating.R"], /USE\.NAME=3/],
    ["a name the model lacks", ["--at", AT, "--for", "1h", "--change", "Heating.pwer=2"], /Nearest: power/],
    ["a course without an end", ["--at", AT, "--for", "99999999h", "--change", "Heating.R=2"], /--for 99999999h: at most 366d, a year/],
    ["an instant before history", ["--at", "2020-01-01T00:00:00Z", "--for", "1h", "--change", "Heating.R=2"], /no known value/],
  ])("refuses %s with exit 2", async (_what, args, message) => {
    expect(await whatIf(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

describe("twinbench runs", () => {
  it("lists them newest first with their names, by which every command takes them", async () => {
    const { runs } = (await user.json("runs", project)) as { runs: { run: string; name: string; kind: string }[] };
    expect(runs.map(({ run }) => run)).toEqual(expect.arrayContaining(["run-1", "run-2"]));
    expect(runs.find(({ run }) => run === "run-1")).toMatchObject({ name: "Half as much again", kind: "what-if", state: "done", uses: ["Heating"], pinned: false, notes: null });
    const byName = await user.json("query", project, "temperature", "--run", "Half as much again", "--from", AT, "--to", AT);
    expect(byName).toEqual(await user.json("query", project, "H-1.temperature", "--run", "run-1", "--from", AT, "--to", AT));
    expect(await user.json("verify", project, "Half as much again")).toMatchObject({ runs: [{ run: "run-1", identical: true }] });
  });

  it("refuses a name that several have, and one that none has, with what there is", async () => {
    await whatIf("--at", AT, "--for", "10min", "--change", "Heating.power*=2", "--name", "Twice");
    await whatIf("--at", AT, "--for", "10min", "--change", "Heating.power*=2", "--name", "Twice");
    expect(await user.run("verify", project, "Twice")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Several runs are called “Twice”: run-\d+, run-\d+/) });
    expect(await user.run("verify", project, "Half as mush again")).toMatchObject({ code: 2, stderr: expect.stringMatching(/Nearest: Half as much again.*twinbench runs/) });
  });
});

describe("twinbench export", () => {
  it("writes a run's outputs by the file's name", async () => {
    for (const name of ["run.csv", "run.parquet"]) {
      const file = join(heater.home, name);
      const { bytes } = await user.json("export", project, "run-1", file);
      expect((await stat(file)).size).toBe(bytes);
    }
    expect((await readFile(join(heater.home, "run.csv"), "utf8")).split("\r\n")[1]).toBe("`H-1`.temperature,Cel,run-1,2026-03-01T01:00:00.000000Z,48,0x00000000");
    expect((await readFile(join(heater.home, "run.parquet"))).subarray(0, 4).toString()).toBe("PAR1");
    expect(await user.run("export", project, "run-99", join(heater.home, "none.csv"))).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no run run-99") });
    await expect(stat(join(heater.home, "none.csv"))).rejects.toThrow();
  });
});

describe("twinbench backtest --run", () => {
  it("tells whether an alarm would have come over what a run predicts", async () => {
    await writeFile(join(project, "rules", "hot.twin"), "rule Hot on Heater {\n  when temperature > 60 degC\n  severity high\n  message \"hot\"\n}\n");
    const { from, results } = (await user.json("backtest", project, "--run", "run-1")) as { from: string; results: { intervals: unknown[]; measured: unknown[] }[] };
    expect(from).toBe(AT);
    expect(results).toEqual([{ rule: "Hot", asset: "`H-1`", unknown: [], measured: [], intervals: [{ from: expect.stringMatching(/^2026-03-01T01:0[67]/), to: null, truncated: false }] }]);
  });
});

describe("twinbench verify", () => {
  it("repeats runs and finds them identical", async () => {
    const simulated = await user.json("simulate", project);
    expect(await user.json("verify", project, "run-1", "run-2", String(simulated["run"]))).toEqual({
      runs: ["run-1", "run-2", simulated["run"]].map((run) => ({ run, identical: true, differences: [], textsSince: run === simulated["run"] ? [] : ["rules/hot.twin"] })),
    });
  });

  it("says what differs, with exit 1, when other samples are in history", async () => {
    await writeFile(join(heater.home, "corrected.csv"), "time,power\n2026-03-01T01:30:00Z,9\n");
    const imported = await user.run("import", project, join(heater.home, "corrected.csv"), "--asset", "H-1", "--type", "Heater", "--unit", "power=kW");
    expect(imported).toMatchObject({ code: 0 });
    const { code, stdout } = await user.run("verify", project, "run-1", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ runs: [{ run: "run-1", identical: false, textsSince: ["rules/hot.twin"], differences: [{ kind: "inputs", signals: ["`H-1`.power"] }, { kind: "outputs", signals: ["`H-1`.temperature"] }] }] });
  });
});

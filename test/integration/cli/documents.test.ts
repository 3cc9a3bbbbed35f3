/** Each command's JSON document, as machines that call it rely on it: keys, times, exit codes, one document on stdout. */
import { mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLine } from "./commandLine.ts";

const ISO_US = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const SECONDS = 120;
/** 1 m, slowly rising, and 3 m more from second 40 to 59; one word where a number should be. */
const levelAt = (second: number): string => (second === 7 ? "oops" : (1 + second / 1000 + (second >= 40 && second < 60 ? 3 : 0)).toFixed(3));
const CSV = ["time,level,inflow", ...Array.from({ length: SECONDS }, (_, second) => `2026-03-01T10:0${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}Z,${levelAt(second)},3.6`)].join("\n");
const RULE = `rule High on Tank {
  when     level > 2 m for 5 s
  severity high
  message  "{asset.name} at {level}"
}
`;
const MODEL = `model Balance {
  input     inflow : m3/h
  input     start  : m
  parameter area   : m2 = 10 in 1 .. 100
  state     h      : m = start
  der(h) = inflow / area
  output    level  : m = h
}
use Balance on Tank {
  inflow = inflow
  start  = level
  level  ~ level
}
`;

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "twinbench-cli-")));
  project = join(home, "Tanks.twin");
  user = new CommandLine(home);
  await writeFile(join(home, "tank.csv"), `${CSV}\n`);
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("the documents of the command line", () => {
  it("new: the project's folder", async () => {
    expect(await user.json("new", project)).toEqual({ project });
  });

  it("import: per file rows, samples, what was rejected and why, signals and span", async () => {
    const { code, stdout, stderr } = await user.run("import", project, join(home, "tank.csv"), "--asset", "T-1", "--type", "Tank", "--unit", "level=m", "--unit", "inflow=m3/h", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      files: [{
        file: join(home, "tank.csv"), rows: SECONDS, samples: 2 * SECONDS - 1, rejected: 1,
        rejections: [{ row: 9, column: "level", text: "oops", reason: expect.any(String) }],
        signals: [{ name: "level", unit: "m" }, { name: "inflow", unit: "m3/h" }],
        from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:59.000000Z",
      }],
    });
    expect(stderr).toContain("oops");
  });

  it("signals: path as the language writes it, unit, source, count and span", async () => {
    expect(await user.json("signals", project)).toEqual({
      signals: [
        { path: "`T-1`.level", unit: "m", source: "tank.csv", count: SECONDS - 1, from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:59.000000Z" },
        { path: "`T-1`.inflow", unit: "m3/h", source: "tank.csv", count: SECONDS, from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:59.000000Z" },
      ],
    });
  });

  it("check: every diagnostic with file, line and column, and exit 1 for an error", async () => {
    await writeFile(join(project, "rules", "high.twin"), RULE.replace("2 m", "2 bar"));
    const { code, stdout } = await user.run("check", project, "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({ ok: false, diagnostics: [{ file: "rules/high.twin", line: 2, column: expect.any(Number), severity: "error", message: expect.stringContaining("bar") }] });
    await writeFile(join(project, "rules", "high.twin"), RULE);
    await writeFile(join(project, "models", "balance.twin"), MODEL);
    expect(await user.json("check", project)).toEqual({ ok: true, diagnostics: [] });
  });

  it("backtest: intervals per rule and asset, with those that cannot be decided", async () => {
    expect(await user.json("backtest", project, "--rule", "High")).toEqual({
      from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:59.000000Z",
      results: [{ rule: "High", asset: "`T-1`", intervals: [{ from: "2026-03-01T10:00:45.000000Z", to: "2026-03-01T10:01:00.000000Z", truncated: false }], unknown: [] }],
      notRun: [],
    });
  });

  it("backtest: an interval still active at the end has no end", async () => {
    const { results } = await user.json("backtest", project, "--to", "2026-03-01T10:00:50Z");
    expect(results).toMatchObject([{ intervals: [{ from: "2026-03-01T10:00:45.000000Z", to: null }] }]);
  });

  it("alarms: none stand in a recording; how many there would have been, against what is acceptable", async () => {
    expect(await user.json("alarms", project)).toEqual({ from: null, to: null, alarms: [] });
    const figures = await user.json("alarms", project, "--from", "2026-03-01T10:00:00Z", "--to", "2026-03-01T10:02:00Z", "--performance", "--backtest");
    expect(figures).toMatchObject({ from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:02:00.000000Z", alarms: 1, floods: [], bySeverity: { high: 1 }, worst: [{ rule: "High", asset: "`T-1`", alarms: 1, activeS: 15 }] });
    expect(await user.run("alarms", project, "--performance")).toMatchObject({ code: 2, stderr: expect.stringContaining("Performance is of a span") });
  });

  it("simulate: the run, its steps and signals, and how far each is from what was measured", async () => {
    const document = await user.json("simulate", project, "--use", "Balance");
    expect(document).toMatchObject({ run: expect.any(String), from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:59.000000Z", steps: expect.any(Number), signals: ["`T-1`.level"], compared: [{ signal: "`T-1`.level", rmse: expect.any(Number), unit: "m" }] });
    const { points, run } = await user.json("query", project, "T-1.level", "--run", String(document["run"]));
    expect(run).toBe(document["run"]);
    expect(points).toContainEqual(["2026-03-01T10:00:00.000000Z", 1, 0]);
  });

  it("query: raw samples as time, value and status, each time in microseconds with Z", async () => {
    const document = await user.json("query", project, "`T-1`.level", "--from", "2026-03-01T10:00:05", "--to", "2026-03-01T10:00:09Z");
    expect(document).toEqual({
      signal: "`T-1`.level", unit: "m", run: "measured",
      points: [["2026-03-01T10:00:05.000000Z", 1.005, 0], ["2026-03-01T10:00:06.000000Z", 1.006, 0], ["2026-03-01T10:00:08.000000Z", 1.008, 0], ["2026-03-01T10:00:09.000000Z", 1.009, 0]],
    });
  });

  it("query --width: reduced, with the extremes kept", async () => {
    const { points } = (await user.json("query", project, "T-1.level", "--width", "4")) as { points: [string, number, number][] };
    expect(points.length).toBeLessThan(SECONDS / 2);
    expect(Math.max(...points.map(([, value]) => value))).toBeCloseTo(4.059, 9);
    expect(points.every(([t]) => ISO_US.test(t))).toBe(true);
  });

  it("query --csv: the same for spreadsheets", async () => {
    const { stdout } = await user.run("query", project, "T-1.inflow", "--to", "2026-03-01T10:00:01Z", "--csv");
    expect(stdout.trim().split(/\r?\n/)).toEqual(["time,value,status", "2026-03-01T10:00:00.000000Z,3.6,0", "2026-03-01T10:00:01.000000Z,3.6,0"]);
  });

  it("record: span, samples, gaps and losses; nothing to record is no error", async () => {
    const document = await user.json("record", project, "--for", "100ms");
    expect(document).toEqual({ from: expect.stringMatching(ISO_US), to: expect.stringMatching(ISO_US), samples: 0, gaps: 0, lost: 0 });
  });

  it("writes messages to standard error, never into the document", async () => {
    const { code, stdout, stderr } = await user.run("query", project, "T-1.levle", "--json");
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/There is no signal T-1\.levle\. Nearest: .*level/);
    expect(await readFile(join(project, "project.json"), "utf8")).toContain("T-1");
  });
});

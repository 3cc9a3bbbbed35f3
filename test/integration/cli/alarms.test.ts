/** `twinbench alarms` on alarms that were recorded: those that stand, those of a span, of one rule, and their figures. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { History } from "../../../main/engine/history/index.ts";
import type { Alarm } from "../../../shared/contract/rules.ts";
import { US_PER_MIN } from "../../../shared/time/time.ts";
import { CommandLine } from "./commandLine.ts";

const T0 = Date.UTC(2026, 2, 1, 10) * 1000;
const ASSET = "gone";

/** Alarms that have ended: nothing decides of them any more when the project is opened. */
const alarm = (id: string, rule: string, atMin: number, more: Partial<Alarm> = {}): Alarm => ({ id, rule, kind: "rule", assetId: ASSET, severity: "high", message: `${rule} ${id}`, state: "ended", sinceUs: T0 + atMin * US_PER_MIN, clearedUs: T0 + (atMin + 1) * US_PER_MIN, ...more });

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "twinbench-alarms-")));
  project = join(home, "Tanks.twin");
  user = new CommandLine(home);
  await user.run("new", project);
  const history = await History.open({ file: join(project, "history.duckdb"), stagingFolder: join(project, "staging") });
  await history.recordAlarms({ alarms: [alarm("1", "High", 0, { acknowledged: { atUs: T0 + US_PER_MIN, by: "ada", note: "seen" } }), alarm("2", "High", 30), alarm("3", "Low", 31, { severity: "low" })], events: [], withholdings: [], released: [] });
  await history.close();
});
afterAll(() => rm(home, { recursive: true, force: true }));

const messages = async (...args: readonly string[]): Promise<string[]> => ((await user.json("alarms", project, ...args))["alarms"] as { message: string }[]).map(({ message }) => message);

describe("twinbench alarms", () => {
  it("lists what stands: nothing that has ended", async () => {
    expect(await messages()).toEqual([]);
  });

  it("lists those of a span, newest first, with who acknowledged them", async () => {
    const { from, to, alarms } = await user.json("alarms", project, "--from", "2026-03-01T10:00:00Z", "--to", "2026-03-01T10:20:00Z");
    expect({ from, to }).toEqual({ from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:20:00.000000Z" });
    expect(alarms).toMatchObject([{ rule: "High", state: "ended", severity: "high", from: "2026-03-01T10:00:00.000000Z", to: "2026-03-01T10:01:00.000000Z", acknowledged: { by: "ada", note: "seen" }, withheld: [] }]);
    expect(await messages("--from", "2026-03-01T10:00:00Z")).toEqual(["Low 3", "High 2", "High 1"]);
    expect(await messages("--to", "2026-03-01T10:05:00Z")).toEqual(["High 1"]);
  });

  it("lists those of one rule", async () => {
    expect(await messages("--from", "2026-03-01T10:00:00Z", "--rule", "High")).toEqual(["High 2", "High 1"]);
  });

  it("gives the figures of what was recorded, of all rules or one", async () => {
    const span = ["--performance", "--from", "2026-03-01T10:00:00Z", "--to", "2026-03-01T11:00:00Z"];
    expect(await user.json("alarms", project, ...span)).toMatchObject({ alarms: 3, averagePer10Min: 0.5, bySeverity: { high: 2, low: 1 }, floods: [] });
    expect(await user.json("alarms", project, ...span, "--rule", "Low")).toMatchObject({ alarms: 1, worst: [{ rule: "Low", alarms: 1, activeS: 60 }] });
  });

  it("refuses a span that is empty", async () => {
    expect(await user.run("alarms", project, "--from", "2026-03-01T11:00:00Z", "--to", "2026-03-01T10:00:00Z")).toMatchObject({ code: 2, stderr: expect.stringContaining("empty") });
  });
});

/** `twinbench forecast` on a heater whose model is known, from a file to a stored run. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandLine } from "./commandLine.ts";
import { heaterProject, heating, type HeaterProject } from "./heaterProject.ts";

const TAU_S = 300;
const POWER = 3;
const MEASURED = 48;
/** The file ends a day and an hour after it begins. */
const MINUTES = 25 * 60;
const NOW = "2026-03-02T01:00:00.000000Z";

let heater: HeaterProject;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  // The second hour of the first day, which the forecast's first hour repeats, had twice the power.
  const rows = Array.from({ length: MINUTES + 1 }, (_, minute) => `${new Date(Date.UTC(2026, 2, 1, 0, minute)).toISOString()},${minute >= 60 && minute < 120 ? 2 * POWER : POWER},${MEASURED}`);
  heater = await heaterProject(rows, heating(TAU_S));
  ({ project, user } = heater);
});
afterAll(() => heater.remove());

const forecast = (...args: readonly string[]) => user.run("forecast", project, ...args, "--json");
async function at(run: string, time: string): Promise<number> {
  const { points } = (await user.json("query", project, "H-1.temperature", "--run", run, "--from", time, "--to", time)) as { points: [string, number, number][] };
  return points[0]?.[1] ?? Number.NaN;
}

describe("twinbench forecast", () => {
  it("goes on from the end of history with inputs held, says so, and is repeated to the last bit", async () => {
    const { code, stdout, stderr } = await forecast("--for", "2h");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      run: "run-1", state: "done", from: NOW, to: "2026-03-02T03:00:00.000000Z", scenarios: [], changes: [], band: null,
      start: [{ use: "Heating", asset: "`H-1`", state: "T", value: MEASURED, unit: "Cel", from: "measured" }],
      held: [{ signal: "`H-1`.power", since: NOW }],
    });
    expect(stderr).toContain(`\`H-1\`.power ends at ${NOW}: its last value is held from there.`);
    expect(await at("run-1", "2026-03-02T01:05:00Z")).toBeCloseTo(50 + (MEASURED - 50) * Math.exp(-1), 3);
    expect(await user.json("verify", project, "run-1")).toMatchObject({ runs: [{ identical: true }] });
  });

  it("repeats the last day of an input, with a change on top", async () => {
    const document = JSON.parse((await forecast("--for", "1h", "--use", "Heating", "--scenario", "Heating.power@H-1=day", "--change", "Heating.power*=0.5")).stdout);
    expect(document).toMatchObject({ scenarios: [{ use: "Heating", name: "power", asset: "`H-1`", how: "day" }], changes: [{ how: "scale", amount: 0.5 }], held: [] });
    expect(await at(document.run, "2026-03-02T01:05:00Z")).toBeCloseTo(50 + (MEASURED - 50) * Math.exp(-1), 3);
  });

  it("draws a band where a value is a range, kept under names of its own", async () => {
    const document = JSON.parse((await forecast("--for", "1h", "--vary", "Heating.R=8..12", "--samples", "64", "--seed", "3")).stdout);
    expect(document.band).toMatchObject({ low: 0.05, high: 0.95, rows: 64, failed: 0, seed: 3, varied: [{ of: "parameter", use: "Heating", name: "R", unit: "K/kW" }] });
    const [low, middle, high] = [await at(`${document.run}:low`, "2026-03-02T02:00:00Z"), await at(document.run, "2026-03-02T02:00:00Z"), await at(`${document.run}:high`, "2026-03-02T02:00:00Z")];
    // At rest 20 °C + R · 3 kW: 5, 50 and 95 in a hundred of 8 to 12 K/kW; the rows lie 12 K / 64 apart.
    for (const [value, rest] of [[low, 44.6], [middle, 50], [high, 55.4]] as const) expect(Math.abs((value ?? Number.NaN) - rest)).toBeLessThan((2 * 12) / 64);
  });

  it.each([
    ["no length", [], /How long to go on is missing/],
    ["a scenario that cannot be read", ["--for", "1h", "--scenario", "Heating.power=year"], /USE\.INPUT=hold/],
    ["a range that cannot be read", ["--for", "1h", "--vary", "R=1..2"], /USE\.NAME=LOW\.\.HIGH/],
    ["a name the model lacks", ["--for", "1h", "--scenario", "Heating.pwer=day"], /Nearest: power/],
    ["a stretch that history does not have", ["--for", "1h", "--scenario", "Heating.power=week"], /cannot repeat a week/],
  ])("refuses %s with exit 2", async (_what, args, message) => {
    expect(await forecast(...args)).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  });
});

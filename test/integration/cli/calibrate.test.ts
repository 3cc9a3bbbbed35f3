/** `twinbench calibrate` on a heater whose parameters are known, from a file to a judged result; and what it refuses. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { noise } from "../../fixtures/noise.ts";
import type { CommandLine } from "./commandLine.ts";
import { heaterProject, type HeaterProject } from "./heaterProject.ts";

const R = 0.01; // K/W
const C = 30_000; // J/K
const AMBIENT = 20;
const STEP_S = 5;
const PIECE_S = 120;
const SECONDS = 7200;

/** A staircase of heating power in kW and the temperature it makes, read with so much noise. */
function heaterRows(noiseK: number): string[] {
  const levels = noise(SECONDS / PIECE_S + 1, 1).map((level) => Math.max(0, 3 + level));
  const read = noise(SECONDS / STEP_S + 1, 2);
  const lines: string[] = [];
  let temperature = AMBIENT;
  for (let second = 0; second <= SECONDS; second += STEP_S) {
    const power = levels[Math.floor(second / PIECE_S)] ?? 0;
    lines.push(`${new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString()},${power.toFixed(4)},${(temperature + (second === 0 ? 0 : noiseK * (read[second / STEP_S] ?? 0))).toFixed(noiseK === 0 ? 9 : 4)}`);
    const rest = AMBIENT + R * power * 1000;
    temperature = rest + (temperature - rest) * Math.exp(-STEP_S / (R * C));
  }
  return lines;
}

const MODEL = `model Heating {
  input     power   : kW
  input     start   : degC
  parameter R       : K/W  = 0.03  in 0.001 .. 0.1
  parameter C       : J/K  = 10000 in 1000 .. 100000
  parameter loss    : 1    = 1     in 0.1 .. 10
  state     T       : degC = start
  der(T) = (loss * power - (T - 20 degC) / R) / C
  output    temperature : degC = T
}
use Heating on Heater {
  power       = power
  start       = temperature
  temperature ~ temperature
}
`;
const SPAN = ["--from", "2026-03-01T00:00:00Z", "--to", "2026-03-01T02:00:00Z"];
const HELD_OUT = ["--hold-out", "2026-03-01T01:00:00Z..2026-03-01T01:30:00Z"];

let heater: HeaterProject;
let project: string;
let user: CommandLine;
const calibrate = (...args: readonly string[]) => user.run("calibrate", project, "--use", "Heating", ...args, "--json");

beforeAll(async () => {
  heater = await heaterProject(heaterRows(0.1), MODEL);
  ({ project, user } = heater);
});
afterAll(() => heater.remove());

describe("twinbench calibrate", () => {
  it("finds the parameters, says how well they are known, and calls it calibrated for what was held out", async () => {
    const { code, stdout } = await calibrate("--fit", "R,C", ...SPAN, ...HELD_OUT);
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      run: "run-1", calibrated: true, reason: null, unit: "K",
      parameters: [{ name: "R", unit: "K/W", before: 0.03, verdict: "identified" }, { name: "C", unit: "J/K", before: 10_000, verdict: "identified" }],
      spans: [
        { from: "2026-03-01T00:00:00.000000Z", to: "2026-03-01T01:00:00.000000Z", heldOut: false },
        { from: "2026-03-01T01:00:00.000000Z", to: "2026-03-01T01:30:00.000000Z", heldOut: true },
        { from: "2026-03-01T01:30:00.000000Z", to: "2026-03-01T02:00:00.000000Z", heldOut: false },
      ],
      compared: [{ signal: "`H-1`.temperature", unit: "K", rmse: { fit: document.rmse.fit } }],
    });
    const [r, c] = document.parameters;
    expect(Math.abs(r.value / R - 1)).toBeLessThan(0.01);
    expect(Math.abs(c.value / C - 1)).toBeLessThan(0.02);
    expect(r.low).toBeLessThan(R);
    expect(r.high).toBeGreaterThan(R);
    // The start of each span is read with the sensor's noise, so a little more than that is left.
    expect(document.rmse.fit).toBeLessThan(0.15);
    expect(document.rmse.heldOut).toBeLessThan(0.2);
    expect(document.rmse.baseline).toBeGreaterThan(1);
  });

  it("keeps the model with the values found as a run", async () => {
    const { points } = (await user.json("query", project, "H-1.temperature", "--run", "run-1", "--from", "2026-03-01T00:30:00Z", "--to", "2026-03-01T00:31:00Z")) as { points: [string, number, number][] };
    const measured = (await user.json("query", project, "H-1.temperature", "--from", "2026-03-01T00:30:00Z", "--to", "2026-03-01T00:31:00Z")) as { points: [string, number, number][] };
    const simulated = new Map(points.map(([t, value]) => [t, value]));
    for (const [t, value] of measured.points) expect(Math.abs((simulated.get(t) ?? Number.NaN) - value)).toBeLessThan(0.6);
  });

  it("comes to the same bytes for the same seed", async () => {
    const { run } = JSON.parse((await calibrate("--fit", "R,C", ...SPAN, ...HELD_OUT, "--starts", "3", "--seed", "7")).stdout);
    expect(await user.json("verify", project, run)).toEqual({ runs: [{ run, identical: true, differences: [], textsSince: [] }] });
  });

  it("finds them in data without any noise, where what is left hangs together as rounding does", async () => {
    const exact = await heaterProject(heaterRows(0), MODEL);
    try {
      const { calibrated, parameters } = JSON.parse((await exact.user.run("calibrate", exact.project, "--use", "Heating", "--fit", "R,C", ...SPAN, ...HELD_OUT, "--json")).stdout);
      expect(calibrated).toBe(true);
      expect(parameters).toMatchObject([{ value: expect.closeTo(R, 4), verdict: "identified" }, { value: expect.closeTo(C, -2), verdict: "identified" }]);
    } finally {
      await exact.remove();
    }
  });

  it("says which parameters the data cannot tell apart", async () => {
    const { code, stdout } = await calibrate("--fit", "R,C,loss", ...SPAN, ...HELD_OUT);
    const { parameters, calibrated, reason } = JSON.parse(stdout);
    expect(parameters.map(({ name, verdict }: { name: string; verdict: string }) => `${name} ${verdict}`)).toEqual(["R not-identifiable", "C not-identifiable", "loss not-identifiable"]);
    expect({ code, calibrated, reason }).toEqual({ code: 1, calibrated: false, reason: expect.stringContaining("none of the parameters is known from these data") });
  });

  it("calls nothing calibrated where nothing was held out, with exit 1", async () => {
    const { code, stdout, stderr } = await calibrate("--fit", "R,C", ...SPAN, "--starts", "1");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ calibrated: false, rmse: { heldOut: null }, reason: expect.stringContaining("held out") });
    expect(stderr).toContain("Not calibrated");
  });

  it("is calibrated no more where the bounds keep it from the truth", async () => {
    const { code, stdout } = await calibrate("--fit", "R", "--bounds", "R=0.05..0.1", ...SPAN, ...HELD_OUT);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ calibrated: false, parameters: [{ value: 0.05, verdict: expect.stringMatching(/weak|not-identifiable/) }] });
  });

  it("takes the values of an override as those before", async () => {
    await writeFile(join(project, "models", "calibrated.twin"), "override Heating on `H-1` { R = 0.012 K/W }\n");
    const { parameters } = JSON.parse((await calibrate("--fit", "R", ...SPAN, ...HELD_OUT, "--starts", "1")).stdout);
    expect(parameters).toMatchObject([{ name: "R", before: 0.012 }]);
  });

  it.each([
    [["--fit", "Q", ...SPAN], /no parameter Q\. It has: R, C, loss/],
    [["--fit", "R,R", ...SPAN], /R is named twice/],
    [["--fit", "R"], /--from T --to T/],
    [["--fit", "R", ...SPAN, "--hold-out", "2026-03-01"], /T\.\.T/],
    [["--fit", "R", ...SPAN, "--hold-out", "2026-02-28T00:00:00Z..2026-03-02T00:00:00Z"], /leaves nothing to fit/],
    [["--fit", "R", ...SPAN, "--bounds", "R=2..1"], /leave it no room/],
    [["--fit", "R", ...SPAN, "--bounds", "C=1..2"], /names C, which --fit does not/],
    [["--fit", "R", ...SPAN, "--weight", "H-1.temperature=0"], /hold 0 samples/],
    [["--fit", "R", ...SPAN, "--weight", "H-1.temprature=2"], /Nearest: .*temperature/],
    [["--fit", "R", ...SPAN, "--weight", "2"], /SIGNAL=2/],
    [["--fit", "R", ...SPAN, "--asset", "H-9"], /no asset H-9\. Nearest: .*H-1/],
    [["--fit", "R", "--from", "2026-05-01T00:00:00Z", "--to", "2026-05-02T00:00:00Z"], /no known value|too few|Nothing was recorded/],
  ])("refuses %j with a sentence and exit 2", async (args, sentence) => {
    const { code, stdout, stderr } = await calibrate(...args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(sentence);
  });

  it("fits parameters of two uses at once, named by their use", async () => {
    await writeFile(join(project, "models", "shown.twin"), "model Shown {\n  input     t    : degC\n  parameter gain : 1 = 2 in 0.1 .. 10\n  output    read : degC = 20 degC + gain * (t - 20 degC)\n}\nuse Shown on Heater {\n  t    = Heating.temperature\n  read ~ temperature\n}\n");
    const { code, stdout } = await user.run("calibrate", project, "--fit", "Heating.R,Heating.C,Shown.gain", "--bounds", "Shown.gain=0.5..5", ...SPAN, ...HELD_OUT, "--starts", "1", "--json");
    expect(code).toBe(0);
    const { parameters } = JSON.parse(stdout);
    expect(parameters).toMatchObject([{ use: "Heating", name: "R", verdict: "identified" }, { use: "Heating", name: "C", verdict: "identified" }, { use: "Shown", name: "gain", before: 2, verdict: "identified" }]);
    expect([Math.abs(parameters[0].value / R - 1), Math.abs(parameters[2].value - 1)].every((off) => off < 0.01)).toBe(true);
  });

  it("names the uses there are", async () => {
    const { code, stderr } = await user.run("calibrate", project, "--use", "Cooling", "--fit", "R", ...SPAN);
    expect(code).toBe(2);
    expect(stderr).toContain("There is: Heating");
  });
});

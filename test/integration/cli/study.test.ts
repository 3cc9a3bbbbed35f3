/** Studies and optimisations on the command line: a heater of known answer, from a file to figures; and what they refuse. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CommandLine } from "./commandLine.ts";
import { heaterProject, type HeaterProject } from "./heaterProject.ts";

const MODEL = `model Heating {
  input     power : kW
  parameter R     : K/kW = 2
  parameter tau   : s    = 60
  state     T     : degC = 20
  der(T) = (20 degC + R * power - T) / tau
  output    temperature : degC = T
}
use Heating on Heater {
  power       = power
  temperature ~ temperature
}
`;
const SPAN = ["--from", "2026-03-01T00:00:00Z", "--to", "2026-03-01T00:10:00Z"];
/** Ten time constants after the start. */
const SETTLED = 1 - Math.exp(-10);

let heater: HeaterProject;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  const rows = Array.from({ length: 61 }, (_, i) => `${new Date(Date.UTC(2026, 2, 1) + i * 10_000).toISOString()},10,${40 - 20 * Math.exp(-i / 6)}`);
  heater = await heaterProject(rows, MODEL + RULE);
  ({ project, user } = heater);
});
afterAll(() => heater.remove());

const RULE = `rule Hot on Heater {
  when temperature > 45 degC
  severity high
}
`;

describe("twinbench sweep, monte-carlo and sensitivity", () => {
  it("sweep a parameter in steps", async () => {
    const { code, stdout } = await user.run("sweep", project, "--use", "Heating", "--vary", "R=1..3/3", ...SPAN, "--json");
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({ run: "run-1", kind: "sweep", rows: 3, failed: 0, seed: null, variables: [{ name: "R", of: "parameter", how: "set", unit: "K/kW", amounts: [1, 2, 3] }] });
    const last = document.figures.find(({ figure }: { figure: string }) => figure === "last");
    expect(last).toMatchObject({ asset: "`H-1`", output: "temperature", unit: "Cel" });
    [1, 2, 3].forEach((R, i) => expect(last.values[i]).toBeCloseTo(20 + R * 10 * SETTLED, 3));
    expect(await user.json("verify", project, "run-1")).toEqual({ runs: [{ run: "run-1", identical: true, differences: [], textsSince: [] }] });
  });

  it("draw by chance, the same again for the same seed", async () => {
    const ask = (seed: string) => user.run("monte-carlo", project, "--use", "Heating", "--vary", "R=2+-0.2", "--vary", "power*=0.9..1.1", "--samples", "32", "--seed", seed, ...SPAN, "--json");
    const [first, again, other] = [await ask("5"), await ask("5"), await ask("6")].map(({ stdout }) => JSON.parse(stdout).figures);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("move one at a time, and say how likely a rule fires", async () => {
    const ask = (kind: string) => user.run(kind, project, "--use", "Heating", "--vary", "R=1..3", "--rule", "Hot", ...SPAN);
    expect((await ask("one-at-a-time")).stdout).toMatch(/H-1.* temperature last: 40\.00 Cel as it is; R 30\.00 \.\. 50\.00\n[^]*Hot active: 0\.000 min as it is; R 0\.000 \.\. 8\.\d+/);
    expect((await ask("monte-carlo")).stdout).toMatch(/H-1.* Hot fires in 2[45]\.\d % of the rows \(95 % interval \d\d\.\d % \.\. \d\d\.\d %\), active 0\.000 \.\. 0\.000 \.\. 8\.\d+ min/);
  });

  it("say which value matters, in words and as a document", async () => {
    const args = ["sensitivity", project, "--use", "Heating", "--vary", "R=1..3", "--vary", "tau=50..70", "--samples", "64", "--asset", "H-1", ...SPAN];
    const figures = JSON.parse((await user.run(...args, "--json")).stdout).figures;
    const last = figures.find(({ figure }: { figure: string }) => figure === "last");
    expect(last.total[0].value).toBeGreaterThan(0.95);
    expect(last.total[1].value).toBeLessThan(0.01);
    expect((await user.run(...args)).stdout).toMatch(/H-1.* temperature last: .* Cel; by itself R \d+ %, tau 0 %/);
  });

  it("say of a figure that it is not known, and why: here nothing was measured between two samples", async () => {
    const between = ["--from", "2026-03-01T00:00:01Z", "--to", "2026-03-01T00:00:05Z"];
    const { stdout, stderr } = await user.run("one-at-a-time", project, "--use", "Heating", "--vary", "R=1..3", ...between);
    expect(stdout).toMatch(/H-1.* temperature rmse: not known as it is; R not known \.\. not known\n/);
    expect(stdout).not.toContain("NaN");
    expect(stderr).toContain("nothing was measured to compare with");
  });

  it("recommend the best value within limits and rules, in words", async () => {
    const { code, stdout, stderr } = await user.run("optimise", project, "--use", "Heating", "--vary", "R=1..3", "--maximise", "last:temperature", "--keep", "temperature max < 47 degC", "--quiet-rules", "Hot=1min", "--evaluations", "60", ...SPAN);
    // Above 45 degC for a minute at most: 20 + 10 R (1 − exp(−9)) is 45 with R = 2.5003.
    expect(stdout).toMatch(/^run-\d+: temperature last (44\.99|45\.0)\d* Cel; with the present values 39\.999 \(run-\d+\)\n  R = 2\.5\d* K\/kW; now 2\.0000\n/);
    expect(stdout).toMatch(/temperature highest below 47 \S+: 4[45]\.\d+ Cel;/);
    expect(stdout).toMatch(/Hot is active at most 60 s: \d+\.\d+ s, binding; without it [12]\.\d+ Cel better/);
    expect([code, stderr]).toEqual([0, expect.stringContaining("Nothing was written to a plant.")]);
    expect((await user.run("optimise", project, "--use", "Heating", "--vary", "R=1..3", ...SPAN)).stderr).toContain("--minimise FIGURE:OUTPUT");
  });

  it.each<[string, readonly string[], string]>([
    ["a use that is missing", ["sweep", "--vary", "R=1..2", ...SPAN], "--use NAME"],
    ["nothing to vary", ["sweep", "--use", "Heating", ...SPAN], "--vary NAME=LOW..HIGH"],
    ["a range that is none", ["sweep", "--use", "Heating", "--vary", "R=1", ...SPAN], "write it as NAME=LOW..HIGH"],
    ["a span that is missing", ["sweep", "--use", "Heating", "--vary", "R=1..2"], "--from T --to T"],
    ["an unknown parameter", ["sweep", "--use", "Heating", "--vary", "Q=1..2", ...SPAN], "no input Q"],
    ["a sampling that is none", ["monte-carlo", "--use", "Heating", "--vary", "R=1..2", "--sampling", "dice", ...SPAN], "sobol or latin-hypercube"],
  ])("refuse %s", async (_what, [command = "", ...args], says) => {
    const { code, stderr } = await user.run(command, project, ...args);
    expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
  });
});

/** `twinbench calibrate` on an FMU of our own, brought and allowed on the command line. Where there is no compiler it is skipped. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasCompiler, makeFmu } from "../../fixtures/fmu/makeFmu.ts";
import { noise } from "../../fixtures/noise.ts";
import { heaterProject, type HeaterProject } from "./heaterProject.ts";

const GAIN = 3;
const TAU_S = 60;
const SECONDS = 900;

/** Power in kW a second, and what the FMU's ten steps of explicit Euler in each make of it, read with 0.1 K of noise. */
function rows(): string[] {
  const read = noise(SECONDS + 1, 3);
  let x = 0;
  return Array.from({ length: SECONDS + 1 }, (_, second) => {
    const power = 10 + 3 * Math.sin(second / 40);
    const row = `${new Date(Date.UTC(2026, 2, 1) + second * 1000).toISOString()},${power},${x - 273.15 + 0.1 * (read[second] ?? 0)}`;
    for (let step = 0; step < 10; step++) x += (0.1 * (GAIN * power - x)) / TAU_S;
    return row;
  });
}

const MODEL = `model Lag = fmu "models/lag.fmu" step 1 s {
  input     power : kW from "u"
  parameter gain  : 1 = 1 in 0.1 .. 9
  parameter tau   : s = 20 in 5 .. 500
  output    y     : degC
}
use Lag on Heater {
  power = power
  y ~ temperature
}
`;

describe.skipIf(!hasCompiler)("twinbench calibrate with an FMU (needs the C compiler cc)", () => {
  let heater: HeaterProject;

  beforeAll(async () => {
    heater = await heaterProject(rows(), MODEL);
    await writeFile(join(heater.home, "lag.fmu"), makeFmu(2));
  });
  afterAll(() => heater.remove());

  it("asks for the FMU to be allowed, then finds its parameters, by differences", async () => {
    const { user, project, home } = heater;
    await user.run("fmu", project, join(home, "lag.fmu"), "--add");
    const ask = () => user.run("calibrate", project, "--use", "Lag", "--fit", "gain,tau", "--from", "2026-03-01T00:00:00Z", "--to", "2026-03-01T00:15:00Z", "--starts", "1", "--json");
    expect(await ask()).toMatchObject({ code: 2, stderr: expect.stringMatching(/nobody has allowed it.*--allow/) });
    await user.run("fmu", project, "lag.fmu", "--allow");
    const { stdout } = await ask();
    expect(JSON.parse(stdout)).toMatchObject({ sensitivities: "differences", parameters: [{ name: "gain", value: expect.closeTo(GAIN, 1), verdict: "identified" }, { name: "tau", value: expect.closeTo(TAU_S, 0), verdict: "identified" }] });
    await writeFile(join(project, "models", "calibrated.twin"), "override Lag on `H-1` { gain = 2.9 }\n");
    expect(JSON.parse((await ask()).stdout)).toMatchObject({ parameters: [{ name: "gain", before: 2.9 }, { name: "tau", before: 20 }] });
  });
});

/** A project with one heater, its power and temperature from a file, and a model of it: what commands about models are tried on. */
import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommandLine } from "./commandLine.ts";

export interface HeaterProject {
  readonly home: string;
  /** The project's folder. */
  readonly project: string;
  readonly user: CommandLine;
  remove(): Promise<void>;
}

/** `rows`: lines of `time,power in kW,temperature in °C`, without a head. */
export async function heaterProject(rows: readonly string[], model: string): Promise<HeaterProject> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "twinbench-heater-")));
  const project = join(home, "Heater.twin");
  const user = new CommandLine(home);
  await writeFile(join(home, "heater.csv"), `time,power,temperature\n${rows.join("\n")}\n`);
  await user.run("new", project);
  await user.run("import", project, join(home, "heater.csv"), "--asset", "H-1", "--type", "Heater", "--unit", "power=kW", "--unit", "temperature=degC");
  await writeFile(join(project, "models", "heating.twin"), model);
  return { home, project, user, remove: () => rm(home, { recursive: true, force: true }) };
}

/** A first-order heater at 10 K/kW about 20 °C. */
export const heating = (tauS: number): string => `model Heating {
  input     power : kW
  parameter R     : K/kW = 10
  state     T     : degC = 20
  der(T) = (20 degC + R * power - T) / ${tauS} s
  output    temperature : degC = T
}
use Heating on Heater {
  power       = power
  temperature ~ temperature
}
`;

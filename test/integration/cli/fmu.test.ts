/** FMUs on the command line: brought into a project, looked at, allowed for this user, made a text of. Nothing of them runs, so no compiler is needed. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { libraryPath } from "../../../main/engine/fmu/platforms.ts";
import { exchangeDescription } from "../../fixtures/fmu/makeExchangeFmu.ts";
import { description } from "../../fixtures/fmu/makeFmu.ts";
import { zip } from "../../fixtures/zip.ts";
import { CommandLine } from "./commandLine.ts";

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-fmu-cli-"));
  project = join(home, "plant");
  user = new CommandLine(home);
  await user.run("new", project);
  await writeFile(join(home, "lag.fmu"), zip([{ name: "modelDescription.xml", bytes: description(2) }, { name: libraryPath(2, "lag") ?? "binaries/none/lag.so", bytes: "not run here" }]));
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe("twinbench fmu", () => {
  it("brings a file into the project, says what it is, and lets it run on this machine when told so", async () => {
    expect(await user.json("fmu", project, join(home, "lag.fmu"), "--add", "--allow")).toMatchObject({ facts: { file: "models/lag.fmu", model: "Lag", fmiVersion: "2.0" }, consent: { file: "models/lag.fmu" } });
    expect(await user.json("fmu", project)).toMatchObject({ files: [{ file: "models/lag.fmu", allowed: true }] });
  });

  it("has no consent for another user of the same project", async () => {
    const other = new CommandLine(join(home, "other"));
    expect(await other.json("fmu", project)).toMatchObject({ files: [{ allowed: false }] });
  });

  it("says what there is to solve of one for model exchange", async () => {
    await writeFile(join(home, "ball.fmu"), zip([{ name: "modelDescription.xml", bytes: exchangeDescription(3, "BALL") }, { name: libraryPath(3, "exchange") ?? "binaries/none/exchange.so", bytes: "not run here" }]));
    expect((await user.run("fmu", project, join(home, "ball.fmu"), "--add")).stdout).toMatch(/FMI 3\.0, model exchange, .*\nmodel exchange, solved by Twinbench: 2 continuous states, 1 event indicator, without directional derivatives\n/s);
  });

  it("prints a model text", async () => {
    expect((await user.run("fmu", project, "lag.fmu", "--text")).stdout).toMatch(/^model Lag = fmu "models\/lag\.fmu" step 1 s \{$/m);
  });

  it("says what is wrong with what is no FMU, and with its own words", async () => {
    await writeFile(join(home, "not.fmu"), "no archive");
    expect(await user.run("fmu", project, join(home, "not.fmu"), "--add")).toMatchObject({ code: 2, stderr: expect.stringContaining("not.fmu is no zip archive that can be read") });
    expect(await user.run("fmu", project, "--allow")).toMatchObject({ code: 2, stderr: expect.stringContaining("--allow needs a file") });
  });
});

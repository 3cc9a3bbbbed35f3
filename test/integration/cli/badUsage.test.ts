/** Bad usage and bad input end with exit 2 and a sentence that says what to do; standard output stays empty. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CommandLine } from "./commandLine.ts";

let home: string;
let project: string;
let user: CommandLine;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "twinbench-usage-"));
  project = join(home, "Empty.twin");
  user = new CommandLine(home);
  await user.json("new", project);
  await writeFile(join(home, "noise.csv"), Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256)));
  await writeFile(join(home, "empty.csv"), "");
  await writeFile(join(home, "words.csv"), "name,colour\nbus,red\ncar,blue\n");
  await mkdir(join(home, "Plain"));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const cases: readonly (readonly [what: string, args: (folder: string) => readonly string[], says: RegExp])[] = [
  ["an unknown command", () => ["fly"], /no command fly[\s\S]*--help/],
  ["an unknown option", (folder) => ["check", folder, "--fast"], /--fast/],
  ["a missing word", () => ["query"], /something is missing/],
  ["a word too many", (folder) => ["check", folder, "more"], /"more" is one word too many/],
  ["a folder that is not there", (folder) => ["signals", join(folder, "..", "Nowhere.twin")], /no folder .*Nowhere\.twin.*twinbench new/],
  ["a folder that is no project", (folder) => ["signals", join(folder, "..", "Plain")], /Plain/],
  ["a project made twice", (folder) => ["new", folder], /already|not empty|exists/i],
  ["a file that is not there", (folder) => ["import", folder, "gone.csv"], /no file gone\.csv/],
  ["a file of noise", (folder) => ["import", folder, join(folder, "..", "noise.csv")], /noise\.csv/],
  ["an empty file", (folder) => ["import", folder, join(folder, "..", "empty.csv")], /empty/],
  ["a file without time", (folder) => ["import", folder, join(folder, "..", "words.csv")], /time/],
  ["a time column that is none", (folder) => ["import", folder, join(folder, "..", "words.csv"), "--time", "when"], /no such column.*name, colour/],
  ["a unit that is none", (folder) => ["import", folder, join(folder, "..", "words.csv"), "--unit", "colour=parsecs/fortnight/x"], /--unit/],
  ["half an asset", (folder) => ["import", folder, join(folder, "..", "words.csv"), "--asset", "A"], /--asset and --type go together/],
  ["a signal that is not there", (folder) => ["query", folder, "Nothing.here"], /no signal Nothing\.here/],
  ["a time that is none", (folder) => ["backtest", folder, "--from", "yesterday"], /--from yesterday: not a time/],
  ["a rule that is not there", (folder) => ["backtest", folder, "--rule", "None"], /No rule called None/],
  ["nothing to simulate", (folder) => ["simulate", folder], /nothing to simulate/],
  ["a duration that is none", (folder) => ["record", folder, "--for", "a while"], /--for a while: not a duration/],
  ["a width that is none", (folder) => ["query", folder, "x", "--width", "wide"], /--width wide/],
  ["a port that is none", (folder) => ["serve", folder, "--port", "99999"], /--port 99999/],
];

describe("bad usage", () => {
  it.each(cases)("%s", async (_what, args, says) => {
    const { code, stdout, stderr } = await user.run(...args(project), "--json");
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("help is no error and names every command", async () => {
    const { code, stdout } = await user.run("--help");
    expect(code).toBe(0);
    for (const name of ["new", "import", "record", "check", "backtest", "simulate", "what-if", "forecast", "verify", "export", "query", "signals", "serve"]) expect(stdout).toContain(`twinbench ${name} `);
  });
});

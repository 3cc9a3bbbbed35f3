/** `what-if DIR --at T --for 2h --change USE.NAME=VALUE`: what would follow from an instant of the past with some things changed. */
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { changeText, type WhatIfRequest } from "../../../shared/contract/whatIf.ts";
import { settingsOf, type Project } from "../../../shared/model/project.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { changeDocument, courseUs, readChange, startDocument } from "../changeOptions.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { runDocument, runSignalName } from "../runDocument.ts";
import { parseTime } from "../time.ts";
import { usageError } from "../usage.ts";
import { sayHeld, sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

export const whatIfCommand: Command = {
  options: { use: { type: "string" }, at: { type: "string" }, for: { type: "string" }, change: { type: "string", multiple: true }, "warm-up": { type: "string" }, name: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const { uses } = await client.runs.uses({});
      const { run, baseline } = await client.runs.whatIf(readRequest(input, project, uses), { signal: input.signal });
      await input.output.result(documentOf(run, baseline, project), () => linesOf(run, baseline, project));
      sayRun(input.output, run);
      if (baseline.message !== undefined) input.output.say(baseline.message);
      sayHeld(input.output, project, run.whatIf?.held);
      return run.state === "done" && baseline.state === "done" ? Exit.success : Exit.finding;
    }),
};

function readRequest(input: CommandInput, project: Project, uses: readonly UseInfo[]): WhatIfRequest {
  const at = textOption(input, "at");
  const length = textOption(input, "for");
  const [use, warmUp, name] = [textOption(input, "use"), textOption(input, "warm-up"), textOption(input, "name")];
  if (at === undefined) throw usageError("The instant is missing: --at T.");
  if (length === undefined) throw usageError("How long to go on is missing: --for 2h.");
  const changes = textOptions(input, "change").map((text) => readChange(text, project, uses));
  if (changes.length === 0) throw usageError("What is to be changed is missing: --change USE.NAME=VALUE.");
  return {
    atUs: parseTime(at, settingsOf(project).zone, "--at"), forUs: courseUs(length, "--for"), changes,
    ...(use !== undefined && { use }), ...(warmUp !== undefined && { warmUpUs: courseUs(warmUp, "--warm-up") }), ...(name !== undefined && { name }),
  };
}

function documentOf(run: Run, baseline: Run, project: Project) {
  const { whatIf } = run;
  return {
    ...runDocument(project, run),
    at: formatIso(run.fromUs),
    changes: (whatIf?.changes ?? []).map((change) => changeDocument(project, change)),
    start: (whatIf?.start ?? []).map((state) => startDocument(project, state)),
    held: (whatIf?.held ?? []).map(({ signal, sinceUs }) => ({ signal: runSignalName(project, signal), since: formatIso(sinceUs) })),
    effects: (whatIf?.effects ?? []).map(({ signal, unit, greatest, greatestAtUs, end }) => ({ signal: runSignalName(project, signal), unit, greatest, greatestAt: formatIso(greatestAtUs), end })),
    unchanged: runDocument(project, baseline),
  };
}

function linesOf(run: Run, baseline: Run, project: Project): string[] {
  const { changes = [], effects = [] } = run.whatIf ?? {};
  return [
    `${run.id}: ${changes.map(changeText).join(", ")} from ${formatIso(run.fromUs)} on; unchanged: ${baseline.id}`,
    ...effects.map(({ signal, unit, greatest, greatestAtUs, end }) => `  ${runSignalName(project, signal)}: at most ${signed(greatest)} ${unit} at ${formatIso(greatestAtUs)}, ${signed(end)} ${unit} at the end`),
  ];
}

function signed(value: number): string {
  return `${value > 0 ? "+" : ""}${value.toPrecision(4)}`;
}

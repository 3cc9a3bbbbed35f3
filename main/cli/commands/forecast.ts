/** `forecast DIR --for 2h`: how things go on from the newest instant of history, inputs by scenario, with a band where values are ranges. */
import { scenarioKinds, type ForecastRequest, type InputScenario } from "../../../shared/contract/forecasts.ts";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import type { StudyVariable } from "../../../shared/contract/studies.ts";
import { changeText } from "../../../shared/contract/whatIf.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso, US_PER_HOUR, US_PER_MIN, US_PER_S } from "../../../shared/time/time.ts";
import { displayUnit } from "../../../shared/units/displayUnit.ts";
import { projectFolder } from "../../shell/index.ts";
import { resolveAsset } from "../assetPath.ts";
import { changeDocument, courseUs, readChange, startDocument } from "../changeOptions.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { runDocument, runSignalName } from "../runDocument.ts";
import { usageError } from "../usage.ts";
import { readCount, readVariable } from "../varyOptions.ts";
import { sayHeld, sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

export const forecastCommand: Command = {
  options: {
    use: { type: "string" }, for: { type: "string" }, scenario: { type: "string", multiple: true }, change: { type: "string", multiple: true }, vary: { type: "string", multiple: true },
    samples: { type: "string" }, seed: { type: "string" }, "warm-up": { type: "string" }, earlier: { type: "string" }, name: { type: "string" },
  },
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const { uses } = await client.runs.uses({});
      const run = await client.runs.forecast(readRequest(input, project, uses), { signal: input.signal });
      await input.output.result(documentOf(run, project), () => linesOf(run, project));
      sayRun(input.output, run);
      sayHeld(input.output, project, run.forecast?.held);
      return run.state === "done" ? Exit.success : Exit.finding;
    }),
};

function readRequest(input: CommandInput, project: Project, uses: readonly UseInfo[]): ForecastRequest {
  const length = textOption(input, "for");
  if (length === undefined) throw usageError("How long to go on is missing: --for 2h.");
  const [use, warmUp, name, samples, seed, earlier] = [textOption(input, "use"), textOption(input, "warm-up"), textOption(input, "name"), readCount(input, "samples"), readCount(input, "seed"), readCount(input, "earlier")];
  return {
    forUs: courseUs(length, "--for"),
    scenarios: textOptions(input, "scenario").map((text) => readScenario(text, project)),
    changes: textOptions(input, "change").map((text) => readChange(text, project, uses)),
    vary: textOptions(input, "vary").map((text) => readRange(text, project, uses)),
    ...(use !== undefined && { use }), ...(warmUp !== undefined && { warmUpUs: courseUs(warmUp, "--warm-up") }), ...(name !== undefined && { name }),
    ...(samples !== undefined && { samples }), ...(seed !== undefined && { seed }), ...(earlier !== undefined && { earlier }),
  };
}

/** `USE.INPUT=day`, `USE.INPUT@ASSET=week`. */
function readScenario(text: string, project: Project): InputScenario {
  const [, use = "", name = "", asset, word] = /^(\w+)\.(\w+)(?:@(.+?))?\s*=\s*(\w+)$/.exec(text.trim()) ?? [];
  const how = scenarioKinds.find((kind) => kind === word);
  if (!how) throw usageError(`--scenario ${text}: write it as USE.INPUT=hold, USE.INPUT=day or USE.INPUT=week; on one asset as USE.INPUT@ASSET=day.`);
  return { use, name, how, ...(asset !== undefined && { asset: resolveAsset(project, asset) }) };
}

/** As a study's variable, with the use before it: `USE.NAME=LOW..HIGH`, `USE.NAME@ASSET*=LOW..HIGH`. */
function readRange(text: string, project: Project, uses: readonly UseInfo[]): StudyVariable {
  const [, use, name = "", asset, rest = ""] = /^(\w+)\.(\w+)(?:@(.+?))?(\s*[+*]?=.*)$/.exec(text.trim()) ?? [];
  if (use === undefined) throw usageError(`--vary ${text}: write it as USE.NAME=LOW..HIGH, USE.NAME=MEAN+-DEVIATION, USE.NAME+=LOW..HIGH or USE.NAME*=LOW..HIGH, in the model's unit; on one asset as USE.NAME@ASSET=LOW..HIGH.`);
  return { ...readVariable("monte-carlo", `${name}${rest}`, use, uses), ...(asset !== undefined && { asset: resolveAsset(project, asset) }) };
}

function documentOf(run: Run, project: Project) {
  const { scenarios = [], changes = [], start = [], held = [], uncertainty, earlier } = run.forecast ?? {};
  return {
    ...runDocument(project, run),
    scenarios: scenarios.map(({ use, name, asset, how }) => ({ use, name, asset: asset === undefined ? null : formatPath(assetPath(project, asset)), how })),
    changes: changes.map((change) => changeDocument(project, change)),
    start: start.map((state) => startDocument(project, state)),
    held: held.map(({ signal, sinceUs }) => ({ signal: runSignalName(project, signal), since: formatIso(sinceUs) })),
    earlier: earlier ? { asked: earlier.asked, made: earlier.made, signals: earlier.signals.map(({ signal, leads, ...of }) => ({ signal: runSignalName(project, signal), ...of, leads: leads.map(({ untilUs, ...lead }) => ({ untilS: untilUs / US_PER_S, ...lead })) })) } : null,
    band: uncertainty ? { low: uncertainty.band[0], high: uncertainty.band[1], rows: uncertainty.rows, failed: uncertainty.failed, seed: uncertainty.seed ?? null, varied: uncertainty.variables.map(({ of, use, name, how, range, unit }) => ({ of, use, name, how, range, unit })) } : null,
  };
}

function linesOf({ id, fromUs, toUs, forecast, signals }: Run, project: Project): string[] {
  const { changes = [], scenarios = [], uncertainty, earlier } = forecast ?? {};
  const given = [...scenarios.map(({ use, name, how }) => `${use}.${name} by ${how}`), ...changes.map(changeText)];
  return [
    `${id}: from ${formatIso(fromUs)} to ${formatIso(toUs)}${given.length > 0 ? `, with ${given.join(", ")}` : ""}`,
    ...(uncertainty ? [`  middle and band of ${uncertainty.rows} ${plural(uncertainty.rows, "row")}${uncertainty.failed > 0 ? `, ${uncertainty.failed} without a solution` : ""}; its ends are the runs ${id}:low and ${id}:high`] : []),
    ...signals.map((signal) => `  ${runSignalName(project, signal)}`),
    ...(earlier ? [`  forecasts from ${earlier.made} of ${earlier.asked} earlier instants, root mean square off from what came:`] : []),
    ...(earlier?.signals ?? []).map(({ signal, unit, leads }) => `    ${runSignalName(project, signal)}: ${leads.map(({ untilUs, rms, held }) => `${formatLength(untilUs)} ${rms.toPrecision(3)} ${displayUnit(unit)} (last value held: ${held.toPrecision(3)})`).join(", ")}`),
  ];
}

/** `30 min`, `1.5 h`. */
function formatLength(us: number): string {
  return us < US_PER_HOUR ? `${Number((us / US_PER_MIN).toPrecision(3))} min` : `${Number((us / US_PER_HOUR).toPrecision(3))} h`;
}

/** `sweep`, `one-at-a-time`, `monte-carlo` and `sensitivity DIR --use NAME --vary NAME=LOW..HIGH`: a model solved many times with other values. */
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { studyFigures, type StudyColumn, type StudyKind, type StudyRequest, type StudyResult, type StudyShare, type StudyVariable } from "../../../shared/contract/studies.ts";
import { quantile } from "../../../shared/math/quantile.ts";
import { shareAbove } from "../../../shared/math/wilson.ts";
import { formatPath } from "../../../shared/model/path.ts";
import type { Project } from "../../../shared/model/project.ts";
import { assetPath } from "../../../shared/model/signals.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { resolveAsset } from "../assetPath.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { usageError } from "../usage.ts";
import { readCount, readVariable } from "../varyOptions.ts";
import { sayCut, sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

export const sweepCommand = studyCommand("sweep");
export const oneAtATimeCommand = studyCommand("one-at-a-time");
export const monteCarloCommand = studyCommand("monte-carlo");
export const sensitivityCommand = studyCommand("sensitivity");

function studyCommand(kind: StudyKind): Command {
  return {
    options: { ...spanOptions, use: { type: "string" }, vary: { type: "string", multiple: true }, asset: { type: "string" }, samples: { type: "string" }, seed: { type: "string" }, sampling: { type: "string" }, rule: { type: "string", multiple: true } },
    positionals: { min: 1, max: 1 },
    run: async (input) =>
      withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
        const { uses } = await client.runs.uses({});
        const request = readRequest(kind, input, project, uses);
        const run = await client.studies.study(request, { signal: input.signal });
        const result = await client.studies.result({ run: run.id });
        await input.output.result(documentOf(run, result, project), () => linesOf(run, result, project));
        sayRun(input.output, run);
        sayCut(input.output, request.span, run);
        if (result.columns.some(({ values }) => values.every(Number.isNaN))) input.output.say("A figure is not known where an input was unknown over all of the span, where nothing was measured to compare with, or where the model had no solution.");
        return run.state === "done" ? Exit.success : Exit.finding;
      }),
  };
}

function readRequest(kind: StudyKind, input: CommandInput, project: Project, uses: readonly UseInfo[]): StudyRequest {
  const use = textOption(input, "use");
  if (use === undefined) throw usageError("Which use to study is missing: --use NAME.");
  const { fromUs, toUs } = readSpan(input, project);
  if (fromUs === undefined || toUs === undefined) throw usageError("The span is missing: --from T --to T.");
  const path = textOption(input, "asset");
  const asset = path === undefined ? undefined : resolveAsset(project, path);
  const variables = textOptions(input, "vary").map((text): StudyVariable => ({ ...readVariable(kind, text, use, uses), ...(asset !== undefined && { asset }) }));
  if (variables.length === 0) throw usageError("What to vary is missing: --vary NAME=LOW..HIGH.");
  const [samples, seed, sampling] = [readCount(input, "samples"), readCount(input, "seed"), readSampling(input)];
  const rules = textOptions(input, "rule");
  return { kind, use, variables, span: { fromUs, toUs }, ...(rules.length > 0 && { rules }), ...(asset !== undefined && { asset }), ...(samples !== undefined && { samples }), ...(seed !== undefined && { seed }), ...(sampling && { sampling }) };
}

function readSampling(input: CommandInput): "sobol" | "latin-hypercube" | undefined {
  const text = textOption(input, "sampling");
  if (text === undefined || text === "sobol" || text === "latin-hypercube") return text;
  throw usageError(`--sampling ${text}: sobol or latin-hypercube.`);
}

function documentOf(run: Run, { amounts, columns }: StudyResult, project: Project) {
  const plain = (values: ArrayLike<number>) => Array.from(values, (value) => (Number.isFinite(value) ? value : null));
  const share = ({ value, low, high }: StudyShare) => ({ value, low, high });
  return {
    run: run.id, kind: run.kind, from: formatIso(run.fromUs), to: formatIso(run.toUs), rows: run.study?.rows ?? 0, failed: run.study?.failed ?? 0, seed: run.study?.seed ?? null,
    variables: (run.study?.variables ?? []).map(({ name, of, how, unit }, i) => ({ name, of, how, unit, amounts: plain(amounts[i] ?? []) })),
    figures: columns.map(({ figure, unit, values, first, total, ...column }) => ({
      asset: formatPath(assetPath(project, column.assetId)), output: column.output, figure, unit, values: plain(values),
      ...(first && { first: first.map(share) }), ...(total && { total: total.map(share) }),
    })),
  };
}

function linesOf(run: Run, { columns }: StudyResult, project: Project): string[] {
  const { rows = 0, failed = 0, variables = [] } = run.study ?? {};
  const words = (column: StudyColumn): string => {
    const place = `  ${formatPath(assetPath(project, column.assetId))} ${column.output}`;
    const known = Array.from(column.values).filter(Number.isFinite).sort((a, b) => a - b);
    const at = (share: number): string => amount(quantile(known, share));
    const spread = known.length === 0 ? NOT_KNOWN : `${at(0)} .. ${at(0.5)} .. ${at(1)}`;
    const shares = column.first ? `; by itself ${variables.map(({ name }, i) => `${name} ${wholePercent(column.first?.[i]?.value)}`).join(", ")}` : "";
    const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;
    if (run.kind === "one-at-a-time") return `${place} ${column.figure}: ${withUnit(amount(column.values[0]), column.unit)} as it is; ${variables.map(({ name }, i) => `${name} ${[1, 2].map((end) => amount(column.values[2 * i + end])).join(" .. ")}`).join(", ")}`;
    if (column.figure === "active" && known.length > 0) {
      const { share, low, high } = shareAbove(column.values, 0);
      return `${place} fires in ${percent(share)} of the rows (95 % interval ${percent(low)} .. ${percent(high)}), active ${spread} min${shares}`;
    }
    return `${place} ${column.figure}: ${withUnit(spread, column.unit)}${shares}`;
  };
  const figures: readonly string[] = [...studyFigures, "active"];
  const order = (column: StudyColumn): number => figures.indexOf(column.figure);
  return [`${run.id}: solved ${rows} ${plural(rows, "time")}${failed > 0 ? `, ${failed} without a solution` : ""}; ${run.kind === "one-at-a-time" ? "each at its lower .. upper end, the others as they are" : "lowest .. middle .. highest"}`, ...columns.toSorted((a, b) => order(a) - order(b)).map(words)];
}

const NOT_KNOWN = "not known";

/** A figure has no value where an input is unknown over all of the span, or the model has no solution. */
function amount(value = Number.NaN): string {
  return Number.isFinite(value) ? value.toPrecision(4) : NOT_KNOWN;
}

function withUnit(text: string, unit: string): string {
  return text === NOT_KNOWN ? text : `${text} ${unit}`;
}

/** `12 %`; a figure that does not move at all has no shares. */
function wholePercent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share) ? NOT_KNOWN : `${Math.round(100 * share) || 0} %`;
}

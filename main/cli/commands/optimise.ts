/** `optimise DIR --use NAME --vary NAME=LOW..HIGH --minimise mean:OUTPUT`: the best values within limits and rules. A recommendation: nothing is written to a plant. */
import { TwinError } from "../../../shared/contract/errors.ts";
import { constraintText, outcomeWords, type ConstraintFound, type Optimisation, type OptimisationConstraint, type OptimisationFound, type OptimiseRequest } from "../../../shared/contract/optimisation.ts";
import type { Run, UseInfo } from "../../../shared/contract/runs.ts";
import { studyFigures, type StudyFigure, type StudyVariable } from "../../../shared/contract/studies.ts";
import { changeText } from "../../../shared/contract/whatIf.ts";
import type { Project } from "../../../shared/model/project.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { resolveAsset } from "../assetPath.ts";
import { durationUs } from "../changeOptions.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { usageError } from "../usage.ts";
import { readCount, readVariable } from "../varyOptions.ts";
import { sayCut, sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

/** Short words besides the names of figures. */
const FIGURES: Readonly<Record<string, StudyFigure>> = { ...Object.fromEntries(studyFigures.map((figure) => [figure, figure])), min: "lowest", max: "highest", end: "last" };

export const optimiseCommand: Command = {
  options: {
    ...spanOptions, use: { type: "string" }, vary: { type: "string", multiple: true }, asset: { type: "string" }, minimise: { type: "string" }, maximise: { type: "string" },
    keep: { type: "string", multiple: true }, "quiet-rules": { type: "string" }, evaluations: { type: "string" }, seed: { type: "string" },
  },
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const { uses } = await client.runs.uses({});
      const request = readRequest(input, project, uses);
      for await (const event of client.optimisation.optimise(request, { signal: input.signal })) {
        if (event.kind === "best") continue;
        const { optimisation } = event.run;
        if (!optimisation?.found) throw new TwinError("internal", "The optimisation ended without a result.");
        const { found } = optimisation;
        await input.output.result(documentOf(event.run, optimisation, found), () => linesOf(event.run, optimisation, found));
        sayRun(input.output, event.run);
        sayCut(input.output, request.span, event.run);
        input.output.say("A recommendation from a model. Nothing was written to a plant.");
        return found.feasible ? Exit.success : Exit.finding;
      }
      throw new TwinError("cancelled", "The optimisation was cancelled.");
    }),
};

function readRequest(input: CommandInput, project: Project, uses: readonly UseInfo[]): OptimiseRequest {
  const use = textOption(input, "use");
  if (use === undefined) throw usageError("Which use to optimise is missing: --use NAME.");
  const { fromUs, toUs } = readSpan(input, project);
  if (fromUs === undefined || toUs === undefined) throw usageError("The span is missing: --from T --to T.");
  const path = textOption(input, "asset");
  const asset = path === undefined ? undefined : resolveAsset(project, path);
  const variables = textOptions(input, "vary").map((text): StudyVariable => ({ ...readVariable("monte-carlo", text, use, uses), ...(asset !== undefined && { asset }) }));
  if (variables.length === 0) throw usageError("What may be set is missing: --vary NAME=LOW..HIGH.");
  const constraints = [...textOptions(input, "keep").map(readKeep), ...readQuiet(textOption(input, "quiet-rules"))];
  const [evaluations, seed] = [readCount(input, "evaluations"), readCount(input, "seed")];
  return { use, variables, span: { fromUs, toUs }, objective: readObjective(input), constraints, ...(asset !== undefined && { asset }), ...(evaluations !== undefined && { evaluations }), ...(seed !== undefined && { seed }) };
}

function readObjective(input: CommandInput): OptimiseRequest["objective"] {
  const [least, most] = [textOption(input, "minimise"), textOption(input, "maximise")];
  const text = least ?? most;
  if (text === undefined || (least !== undefined && most !== undefined)) throw usageError("What is best is missing: --minimise FIGURE:OUTPUT or --maximise FIGURE:OUTPUT, one of them.");
  const [, word = "", output = ""] = /^(\w+):(\w+)$/.exec(text.trim()) ?? [];
  const figure = FIGURES[word];
  if (!figure) throw usageError(`--${least === undefined ? "maximise" : "minimise"} ${text}: write it as mean:OUTPUT, or lowest, highest, last or rmse in place of mean.`);
  return { sense: least === undefined ? "maximise" : "minimise", output, figure };
}

/** `temperature max < 80 degC`. */
function readKeep(text: string): OptimisationConstraint {
  const [, output = "", word = "", sign, amount = "", unit] = /^(\w+)\s+(\w+)\s*([<>])=?\s*(\S+)(?:\s+(\S+))?$/.exec(text.trim()) ?? [];
  const figure = FIGURES[word];
  const limit = Number(amount);
  if (!figure || amount === "" || Number.isNaN(limit)) throw usageError(`--keep ${text}: write it as "OUTPUT max < 80 degC", with mean, lowest, highest, last or rmse for the figure.`);
  return { kind: "figure", output, figure, side: sign === "<" ? "below" : "above", limit, ...(unit !== undefined && { unit }) };
}

/** `R1,R2=10min`: never, or no longer than that. */
function readQuiet(text: string | undefined): OptimisationConstraint[] {
  return (text ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "").map((one) => {
    const [rule = "", most] = one.split("=");
    return { kind: "rule", rule, mostUs: most === undefined ? 0 : durationUs(most, "--quiet-rules") };
  });
}

function limitText({ limit, unit }: ConstraintFound): string {
  return `${limit} ${unit}`;
}

function documentOf(run: Run, { objective, baseline, seed }: Optimisation, found: OptimisationFound) {
  return {
    run: run.id, baseline: baseline ?? null, from: formatIso(run.fromUs), to: formatIso(run.toUs), seed,
    objective: { ...objective, unit: found.unit, best: found.best, present: found.present ?? null }, feasible: found.feasible, settled: found.settled, searched: found.searched, solved: found.solved,
    values: found.values.map(({ variable: { name, of, how, unit }, amount, present, atBound, alike }) => ({ name, of, how, unit, amount, present: present ?? null, atBound: atBound ?? null, alike })),
    constraints: found.constraints.map(({ constraint, value, limit, unit, slack, present, binding, costs, price }) => ({ what: constraintText(constraint, `${limit} ${unit}`), value, limit, unit, slack, present: present ?? null, binding, costs: costs ?? null, price: price ?? null })),
    words: words(found),
  };
}

function words(found: OptimisationFound): string[] {
  const furthest = found.furthestOff === undefined ? undefined : found.constraints[found.furthestOff];
  return outcomeWords(found, furthest && constraintText(furthest.constraint, limitText(furthest)));
}

function linesOf(run: Run, { objective, baseline }: Optimisation, found: OptimisationFound): string[] {
  const amount = (value: number | undefined): string => value?.toPrecision(5) ?? "not known";
  return [
    `${run.id}: ${objective.output} ${objective.figure} ${amount(found.best)} ${found.unit}; with the present values ${amount(found.present)} (${baseline ?? ""})`,
    ...found.values.map(({ variable, amount: value, present, atBound }) => `  ${changeText({ ...variable, amount: Number(value.toPrecision(5)) })}${atBound ? `, at its ${atBound === "low" ? "lower" : "upper"} bound` : ""}; now ${amount(present)}`),
    ...found.constraints.map((one) => `  ${constraintText(one.constraint, limitText(one))}: ${amount(one.value)} ${one.unit}${one.slack < 0 ? ", not kept" : one.binding ? ", binding" : ""}${one.costs === undefined ? "" : `; without it ${amount(one.costs)} ${found.unit} better`}${one.price === undefined ? "" : `, ${amount(one.price)} for each ${one.unit}`}`),
    ...words(found).map((sentence) => `  ${sentence}`),
  ];
}

/** `calibrate DIR --use NAME --fit P,Q`: parameters of a model fitted to what was measured, with how far to trust them. */
import { parameterName, type CalibrateRequest, type CalibrationResult } from "../../../shared/contract/calibration.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { formatPath } from "../../../shared/model/path.ts";
import { settingsOf, type Project } from "../../../shared/model/project.ts";
import { allSignals, findSignal, type Signal } from "../../../shared/model/signals.ts";
import { withoutSpans } from "../../../shared/time/spans.ts";
import type { Span } from "../../../shared/time/time.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { resolveAsset } from "../assetPath.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { resolveSignal } from "../signalPath.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { parseTime } from "../time.ts";
import { usageError } from "../usage.ts";
import { sayRun } from "../sayRun.ts";
import { withEngine } from "../withEngine.ts";

export const calibrateCommand: Command = {
  options: { ...spanOptions, use: { type: "string" }, fit: { type: "string" }, "hold-out": { type: "string", multiple: true }, bounds: { type: "string", multiple: true }, weight: { type: "string", multiple: true }, asset: { type: "string", multiple: true }, starts: { type: "string" }, seed: { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    withEngine(await projectFolder(input.positionals[0]), async (client, project) => {
      const request = { ...readRequest(input, project), weights: readWeights(input, allSignals(project)) };
      for await (const event of client.calibration.calibrate(request, { signal: input.signal })) {
        if (event.kind === "iteration") continue;
        const { id, calibration } = event.run;
        if (!calibration) throw new TwinError("internal", "The calibration ended without a result.");
        await input.output.result(documentOf(id, calibration, project), () => linesOf(id, calibration));
        sayRun(input.output, event.run);
        if (calibration.reason !== undefined) input.output.say(`Not calibrated: ${calibration.reason}`);
        return calibration.passed ? Exit.success : Exit.finding;
      }
      throw new TwinError("cancelled", "The calibration was cancelled.");
    }),
};

function readRequest(input: CommandInput, project: Project): CalibrateRequest {
  const names = textOption(input, "fit")?.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const [first, ...others] = names ?? [];
  if (first === undefined) throw usageError("Which parameters to fit is missing: --fit P,Q, or USE.P of another use.");
  const use = textOption(input, "use") ?? readParameter(first).use;
  if (use === undefined) throw usageError("Which use to calibrate is missing: --use NAME.");
  const { fromUs, toUs } = readSpan(input, project);
  if (fromUs === undefined || toUs === undefined) throw usageError("The span to fit is missing: --from T --to T.");
  const bounds = new Map(textOptions(input, "bounds").map(readBounds));
  const stranger = [...bounds.keys()].find((name) => !names?.includes(name));
  if (stranger !== undefined) throw usageError(`--bounds names ${stranger}, which --fit does not.`);
  const heldOut = textOptions(input, "hold-out").map((text) => readHeldOut(text, settingsOf(project).zone));
  const [span, ...spans] = withoutSpans({ fromUs, toUs }, heldOut);
  if (!span) throw usageError("What is held out leaves nothing to fit.");
  const [asset, ...assets] = textOptions(input, "asset").map((path) => resolveAsset(project, path));
  const starts = readCount(input, "starts");
  const seed = readCount(input, "seed");
  const parameter = (text: string) => ({ ...readParameter(text), ...bounds.get(text) });
  return { use, fit: [parameter(first), ...others.map(parameter)], fitSpans: [span, ...spans], heldOut, ...(asset !== undefined && { assets: [asset, ...assets] }), ...(starts !== undefined && { starts }), ...(seed !== undefined && { seed }) };
}

/** `R`, or `Cooling.k` of another use. */
function readParameter(text: string): { readonly use?: string; readonly name: string } {
  const [, use, name = ""] = /^(?:(.+)\.)?([^.]+)$/.exec(text) ?? [];
  if (name === "") throw usageError(`--fit ${text}: write a parameter as P, or as USE.P.`);
  return { ...(use !== undefined && { use }), name };
}

function readBounds(text: string): [string, { readonly low: number; readonly high: number }] {
  const [, name = "", low = "", high = ""] = /^([^=]+)=(.+?)\.\.(.+)$/.exec(text.trim()) ?? [];
  if (name === "" || Number.isNaN(Number(low)) || Number.isNaN(Number(high))) throw usageError(`--bounds ${text}: write it as NAME=0.01..0.5, in the parameter's unit.`);
  return [name, { low: Number(low), high: Number(high) }];
}

/** By signal id. */
function readWeights(input: CommandInput, signals: readonly Signal[]): Record<string, number> {
  return Object.fromEntries(textOptions(input, "weight").map((text) => {
    const [, path = "", weight = ""] = /^(.+)=(\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
    if (path === "") throw usageError(`--weight ${text}: write it as SIGNAL=2; 0 leaves a signal out.`);
    return [resolveSignal(signals, path).id, Number(weight)];
  }));
}

function readHeldOut(text: string, zone: string): Span {
  const [from, to, ...more] = text.split("..");
  if (from === undefined || to === undefined || more.length > 0) throw usageError(`--hold-out ${text}: write it as T..T, two times with two dots between.`);
  return { fromUs: parseTime(from, zone, "--hold-out"), toUs: parseTime(to, zone, "--hold-out") };
}

function readCount(input: CommandInput, option: string): number | undefined {
  const text = textOption(input, option);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw usageError(`--${option} ${text}: not a whole number.`);
  return Number(text);
}

function documentOf(run: string, { use, parameters, overall, unit, compared, passed, reason, whiteness, spans, sensitivities }: CalibrationResult, project: Project) {
  const rmse = ({ fit, heldOut, constant, lastValue }: typeof overall) => ({ fit, heldOut: heldOut ?? null, baseline: Math.min(constant, lastValue), constant, lastValue });
  return {
    run,
    parameters: parameters.map(({ use: whose = use, name, value, low, high, verdict, unit: own, before }) => ({ use: whose, name, value, low: low ?? null, high: high ?? null, verdict, unit: own, before })),
    rmse: rmse(overall), unit, calibrated: passed, reason: reason ?? null, whiteness: whiteness.probability ?? null, sensitivities,
    compared: compared.map((one) => {
      const signal = findSignal(project, one.signal);
      return { signal: signal ? formatPath(signal.path) : one.signal, unit: one.unit, samples: one.samples, rmse: rmse(one) };
    }),
    spans: spans.map(({ fromUs, toUs, heldOut }) => ({ from: formatIso(fromUs), to: formatIso(toUs), heldOut })),
  };
}

function linesOf(run: string, { use, parameters, overall: { fit, heldOut, constant, lastValue }, unit, passed, sensitivities }: CalibrationResult): string[] {
  const interval = (end: number | undefined) => end?.toPrecision(4) ?? "…";
  return [
    `${run}: ${passed ? "calibrated" : "fitted, not calibrated"}`,
    ...parameters.map(({ value, low, high, unit: own, verdict, ...parameter }) => `  ${parameterName(parameter, use)} = ${value.toPrecision(5)} ${own} (${interval(low)} .. ${interval(high)}), ${verdict}`),
    `  off by ${fit.toPrecision(4)} ${unit} where fitted, ${heldOut === undefined ? "nothing held out" : `${heldOut.toPrecision(4)} where held out`}; guessing: ${Math.min(constant, lastValue).toPrecision(4)}`,
    `  led by ${sensitivities === "exact" ? "exact sensitivities" : "differences"}`,
  ];
}

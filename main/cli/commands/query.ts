/** `query DIR SIGNAL`: samples of one signal, all of them or reduced to a width in pixels. Streamed, however many. */
import { MEASURED, type SamplesFrame, type SeriesRef } from "../../../shared/contract/history.ts";
import { seriesNames } from "../../../shared/contract/runs.ts";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { csvLine } from "../../../shared/csv.ts";
import type { Signal } from "../../../shared/model/signals.ts";
import { formatPath } from "../../../shared/model/path.ts";
import { formatIso, type Span } from "../../../shared/time/time.ts";
import { projectFolder } from "../../shell/index.ts";
import { flag, textOption, type Command } from "../Command.ts";
import { Exit, type Output } from "../output.ts";
import { listRuns, resolveRun } from "../runName.ts";
import { listSignals, resolveSignal } from "../signalPath.ts";
import { readSpan, spanOptions } from "../spanOptions.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

const MAX_WIDTH = 20_000;

export const queryCommand: Command = {
  options: { ...spanOptions, run: { type: "string" }, width: { type: "string" }, csv: { type: "boolean" } },
  positionals: { min: 2, max: 2 },
  run: async (input) => {
    const [folder, name = ""] = input.positionals;
    const width = readWidth(textOption(input, "width"));
    await withEngine(await projectFolder(folder), async (client, project) => {
      const signal = resolveSignal(await listSignals(client, project), name);
      const run = await seriesOf(client, textOption(input, "run") ?? MEASURED);
      const series: SeriesRef = { signal: signal.id, run };
      const span = await wholeSpan(client, readSpan(input, project));
      const frames = width === undefined ? client.history.samples({ series, span }, { signal: input.signal }) : reduced(client, series, span, width);
      if (flag(input, "csv") && !input.output.json) await writeCsv(input.output, frames);
      else if (input.output.json) await writeJson(input.output, signal, run, frames);
      else await writeLines(input.output, signal, frames);
    });
    return Exit.success;
  },
};

function readWidth(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const width = Number(text);
  if (!Number.isInteger(width) || width < 1 || width > MAX_WIDTH) throw usageError(`--width ${text}: a whole number from 1 to ${MAX_WIDTH} is needed.`);
  return width;
}

/** What is measured, or a run by its id or name; the ends of a band by their own names (`run-3/low`). */
async function seriesOf(client: EngineClient, asked: string): Promise<string> {
  if (asked === MEASURED) return MEASURED;
  const runs = await listRuns(client);
  return runs.flatMap(seriesNames).find((name) => name === asked) ?? resolveRun(runs, asked).id;
}

/** What was asked for, open ends being those of everything recorded. */
async function wholeSpan(client: EngineClient, { fromUs, toUs }: { fromUs?: number; toUs?: number }): Promise<Span> {
  if (fromUs !== undefined && toUs !== undefined) return { fromUs, toUs };
  const extent = await client.history.extent({});
  return { fromUs: fromUs ?? extent.fromUs ?? 0, toUs: toUs ?? Math.max(extent.toUs ?? 0, fromUs ?? 0) };
}

async function* reduced(client: EngineClient, series: SeriesRef, span: Span, width: number): AsyncGenerator<SamplesFrame> {
  const [data] = await client.history.window({ series: [series], span, width });
  if (data) yield { tUs: data.tUs, value: data.value, status: data.status, ...(data.text && { text: { ...data.text } }) };
}

async function writeJson(output: Output, signal: Signal, run: string, frames: AsyncIterable<SamplesFrame>): Promise<void> {
  const head = JSON.stringify({ signal: formatPath(signal.path), unit: signal.unit ?? null, run });
  await output.write(`${head.slice(0, -1)},"points":[`);
  let first = true;
  for await (const frame of frames) {
    const points = pointsOf(frame).map((point) => JSON.stringify(point)).join(",");
    if (points === "") continue;
    await output.write(`${first ? "" : ","}${points}`);
    first = false;
  }
  await output.write("]}\n");
}

async function writeCsv(output: Output, frames: AsyncIterable<SamplesFrame>): Promise<void> {
  await output.write(csvLine(["time", "value", "status"]));
  for await (const frame of frames) await output.write(pointsOf(frame).map(([t, value, status]) => csvLine([t, value === null ? "" : String(value), String(status)])).join(""));
}

async function writeLines(output: Output, signal: Signal, frames: AsyncIterable<SamplesFrame>): Promise<void> {
  for await (const frame of frames) await output.write(pointsOf(frame).map(([t, value]) => `${t}  ${value ?? "unknown"} ${value === null ? "" : (signal.unit ?? "")}\n`).join(""));
}

/** [time, value, StatusCode]; null where the sample carries no value. */
function pointsOf({ tUs, value, status, text }: SamplesFrame): [string, number | string | null, number][] {
  return Array.from(tUs, (t, row) => {
    const number = value[row] ?? NaN;
    return [formatIso(t), text?.[row] ?? (Number.isFinite(number) ? number : null), status[row] ?? 0];
  });
}

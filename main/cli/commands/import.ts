/** `import DIR FILE...`: files into history, read as guessed unless options say otherwise. */
import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ImportResult, ImportTarget, ReadOptions } from "../../../shared/contract/files.ts";
import type { EngineClient } from "../../../shared/contract/contract.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { plural } from "../../../shared/plural.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { isUnitError, parseUnit } from "../../../shared/units/parseUnit.ts";
import { projectFolder } from "../../shell/index.ts";
import { textOption, textOptions, type Command, type CommandInput } from "../Command.ts";
import { Exit } from "../output.ts";
import { usageError } from "../usage.ts";
import { withEngine } from "../withEngine.ts";

export const importCommand: Command = {
  options: { time: { type: "string" }, zone: { type: "string" }, unit: { type: "string", multiple: true }, asset: { type: "string" }, type: { type: "string" } },
  positionals: { min: 2, max: Infinity },
  run: async (input) => {
    const [folder, ...paths] = input.positionals;
    const target = readTarget(input);
    const files = await Promise.all(paths.map((path) => realpath(resolve(path)).catch((error: unknown) => {
      throw new TwinError("not-found", `There is no file ${path}.`, { cause: error });
    })));
    const results = await withEngine(await projectFolder(folder), async (client) => {
      const done: ImportResult[] = [];
      for (const file of files) done.push(await importOne(client, file, target, input));
      return done;
    });
    await input.output.result({ files: results.map(toDocument) }, () => results.map((result) => `${result.file}: ${result.rows} ${plural(result.rows, "row")}, ${result.samples} ${plural(result.samples, "sample")}, ${result.rejected} could not be read`));
    for (const { rejected, rejections, rejectionsFile } of results) {
      for (const { row, column, text, reason } of rejections.slice(0, 10)) input.output.say(`  line ${row}${column === undefined ? "" : `, ${column}`}: "${text}" ${reason}`);
      if (rejected > 0 && rejectionsFile !== undefined) input.output.say(`  all of them: ${rejectionsFile}`);
    }
    return Exit.success;
  },
};

function readTarget(input: CommandInput): ImportTarget {
  const asset = textOption(input, "asset");
  const type = textOption(input, "type");
  if ((asset === undefined) !== (type === undefined)) throw usageError("--asset and --type go together.");
  return asset === undefined || type === undefined ? { kind: "loose" } : { kind: "asset", asset, type };
}

async function importOne(client: EngineClient, path: string, target: ImportTarget, input: CommandInput): Promise<ImportResult> {
  const guess = await client.files.guess({ path });
  const options = withUnits(withTime(guess.options, textOption(input, "time"), textOption(input, "zone")), unitOptions(input));
  for (const note of guess.notes) input.output.say(`${path}: ${note}`);
  return client.files.import({ path, options, target }, { signal: input.signal });
}

function withTime(options: ReadOptions, time: string | undefined, zone: string | undefined): ReadOptions {
  const zoned = zone === undefined ? options : { ...options, zone };
  if (time === undefined) return zoned;
  const column = zoned.columns.find(({ name }) => name === time.trim());
  if (!column) throw new TwinError("bad-input", `--time ${time}: the file has no such column. It has: ${zoned.columns.map(({ name }) => name).join(", ")}.`);
  return { ...zoned, timeColumn: column.index, columns: zoned.columns.map((one) => ({ ...one, import: one.index !== column.index })) };
}

function unitOptions(input: CommandInput): ReadonlyMap<string, string> {
  return new Map(textOptions(input, "unit").map((text): [string, string] => {
    const [column, unit] = [text.slice(0, text.lastIndexOf("=")), text.slice(text.lastIndexOf("=") + 1)];
    if (column === "" || unit === "") throw usageError(`--unit ${text}: write it as COLUMN=UNIT, for instance Temperature=degC.`);
    const parsed = parseUnit(unit);
    if (isUnitError(parsed)) throw new TwinError("bad-input", `--unit ${text}: ${parsed.problem}${parsed.suggestion === undefined ? "" : ` Did you mean ${parsed.suggestion}?`}`);
    return [column.trim(), parsed.code];
  }));
}

function withUnits(options: ReadOptions, units: ReadonlyMap<string, string>): ReadOptions {
  const missing = [...units.keys()].find((name) => !options.columns.some((column) => column.name === name));
  if (missing !== undefined) throw new TwinError("bad-input", `--unit ${missing}: the file has no such column. It has: ${options.columns.map(({ name }) => name).join(", ")}.`);
  return { ...options, columns: options.columns.map((column) => ({ ...column, ...(units.has(column.name) && { unit: units.get(column.name) }) })) };
}

function toDocument({ file, rows, samples, rejected, rejections, signals, fromUs, toUs }: ImportResult): unknown {
  return { file, rows, samples, rejected, rejections, signals: signals.map(({ name, unit }) => ({ name, unit: unit ?? null })), from: fromUs === undefined ? null : formatIso(fromUs), to: toUs === undefined ? null : formatIso(toUs) };
}

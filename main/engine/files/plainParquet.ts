/**
 * Parquet files that need no reading by us: their time is a time, their numbers are numbers. The project's database takes
 * them as they are, from a link in its staging folder.
 */
import { constants } from "node:fs";
import { copyFile, link, realpath } from "node:fs/promises";
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { ReadOptions } from "../../../shared/contract/files.ts";
import type { StagedTable, StagedTime } from "../history/index.ts";

/** How a staged file's columns are to be read: its time, and the column of each imported signal, in their order. */
export interface StagedLayout extends Pick<StagedTable, "names" | "time"> {
  readonly columns: readonly string[];
}

const NUMERIC = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|BOOLEAN|DECIMAL\(.*\))$/;

/** Undefined where a column has to be converted first. */
export function plainLayout(options: ReadOptions, types: readonly string[]): StagedLayout | undefined {
  const time = plainTime(options, types);
  const wanted = options.columns.filter((column) => column.import);
  if (!time || wanted.some(({ dataType, index }) => dataType !== "text" && !NUMERIC.test(types[index] ?? ""))) return undefined;
  return { time, names: types.map((_type, i) => `c${i}`), columns: wanted.map(({ index }) => `c${index}`) };
}

function plainTime({ timeColumn, timeFormat, zone }: ReadOptions, types: readonly string[]): StagedTime | undefined {
  if (timeColumn === undefined) return undefined;
  const column = `c${timeColumn}`;
  const type = types[timeColumn] ?? "";
  if (type === "TIMESTAMP WITH TIME ZONE") return { column, form: "instant" };
  if (type === "DATE" || type.startsWith("TIMESTAMP")) return { column, form: "wall-clock", zone };
  return type === "BIGINT" && timeFormat === "epoch-us" ? { column, form: "micros" } : undefined;
}

/** The file under another name: the same one where both lie on one disk, else a copy. */
export async function linkOrCopy(path: string, target: string, signal?: AbortSignal): Promise<void> {
  const source = await realpath(path);
  const linked = await link(source, target).then(() => true, () => false); // another disk, or one that knows no links: then it is copied
  if (linked) return;
  const cloned = await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE).then(() => true, () => false);
  if (!cloned) await pipeline(createReadStream(source), createWriteStream(target), ...(signal ? [{ signal }] : []));
}

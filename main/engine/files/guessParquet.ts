/** How a Parquet file is to be read: its own schema says nearly everything. */
import type { FileGuess, TimeFormat } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { OutsideDatabase } from "./OutsideDatabase.ts";
import { quote } from "./tableSql.ts";
import { recogniseTime } from "./timePatterns.ts";
import { unitOfHeader } from "./unitOfHeader.ts";

export interface ParquetColumn {
  readonly name: string;
  /** DuckDB's name of its type. */
  readonly type: string;
}

const TIME_TYPE = /^(?:TIMESTAMP|DATE$)/;
const NUMBER_TYPE = /INT|FLOAT|DOUBLE|DECIMAL/;
const TIME_NAME = /^(?:t|ts|time|timestamp|date|datetime|.*_time|.*_ts|.*timestamp.*)$/i;
/** Needs no zone: an absolute instant, or a count since 1970. */
const ZONED = /WITH TIME ZONE|INT|DOUBLE/;

export async function parquetColumns(database: OutsideDatabase, path: string): Promise<ParquetColumn[]> {
  try {
    const rows = await database.rows(`SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet(${quote(path)}))`);
    return rows.map(([name, type]) => ({ name: String(name), type: String(type) }));
  } catch (error) {
    throw new TwinError("bad-input", `The Parquet file ${path} is damaged or truncated and cannot be read.`, { cause: error });
  }
}

export async function guessParquet(path: string, zone: string): Promise<FileGuess> {
  const database = await OutsideDatabase.open(zone);
  try {
    const columns = await parquetColumns(database, path);
    const first = await database.rows(`SELECT * FROM read_parquet(${quote(path)}) LIMIT 100`);
    const time = findTime(columns, first.map((row) => row.map(String)));
    const notes = time === undefined ? ["No column holds times. Set the time of the first row and the interval between rows."] : [];
    if (time && !ZONED.test(columns[time.index]?.type ?? "")) notes.push(`Time stamps have no zone; they are read as ${zone}.`);
    return {
      notes,
      options: {
        format: "parquet", delimiter: ",", decimal: ".", encoding: "utf-8", headerRow: false, skipLines: 0, zone, timeFormat: time?.format ?? "iso",
        ...(time && { timeColumn: time.index }),
        columns: columns.map(({ name, type }, index) => {
          const dataType = type === "BOOLEAN" ? "boolean" : NUMBER_TYPE.test(type) ? "number" : "text";
          const unit = dataType === "number" ? unitOfHeader(name) : undefined;
          return { index, name: name.trim() || `column ${index + 1}`, import: index !== time?.index, dataType, ...(unit !== undefined && { unit }) };
        }),
      },
    };
  } finally {
    database.close();
  }
}

function findTime(columns: readonly ParquetColumn[], rows: readonly (readonly string[])[]): { index: number; format: TimeFormat } | undefined {
  const typed = columns.findIndex(({ type }) => TIME_TYPE.test(type));
  if (typed >= 0) return { index: typed, format: "iso" };
  for (const [index, { name }] of columns.entries()) {
    if (!TIME_NAME.test(name.trim())) continue;
    const time = recogniseTime(rows.map((row) => row[index] ?? ""));
    if (time) return { index, format: time.format };
  }
  return undefined;
}

/** The statement that turns one column of a staged wide table into samples: what the normaliser does to batches, in SQL. */
import { Flag } from "../../../shared/model/sample.ts";
import { integer, quoteName, quoteText } from "./sqlText.ts";
import type { StagedColumn } from "./types.ts";

/** A double as SQL reads it back to the bit. */
function double(value: number): string {
  return `'${value}'::DOUBLE`;
}

export function stagedSelect(path: string, timeColumn: string, column: StagedColumn, receivedUs: number): string {
  const time = quoteName(timeColumn);
  const cell = quoteName(column.column);
  const from = `FROM read_parquet(${quoteText(path)}) WHERE ${cell} IS NOT NULL AND ${time} IS NOT NULL`;
  const head = `SELECT ${integer(column.series)}::INTEGER, ${time}::BIGINT, ${integer(receivedUs)}::BIGINT`;
  if (column.kind === "text") return `${head}, NULL::DOUBLE, 0::UINTEGER, 0::UTINYINT, ${cell}::VARCHAR ${from}`;
  const { factor = 1, offset = 0, low, high } = column;
  const converted = factor === 1 && offset === 0 ? `${cell}::DOUBLE` : `${cell}::DOUBLE * ${double(factor)} + ${double(offset)}`;
  const outside = [...(low === undefined ? [] : [`v < ${double(low)}`]), ...(high === undefined ? [] : [`v > ${double(high)}`])];
  const flags = outside.length === 0 ? "0" : `CASE WHEN NOT isnan(v) AND (${outside.join(" OR ")}) THEN ${Flag.outsideLimits} ELSE 0 END`;
  // Infinities are evidence of what was read and stay; NaN is "no number" and becomes NULL.
  return `SELECT series, t, received, CASE WHEN isnan(v) THEN NULL ELSE v END, 0::UINTEGER, (${flags})::UTINYINT, NULL::VARCHAR FROM (${head.replace("::INTEGER", "::INTEGER AS series").replace(`${time}::BIGINT`, `${time}::BIGINT AS t`)} AS received, ${converted} AS v ${from})`;
}

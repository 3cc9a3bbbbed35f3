/** The statement that turns one column of a staged wide table into samples: what the normaliser does to batches, in SQL. */
import { Flag } from "../../../shared/model/sample.ts";
import { integer, quoteName, quoteText } from "./sqlText.ts";
import type { StagedColumn } from "./types.ts";

/** A double as SQL reads it back to the bit. */
function double(value: number): string {
  return `'${value}'::DOUBLE`;
}

/** Selects the columns of a sample table, by name and in their order. */
export function stagedSelect(path: string, timeColumn: string, column: StagedColumn, receivedUs: number): string {
  const time = quoteName(timeColumn);
  const cell = quoteName(column.column);
  const from = `FROM read_parquet(${quoteText(path)}) WHERE ${cell} IS NOT NULL AND ${time} IS NOT NULL`;
  const head = `${integer(column.series)}::INTEGER AS series, ${time}::BIGINT AS t, ${integer(receivedUs)}::BIGINT AS received`;
  if (column.kind === "text") return `SELECT ${head}, NULL::DOUBLE AS value, 0::UINTEGER AS status, 0::UTINYINT AS flags, ${cell}::VARCHAR AS text ${from}`;
  const { factor = 1, offset = 0, low, high } = column;
  const converted = factor === 1 && offset === 0 ? `${cell}::DOUBLE` : `${cell}::DOUBLE * ${double(factor)} + ${double(offset)}`;
  const outside = [...(low === undefined ? [] : [`v < ${double(low)}`]), ...(high === undefined ? [] : [`v > ${double(high)}`])];
  // SQL holds NaN above every number; it is outside of nothing.
  const flags = outside.length === 0 ? "0" : `CASE WHEN NOT isnan(v) AND (${outside.join(" OR ")}) THEN ${Flag.outsideLimits} ELSE 0 END`;
  // Infinities are evidence of what was read and stay; NaN is "no number" and becomes NULL.
  const value = "CASE WHEN isnan(v) THEN NULL ELSE v END AS value";
  return `SELECT series, t, received, ${value}, 0::UINTEGER AS status, (${flags})::UTINYINT AS flags, NULL::VARCHAR AS text FROM (SELECT ${head}, ${converted} AS v ${from})`;
}

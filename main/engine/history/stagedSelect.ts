/** The statement that turns one column of a staged wide table into samples: what the normaliser does to batches, in SQL. */
import { Flag } from "../../../shared/model/sample.ts";
import type { CommonColumns } from "./sampleTable.ts";
import { integer, quoteName, quoteText } from "./sqlText.ts";
import type { StagedColumn, StagedTable, StagedTime } from "./types.ts";

/** A double as SQL reads it back to the bit. */
function double(value: number): string {
  return `'${value}'::DOUBLE`;
}

/** µs since 1970 of a staged time. The zone is named, because the session's own is that of the machine. */
function micros(time: StagedTime): string {
  const cell = quoteName(time.column);
  if (time.form === "micros") return `${cell}::BIGINT`;
  if (time.form === "instant") return `epoch_us(${cell})`;
  if (time.zone === "UTC") return `epoch_us(${cell}::TIMESTAMP)`;
  return `epoch_us(timezone(${quoteText(time.zone)}, ${cell}::TIMESTAMP))`;
}

/** Selects the columns of a sample table, by name and in their order. */
export function stagedSelect(path: string, table: StagedTable, column: StagedColumn, receivedUs: number): string {
  const cell = quoteName(column.column);
  const names = table.names === undefined ? "" : ` AS file(${table.names.map(quoteName).join(", ")})`;
  const from = `FROM read_parquet(${quoteText(path)})${names} WHERE ${cell} IS NOT NULL AND ${quoteName(table.time.column)} IS NOT NULL`;
  const head = `${integer(column.series)}::INTEGER AS series, ${micros(table.time)} AS t, ${integer(receivedUs)}::BIGINT AS received`;
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

/** What the rows of these columns have in common. */
export function commonOfStaged(columns: readonly StagedColumn[], receivedUs: number): CommonColumns {
  const [first] = columns;
  return {
    received: receivedUs,
    status: 0,
    ...(first && columns.every(({ series }) => series === first.series) && { series: first.series }),
    ...(columns.every(({ kind, low, high }) => kind === "text" || (low === undefined && high === undefined)) && { flags: 0 }),
    ...(columns.every(({ kind }) => kind === "number") && { text: "none" }),
    ...(columns.every(({ kind }) => kind === "text") && { value: "none" }),
  };
}

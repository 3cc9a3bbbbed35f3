/** Which binding converted a series' samples from when on, so that a corrected unit can be applied to the past. */
import type { DuckDBConnection } from "@duckdb/node-api";
import type { ConversionRecord } from "./types.ts";

/** All in one flush: a statement each would be a commit each, and a plant has tens of thousands of signals. */
export async function writeConversions(connection: DuckDBConnection, records: readonly ConversionRecord[]): Promise<void> {
  const appender = await connection.createAppender("conversions");
  for (const { series, sinceUs, binding, revision, factor, offset } of records) {
    appender.appendInteger(series);
    appender.appendBigInt(BigInt(sinceUs));
    appender.appendVarchar(binding);
    appender.appendInteger(revision);
    appender.appendDouble(factor);
    appender.appendDouble(offset);
    appender.endRow();
  }
  appender.closeSync();
}

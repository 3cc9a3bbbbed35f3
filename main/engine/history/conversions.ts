/** Which binding converted a series' samples from when on, so that a corrected unit can be applied to the past. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { big } from "./columns.ts";
import type { ConversionRecord } from "./types.ts";

export async function writeConversions(connection: DuckDBConnection, records: readonly ConversionRecord[]): Promise<void> {
  for (const { series, sinceUs, binding, revision, factor, offset } of records) {
    await connection.run("INSERT INTO conversions VALUES ($series, $since, $binding, $revision, $factor, $offset)", { series, since: big(sinceUs), binding, revision, factor, offset });
  }
}

/**
 * The tables of a project's database, their versions, and the check that a file holds these and nothing else. Sample
 * tables are numbered (`samples_7`), one a segment; `segments` says which of them count.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Raised with a migration whenever a table changes. */
export const SCHEMA_VERSION = 2;

/** Columns of every sample table. `value` is NULL where the sample carries no number; times are µs since 1970 UTC. */
export const SAMPLE_COLUMNS = "series INTEGER, t BIGINT, received BIGINT, value DOUBLE, status UINTEGER, flags UTINYINT, text VARCHAR";

/** Columns of a segment's rollup table (see `rollups.ts`). */
export const ROLLUP_COLUMNS =
  "series INTEGER, width BIGINT, bucket BIGINT, samples BIGINT, known BIGINT, worst UINTEGER, " +
  "first_t BIGINT, first DOUBLE, min_t BIGINT, min DOUBLE, max_t BIGINT, max DOUBLE, last_t BIGINT, last DOUBLE";

const TABLES: Readonly<Record<string, string>> = {
  meta: "key VARCHAR, value VARCHAR",
  series: "id INTEGER, signal VARCHAR, run VARCHAR",
  segments: "id INTEGER, state VARCHAR, label VARCHAR, rollups BOOLEAN",
  segment_series: "segment INTEGER, series INTEGER, samples BIGINT, unknown BIGINT, from_us BIGINT, to_us BIGINT, ordered BOOLEAN",
  series_sets: "id INTEGER, series INTEGER[]",
  gaps: "id INTEGER, source VARCHAR, from_us BIGINT, to_us BIGINT, reason VARCHAR, series_set INTEGER",
  confirmations: "id INTEGER, source VARCHAR, from_us BIGINT, to_us BIGINT, series_set INTEGER",
  conversions: "series INTEGER, since_us BIGINT, binding VARCHAR, revision INTEGER, factor DOUBLE, \"offset\" DOUBLE",
  alarms:
    "id VARCHAR, rule VARCHAR, kind VARCHAR, asset VARCHAR, severity VARCHAR, message VARCHAR, advise VARCHAR, state VARCHAR, " +
    "since_us BIGINT, cleared_us BIGINT, acknowledged_us BIGINT, acknowledged_by VARCHAR, note VARCHAR, latched BOOLEAN, realarm_us BIGINT, withheld VARCHAR, silent BOOLEAN",
  alarm_events: "what VARCHAR, at_us BIGINT, asset VARCHAR, rule VARCHAR, kind VARCHAR, alarm VARCHAR, state VARCHAR, by_whom VARCHAR, reason VARCHAR, until_us BIGINT",
  alarm_withholdings: "id VARCHAR, kind VARCHAR, asset VARCHAR, rule VARCHAR, alarm_kind VARCHAR, since_us BIGINT, until_us BIGINT, by_whom VARCHAR, reason VARCHAR",
  runs: "id VARCHAR, name VARCHAR, kind VARCHAR, state VARCHAR, started_us BIGINT, document VARCHAR",
  audit: "seq BIGINT, at_us BIGINT, operator VARCHAR, action VARCHAR, reason VARCHAR, body VARCHAR, hash VARCHAR",
};

/** Statements that bring a database of version `key` to the next one. */
const MIGRATIONS: Readonly<Record<number, readonly string[]>> = {
  1: [
    ...["latched BOOLEAN", "realarm_us BIGINT", "withheld VARCHAR", "silent BOOLEAN"].map((column) => `ALTER TABLE alarms ADD COLUMN ${column}`),
    "CREATE TABLE alarm_events (what VARCHAR, at_us BIGINT, asset VARCHAR, rule VARCHAR, kind VARCHAR, alarm VARCHAR, state VARCHAR, by_whom VARCHAR, reason VARCHAR, until_us BIGINT)",
    "CREATE TABLE alarm_withholdings (id VARCHAR, kind VARCHAR, asset VARCHAR, rule VARCHAR, alarm_kind VARCHAR, since_us BIGINT, until_us BIGINT, by_whom VARCHAR, reason VARCHAR)",
  ],
};

/** A column of a sample table that is the same in every row is generated from a constant (`sampleTable.ts`); nothing else may be. */
const CONSTANT = /^CAST\((?:[0-9]+|NULL) AS "?[A-Z]+"?\)$/;

const NUMBERED = /^(samples|rollup|stage)_[0-9]+$/;

function damaged(what: string): TwinError {
  return new TwinError("damaged", `The history file does not hold what Twinbench wrote: ${what}. Restore it from a backup, or move it aside to begin a new one.`);
}

async function values(connection: DuckDBConnection, sql: string): Promise<string[][]> {
  const reader = await connection.runAndReadAll(sql);
  return reader.getRows().map((row) => row.map(String));
}

async function create(connection: DuckDBConnection): Promise<void> {
  await connection.run("BEGIN");
  for (const [name, columns] of Object.entries(TABLES)) await connection.run(`CREATE TABLE ${name} (${columns})`);
  await connection.run(`INSERT INTO meta VALUES ('version', '${SCHEMA_VERSION}')`);
  await connection.run("COMMIT");
}

/** Makes the tables of a new file; migrates an older one where it can be written; refuses a newer one and one with foreign contents. */
export async function prepareSchema(connection: DuckDBConnection, canWrite: boolean): Promise<void> {
  const objects = await values(connection, "SELECT table_name, table_type FROM information_schema.tables WHERE table_schema = 'main'");
  const schemas = await values(connection, "SELECT schema_name FROM duckdb_schemas() WHERE NOT internal AND database_name = current_database() AND schema_name <> 'main'");
  if (schemas[0]) throw damaged(`it has a schema "${schemas[0][0]}"`);
  const macros = await values(connection, "SELECT function_name FROM duckdb_functions() WHERE NOT internal");
  if (macros[0]) throw damaged(`it has a macro "${macros[0][0]}"`);
  if (objects.length === 0 && canWrite) return create(connection);
  const view = objects.find(([, type]) => type !== "BASE TABLE");
  if (view) throw damaged(`"${view[0]}" is a view`);
  const names = new Set(objects.map(([name]) => name));
  if (!names.has("meta")) throw damaged("its version is missing");
  await migrate(connection, canWrite);
  await checkTables(connection);
}

async function migrate(connection: DuckDBConnection, canWrite: boolean): Promise<void> {
  const [row] = await values(connection, "SELECT value FROM meta WHERE key = 'version'");
  let version = Number(row?.[0]);
  if (!Number.isInteger(version) || version < 1) throw damaged("its version is not a number");
  if (version > SCHEMA_VERSION) {
    throw new TwinError("newer-format", `The history was written by a newer Twinbench (format ${version}, this one reads up to ${SCHEMA_VERSION}). Open the project with that version.`);
  }
  if (version < SCHEMA_VERSION && !canWrite) {
    throw new TwinError("read-only", `The history was written by an older Twinbench (format ${version}, this one needs ${SCHEMA_VERSION}) and cannot be brought up to date, because it may only be read. Open the project once where its folder can be written to.`);
  }
  for (; version < SCHEMA_VERSION; version++) {
    await connection.run("BEGIN");
    for (const sql of MIGRATIONS[version] ?? []) await connection.run(sql);
    await connection.run(`UPDATE meta SET value = '${version + 1}' WHERE key = 'version'`);
    await connection.run("COMMIT");
  }
}

function expectedColumns(name: string): string | undefined {
  if (!NUMBERED.test(name)) return TABLES[name];
  return name.startsWith("rollup") ? ROLLUP_COLUMNS : SAMPLE_COLUMNS;
}

async function checkTables(connection: DuckDBConnection): Promise<void> {
  const columns = await values(
    connection,
    "SELECT table_name, string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' AND database_name = current_database() GROUP BY table_name",
  );
  const names = new Set(columns.map(([name]) => name));
  const missing = Object.keys(TABLES).find((name) => !names.has(name));
  if (missing) throw damaged(`the table "${missing}" is missing`);
  for (const [name = "", found] of columns) {
    const expected = expectedColumns(name);
    if (expected === undefined) throw damaged(`it has a table "${name}" that is not ours`);
    if (expected.replaceAll('"', "") !== found) throw damaged(`the table "${name}" has other columns`);
  }
  const computed = await values(
    connection,
    "SELECT table_name, column_default FROM duckdb_columns() WHERE NOT internal AND schema_name = 'main' AND database_name = current_database() AND column_default IS NOT NULL",
  );
  for (const [name = "", expression = ""] of computed) {
    if (expectedColumns(name) !== SAMPLE_COLUMNS || !CONSTANT.test(expression)) throw damaged(`a column of the table "${name}" is computed`);
  }
}

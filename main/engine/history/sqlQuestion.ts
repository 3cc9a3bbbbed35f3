/**
 * Answers a question in SQL over a few series: makes the relations that `SqlQuestion` names as temporary views of a
 * connection of its own, runs the statement, and hands out its answer in typed chunks.
 */
import { type DuckDBDataChunk, DuckDBTypeId, StatementType } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import { bigints, hasNulls, items, type Params } from "./columns.ts";
import { lastSamples } from "./lastSamples.ts";
import type { ReadContext } from "./ReadContext.ts";
import { EMPTY_SAMPLES, manySource } from "./sampleSource.ts";
import { integer, quoteText, timeLiteral } from "./sqlText.ts";
import type { SqlColumns, SqlQuestion } from "./types.ts";

export async function* answerSql(context: ReadContext, question: SqlQuestion): AsyncGenerator<SqlColumns> {
  const sql = await makeRelations(context, question);
  const params: Params = {};
  for (const [name, value] of Object.entries(question.params ?? {})) params[name] = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
  const prepared = await context.connection.prepare(sql);
  if (prepared.statementType !== StatementType.SELECT) throw new TwinError("refused", "Only SELECT statements may be asked of the history.");
  if (Object.keys(params).length > 0) prepared.bind(params);
  const result = await prepared.stream();
  const names = result.columnNames();
  const kinds = names.map((_, column) => result.columnTypeId(column));
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const rows = chunk.rowCount;
    yield { rows, names, columns: kinds.map((kind, column) => readColumn(chunk as DuckDBDataChunk, column, kind, rows)) }; // not null inside the loop
  }
}

/** Returns the statement to ask over the relations. */
async function makeRelations(context: ReadContext, question: SqlQuestion): Promise<string> {
  const { series, toUs, changingBlocks, points } = question;
  const list = series.map(integer).join(", ") || "NULL";
  const intervals = (table: string, columns: string): string =>
    `SELECT * FROM (SELECT unnest(s.series) AS series, ${columns} FROM main.${table} g JOIN main.series_sets s ON s.id = g.series_set ` +
    `WHERE g.from_us <= ${timeLiteral(toUs)}) WHERE series IN (${list})`;
  await context.connection.run(`CREATE TEMP VIEW gap_spans AS ${intervals("gaps", "g.from_us, g.to_us, g.reason")}`);
  await context.connection.run(`CREATE TEMP VIEW confirmation_spans AS ${intervals("confirmations", "g.from_us, g.to_us")}`);
  const make = async (): Promise<void> => {
    if (changingBlocks === undefined) await showSamples(context, question);
    else await context.blocks.showSamples(context.connection, context.index, series, toUs, changingBlocks);
  };
  if (points) await context.points.show(context.connection, points.tables, context.blocks.likenessOf(context.index, series, toUs).join("\n"), make);
  else await make();
  return points?.sql ?? question.sql;
}

async function showSamples(context: ReadContext, { series, fromUs, toUs }: SqlQuestion): Promise<void> {
  const source = manySource(context.index, series, fromUs, toUs) ?? EMPTY_SAMPLES;
  const before = await lastSamples(context, series, fromUs - 1);
  await context.connection.run(`CREATE TEMP TABLE before_span AS ${EMPTY_SAMPLES}`);
  if (before.size > 0) {
    const rows = [...before].map(([id, { tUs, value, status, flags, text }]) =>
      `(${integer(id)}, ${integer(tUs)}, ${Number.isFinite(value) ? `'${value}'::DOUBLE` : "NULL"}, ${integer(status)}, ${integer(flags)}, ${text === undefined ? "NULL" : quoteText(text)})`);
    await context.connection.run(`INSERT INTO before_span VALUES ${rows.join(", ")}`);
  }
  await context.connection.run(`CREATE TEMP VIEW samples AS ${source} UNION ALL SELECT * FROM before_span`);
}

function readColumn(chunk: DuckDBDataChunk, column: number, kind: DuckDBTypeId, rows: number): Float64Array | (string | undefined)[] {
  const vector = chunk.getColumnVector(column);
  if (kind === DuckDBTypeId.VARCHAR) {
    return Array.from({ length: rows }, (_, row) => {
      const text = vector.getItem(row);
      return typeof text === "string" ? text : undefined;
    });
  }
  if (!hasNulls(chunk, column)) {
    if (kind === DuckDBTypeId.BIGINT) return bigints(chunk, column);
    if (kind === DuckDBTypeId.DOUBLE) return items<Float64Array>(chunk, column).slice();
  }
  return Float64Array.from({ length: rows }, (_, row) => {
    const value = vector.getItem(row);
    return value === null ? Number.NaN : Number(value);
  });
}

/** One file opened for reading with chosen options: its preview, its staged form, and what in it could not be read. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FilePreview, ReadOptions, Rejection } from "../../../shared/contract/files.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { formatIso } from "../../../shared/time/time.ts";
import { parquetColumns } from "./guessParquet.ts";
import { OutsideDatabase } from "./OutsideDatabase.ts";
import { linkOrCopy, plainLayout, type StagedLayout } from "./plainParquet.ts";
import { headText, readHead, type FileHead } from "./readHead.ts";
import { splitRows } from "./splitRows.ts";
import { cellIsBad, cellValue, hasTime, parquetRelation, quote, textRelation, timeFromText, timeFromTyped, timeType, typedRelation, type TableSource } from "./tableSql.ts";
import { transcode } from "./transcode.ts";

const PREVIEW_ROWS = 50;
/** Rejections kept in memory and shown; the number is always that of all. */
const MAX_REJECTIONS = 10_000;
const TIME_SAMPLE_ROWS = 500;

export interface StagedFile {
  /** Where time and values stand in the staged file. */
  readonly layout: StagedLayout;
  /** The file itself was staged; nothing of it has been read yet. */
  readonly asItIs: boolean;
  readonly rows: number;
  readonly rejected: number;
  readonly rejections: readonly Rejection[];
}

interface Reading {
  readonly signal?: AbortSignal | undefined;
  readonly onShare?: ((share: number) => void) | undefined;
}

export class FileTable {
  readonly #database: OutsideDatabase;
  readonly #source: TableSource;
  readonly #head: FileHead;
  readonly #temporaryFolder: string;
  /** Names and types of a Parquet file's columns; undefined for text. */
  readonly #parquet: readonly { readonly name: string; readonly type: string }[] | undefined;
  readonly #originalPath: string;

  private constructor(parts: { database: OutsideDatabase; source: TableSource; head: FileHead; temporaryFolder: string; originalPath: string; parquet: readonly { readonly name: string; readonly type: string }[] | undefined }) {
    this.#database = parts.database;
    this.#source = parts.source;
    this.#head = parts.head;
    this.#temporaryFolder = parts.temporaryFolder;
    this.#originalPath = parts.originalPath;
    this.#parquet = parts.parquet;
  }

  /** Throws `not-found`, or `bad-input` where options and file do not fit. The caller closes it. */
  static async open(path: string, options: ReadOptions): Promise<FileTable> {
    const head = await readHead(path);
    if (head.parquet !== (options.format === "parquet")) throw new TwinError("bad-input", `${path} is ${head.parquet ? "a Parquet" : "not a Parquet"} file; open it anew so that its format is recognised.`);
    const database = await OutsideDatabase.open(options.zone);
    try {
      const temporaryFolder = await mkdtemp(join(tmpdir(), "twinbench-file-"));
      const parquet = head.parquet ? await parquetColumns(database, path) : undefined;
      const rows = parquet ? [] : dataRows(head, options);
      const width = parquet?.length ?? Math.max(rows[0]?.length ?? 0, ...options.columns.map(({ index }) => index + 1));
      const { timeColumn } = options;
      const timeCells = timeColumn === undefined ? [] : rows.map((row) => row[timeColumn] ?? "");
      const outside = [timeColumn ?? 0, ...options.columns.map(({ index }) => index)].find((index) => index >= width);
      if (outside !== undefined) throw new TwinError("bad-input", `The file has ${width} columns; column ${outside + 1} does not exist.`);
      return new FileTable({ database, head, temporaryFolder, parquet, originalPath: path, source: { path, options, width, timeCells } });
    } catch (error) {
      database.close();
      throw error;
    }
  }

  /** The first rows as they stand, with the time as understood. Reads the beginning of the file only. */
  async preview(): Promise<FilePreview> {
    const { options } = this.#source;
    if (!hasTime(options)) return this.#previewWithoutTime();
    if (this.#parquet) return this.#previewParquet(this.#parquet);
    const sample = join(this.#temporaryFolder, "head.csv");
    await writeFile(sample, headText(this.#head, options.encoding).replace(/^\uFEFF/, ""));
    const source = { ...this.#source, path: sample };
    const times = await this.#database.rows(`SELECT ${timeFromText(source)} FROM ${textRelation(source)} LIMIT ${PREVIEW_ROWS}`);
    const rejections = await this.#rejections(source, PREVIEW_ROWS * 20);
    const rows = dataRows(this.#head, options).slice(0, PREVIEW_ROWS);
    const header = options.headerRow ? headerRow(this.#head, options) : options.columns.map(({ name }) => name);
    const bytesPerRow = this.#head.bytes.length / Math.max(1, splitRows(headText(this.#head, options.encoding), options.delimiter, Infinity).length);
    return { header, rows, times: times.map(([t]) => shownTime(t)), problems: rejections.list.filter(({ row }) => row <= PREVIEW_ROWS + options.skipLines + 1), estimatedRows: Math.round(this.#head.sizeBytes / bytesPerRow) };
  }

  /**
   * Makes a Parquet file of the wanted columns: `t` (BIGINT, µs) and `v0`, `v1`, … in the order of the imported columns.
   * Quick where every cell is what its column says; otherwise cell by cell, listing what could not be read. A Parquet file
   * whose columns are what they should be is staged as it is. `onShare` is told the share done.
   */
  async stage(target: string, { signal, onShare }: Reading = {}): Promise<StagedFile> {
    const reading = { signal, onShare };
    if (this.#parquet) return this.#stageParquet(target, this.#parquet, reading);
    const source = { ...this.#source, path: await this.#utf8Path(signal) };
    const made = { layout: copiedLayout(source.options), asItIs: false };
    try {
      const staged = await this.#copy(typedRelation(source), timeFromTyped(source.options, timeType(source.options, source.timeCells)), typedValues(source.options), target, reading);
      if (staged.withoutTime === 0) return { ...made, rows: staged.rows, rejected: 0, rejections: [] };
    } catch (error) {
      if (signal?.aborted) throw error;
      // A cell is not what its column says: read everything as text and find out which.
    }
    const { rows } = await this.#copy(textRelation(source), timeFromText(source), textValues(source.options), target, reading);
    const { list, count } = await this.#rejections(source, MAX_REJECTIONS, signal);
    return { ...made, rows: rows + this.#structural(list), rejected: count, rejections: list };
  }

  async close(): Promise<void> {
    this.#database.close();
    await rm(this.#temporaryFolder, { recursive: true, force: true });
  }

  #structural(list: readonly Rejection[]): number {
    return list.filter(({ column }) => column === undefined).length;
  }

  async #copy(relation: string, time: string, values: readonly string[], target: string, reading: Reading): Promise<{ rows: number; withoutTime: number }> {
    const columns = values.map((value, i) => `${value} AS v${i}`).join(", ");
    await this.#database.run(`COPY (SELECT ${time} AS t${columns === "" ? "" : `, ${columns}`} FROM ${relation}) TO ${quote(target)} (FORMAT parquet, COMPRESSION snappy)`, reading);
    const [counts] = await this.#database.rows(`SELECT count(*), count(*) - count(t) FROM read_parquet(${quote(target)})`);
    return { rows: Number(counts?.[0] ?? 0), withoutTime: Number(counts?.[1] ?? 0) };
  }

  /** Cells that could not be read, then rows that have no shape; in the order of the file. */
  async #rejections(source: TableSource, limit: number, signal?: AbortSignal): Promise<{ list: Rejection[]; count: number }> {
    const { options } = source;
    const firstLine = options.skipLines + (options.headerRow ? 1 : 0);
    const wanted = options.columns.filter((column) => column.import);
    const timeCell = options.timeColumn === undefined ? undefined : `c${options.timeColumn}`;
    const badTime = timeCell === undefined ? "false" : `(${timeFromText(source)}) IS NULL`;
    const cells = wanted.map((column, i) => `CASE WHEN ${cellIsBad(column, options.decimal)} THEN {'i': ${i}, 'cell': c${column.index}} END`);
    const problems = `CASE WHEN ${badTime} THEN [{'i': -1, 'cell': coalesce(${timeCell ?? "''"}, '')}] ELSE [${cells.join(", ")}] END`;
    await this.#database.run("DROP TABLE IF EXISTS rejected; DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans");
    await this.#database.run(`CREATE TEMP TABLE rejected AS SELECT row, p.i AS i, p.cell AS cell FROM (SELECT row, unnest(${problems}) AS p FROM ${textRelation(source)}) WHERE p IS NOT NULL`, { signal });
    const shapes = (await this.#database.rows(`SELECT DISTINCT line, any_value(error_type::VARCHAR), any_value(csv_line) FROM reject_errors GROUP BY line ORDER BY line LIMIT ${limit}`)).map(([line, type, text]): Rejection => ({ row: Number(line), text: String(text ?? "").slice(0, 200), reason: shapeReason(String(type), source.width) }));
    const total = await this.#database.rows("SELECT (SELECT count(*) FROM rejected) + (SELECT count(DISTINCT line) FROM reject_errors)");
    const skipped = shapes.map(({ row }) => row);
    const found = (await this.#database.rows(`SELECT row, i, cell FROM rejected ORDER BY row, i LIMIT ${limit}`)).map(([row, i, cell]): Rejection => {
      const column = wanted[Number(i)];
      const name = column?.name ?? options.columns.find(({ index }) => index === options.timeColumn)?.name;
      return { row: lineOf(Number(row) + firstLine, skipped), text: String(cell ?? "").slice(0, 200), reason: column ? `is no ${column.dataType}` : `is no time in the form ${options.timeFormat}`, ...(name !== undefined && { column: name }) };
    });
    return { list: [...shapes, ...found].sort((a, b) => a.row - b.row).slice(0, limit), count: Number(total[0]?.[0] ?? 0) };
  }

  async #utf8Path(signal: AbortSignal | undefined): Promise<string> {
    const { encoding } = this.#source.options;
    if (encoding === "utf-8") return this.#source.path;
    const copy = join(this.#temporaryFolder, "utf8.csv");
    await transcode(this.#source.path, copy, encoding, signal);
    return copy;
  }

  /** As with a time of its own, but that it says of every row that it has none yet. */
  async #previewWithoutTime(): Promise<FilePreview> {
    const source = { ...this.#source, options: { ...this.#source.options, startUs: 0, intervalUs: 1 } };
    const shown = await new FileTable({ database: this.#database, source, head: this.#head, temporaryFolder: this.#temporaryFolder, originalPath: this.#originalPath, parquet: this.#parquet }).preview();
    return { ...shown, times: shown.times.map(() => "no time yet") };
  }

  async #previewParquet(columns: readonly { readonly name: string; readonly type: string }[]): Promise<FilePreview> {
    const { options } = this.#source;
    const cells = columns.map((_column, i) => `CAST(c${i} AS VARCHAR)`).join(", ");
    const time = timeFromTyped(options, columns[options.timeColumn ?? -1]?.type ?? "");
    const rows = await this.#database.rows(`SELECT ${time}, ${cells} FROM ${parquetRelation(this.#source, true)} LIMIT ${PREVIEW_ROWS}`);
    const [count] = await this.#database.rows(`SELECT count(*) FROM read_parquet(${quote(this.#originalPath)})`);
    return { header: columns.map(({ name }) => name), rows: rows.map((row) => row.slice(1).map((cell) => (cell === null ? "" : String(cell)))), times: rows.map(([t]) => shownTime(t)), problems: [], estimatedRows: Number(count?.[0] ?? 0) };
  }

  async #stageParquet(target: string, columns: readonly { readonly type: string }[], reading: Reading): Promise<StagedFile> {
    const { options } = this.#source;
    const time = timeFromTyped(options, columns[options.timeColumn ?? -1]?.type ?? "");
    const layout = plainLayout(options, columns.map(({ type }) => type));
    if (layout) {
      const [counts] = await this.#database.rows(`SELECT count(*), count(${time}) FROM ${parquetRelation(this.#source, false)}`, {}, reading.signal);
      if (counts?.[0] === counts?.[1]) {
        await linkOrCopy(this.#originalPath, target, reading.signal);
        return { layout, asItIs: true, rows: Number(counts?.[0] ?? 0), rejected: 0, rejections: [] };
      }
    }
    const made = { layout: copiedLayout(options), asItIs: false };
    const values = options.columns.filter((column) => column.import).map((column) => (column.dataType === "text" ? `CAST(c${column.index} AS VARCHAR)` : `TRY_CAST(c${column.index} AS DOUBLE)`));
    const { rows, withoutTime } = await this.#copy(parquetRelation(this.#source, options.timeColumn === undefined), time, values, target, reading);
    if (withoutTime === 0) return { ...made, rows, rejected: 0, rejections: [] };
    const bad = await this.#database.rows(`SELECT row, CAST(c${options.timeColumn ?? 0} AS VARCHAR) FROM ${parquetRelation(this.#source, true)} WHERE (${time}) IS NULL LIMIT ${MAX_REJECTIONS}`);
    return { ...made, rows, rejected: withoutTime, rejections: bad.map(([row, cell]) => ({ row: Number(row), text: String(cell ?? ""), reason: "has no readable time" })) };
  }
}

/** How the files are laid out that `#copy` makes. */
function copiedLayout(options: ReadOptions): StagedLayout {
  return { time: { column: "t", form: "micros" }, columns: options.columns.filter((column) => column.import).map((_column, i) => `v${i}`) };
}

function typedValues(options: ReadOptions): string[] {
  return options.columns.filter((column) => column.import).map((column) => (column.dataType === "number" ? `CASE WHEN isinf(c${column.index}) THEN error('not finite') ELSE c${column.index} END` : column.dataType === "text" ? cellValue(column, options.decimal) : strictTruth(column, options.decimal)));
}

/** Fails the statement on a cell that is no truth value, so that it is found and listed cell by cell. */
function strictTruth(column: ReadOptions["columns"][number], decimal: string): string {
  return `CASE WHEN ${cellIsBad(column, decimal)} THEN error('no truth value') ELSE ${cellValue(column, decimal)} END`;
}

function textValues(options: ReadOptions): string[] {
  return options.columns.filter((column) => column.import).map((column) => cellValue(column, options.decimal));
}

function dataRows(head: FileHead, options: ReadOptions): string[][] {
  const rows = splitRows(headText(head, options.encoding).replace(/^\uFEFF/, ""), options.delimiter, TIME_SAMPLE_ROWS + options.skipLines + 1);
  return rows.slice(options.skipLines + (options.headerRow ? 1 : 0)).filter((row) => row.some((cell) => cell.trim() !== ""));
}

function headerRow(head: FileHead, options: ReadOptions): string[] {
  return splitRows(headText(head, options.encoding).replace(/^\uFEFF/, ""), options.delimiter, options.skipLines + 1).at(-1) ?? [];
}

function shownTime(micros: unknown): string {
  return micros === null || micros === undefined ? "not readable" : formatIso(Number(micros));
}

/** The line of the n-th row that was read, counting the lines before it that were left out for their shape. */
function lineOf(line: number, skippedLines: readonly number[]): number {
  let result = line;
  for (const skipped of skippedLines) if (skipped <= result) result += 1;
  return result;
}

function shapeReason(type: string, width: number): string {
  if (type.includes("MISSING")) return `has fewer than ${width} columns`;
  if (type.includes("TOO MANY")) return `has more than ${width} columns`;
  if (type.includes("QUOTE")) return "has a quote that is not closed";
  if (type.includes("LINE SIZE")) return "is longer than 4 million characters";
  return type.includes("UNICODE") || type.includes("ENCODING") ? "holds bytes that are not of the chosen encoding" : "has no readable shape";
}

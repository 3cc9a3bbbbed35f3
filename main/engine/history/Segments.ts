/**
 * The life of sample tables: one is written to in arrival order, then closed, then replaced by a copy sorted by series
 * and time. Keeps the registry and the index in step with the tables; what the registry does not name is removed.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import type { Database } from "./Database.ts";
import { buildRollup, dropRollup } from "./rollups.ts";
import { SAMPLE_COLUMNS } from "./schema.ts";
import { tableOf } from "./sampleSource.ts";
import { SegmentIndex } from "./SegmentIndex.ts";
import type { Prepared } from "./Stages.ts";
import { partsAsArrived, partsAsTheyLie, type PartFigures } from "./readParts.ts";
import { integer, quoteText } from "./sqlText.ts";

/** Above this many rows the order of an open segment found at start is not looked into; it is sealed soon anyway. */
const CHECK_ORDER_ROWS = 200_000;

export class Segments {
  readonly index = new SegmentIndex();
  /** Sealed segments that have a rollup table. */
  readonly rolledUp = new Set<number>();
  /** For sealing, publishing and deleting, which take turns. */
  readonly #connection: DuckDBConnection;
  /** For changing the open segment, which must not wait for those. */
  readonly #rotation: DuckDBConnection;
  #hot = 0;
  #last = 0;
  readonly #sealed = new Set<number>();
  /** Closed and not yet sealed, oldest first. */
  readonly #closed: number[] = [];

  private constructor(connection: DuckDBConnection, rotation: DuckDBConnection) {
    this.#connection = connection;
    this.#rotation = rotation;
  }

  static async open(database: Database): Promise<Segments> {
    const segments = new Segments(await database.connect(), await database.connect());
    await segments.#load(database.canWrite);
    return segments;
  }

  /** The segment that is written to; 0 where none can be begun. */
  get hot(): number {
    return this.#hot;
  }

  get waiting(): readonly number[] {
    return this.#closed;
  }

  async #load(canWrite: boolean): Promise<void> {
    const registry = await smallRows(this.#connection, "SELECT id, state, rollups FROM segments ORDER BY id");
    if (canWrite) await this.#removeUnregistered(new Set(registry.map(([id]) => Number(id))));
    for (const [id, state, rollups] of registry) {
      const segment = Number(id);
      this.#last = Math.max(this.#last, segment);
      if (rollups === true) this.rolledUp.add(segment);
      if (state === "sealed") {
        this.#sealed.add(segment);
        continue;
      }
      await this.#inspect(segment);
      if (state === "hot") this.#hot = segment;
      else this.#closed.push(segment);
    }
    for (const [segment, series, samples, unknown, fromUs, toUs, ordered] of await smallRows(this.#connection, "SELECT * FROM segment_series")) {
      const part = { segment: Number(segment), samples: Number(samples), unknown: Number(unknown), fromUs: Number(fromUs), toUs: Number(toUs), ordered: ordered === true };
      this.index.set(Number(series), part);
    }
    if (this.#hot === 0 && canWrite) await this.rotate();
  }

  /** Tables of an import or a seal that never came to its end. */
  async #removeUnregistered(known: ReadonlySet<number>): Promise<void> {
    const tables = await smallRows(this.#connection, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main' AND database_name = current_database()");
    for (const [name] of tables) {
      const match = /^(samples|rollup|stage)_([0-9]+)$/.exec(String(name));
      if (match && (match[1] === "stage" || !known.has(Number(match[2])))) await this.#connection.run(`DROP TABLE ${match[0]}`);
    }
  }

  /** Counts and ranges of a table that is not sealed, as nobody wrote them down before the process ended. */
  async #inspect(segment: number): Promise<void> {
    const [total] = await smallRows(this.#connection, `SELECT count(*) FROM ${tableOf(segment)}`);
    this.#remember(segment, await partsAsArrived(this.#connection, tableOf(segment), Number(total?.[0]) <= CHECK_ORDER_ROWS));
  }

  /** Closes the open segment (if it has rows) and begins a new one. Nothing may be appended meanwhile. */
  async rotate(): Promise<void> {
    const next = this.#allocate();
    await this.#rotation.run("BEGIN");
    await this.#rotation.run(`CREATE TABLE ${tableOf(next)} (${SAMPLE_COLUMNS})`);
    if (this.#hot > 0) await this.#rotation.run(`UPDATE segments SET state = 'closed' WHERE id = ${integer(this.#hot)}`);
    await this.#rotation.run(`INSERT INTO segments VALUES (${integer(next)}, 'hot', 'recorded', false)`);
    await this.#rotation.run("COMMIT");
    if (this.#hot > 0) this.#closed.push(this.#hot);
    this.#hot = next;
  }

  #allocate(): number {
    return ++this.#last;
  }

  /** Replaces the oldest closed segment by a sorted copy of itself, in one transaction. */
  async sealNext(): Promise<void> {
    const [segment] = this.#closed;
    if (segment === undefined) return;
    const table = tableOf(segment);
    const copy = `stage_${integer(segment)}`;
    await this.#connection.run(`CREATE TABLE ${copy} AS SELECT * FROM ${table} ORDER BY series, t, rowid`);
    const { parts } = await partsAsTheyLie(this.#connection, copy);
    await this.#connection.run("BEGIN");
    await this.#connection.run(`DROP TABLE ${table}`);
    await this.#connection.run(`ALTER TABLE ${copy} RENAME TO ${table}`);
    await this.#connection.run(`UPDATE segments SET state = 'sealed' WHERE id = ${integer(segment)}`);
    await this.#writeParts(segment, parts);
    await this.#connection.run("COMMIT");
    this.#remember(segment, parts);
    this.#closed.shift();
    this.#sealed.add(segment);
  }

  /** Publishes a staged, sorted table as a sealed segment. The caller rotates afterwards where the open segment shares series, so that later samples count as written later. */
  async publish({ table, label, parts }: Prepared): Promise<void> {
    const segment = this.#allocate();
    await this.#connection.run("BEGIN");
    await this.#connection.run(`ALTER TABLE ${table} RENAME TO ${tableOf(segment)}`);
    await this.#connection.run(`INSERT INTO segments VALUES (${integer(segment)}, 'sealed', ${quoteText(label)}, false)`);
    await this.#writeParts(segment, parts);
    await this.#connection.run("COMMIT");
    this.#remember(segment, parts);
    this.#sealed.add(segment);
  }

  /** Sealed segments whose rollup is still to be built. */
  get withoutRollup(): readonly number[] {
    return [...this.#sealed].filter((segment) => !this.rolledUp.has(segment));
  }

  async rollUp(segment: number): Promise<void> {
    await buildRollup(this.#connection, segment);
    this.rolledUp.add(segment);
  }

  /** Removes all samples of these series; a segment left empty goes as a whole. */
  async deleteSeries(series: readonly number[]): Promise<void> {
    const list = series.map(integer).join(", ");
    const segments = new Set(series.flatMap((id) => this.index.partsOf(id).map((part) => part.segment)));
    for (const id of series) this.index.removeSeries(id);
    await this.#connection.run("BEGIN");
    for (const segment of segments) {
      await this.#connection.run(`DELETE FROM segment_series WHERE segment = ${integer(segment)} AND series IN (${list})`);
      const empty = segment !== this.#hot && [...this.index.inSegment(segment)].length === 0;
      if (empty) await this.#drop(segment);
      else {
        await this.#connection.run(`DELETE FROM ${tableOf(segment)} WHERE series IN (${list})`);
        if (this.rolledUp.has(segment)) await this.#connection.run(`DELETE FROM rollup_${integer(segment)} WHERE series IN (${list})`);
      }
    }
    await this.#connection.run("COMMIT");
  }

  async #drop(segment: number): Promise<void> {
    await this.#connection.run(`DROP TABLE ${tableOf(segment)}`);
    if (this.rolledUp.delete(segment)) await dropRollup(this.#connection, segment);
    await this.#connection.run(`DELETE FROM segments WHERE id = ${integer(segment)}`);
    this.#sealed.delete(segment);
    const at = this.#closed.indexOf(segment);
    if (at >= 0) this.#closed.splice(at, 1);
  }

  #remember(segment: number, parts: ReadonlyMap<number, PartFigures>): void {
    for (const [series, part] of parts) this.index.set(series, { ...part, segment });
  }

  async #writeParts(segment: number, parts: ReadonlyMap<number, PartFigures>): Promise<void> {
    const rows = [...parts].map(([series, part]) =>
      `(${integer(segment)}, ${integer(series)}, ${integer(part.samples)}, ${integer(part.unknown)}, ${integer(part.fromUs)}, ${integer(part.toUs)}, ${part.ordered})`);
    if (rows.length > 0) await this.#connection.run(`INSERT INTO segment_series VALUES ${rows.join(", ")}`);
  }

  close(): void {
    this.#connection.closeSync();
    this.#rotation.closeSync();
  }
}

/**
 * Tables that questions asked again and again have in common: what is left of the samples when a rule's thresholds have been applied.
 * Another duration asks these again, and no sample. Kept in memory only, and only as long as the samples and gaps are the same.
 */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import { KEPT } from "./Database.ts";
import { MOST_POINTS } from "./limits.ts";
import { Serial } from "./Serial.ts";

interface Table {
  readonly name: string;
  readonly sql: string;
}

interface Kept {
  readonly table: string;
  readonly rows: number;
}

export class KeptPoints {
  /** By text and by what the samples and gaps were like; the last used last. */
  readonly #kept = new Map<string, Kept>();
  readonly #turns = new Serial();
  #count = 0;

  /**
   * Makes these temporary tables of a connection that has `gap_spans`, and `samples` once `makeSamples` has been called, which happens only
   * where a table is not kept. `likeness` differs where the samples may.
   */
  async show(connection: DuckDBConnection, tables: readonly Table[], likeness: string, makeSamples: () => Promise<void>): Promise<void> {
    const [gaps] = await smallRows(connection, "SELECT count(*), CAST(sum(hash(series, from_us)) AS VARCHAR) FROM gap_spans");
    const keyOf = ({ sql }: Table): string => `${sql}\n${gaps?.join(" ") ?? ""}\n${likeness}`;
    const missing: Table[] = [];
    await this.#turns.run(async () => {
      for (const table of tables) if (!(await this.#copy(connection, table.name, keyOf(table)))) missing.push(table);
    });
    if (missing.length === 0) return;
    await makeSamples();
    for (const { name, sql } of missing) await connection.run(`CREATE TEMP TABLE ${name} AS ${sql}`);
    await this.#turns.run(async () => {
      for (const table of missing) await this.#keep(connection, table.name, keyOf(table));
    });
  }

  async #copy(connection: DuckDBConnection, name: string, key: string): Promise<boolean> {
    const kept = this.#kept.get(key);
    if (!kept) return false;
    await connection.run(`CREATE TEMP TABLE ${name} AS FROM ${kept.table}`);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return true;
  }

  async #keep(connection: DuckDBConnection, name: string, key: string): Promise<void> {
    const [count] = await smallRows(connection, `SELECT count(*) FROM ${name}`);
    const rows = Number(count?.[0]);
    if (this.#kept.has(key) || rows > MOST_POINTS) return;
    for (const [oldKey, old] of this.#kept) {
      if (this.#rows + rows <= MOST_POINTS) break;
      await connection.run(`DROP TABLE ${old.table}`);
      this.#kept.delete(oldKey);
    }
    const table = `${KEPT}.main.points_${++this.#count}`;
    await connection.run(`CREATE TABLE ${table} AS FROM ${name}`);
    this.#kept.set(key, { table, rows });
  }

  get #rows(): number {
    return [...this.#kept.values()].reduce((sum, { rows }) => sum + rows, 0);
  }
}

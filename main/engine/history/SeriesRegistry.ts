/** Which (signal, run) has which id. Ids are small, dense and never used again. */
import type { DuckDBConnection } from "@duckdb/node-api";
import { smallRows } from "./columns.ts";
import { integerList } from "./sqlText.ts";
import type { SeriesEntry } from "./types.ts";

/** Neither ids of signals nor of runs contain a line break. */
export function seriesKey(signal: string, run: string): string {
  return `${run}\n${signal}`;
}

export class SeriesRegistry {
  readonly #connection: DuckDBConnection;
  readonly #canWrite: boolean;
  readonly #byKey = new Map<string, SeriesEntry>();
  #last = 0;

  private constructor(connection: DuckDBConnection, canWrite: boolean) {
    this.#connection = connection;
    this.#canWrite = canWrite;
  }

  static async open(connection: DuckDBConnection, canWrite: boolean): Promise<SeriesRegistry> {
    const registry = new SeriesRegistry(connection, canWrite);
    for (const [id, signal, run] of await smallRows(connection, "SELECT id, signal, run FROM series")) {
      registry.#add({ id: Number(id), signal: String(signal), run: String(run) });
    }
    const [last] = await smallRows(connection, "SELECT coalesce(max(TRY_CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'last_series'");
    registry.#last = Math.max(registry.#last, Number(last?.[0]));
    return registry;
  }

  get all(): SeriesEntry[] {
    return [...this.#byKey.values()];
  }

  ofRun(run: string): number[] {
    return this.all.filter((entry) => entry.run === run).map((entry) => entry.id);
  }

  /** Entries in the asked order; new ones are on disk when this returns, or live as long as this where nothing can be written. */
  async ensure(refs: readonly { readonly signal: string; readonly run: string }[]): Promise<SeriesEntry[]> {
    const added: SeriesEntry[] = [];
    const entries = refs.map(({ signal, run }) => {
      const known = this.#byKey.get(seriesKey(signal, run));
      if (known) return known;
      const entry = { id: this.#last + 1, signal, run };
      this.#add(entry);
      added.push(entry);
      return entry;
    });
    if (added.length > 0 && this.#canWrite) await this.#write(added);
    return entries;
  }

  async #write(added: readonly SeriesEntry[]): Promise<void> {
    const appender = await this.#connection.createAppender("series");
    for (const { id, signal, run } of added) {
      appender.appendInteger(id);
      appender.appendVarchar(signal);
      appender.appendVarchar(run);
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Forgets series; remembers the highest id ever given, so that none is given twice. */
  async remove(series: readonly number[]): Promise<void> {
    if (series.length === 0) return;
    await this.#connection.run("DELETE FROM meta WHERE key = 'last_series'");
    await this.#connection.run("INSERT INTO meta VALUES ('last_series', $last)", { last: String(this.#last) });
    await this.#connection.run(`DELETE FROM series WHERE id IN (${integerList(series)})`);
    const gone = new Set(series);
    for (const [key, entry] of this.#byKey) if (gone.has(entry.id)) this.#byKey.delete(key);
  }

  #add(entry: SeriesEntry): void {
    this.#byKey.set(seriesKey(entry.signal, entry.run), entry);
    this.#last = Math.max(this.#last, entry.id);
  }
}

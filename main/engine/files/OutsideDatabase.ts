/**
 * The second, in-memory database instance: the only one that reads files from outside the project. It knows nothing of the
 * project's own database; what it reads reaches that as Parquet in the staging folder.
 */
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import { countProgress, watched } from "../history/index.ts";

export type Row = readonly DuckDBValue[];
type Parameters = Record<string, string | number | boolean>;

export class OutsideDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** `zone` is the IANA zone of time stamps without an offset. */
  static async open(zone: string): Promise<OutsideDatabase> {
    const instance = await DuckDBInstance.create(":memory:", { autoinstall_known_extensions: "false", autoload_known_extensions: "false" });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = $zone", { zone }).catch(async () => {
      // Older builds take no parameter in SET; the zone was checked against the platform's list, so it holds no quote.
      await connection.run(`SET TimeZone = '${zone.replaceAll("'", "")}'`);
    });
    await countProgress(connection);
    return new OutsideDatabase(instance, connection);
  }

  /** Runs a statement; abort interrupts it. `onShare` is told the share done. */
  async run(sql: string, { signal, onShare = () => undefined }: { readonly signal?: AbortSignal | undefined; readonly onShare?: ((share: number) => void) | undefined } = {}): Promise<void> {
    await this.#interruptible(signal, () => watched(this.#connection, onShare, () => this.#connection.run(sql)));
  }

  /** A small answer as rows. Never for samples. */
  async rows(sql: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<Row[]> {
    const reader = await this.#interruptible(signal, () => this.#connection.runAndReadAll(sql, parameters));
    return reader.getRows();
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #interruptible<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted) throw new TwinError("cancelled", "Cancelled.");
    const interrupt = () => this.#connection.interrupt();
    signal?.addEventListener("abort", interrupt, { once: true });
    try {
      return await work();
    } catch (error) {
      if (signal?.aborted) throw new TwinError("cancelled", "Cancelled.", { cause: error });
      throw error;
    } finally {
      signal?.removeEventListener("abort", interrupt);
    }
  }
}

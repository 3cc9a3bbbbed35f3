/**
 * Opens the project's DuckDB file the only way it may be opened: no extension is fetched or loaded by itself, no file
 * outside the staging folder can be read, and no statement can change that. Hands out connections and closes them.
 */
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import { MEMORY_LIMIT_BYTES, MEMORY_SHARE } from "./limits.ts";
import { quoteText } from "./sqlText.ts";
import { countProgress } from "./watched.ts";

/** Imports that show their progress at the same time; it is set before the configuration is locked, so these are made at opening. */
const WATCHED_CONNECTIONS = 4;

/** Where DuckDB keeps nothing on disk. */
const IN_MEMORY = ":memory:";

/** The name of a database in memory beside the file, for what can be made anew. */
export const KEPT = "kept";

export class Database {
  readonly #instance: DuckDBInstance;
  /** False where the file may only be read; statements that change it fail. */
  readonly canWrite: boolean;
  /** Connections that count their progress, not in use. */
  readonly #watched: DuckDBConnection[];

  private constructor(instance: DuckDBInstance, canWrite: boolean, watched: DuckDBConnection[]) {
    this.#instance = instance;
    this.canWrite = canWrite;
    this.#watched = watched;
  }

  /**
   * Throws `busy` where another process has the file, `damaged` where DuckDB cannot read it. Read-only leaves the file and
   * its folder as they are: a log beside it is replayed in memory, and an absent file is an empty database in memory.
   */
  static async open(file: string, stagingFolder: string, readOnly: boolean): Promise<Database> {
    if (readOnly) mkdirSync(stagingFolder, { recursive: true, mode: 0o700 });
    const isMissing = readOnly && !existsSync(file);
    const canWrite = !readOnly || isMissing;
    // What does not fit into memory is put beside the file, which a read-only folder does not allow.
    const instance = await create(isMissing ? IN_MEMORY : file, canWrite ? {} : { access_mode: "READ_ONLY", temp_directory: join(stagingFolder, "spill") });
    // Not before the file is ours: what another engine has there is in use.
    if (!readOnly) emptyFolder(stagingFolder);
    const connection = await instance.connect();
    const watched: DuckDBConnection[] = [];
    try {
      while (watched.length < WATCHED_CONNECTIONS) {
        const one = await instance.connect();
        watched.push(one);
        await countProgress(one);
      }
      await connection.run(`ATTACH '${IN_MEMORY}' AS ${KEPT} (READ_WRITE)`);
      await connection.run(`SET allowed_directories = [${quoteText(stagingFolder)}]`);
      await connection.run("SET enable_external_access = false");
      await connection.run("SET lock_configuration = true");
    } catch (error) {
      instance.closeSync();
      throw error;
    } finally {
      connection.closeSync();
    }
    return new Database(instance, canWrite, watched);
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** A connection that counts its progress, for long work; without progress where all of them are in use. */
  async watched(): Promise<{ connection: DuckDBConnection; release: () => Promise<void> }> {
    const connection = this.#watched.pop();
    if (!connection) {
      const plain = await this.connect();
      return { connection: plain, release: async () => plain.closeSync() };
    }
    return {
      connection,
      release: async () => {
        this.#watched.push(connection);
      },
    };
  }

  close(): void {
    for (const connection of this.#watched) connection.closeSync();
    this.#instance.closeSync();
  }
}

/** What an import that was killed left in the staging folder is of no use to anybody. */
function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

async function create(file: string, options: Readonly<Record<string, string>>): Promise<DuckDBInstance> {
  const memoryBytes = Math.floor(Math.min(MEMORY_LIMIT_BYTES, totalmem() * MEMORY_SHARE));
  try {
    return await DuckDBInstance.create(file, {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      memory_limit: `${memoryBytes}B`,
      ...options,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/lock/i.test(message)) throw new TwinError("busy", "The history file is in use by another program. Close it there and open the project again.", { cause: error });
    throw new TwinError("damaged", `The history file ${file} cannot be opened. Restore it from a backup, or move it aside to begin a new one.`, { cause: error });
  }
}

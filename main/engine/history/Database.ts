/**
 * Opens the project's DuckDB file the only way it may be opened: no extension is fetched or loaded by itself, no file
 * outside the staging folder can be read, and no statement can change that. Hands out connections and closes them.
 */
import { mkdirSync } from "node:fs";
import { totalmem } from "node:os";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { TwinError } from "../../../shared/contract/errors.ts";
import { MEMORY_LIMIT_BYTES, MEMORY_SHARE } from "./limits.ts";
import { quoteText } from "./sqlText.ts";

export class Database {
  readonly #instance: DuckDBInstance;

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  /** Throws `busy` where another process has the file, `damaged` where DuckDB cannot read it. */
  static async open(file: string, stagingFolder: string): Promise<Database> {
    mkdirSync(stagingFolder, { recursive: true, mode: 0o700 });
    const instance = await create(file);
    const connection = await instance.connect();
    try {
      await connection.run(`SET allowed_directories = [${quoteText(stagingFolder)}]`);
      await connection.run("SET enable_external_access = false");
      await connection.run("SET lock_configuration = true");
    } catch (error) {
      instance.closeSync();
      throw error;
    } finally {
      connection.closeSync();
    }
    return new Database(instance);
  }

  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  close(): void {
    this.#instance.closeSync();
  }
}

async function create(file: string): Promise<DuckDBInstance> {
  const memoryBytes = Math.floor(Math.min(MEMORY_LIMIT_BYTES, totalmem() * MEMORY_SHARE));
  try {
    return await DuckDBInstance.create(file, {
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      allow_community_extensions: "false",
      memory_limit: `${memoryBytes}B`,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/lock/i.test(message)) throw new TwinError("busy", "The history file is in use by another program. Close it there and open the project again.", { cause: error });
    throw new TwinError("damaged", `The history file ${file} cannot be opened. Restore it from a backup, or move it aside to begin a new one.`, { cause: error });
  }
}

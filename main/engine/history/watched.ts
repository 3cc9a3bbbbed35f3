/** How far a connection's running statement is, as DuckDB itself counts it. */
import type { DuckDBConnection } from "@duckdb/node-api";

/** Often enough for a bar that moves, seldom enough to cost nothing. */
const LOOK_MS = 200;

/** Makes a connection count its progress. Must be said before the database's configuration is locked. */
export async function countProgress(connection: DuckDBConnection): Promise<void> {
  await connection.run("SET enable_progress_bar = true");
  await connection.run("SET enable_progress_bar_print = false");
  await connection.run("SET progress_bar_time = 0");
}

/** Tells the share done (0 to 1) of what the connection runs, until the work has ended. Tells nothing where DuckDB cannot say. */
export async function watched<T>(connection: DuckDBConnection, onShare: (share: number) => void, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    const { percentage } = connection.progress;
    if (percentage >= 0) onShare(Math.min(1, percentage / 100));
  }, LOOK_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

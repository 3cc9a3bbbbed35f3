/** Carries an abort into whatever a connection is doing. */
import type { DuckDBConnection } from "@duckdb/node-api";

/** An interrupt between two statements is lost, so it is repeated until the work has ended. */
const REPEAT_MS = 10;

/** From the abort on, interrupts the connection until the returned function is called. */
export function interruptOnAbort(signal: AbortSignal, interrupt: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    interrupt();
    timer ??= setInterval(interrupt, REPEAT_MS);
  };
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin);
  return () => {
    signal.removeEventListener("abort", begin);
    clearInterval(timer);
  };
}

/** The same for a connection of its own, which is closed in the end. */
export function ownConnection(connection: DuckDBConnection, signal: AbortSignal): () => void {
  const stop = interruptOnAbort(signal, () => connection.interrupt());
  return () => {
    stop();
    connection.closeSync();
  };
}

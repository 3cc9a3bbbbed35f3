/** Ctrl+C, a closed terminal or a service manager's stop end everything in order; a second Ctrl+C ends it at once. */

/** As the shells of Unix say it: 128 + SIGINT. */
const INTERRUPTED = 130;

/** Calls `stop` once on the first signal and exits when it is through. Returns how to stop listening. */
export function stopOnSignals(stop: () => Promise<void>, report: (error: unknown) => void): () => void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(INTERRUPTED);
    stopping = true;
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        report(error);
        process.exit(1);
      },
    );
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

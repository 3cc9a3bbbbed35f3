/** Waiting with an end for answers that may never come. */
import { TwinError } from "../../../../shared/contract/errors.ts";

/** The work's result, or `unreachable` with this message when it takes longer, or `cancelled`. The work itself is not stopped. */
export async function withDeadline<T>(work: Promise<T>, limitMs: number, signal: AbortSignal, message: string): Promise<T> {
  let end: () => void = () => undefined;
  const ended = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new TwinError("unreachable", message)), limitMs);
    const abort = () => reject(new TwinError("cancelled", "Cancelled."));
    signal.addEventListener("abort", abort, { once: true });
    end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    if (signal.aborted) abort();
  });
  try {
    return await Promise.race([work, ended]);
  } finally {
    end();
    work.catch(() => undefined); // a failure after the deadline has been answered for by the deadline
  }
}

/** The work's result, or `cancelled` at once when aborted. The work itself is not stopped. */
export function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined); // a failure after the abort concerns nobody any more
  return Promise.race([work, untilAborted(signal).then(() => Promise.reject(new TwinError("cancelled", "Cancelled.")))]);
}

/** Resolves when aborted. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** Work over a list with as many at a time as there are cores. */
import { availableParallelism } from "node:os";

/**
 * The engine needs no core of its own: the system gives it its turn, and with all of them busy nothing that comes in is lost. The order of results is that of the items. The first error ends it: nothing more is
 * begun, the signal that the others were given aborts, and it is thrown when they have ended.
 */
export async function inParallel<T, R>(items: readonly T[], caller: AbortSignal, work: (item: T, index: number, signal: AbortSignal) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const stop = new AbortController();
  const signal = AbortSignal.any([caller, stop.signal]);
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length && !stop.signal.aborted; index = next++) {
      try {
        results[index] = await work(items[index] as T, index, signal); // in range
      } catch (error) {
        stop.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  if (stop.signal.aborted) throw stop.signal.reason;
  return results;
}

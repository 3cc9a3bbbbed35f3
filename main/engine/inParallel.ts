/** Work over a list with as many at a time as there are cores to spare. */
import { availableParallelism } from "node:os";

/** At least one at a time, one core is left to the engine; the order of results is that of the items. The first error ends it. */
export async function inParallel<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as T, index);
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, lane));
  return results;
}

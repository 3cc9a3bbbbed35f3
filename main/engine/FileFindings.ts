/** What was found out about files, kept for as long as they are as they were: looking at a large one again for one bit would hold up a listing. */
import { stat } from "node:fs/promises";

export class FileFindings<T> {
  readonly #kept = new Map<string, { readonly stamp: string; readonly finding: T }>();

  /** What was found of the first of these files, unless one of them is another one now; else `find` looks again. What it throws is not kept. */
  async of(paths: readonly [string, ...string[]], find: () => Promise<T>): Promise<T> {
    const stamp = (await Promise.all(paths.map(stampOf))).join("\n");
    const kept = this.#kept.get(paths[0]);
    if (kept?.stamp === stamp) return kept.finding;
    const finding = await find();
    this.#kept.set(paths[0], { stamp, finding });
    return finding;
  }
}

/** Nothing where there is no file. Times of change beside those of content: copies may keep the latter. */
async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  return found ? [found.dev, found.ino, found.size, found.mtimeMs, found.ctimeMs].join(" ") : "";
}

/** Where the built code of worker threads and child processes lies, from sources (tests) and from bundles alike. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export type EntryName = "history-thread" | "simulation-worker" | "calibration-worker" | "study-worker" | "trial-worker" | "live-worker" | "parse-worker" | "model-host" | "plant-server" | "engine-host";

/**
 * Path of a built entry. A bundle finds it beside itself (every program is one file, see `tools/build.mjs`); code run
 * from sources finds it in `out/main` of the checkout.
 */
export function entryPath(name: EntryName): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, `${name}.js`);
  return existsSync(beside) ? beside : join(here, "..", "..", "out", "main", `${name}.js`);
}

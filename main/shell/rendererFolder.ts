/** Where the built window lies, from bundles (`out/main`) and from sources (tests) alike. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export function rendererFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const beside = join(here, "..", "renderer");
  return existsSync(join(beside, "index.html")) && !existsSync(join(beside, "tsconfig.json")) ? beside : join(here, "..", "..", "out", "renderer");
}

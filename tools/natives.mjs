/**
 * The native packages an installer needs, by platform and architecture. npm installs those of the machine it runs on, so
 * an installer is built on its own system; packing another one's is refused instead of shipping an app that cannot start.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Packages with natives, one for each platform and architecture. */
const NATIVE_PACKAGES = ["@duckdb/node-bindings", "@koromix/koffi"];

/** Names of the packages that are missing for an installer. @param {string} root @param {string} platform @param {string} arch */
export function missingNatives(root, platform, arch) {
  return NATIVE_PACKAGES.map((name) => `${name}-${platform}-${arch}`).filter((name) => !existsSync(join(root, "node_modules", name, "package.json")));
}

/** What to say about them, or undefined when all are there. @param {string} root @param {string} platform @param {string} arch */
export function nativesProblem(root, platform, arch) {
  const missing = missingNatives(root, platform, arch);
  if (missing.length === 0) return undefined;
  const here = platform === process.platform && arch === process.arch;
  return `An installer for ${platform} ${arch} needs ${missing.join(", ")}, which ${missing.length === 1 ? "is" : "are"} not installed here. ${here ? "Run: npm ci" : "Build it on that system: npm ci, then npm run dist."}`;
}

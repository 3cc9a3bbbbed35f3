/** A digest of everything a build is made from, so that a build of a built tree costs milliseconds. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** All files at or below `path`, sorted; nothing if it does not exist. @param {string} path @returns {string[]} */
export function filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(path).toSorted().flatMap((name) => filesBelow(join(path, name)));
}

/** SHA-256 over names and contents of the files at or below `paths` (relative to `root`). @param {string} root @param {string[]} paths */
export function sourceHash(root, paths) {
  const hash = createHash("sha256");
  for (const file of paths.flatMap((path) => filesBelow(join(root, path)))) {
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

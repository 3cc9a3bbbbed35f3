/** Checks the import law over the checkout: `node tools/import-law.mjs`. Exit code 1 and one line per breach. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { importsOf, layers, violation } from "./importLaw.mjs";
import { filesBelow } from "./sourceHash.mjs";

const root = resolve(import.meta.dirname, "..");
const folders = [...new Set(layers.map(({ name }) => name.split("/")[0] ?? ""))];
const files = folders.flatMap((folder) => filesBelow(join(root, folder))).filter((file) => /\.(ts|tsx|mts|mjs)$/.test(file));
let breaches = 0;
for (const file of files) {
  const path = file.slice(root.length + 1).replaceAll("\\", "/");
  for (const { specifier, line } of importsOf(readFileSync(file, "utf8"))) {
    const problem = violation(path, specifier);
    if (problem === undefined) continue;
    breaches += 1;
    console.error(`${path}:${line}: ${problem}`);
  }
}
console.error(breaches === 0 ? `Import law: ${files.length} files keep it.` : `Import law: ${breaches} breaches.`);
process.exitCode = breaches === 0 ? 0 : 1;

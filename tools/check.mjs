/** Lint, types of every layer, import law: `npm run check`. All of them run; the exit code says whether all passed. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
/** @param {string} name @param {string} script @param {string[]} args */
const step = (name, script, args) => ({ name, command: [join(root, script), ...args] });
const steps = [
  step("lint", "node_modules/oxlint/bin/oxlint", ["--deny-warnings"]),
  ...["shared", "main", "preload", "renderer", "tools", "test"].map((layer) => step(`types of ${layer}`, "node_modules/typescript/bin/tsc", ["-p", layer])),
  step("import law", "tools/import-law.mjs", []),
];

if (!existsSync(join(root, "node_modules/typescript"))) {
  console.error("The tools are not installed yet. Run: npm ci");
  process.exit(2);
}
const failed = steps.filter(({ name, command }) => {
  const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" });
  console.error(status === 0 ? `✓ ${name}` : `✗ ${name}`);
  return status !== 0;
});
if (failed.length > 0) console.error(`Failed: ${failed.map(({ name }) => name).join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

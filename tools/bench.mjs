/**
 * `npm run bench [-- name …]`: bundles and runs `test/bench/*.bench.ts`, each in a process of its own. A bench exports
 * `run()`, which answers with a table; baseline and product are measured in the same run.
 */
import { spawnSync } from "node:child_process";
import { basename, join } from "node:path";
import { prepare, root } from "./prepare.mjs";
import { bundle } from "./build.mjs";
import { filesBelow } from "./sourceHash.mjs";

await prepare("all");
const wanted = process.argv.slice(2);
const sources = filesBelow(join(root, "test", "bench")).filter((file) => file.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((name) => basename(file).includes(name))));
if (sources.length === 0) console.error(`No bench is called ${wanted.join(" or ")}.`);
let failed = sources.length === 0 ? 1 : 0;
for (const source of sources) {
  const name = basename(source, ".bench.ts");
  const problem = await bundle({ source: source.slice(root.length + 1), output: join("bench", `${name}.js`), format: "es" });
  if (problem !== undefined) {
    console.error(problem);
    failed += 1;
    continue;
  }
  const script = join(root, "out", "bench", `${name}.js`);
  const { status } = spawnSync(process.execPath, ["--expose-gc", join(root, "tools", "runBench.mjs"), script], { cwd: root, stdio: "inherit" });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;

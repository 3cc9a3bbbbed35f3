/**
 * `npm run dist [-- electron-builder arguments]`: builds, checks that this platform's natives are here, and packs this
 * platform's installers into `dist/`. ELECTRON_OVERRIDE_DIST_PATH names an unpacked Electron to use instead of fetching one.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root } from "./prepare.mjs";
import { nativesProblem } from "./natives.mjs";

await prepare("all");
const problem = nativesProblem(root, process.platform, process.arch);
if (problem !== undefined) {
  console.error(problem);
  process.exit(1);
}
const atHand = process.env.ELECTRON_OVERRIDE_DIST_PATH;
const { status } = spawnSync(
  process.execPath,
  [join(root, "node_modules", "electron-builder", "cli.js"), "--publish", "never", ...(atHand ? [`-c.electronDist=${atHand}`] : []), ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
process.exit(status ?? 1);

/**
 * `npm start [-- path/to/Project.twin] [--browser] [--port N] [--no-open]`: installs and builds what is missing, then
 * opens Electron, or the browser shell where Electron's runtime is not to be had (or with `--browser`).
 */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, root } from "./prepare.mjs";
import { findElectron } from "./electronRuntime.mjs";

await prepare("all");

// npm runs us in the package's folder; a path was typed where the person was.
const from = process.env.INIT_CWD ?? process.cwd();
const given = process.argv.slice(2);
const wantsBrowser = given.some((arg) => arg === "--browser" || arg === "--no-open" || arg.startsWith("--port"));
const args = given
  .filter((arg) => arg !== "--browser")
  .map((arg, index, all) => (arg.startsWith("-") || all[index - 1] === "--port" ? arg : resolve(from, arg)));

const found = wantsBrowser ? undefined : await findElectron(root);
if (found !== undefined && "program" in found) {
  const { ELECTRON_RUN_AS_NODE: _never, ...environment } = process.env;
  const electron = spawn(found.program, [root, ...args], { stdio: "inherit", env: environment });
  // The terminal sends Ctrl+C to both; this process waits for Electron to end in order.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => electron.kill("SIGTERM"));
  electron.once("error", (error) => {
    console.error(`Electron could not be started: ${error.message}`);
    process.exit(1);
  });
  electron.once("exit", (code) => process.exit(code ?? 1));
} else {
  if (found !== undefined) console.error(`${found.why}: opening Twinbench in the browser.`);
  const program = join(root, "out", "main", "browser.js");
  process.argv = [process.execPath, program, ...args];
  await import(pathToFileURL(program).href);
}

/** Makes a fresh clone ready: Node, packages, build. Every command begins with it; on a ready tree it takes milliseconds. */
import "./checkNode.mjs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { install } from "./install.mjs";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Progress is for people: stdout belongs to what the command has to say. @param {string} line */
const say = (line) => console.error(line);

/** @param {"main" | "renderer" | "all" | "packages"} what What must be built; `packages` for nothing but the packages. */
export async function prepare(what) {
  const failure = await install(root, say);
  if (failure !== undefined) stop([failure]);
  if (what === "packages") return;
  const { build } = await import("./build.mjs");
  const problems = await build(what, say);
  if (problems.length > 0) stop(["Twinbench could not be built:", ...problems]);
}

/** @param {string[]} lines @returns {never} */
function stop(lines) {
  for (const line of lines) say(line);
  process.exit(1);
}

/** Lint, the types of every layer, the import law: all of them run, each passes or not. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./prepare.mjs";

const LAYERS = ["shared", "main", "preload", "renderer", "tools", "test"];

/** @returns {{ name: string, passed: boolean }[]} */
export function runChecks() {
  const steps = [
    { name: "lint", script: "node_modules/oxlint/bin/oxlint", args: ["--deny-warnings"] },
    ...LAYERS.map((layer) => ({ name: `types of ${layer}`, script: "node_modules/typescript/bin/tsc", args: ["-p", layer] })),
    { name: "import law", script: "tools/import-law.mjs", args: [] },
  ];
  return steps.map(({ name, script, args }) => {
    const { status } = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: "inherit" });
    console.error(status === 0 ? `✓ ${name}` : `✗ ${name}`);
    return { name, passed: status === 0 };
  });
}

/**
 * The programs that `main/` and `preload/` are bundled into: one file each, so that a worker or child process is found
 * beside whoever starts it. The source of a program is the file of that name, wherever in its folder it lives.
 */

/** Each becomes `out/main/<name>.js`; its `<name>.ts` is searched for below the folder. */
export const entries = [
  { name: "electron", folder: "main/electron" },
  { name: "engine-host", folder: "main/electron" },
  { name: "browser", folder: "main/browser" },
  { name: "cli", folder: "main/cli" },
  { name: "history-thread", folder: "main/engine" },
  { name: "simulation-worker", folder: "main/engine" },
  { name: "calibration-worker", folder: "main/engine" },
  { name: "study-worker", folder: "main/engine" },
  { name: "trial-worker", folder: "main/engine" },
  { name: "live-worker", folder: "main/engine" },
  { name: "parse-worker", folder: "main/engine" },
  { name: "model-host", folder: "main/engine" },
  { name: "plant-server", folder: "main/plant" },
];

export const preload = { source: "preload/preload.ts", output: "preload/preload.cjs" };

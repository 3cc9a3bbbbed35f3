/**
 * Finds Electron's runtime, or fetches it where the network lets us. Its package brings the runtime on first use from
 * outside the registry, which many plant networks forbid; then there is the browser shell.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const DOWNLOADS = "https://github.com/electron/electron/releases/";
/** A network that forbids it often swallows packets; nobody waits for that longer. */
const REACH_MS = 3_000;
/** After a failure the next attempt waits this long, so that every start is not slower for it. */
const RETRY_AFTER_MS = 24 * 3_600_000;

/** @param {NodeJS.Platform} platform */
const programOf = (platform) => (platform === "darwin" ? "Electron.app/Contents/MacOS/Electron" : platform === "win32" ? "electron.exe" : "electron");

/**
 * The runtime's program, if it is at hand: the folder ELECTRON_OVERRIDE_DIST_PATH names, or the package's own.
 * @param {string} root @param {NodeJS.ProcessEnv} environment
 */
export function electronAtHand(root, environment = process.env) {
  const override = environment.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = override !== undefined && override !== "" ? override : join(root, "node_modules", "electron", "dist");
  const program = join(folder, programOf(process.platform));
  return existsSync(program) ? program : undefined;
}

/** A window needs a screen. @param {NodeJS.ProcessEnv} environment @param {NodeJS.Platform} platform */
export function hasScreen(environment = process.env, platform = process.platform) {
  return platform !== "linux" || Boolean(environment.DISPLAY) || Boolean(environment.WAYLAND_DISPLAY);
}

/**
 * The runtime's program, fetched if need be, or one line that says why not.
 * @param {string} root @returns {Promise<{ program: string } | { why: string }>}
 */
export async function findElectron(root) {
  const atHand = electronAtHand(root);
  if (!hasScreen()) return { why: "There is no screen for an Electron window here" };
  if (atHand !== undefined) return { program: atHand };
  const failure = await fetchElectron(root);
  const fetched = electronAtHand(root);
  return fetched === undefined ? { why: `Electron's runtime is not here and ${failure ?? "could not be fetched"}` } : { program: fetched };
}

/** @param {string} root @returns {Promise<string | undefined>} what failed */
async function fetchElectron(root) {
  const installer = join(root, "node_modules", "electron", "install.js");
  if (!existsSync(installer)) return "its package is not installed";
  const note = join(root, "out", "electron-not-fetched");
  const noted = statSync(note, { throwIfNoEntry: false });
  if (noted !== undefined && Date.now() - noted.mtimeMs < RETRY_AFTER_MS) return readFileSync(note, "utf8");
  const from = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? DOWNLOADS;
  const failure = (await reachable(from)) ? runInstaller(installer) : `cannot be fetched (${new URL(from).host} does not answer)`;
  if (failure !== undefined) {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, failure);
  }
  return failure;
}

/** @param {string} installer */
function runInstaller(installer) {
  console.error("Fetching Electron's runtime (about 110 MB, once) …");
  const { status } = spawnSync(process.execPath, [installer], { stdio: ["ignore", "inherit", "inherit"] });
  return status === 0 ? undefined : "could not be fetched";
}

/** @param {string} address */
async function reachable(address) {
  try {
    await fetch(address, { method: "HEAD", signal: AbortSignal.timeout(REACH_MS) });
    return true;
  } catch {
    return false; // whatever the reason, there is another way to show the window
  }
}

/**
 * Installs the packages that the lockfile names, where they are missing or others, with a line of progress and with
 * failures explained. Uses npm and nothing else.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** How often the progress line is written again. */
const PROGRESS_MS = 2_000;
/** Of npm's complaints as much as explains a failure. */
const TAIL_CHARACTERS = 8_000;

/** @typedef {{ packages?: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} Lock */

/** @param {string} path @returns {Lock | undefined} */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined; // not there, or half written by an install that was stopped
  }
}

/**
 * Whether what npm noted as installed is what the lockfile asks for. Optional packages may be absent: those of other
 * platforms are.
 * @param {Lock | undefined} wanted @param {Lock | undefined} installed
 */
export function isInstalled(wanted, installed) {
  if (wanted?.packages === undefined || installed?.packages === undefined) return false;
  const present = installed.packages;
  return Object.entries(wanted.packages).every(([path, { version, optional }]) => path === "" || (present[path] === undefined ? optional === true : present[path].version === version));
}

/** What went wrong, for a person who wants to start the product. @param {string} output what npm wrote */
export function explainFailure(output) {
  const has = (/** @type {string[]} */ ...codes) => codes.some((code) => output.includes(code));
  if (has("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH", "FETCH_ERROR")) {
    return "The package registry cannot be reached. Check the network, or name a registry or proxy that this network has: npm config set registry ADDRESS, npm config set proxy ADDRESS.";
  }
  if (has("SELF_SIGNED_CERT", "UNABLE_TO_VERIFY", "UNABLE_TO_GET_ISSUER", "CERT_")) return "The registry's certificate is not trusted here. If your company inspects traffic, give its certificate to Node: NODE_EXTRA_CA_CERTS=/path/to/company.pem npm start.";
  if (has("E401", "E403", "E407")) return "The package registry refuses this machine. It may want a sign-in (npm login) or a proxy with a password.";
  if (has("E404", "ETARGET")) return "The package registry of this network lacks a package that Twinbench needs. Its keeper can add it; npm's message above says which.";
  if (has("EINTEGRITY")) return "A package is not what the lockfile says it is. Run: npm cache clean --force, then try again. If it stays, the registry changed a package: do not use it.";
  if (has("ENOSPC")) return "The disk is full. About 1 GB is needed for the packages.";
  if (has("EACCES", "EPERM", "EROFS")) return "This folder cannot be written to. Move the clone to a folder of yours, or take its ownership.";
  return "npm ci failed; its last words are above.";
}

/** npm as it was started, or as it lies beside Node. @returns {{ program: string, args: string[], shell: boolean }} */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running !== undefined && running.endsWith(".js")) return { program: process.execPath, args: [running], shell: false };
  // npm is a .cmd on Windows, which only a shell can start.
  return { program: "npm", args: [], shell: process.platform === "win32" };
}

/**
 * Brings `root/node_modules` to what the lockfile says. Returns a sentence when that failed.
 * @param {string} root @param {(line: string) => void} say @returns {Promise<string | undefined>}
 */
export async function install(root, say) {
  const wanted = readLock(join(root, "package-lock.json"));
  if (isInstalled(wanted, readLock(join(root, "node_modules", ".package-lock.json")))) return undefined;
  const total = Object.values(wanted?.packages ?? {}).filter(({ optional }) => optional !== true).length;
  say(`Installing ${total} packages (the first time, and when they change) …`);
  const { program, args, shell } = npmCommand();
  const child = spawn(program, [...args, "ci", "--loglevel=http", "--no-progress"], { cwd: root, shell, stdio: ["ignore", "ignore", "pipe"] });
  let fetched = 0;
  let tail = "";
  child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    fetched += text.split("http fetch GET 200").length - 1;
    tail = (tail + text).slice(-TAIL_CHARACTERS);
  });
  const startedMs = performance.now();
  const timer = setInterval(() => say(`  ${Math.min(fetched, total)} of about ${total} fetched, ${Math.round((performance.now() - startedMs) / 1_000)} s`), PROGRESS_MS);
  /** @type {number | string} */
  const result = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => resolve(code ?? "stopped"));
  });
  clearInterval(timer);
  if (result === 0) {
    say("Installed.");
    return undefined;
  }
  const complaints = tail.split("\n").filter((line) => line.startsWith("npm error")).slice(-12);
  for (const line of complaints) say(line);
  return typeof result === "string" && complaints.length === 0 ? `npm could not be run (${result}). It comes with Node; see https://nodejs.org.` : explainFailure(tail);
}

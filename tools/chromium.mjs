/** Finds the Chromium that tests and screenshots drive. Nothing is downloaded; Debian's package manager may be asked. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const PLACES = {
  linux: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium", "/usr/bin/microsoft-edge"],
  darwin: ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"],
  win32: ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) =>
    ["Google\\Chrome\\Application\\chrome.exe", "Microsoft\\Edge\\Application\\msedge.exe"].map((path) => join(process.env[name] ?? "C:\\Program Files", path)),
  ),
};

/** CHROME_PATH, or the first known place where one is. @param {NodeJS.ProcessEnv} environment */
export function chromiumAtHand(environment = process.env) {
  const chosen = environment.CHROME_PATH;
  if (chosen !== undefined && chosen !== "") return existsSync(chosen) ? chosen : undefined;
  const places = PLACES[/** @type {keyof typeof PLACES} */ (process.platform)] ?? PLACES.linux;
  return places.find((path) => existsSync(path));
}

/** What to type to get one, on this platform. */
export function installCommand(platform = process.platform) {
  if (platform === "darwin") return "brew install --cask chromium";
  if (platform === "win32") return "winget install Google.Chrome";
  return existsSync("/usr/bin/apt-get") || platform !== "linux" ? "sudo apt-get install -y chromium" : "sudo dnf install chromium   (or your distribution's way to get Chromium)";
}

/** As root on Debian and its kin the package is installed; anywhere else nothing is touched. @returns {string | undefined} */
export function findChromium() {
  const found = chromiumAtHand();
  if (found !== undefined || process.env.CHROME_PATH) return found;
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.error("Installing Chromium for the tests (apt-get install chromium) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { stdio: "inherit", env });
  return chromiumAtHand();
}

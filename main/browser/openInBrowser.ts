/** Opens an address in the system's browser where there is a screen and a person before it. */
import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** The command that opens an address, or undefined where nobody would see it (a server, a CI job). */
export function openCommand(platform: NodeJS.Platform, environment: Environment): readonly [string, ...string[]] | undefined {
  if (environment["CI"] !== undefined && environment["CI"] !== "") return undefined;
  if (platform === "darwin") return ["open"];
  // Not `cmd /c start`: it would read & in the address as its own.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler"];
  const hasScreen = [environment["DISPLAY"], environment["WAYLAND_DISPLAY"]].some((display) => display !== undefined && display !== "");
  return hasScreen ? ["xdg-open"] : undefined;
}

/** True when a browser was asked; whether it shows anything nobody can know. */
export function openInBrowser(url: string): Promise<boolean> {
  const command = openCommand(process.platform, process.env);
  if (command === undefined) return Promise.resolve(false);
  const [program, ...args] = command;
  return new Promise((resolve) => {
    const child = spawn(program, [...args, url], { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false)); // no such program here: the printed address is enough
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}

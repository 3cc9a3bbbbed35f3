/** The plant's server with load variables, for benches: each variable's value is the number of the tick that set it. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { entryPath } from "../../main/engine/entries.ts";

const START_LIMIT_MS = 180_000;

export interface Plant {
  readonly endpoint: string;
  /** The newest tick of the plant, which is also the value of all its variables. */
  readonly tick: () => number;
  readonly close: () => Promise<void>;
}

export async function startPlant(signals: number, folder: string): Promise<Plant> {
  const child: ChildProcess = fork(entryPath("plant-server"), ["--signals", String(signals), "--rate", "1", "--pki", join(folder, "plant")], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  let tick = 0;
  const endpoint = new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The plant ended with code ${String(code)}.`)));
    child.on("message", (message: { readonly endpoint?: string; readonly tick?: number }) => {
      if (message.endpoint !== undefined) resolve(message.endpoint);
      if (message.tick !== undefined) tick = message.tick;
    });
  });
  return {
    endpoint: await endpoint,
    tick: () => tick,
    close: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export const idOf = (index: number): string => `Load.${String(index + 1).padStart(5, "0")}`;

export async function waitFor(condition: () => boolean): Promise<void> {
  const begun = performance.now();
  while (!condition()) {
    if (performance.now() - begun > START_LIMIT_MS) throw new Error("The plant's values did not arrive.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waiting for a command line that has the project for moments only: whoever is to keep it open comes after it. */
import { setTimeout as pause } from "node:timers/promises";
import { TwinError } from "../../shared/contract/errors.ts";

/** How a command that only reads or imports names itself to others. */
export const COMMAND_ROLE = "command line";

/** A long import may take its time; whoever waits longer is told who is in the way. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 100;

/** What `open` gives, tried again while a passing command has the project. Throws as `open` does. */
export async function openWhenFree<T>(open: () => Promise<T>): Promise<T> {
  const endMs = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await open();
    } catch (error) {
      if (!isPassing(TwinError.from(error)) || Date.now() > endMs) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

function isPassing(error: TwinError): boolean {
  const { owner } = error.details;
  return error.code === "busy" && typeof owner === "object" && owner !== null && "role" in owner && owner.role === COMMAND_ROLE;
}

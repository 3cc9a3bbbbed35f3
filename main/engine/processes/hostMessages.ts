/**
 * What a program of ours in an Electron utility process and Electron's main process say to each other beside the ports
 * they hand over: starting children, the operating system's secret store, the beginning and the end.
 */
import type { ErrorData } from "../../../shared/contract/errors.ts";
import type { EntryName } from "../entries.ts";

/** From the utility process. `id`s are its own. */
export type HostRequest =
  | { readonly kind: "opened"; readonly folder: string }
  /** It cannot do its work and ends; starting it again would not help. */
  | { readonly kind: "failed"; readonly error: ErrorData }
  | { readonly kind: "launch"; readonly id: number; readonly entry: EntryName; readonly args: readonly string[] }
  | { readonly kind: "kill"; readonly id: number }
  | { readonly kind: "secret"; readonly id: number; readonly action: "get" | "set" | "delete"; readonly source: string; readonly secret?: string };

/** To the utility process; `window` and `launched` come with a port. */
export type HostOrder =
  | { readonly kind: "window"; readonly client: string }
  /** The person chose files in these folders in a native dialog, so they may be read. */
  | { readonly kind: "chosen"; readonly folders: readonly string[] }
  | { readonly kind: "launched"; readonly id: number }
  | { readonly kind: "ended"; readonly id: number; readonly code: number | undefined; readonly stderr: string }
  | { readonly kind: "secret"; readonly id: number; readonly secret: string | undefined; readonly error?: ErrorData }
  | { readonly kind: "close" };

/** First and only message to a child of an engine: its port is its channel to the engine. */
export const CHILD_PORT = "child-port";

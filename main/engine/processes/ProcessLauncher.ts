/**
 * How the engine starts its child processes (sample plant, model hosts) without knowing in which shell it runs: Node
 * shells fork, inside Electron the main process does it on request.
 */
import type { Channel } from "../../../shared/contract/channel.ts";
import type { EntryName } from "../entries.ts";

export interface ProcessEnd {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  /** The last of what it wrote to stderr, for the message that explains its end. */
  readonly stderr: string;
}

/** A running child. It ends by itself when its channel closes, so an engine that was killed leaves no orphan. */
export interface LaunchedProcess {
  readonly channel: Channel;
  readonly ended: Promise<ProcessEnd>;
  /** Ends it now, whatever it is doing. */
  kill(): void;
}

export interface ProcessLauncher {
  /** Starts a built program. Never throws: a program that cannot start is one that ended. */
  launch(entry: EntryName, args: readonly string[]): LaunchedProcess;
}

/** Of a child's stderr as much as explains its end. */
export const STDERR_TAIL_CHARACTERS = 4_000;

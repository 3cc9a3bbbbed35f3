/** A child's end of the channel to whoever started it, in every shell. */
import type { Channel } from "../../../shared/contract/channel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { Listeners } from "../../../shared/contract/rpc/index.ts";
import type { ParentPort } from "./HostLine.ts";
import { LateChannel } from "./LateChannel.ts";
import { mainPortChannel } from "./mainPort.ts";

/**
 * The channel, or undefined for a program started by hand. A child ends when it closes. Under Electron the port arrives
 * in the first message; what is sent before waits.
 */
export function parentChannel(): Channel | undefined {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) return portChannelOf(parentPort);
  return process.send === undefined ? undefined : ipcChannel();
}

function ipcChannel(): Channel {
  const listeners = new Listeners();
  process.on("message", (message) => listeners.message(message));
  process.on("disconnect", () => listeners.close());
  // Whoever started us may have gone while we were loading: nobody says so again. Told once our caller listens.
  if (!process.connected) setImmediate(() => listeners.close());
  return {
    send(message) {
      if (!process.connected) throw new TwinError("closed", "The engine has ended.");
      // Gone in the moment of sending is told by `disconnect`; without a callback it would be an error of the process.
      process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      if (process.connected) process.disconnect();
      listeners.close();
    },
  };
}

function portChannelOf(parentPort: ParentPort): Channel {
  const channel = new LateChannel();
  parentPort.on("message", ({ ports: [port] }) => {
    if (port !== undefined) channel.attach(mainPortChannel(port));
  });
  return channel;
}

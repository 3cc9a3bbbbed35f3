/** A child's end of the channel to whoever started it, in every shell. */
import type { Channel } from "../../../shared/contract/channel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { Listeners } from "../../../shared/contract/rpc/index.ts";
import { mainPortChannel, type MainPort } from "./mainPort.ts";

/** Electron's end of a utility process, which Node's types do not know. */
interface ParentPort {
  once(event: "message", listener: (event: { readonly ports: readonly MainPort[] }) => void): unknown;
}

/**
 * The channel, or undefined for a program started by hand. A child ends when it closes. Under Electron the port arrives
 * in the first message; what is sent before waits.
 */
export function parentChannel(): Channel | undefined {
  const { parentPort } = process as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) return deliveredChannel(parentPort);
  return process.send === undefined ? undefined : ipcChannel();
}

function ipcChannel(): Channel {
  const listeners = new Listeners();
  process.on("message", (message) => listeners.message(message));
  process.on("disconnect", () => listeners.close());
  return {
    send(message) {
      if (!process.connected) throw new TwinError("closed", "The engine has ended.");
      process.send?.(message);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      if (process.connected) process.disconnect();
      listeners.close();
    },
  };
}

function deliveredChannel(parentPort: ParentPort): Channel {
  const listeners = new Listeners();
  const waiting: unknown[] = [];
  let channel: Channel | undefined;
  parentPort.once("message", ({ ports: [port] }) => {
    if (port === undefined) return listeners.close();
    channel = mainPortChannel(port);
    channel.onMessage((message) => listeners.message(message));
    channel.onClose(() => listeners.close());
    for (const message of waiting.splice(0)) channel.send(message);
  });
  return {
    send(message) {
      if (listeners.closed) throw new TwinError("closed", "The engine has ended.");
      if (channel === undefined) waiting.push(message);
      else channel.send(message);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      channel?.close();
      listeners.close();
    },
  };
}

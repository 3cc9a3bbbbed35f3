/** A channel over a MessagePort: the browser's, Node's, or Electron's behind an adapter of the same shape. */
import type { Channel } from "../channel.ts";
import { TwinError } from "../errors.ts";
import { Listeners } from "./Listeners.ts";

/** What is used of a port. Both standard kinds fit. */
export interface PortLike {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close", listener: () => void): void;
  start(): void;
  close(): void;
}

/** Takes the port over: starts it, and closes it with the channel. Nothing is transferred; buffers are copied. */
export function portChannel(port: PortLike): Channel {
  const listeners = new Listeners();
  port.addEventListener("message", (event) => listeners.message(event.data));
  port.addEventListener("close", () => listeners.close());
  port.start();
  return {
    send(message) {
      if (listeners.closed) throw new TwinError("closed", "The connection is closed.");
      port.postMessage(message);
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close() {
      port.close();
      listeners.close();
    },
  };
}

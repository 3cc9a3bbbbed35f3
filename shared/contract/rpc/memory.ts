/** Two channels joined in memory, for tests and for a command line in the engine's own process. */
import type { Channel } from "../channel.ts";
import { TwinError } from "../errors.ts";
import { Listeners } from "./Listeners.ts";

/** What one end sends arrives at the other as a structured clone, in order, never within `send` itself. */
export function memoryPair(): readonly [Channel, Channel] {
  const left = new Listeners();
  const right = new Listeners();
  return [end(left, right), end(right, left)];
}

function end(own: Listeners, other: Listeners): Channel {
  return {
    send(message) {
      if (own.closed) throw new TwinError("closed", "The connection is closed.");
      const copy = structuredClone(message);
      queueMicrotask(() => other.message(copy));
    },
    onMessage: (listener) => own.onMessage(listener),
    onClose: (listener) => own.onClose(listener),
    close() {
      own.close();
      queueMicrotask(() => other.close());
    },
  };
}

/** A channel over a WebSocket, the browser's or Node's `ws`: one binary frame a message. */
import type { Channel } from "../channel.ts";
import { TwinError } from "../errors.ts";
import { decodeFrame, encodeFrame } from "./frame.ts";
import { Listeners } from "./Listeners.ts";

/** Larger than any answer made for a screen and any upload chunk; small enough to bound memory per message. */
export const MAX_FRAME_BYTES = 32 * 1_048_576;

/** What is used of a socket. Both kinds fit. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: Uint8Array<ArrayBuffer>): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close" | "error", listener: () => void): void;
  close(code?: number, reason?: string): void;
}

const OPEN = 1;
/** RFC 6455, 7.4.1: normal closure; data that cannot be understood. */
const NORMAL = 1000;
const UNSUPPORTED_DATA = 1003;

/** Takes an open socket over. A frame that is none closes the connection: the other side does not speak our language. */
export function socketChannel(socket: SocketLike): Channel {
  const listeners = new Listeners();
  const close = (code: number): void => {
    socket.close(code);
    listeners.close();
  };
  socket.binaryType = "arraybuffer";
  socket.addEventListener("message", ({ data }) => {
    let message: unknown;
    try {
      if (!(data instanceof ArrayBuffer)) throw new TwinError("bad-input", "A text message arrived where only binary ones are spoken.");
      message = decodeFrame(new Uint8Array(data), MAX_FRAME_BYTES);
    } catch {
      close(UNSUPPORTED_DATA); // told to the other side by the code; pending calls are rejected as closed
      return;
    }
    listeners.message(message);
  });
  socket.addEventListener("close", () => listeners.close());
  socket.addEventListener("error", () => listeners.close());
  return {
    send(message) {
      if (listeners.closed || socket.readyState !== OPEN) throw new TwinError("closed", "The connection is closed.");
      socket.send(encodeFrame(message, MAX_FRAME_BYTES));
    },
    onMessage: (listener) => listeners.onMessage(listener),
    onClose: (listener) => listeners.onClose(listener),
    close: () => close(NORMAL),
  };
}

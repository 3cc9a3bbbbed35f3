/** Electron's port outside the window (`MessagePortMain`) as the RPC's transport wants it. Knows its shape, not Electron. */
import { portChannel } from "../../../shared/contract/rpc/index.ts";
import type { Channel } from "../../../shared/contract/channel.ts";

/** What is used of a MessagePortMain. */
export interface MainPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { readonly data: unknown }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
  close(): void;
}

export function mainPortChannel(port: MainPort): Channel {
  return portChannel({
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
    addEventListener(type: "message" | "close", listener: (event: { readonly data: unknown }) => void) {
      if (type === "message") port.on("message", listener);
      else port.on("close", () => listener({ data: undefined }));
    },
  });
}

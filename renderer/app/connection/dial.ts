/**
 * Connections to the engine: a MessagePort from the preload where this window is Electron's, else a WebSocket to the
 * page's own host. Ports that arrive before they are asked for wait here; a newer one replaces an unused older one.
 */
import type { Channel } from "../../../shared/contract/channel.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { portChannel, socketChannel } from "../../../shared/contract/rpc/index.ts";
import { ENGINE_PORT, ENGINE_SOCKET_PATH } from "../../../shared/contract/windowPort.ts";

export type Dial = (signal: AbortSignal) => Promise<Channel>;

/** Chooses by the scheme: Electron serves the window from `app://`. */
export function dialFor(page: Window): Dial {
  return page.location.protocol === "app:" ? portDial(page) : socketDial(page.location);
}

function portDial(page: Window): Dial {
  let waiting: MessagePort | undefined;
  let taker: ((port: MessagePort) => void) | undefined;
  page.addEventListener("message", (event) => {
    const [port] = event.ports;
    if (event.source !== page || event.origin !== page.location.origin || event.data?.kind !== ENGINE_PORT || !port) return;
    if (taker) taker(port);
    else {
      waiting?.close();
      waiting = port;
    }
  });
  return (signal) =>
    new Promise((resolve, reject) => {
      const take = (port: MessagePort): void => {
        waiting = taker = undefined;
        resolve(portChannel(port));
      };
      if (waiting) return take(waiting);
      taker = take;
      signal.addEventListener("abort", () => reject(new TwinError("cancelled", "Cancelled.")), { once: true });
    });
}

function socketDial(location: Location): Dial {
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  return (signal) =>
    new Promise((resolve, reject) => {
      const socket = new WebSocket(`${scheme}//${location.host}${ENGINE_SOCKET_PATH}`);
      const refuse = (): void => reject(new TwinError("unreachable", "The engine does not answer. If its terminal was closed, start Twinbench again."));
      socket.addEventListener("open", () => resolve(socketChannel(socket)), { once: true });
      socket.addEventListener("close", refuse, { once: true });
      signal.addEventListener("abort", () => socket.close(), { once: true });
    });
}

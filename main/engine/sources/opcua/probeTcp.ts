/** Whether anything takes connections at an address: asked first, because the system's answer is exact and quick. */
import { connect } from "node:net";
import { connectionError, unanswered } from "./connectionErrors.ts";
import { withDeadline } from "./deadline.ts";

/** Registered for OPC UA; meant where an address names none. */
export const OPCUA_PORT = 4840;

/** Throws `unreachable` with the reason, after `limitMs` at the latest. */
export async function probeTcp(url: URL, limitMs: number, signal: AbortSignal): Promise<void> {
  const socket = connect({ host: url.hostname.replaceAll(/^\[|\]$/g, ""), port: Number(url.port || OPCUA_PORT) });
  const opened = new Promise<void>((resolve, reject) => {
    socket.once("connect", () => resolve());
    socket.once("error", (error) => reject(connectionError(error, { url: url.href })));
  });
  try {
    await withDeadline(opened, limitMs, signal, unanswered(url.href, limitMs / 1000));
  } finally {
    socket.destroy();
  }
}

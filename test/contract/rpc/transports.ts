/** The three transports as the conformance suite needs them: a joined pair of channels, and how to clean up. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { Channel } from "../../../shared/contract/channel.ts";
import { memoryPair, portChannel, socketChannel } from "../../../shared/contract/rpc/index.ts";

export interface JoinedPair {
  readonly client: Channel;
  readonly server: Channel;
  dispose(): Promise<void>;
}

const nothing = async (): Promise<void> => {};

export const transports: Readonly<Record<string, () => Promise<JoinedPair>>> = {
  "in-memory pair": async () => {
    const [client, server] = memoryPair();
    return { client, server, dispose: nothing };
  },
  MessagePort: async () => {
    const { port1, port2 } = new MessageChannel();
    const pair = { client: portChannel(port1), server: portChannel(port2) };
    return {
      ...pair,
      dispose: async () => {
        port1.close();
        port2.close();
      },
    };
  },
  WebSocket: async () => {
    const listener = new WebSocketServer({ host: "127.0.0.1", port: 0 });
    await once(listener, "listening");
    // A listening WebSocketServer on TCP has an AddressInfo.
    const { port } = listener.address() as AddressInfo;
    const accepted = once(listener, "connection");
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(socket, "open");
    const [serverSocket] = (await accepted) as [WebSocket];
    return {
      client: socketChannel(socket),
      server: socketChannel(serverSocket),
      dispose: async () => {
        socket.terminate();
        serverSocket.terminate();
        listener.close();
      },
    };
  },
};

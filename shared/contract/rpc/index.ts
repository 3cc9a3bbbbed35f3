/** The RPC between windows, command line and engine: see `docs/architecture.md`, "The contract". */
export { connect } from "./client.ts";
export { Listeners } from "./Listeners.ts";
export { memoryPair } from "./memory.ts";
export { portChannel, type PortLike } from "./messagePort.ts";
export { ResilientClient, type LinkState, type ResilientOptions } from "./ResilientClient.ts";
export { serve, type ServeOptions } from "./server.ts";
export type { AnyContract, ClientOf, Connected, HandlersOf } from "./shape.ts";
export { MAX_FRAME_BYTES, socketChannel, type SocketLike } from "./webSocket.ts";

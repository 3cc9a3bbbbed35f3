/** How a window reaches its engine: names that both ends of each shell agree on. */

/** Browser shell: path of the WebSocket on the page's own host. */
export const ENGINE_SOCKET_PATH = "/rpc";

/**
 * Electron: the preload hands a MessagePort over with `window.postMessage({ kind: ENGINE_PORT }, origin, [port])`, one at
 * every load and one at every start of the engine.
 */
export const ENGINE_PORT = "twinbench:engine-port";

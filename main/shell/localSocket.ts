/**
 * How a command line reaches the engine that has a project open: a socket on this machine, for this user.
 *
 * Its path and secret lie in a 0600 file in the user's runtime folder. Knowing the secret is being the user, so this way
 * gives files by any path, where a window is held to the file browser's roots.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { connect as connectSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { contract, type EngineClient } from "../../shared/contract/contract.ts";
import { connect, MAX_FRAME_BYTES, serve, socketChannel } from "../../shared/contract/rpc/index.ts";
import type { Engine } from "../engine/Engine.ts";
import { folderKey, userFolders } from "../engine/userFolders.ts";

const record = z.object({ socket: z.string(), secret: z.string(), pid: z.number().int(), role: z.string() });

/** An engine that does not answer within this is as good as none. */
const CONNECT_MS = 3_000;

export interface AttachedEngine {
  readonly client: EngineClient;
  readonly pid: number;
  /** "window", "command line": what to name in messages. */
  readonly role: string;
  close(): void;
}

/** Listens for command lines until closed. */
export async function serveLocally(engine: Engine, role: string): Promise<{ close(): Promise<void> }> {
  const { socket, remove } = await socketPath(engine.folder);
  const secret = randomBytes(32).toString("base64url");
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  let clients = 0;
  server.on("upgrade", (request, stream, head) => {
    if (!isSecret(request.headers.authorization, secret)) return void stream.destroy();
    // `ws` and the RPC describe the same socket with different event types.
    sockets.handleUpgrade(request, stream, head, (open) => void serve(socketChannel(open as unknown as Parameters<typeof socketChannel>[0]), contract, engine.localHandlers, { client: `command line ${++clients}` }));
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(socket, resolve));
  const file = await recordFile(engine.folder);
  await rm(file, { force: true });
  await writeFile(file, JSON.stringify({ socket, secret, pid: process.pid, role }), { mode: 0o600, flag: "wx" });
  return {
    close: async () => {
      await rm(file, { force: true });
      for (const open of sockets.clients) open.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await remove();
    },
  };
}

/** The engine that has this project open, or undefined if none answers. */
export async function attach(projectFolder: string): Promise<AttachedEngine | undefined> {
  try {
    const { socket, secret, pid, role } = record.parse(JSON.parse(await readFile(await recordFile(projectFolder), "utf8")));
    const open = new WebSocket("ws://localhost/", { createConnection: () => connectSocket(socket), headers: { authorization: secret }, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false, handshakeTimeout: CONNECT_MS });
    await new Promise<void>((resolve, reject) => open.once("open", resolve).once("error", reject));
    const connected = connect(socketChannel(open as unknown as Parameters<typeof socketChannel>[0]), contract);
    return { client: connected, pid, role, close: () => connected.close() };
  } catch {
    // No note, or one of an engine that is gone.
    return undefined;
  }
}

async function recordFile(projectFolder: string): Promise<string> {
  return join((await userFolders()).runtime, `engine-${folderKey(projectFolder)}.json`);
}

/** Paths of Unix sockets are limited to about 100 characters, so they lie in a short folder of their own. */
async function socketPath(projectFolder: string): Promise<{ socket: string; remove: () => Promise<void> }> {
  if (process.platform === "win32") return { socket: `\\\\.\\pipe\\twinbench-${folderKey(projectFolder)}`, remove: () => Promise.resolve() };
  const folder = await mkdtemp(join(tmpdir(), "twinbench-"));
  return { socket: join(folder, "s"), remove: () => rm(folder, { recursive: true, force: true }) };
}

function isSecret(given: string | undefined, secret: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}

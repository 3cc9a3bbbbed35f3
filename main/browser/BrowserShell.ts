/**
 * The window in the system's browser: serves the built renderer and the project's GLBs on 127.0.0.1 and speaks the
 * engine's contract over a WebSocket. Knows no domain; the engine is given, and so is who exchanges it for another.
 */
import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import { WebSocketServer } from "ws";
import { contract, type EngineHandlers } from "../../shared/contract/contract.ts";
import { TwinError } from "../../shared/contract/errors.ts";
import { MAX_FRAME_BYTES, serve, socketChannel } from "../../shared/contract/rpc/index.ts";
import { PROJECT_PATH, projectWish, type ProjectAnswer, type ProjectWish } from "../../shared/contract/projectWish.ts";
import { windowHeaders } from "../shell/contentPolicy.ts";
import { rendererFolder } from "../shell/rendererFolder.ts";
import { servedFile } from "../shell/servedFile.ts";
import { Access, type RequestFacts } from "./Access.ts";
import { refusalPage } from "./refusalPage.ts";

/** What the shell needs of an engine. */
export interface ServedEngine {
  readonly folder: string;
  readonly handlers: EngineHandlers;
}

/** A wish for another project is a path and a name. */
const MAX_WISH_BYTES = 16_384;

export interface BrowserShellOptions {
  /** The engine that is shown now. */
  readonly engine: () => ServedEngine;
  /** Shows another project instead, calling `cutWindows` when its engine is there. */
  readonly exchange: (wish: ProjectWish) => Promise<ProjectAnswer>;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Where the built window lies; ours if absent. */
  readonly renderer?: string;
  readonly report?: (error: TwinError) => void;
}

export class BrowserShell {
  readonly access: Access;
  readonly #options: BrowserShellOptions;
  readonly #renderer: string;
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  #windows = 0;

  private constructor(server: Server, port: number, options: BrowserShellOptions) {
    this.#server = server;
    this.#options = options;
    this.#renderer = options.renderer ?? rendererFolder();
    this.access = new Access(port);
    server.on("request", (request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        options.report?.(TwinError.from(error));
        response.destroy();
      });
    });
    server.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** @throws TwinError `busy` when the port is taken. */
  static async start(options: BrowserShellOptions): Promise<BrowserShell> {
    const server = createServer({ requestTimeout: 30_000, maxHeaderSize: 16_384 });
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error: NodeJS.ErrnoException) => {
        const taken = error.code === "EADDRINUSE";
        reject(new TwinError(taken ? "busy" : "internal", taken ? `Port ${options.port} of this machine is taken. Choose another with --port.` : `The window cannot be served: ${error.message}`, { cause: error }));
      });
      server.listen(options.port, "127.0.0.1", resolve);
    });
    // A server that listens on TCP has an AddressInfo.
    return new BrowserShell(server, (server.address() as AddressInfo).port, options);
  }

  /** A fresh link, good for one use within a minute. */
  link(): string {
    return this.access.link();
  }

  /** Ends the windows' connections; they come back by themselves, to the engine that is shown then. */
  cutWindows(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  /** Cuts every connection; nothing is kept here that could be lost. */
  async close(): Promise<void> {
    this.cutWindows();
    this.#sockets.close();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const headers = windowHeaders(this.access.origin.replace("http:", "ws:"));
    const refuse = (status: number, why: string): void => {
      response.writeHead(status, { ...headers, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(refusalPage(why));
    };
    const facts = factsOf(request, false);
    if (!this.access.isOurs(facts)) return refuse(403, "This address is for the Twinbench window alone.");
    const url = new URL(request.url ?? "/", this.access.origin);
    const token = url.searchParams.get("token");
    if (facts.method === "GET" && url.pathname === "/" && token !== null) {
      const cookie = this.access.exchange(token);
      if (cookie === undefined) return refuse(403, "This link was used before or is older than a minute. Run npm start again: it prints a fresh one.");
      response.writeHead(303, { ...headers, location: "/", "set-cookie": cookie, "cache-control": "no-store" }).end();
      return undefined;
    }
    if (!this.access.allows(facts)) return refuse(403, "Open Twinbench with the link that npm start prints. Run npm start again for a fresh one.");
    if (facts.method === "POST" && url.pathname === "/link") {
      response.writeHead(200, { ...headers, "content-type": "text/plain", "cache-control": "no-store" }).end(this.link());
      return undefined;
    }
    if (facts.method === "POST" && url.pathname === PROJECT_PATH) {
      const answer = await bodyOf(request).then((text) => this.#options.exchange(projectWish.parse(JSON.parse(text)))).then(
        (done) => ({ status: 200, body: done }),
        (error: unknown) => ({ status: 409, body: TwinError.from(error).toData() }),
      );
      response.writeHead(answer.status, { ...headers, "content-type": "application/json", "cache-control": "no-store" }).end(JSON.stringify(answer.body));
      return undefined;
    }
    if (facts.method !== "GET") return refuse(405, "Twinbench answers GET here.");
    const file = await servedFile(url.pathname, { renderer: this.#renderer, project: this.#options.engine().folder });
    if (file === undefined) return refuse(404, "There is no such page or file.");
    response.writeHead(200, {
      ...headers,
      "content-type": file.type,
      "content-length": file.sizeBytes,
      "cache-control": file.cache === "forever" ? "private, max-age=31536000, immutable" : "no-store",
    });
    await pipeline(createReadStream(file.path), response).catch((error: NodeJS.ErrnoException) => {
      // A reader that went away mid-file is its own business.
      if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
    });
    return undefined;
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => socket.destroy());
    if (!this.access.allows(factsOf(request, true)) || request.url !== "/rpc") {
      socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
      this.#windows += 1;
      const { report, engine } = this.#options;
      serve(socketChannel(accepted), contract, engine().handlers, { client: `window-${this.#windows}`, ...(report !== undefined && { report }) });
    });
  }
}

function factsOf({ method, headers }: IncomingMessage, upgrade: boolean): RequestFacts {
  const { host, origin, cookie } = headers;
  return { method: method ?? "", upgrade, host, origin, cookie };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // A request without an encoding set gives buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_WISH_BYTES) throw new TwinError("limit", "The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

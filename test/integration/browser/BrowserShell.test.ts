import { once } from "node:events";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { request, type IncomingHttpHeaders } from "node:http";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { BrowserShell } from "../../../main/browser/BrowserShell.ts";
import { contract } from "../../../shared/contract/contract.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ProjectAnswer, ProjectWish } from "../../../shared/contract/projectWish.ts";
import { connect, socketChannel } from "../../../shared/contract/rpc/index.ts";
import { fakeEngine, type FakeEngine } from "./fakeEngine.ts";

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let engine: FakeEngine;
let shell: BrowserShell;
let wishes: ProjectWish[];
const exchange = async (wish: ProjectWish): Promise<ProjectAnswer> => {
  wishes.push(wish);
  if (wish.kind === "new") throw new TwinError("refused", "There is one already.");
  return {};
};

/** Plain HTTP, because fetch would not let us lie about Host and Origin. */
function ask(path: string, { method = "GET", headers = {}, body = "" }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  const { port } = new URL(shell.access.origin);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts).toString() }));
    });
    sent.on("error", reject).end(body);
  });
}

async function signIn(): Promise<string> {
  const url = new URL(shell.link());
  const { headers } = await ask(url.pathname + url.search);
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-browser-"));
  const renderer = join(folder, "renderer");
  await mkdir(join(renderer, "assets"), { recursive: true });
  await mkdir(join(folder, "Plant.twin", "scene"), { recursive: true });
  await writeFile(join(renderer, "index.html"), "<title>Twinbench</title>");
  await writeFile(join(renderer, "assets", "main-1a2b.js"), "export {};");
  await writeFile(join(folder, "Plant.twin", "scene", "pump one.glb"), "glTF");
  await writeFile(join(folder, "Plant.twin", "scene", "notes.json"), "{}");
  await writeFile(join(folder, "secret.glb"), "secret");
  await symlink(join(folder, "secret.glb"), join(folder, "Plant.twin", "scene", "link.glb"));
  engine = fakeEngine(join(folder, "Plant.twin"));
  wishes = [];
  shell = await BrowserShell.start({ engine: () => engine, exchange, port: 0, renderer });
});
afterEach(async () => {
  await shell.close();
  await rm(folder, { recursive: true, force: true });
});

describe("the link", () => {
  it("is exchanged for a strict cookie named for the port and leads to the window", async () => {
    const url = new URL(shell.link());
    const answer = await ask(url.pathname + url.search);
    expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
    expect(answer.headers["set-cookie"]).toEqual([expect.stringMatching(new RegExp(`^twinbench-${url.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`))]);
  });

  it("works once; the second use says how to get a fresh one", async () => {
    const url = new URL(shell.link());
    await ask(url.pathname + url.search);
    const second = await ask(url.pathname + url.search);
    expect([second.status, second.headers["set-cookie"]]).toEqual([403, undefined]);
    expect(second.body).toContain("npm start");
  });

  it("is given afresh to our own second start, which holds the cookie", async () => {
    const cookie = await signIn();
    const { status, body } = await ask("/link", { method: "POST", headers: { cookie, origin: shell.access.origin } });
    expect(status).toBe(200);
    const url = new URL(body);
    expect((await ask(url.pathname + url.search)).status).toBe(303);
  });
});

describe("a request", () => {
  it("with the cookie gets the window again and again: reload and second tabs work", async () => {
    const cookie = await signIn();
    for (let tab = 0; tab < 3; tab += 1) expect(await ask("/", { headers: { cookie } })).toMatchObject({ status: 200, body: "<title>Twinbench</title>" });
  });

  it("without the cookie gets nothing, not even that a file exists", async () => {
    for (const path of ["/", "/assets/main-1a2b.js", "/scene/pump%20one.glb", "/nothing", "/?token=guess"]) expect((await ask(path)).status, path).toBe(403);
  });

  it("with another shell's cookie or a guessed one is refused", async () => {
    const cookie = await signIn();
    const [name] = cookie.split("=");
    for (const wrong of [`${name}=`, `${name}=guess`, `${cookie}x`, cookie.replace("twinbench-", "twinbench-1")]) {
      expect((await ask("/", { headers: { cookie: wrong } })).status, wrong).toBe(403);
    }
  });

  it("under any other name of this machine is refused, so that no rebound DNS name gets in", async () => {
    const cookie = await signIn();
    const { port } = new URL(shell.access.origin);
    for (const host of [`localhost:${port}`, `evil.example:${port}`, "127.0.0.1", `127.0.0.1:${Number(port) + 1}`]) {
      expect((await ask("/", { headers: { cookie, host } })).status, host).toBe(403);
    }
  });

  it("from another page's origin is refused, and anything but GET needs ours", async () => {
    const cookie = await signIn();
    expect((await ask("/", { headers: { cookie, origin: "http://evil.example" } })).status).toBe(403);
    expect((await ask("/link", { method: "POST", headers: { cookie } })).status).toBe(403);
    expect((await ask("/link", { method: "POST", headers: { cookie, origin: "null" } })).status).toBe(403);
    expect((await ask("/", { method: "DELETE", headers: { cookie, origin: shell.access.origin } })).status).toBe(405);
  });

  it("is answered under the content policy and kept to our own origin, refused or not", async () => {
    const cookie = await signIn();
    for (const headers of [{ cookie }, {}]) {
      const answer = await ask("/", { headers });
      expect(answer.headers).toMatchObject({
        "content-security-policy": expect.stringContaining("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"),
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "x-content-type-options": "nosniff",
      });
      expect(answer.headers["content-security-policy"]).toContain(`connect-src 'self' ws://127.0.0.1:${new URL(shell.access.origin).port};`);
    }
  });
});

describe("files", () => {
  it("that are named by their content are kept by the browser, the page is not", async () => {
    const cookie = await signIn();
    expect((await ask("/assets/main-1a2b.js", { headers: { cookie } })).headers).toMatchObject({ "content-type": "text/javascript; charset=utf-8", "cache-control": expect.stringContaining("immutable") });
    expect((await ask("/", { headers: { cookie } })).headers["cache-control"]).toBe("no-store");
  });

  it("of the scene are served, and only GLBs of this project", async () => {
    const cookie = await signIn();
    expect(await ask("/scene/pump%20one.glb", { headers: { cookie } })).toMatchObject({ status: 200, body: "glTF", headers: { "content-type": "model/gltf-binary" } });
    for (const path of ["/scene/notes.json", "/scene/link.glb", "/scene/../../secret.glb", "/scene/%2e%2e/%2e%2e/secret.glb", "/scene/..%2f..%2fsecret.glb", "/scene/..%5c..%5csecret.glb", "/../secret.glb", "/scene/%00.glb", "/scene/%.glb", "//etc/passwd", "/scene/"]) {
      expect((await ask(path, { headers: { cookie } })).status, path).toBe(404);
    }
  });
});

describe("the contract over the shell's socket", () => {
  const open = (headers: Record<string, string>, path = "/rpc"): WebSocket => new WebSocket(`${shell.access.origin.replace("http", "ws")}${path}`, { headers });

  it("is spoken with every tab as a client of its own", async () => {
    const cookie = await signIn();
    for (let tab = 0; tab < 2; tab += 1) {
      const socket = open({ cookie, origin: shell.access.origin });
      await once(socket, "open");
      expect(await connect(socketChannel(socket), contract).engine.version({})).toMatchObject({ platform: "test" });
    }
    expect(new Set(engine.clients).size).toBe(2);
  });

  it("is refused without cookie, with another origin, without one, and at another path", async () => {
    const cookie = await signIn();
    const { origin } = shell.access;
    for (const [headers, path] of [[{ origin }], [{ cookie, origin: "http://evil.example" }], [{ cookie }], [{ cookie, origin }, "/other"]] as const) {
      const [error] = (await once(open(headers, path), "error")) as [Error];
      expect(error.message).toContain("403");
    }
  });

  it("ends for a client that does not speak it, and the shell goes on", async () => {
    const cookie = await signIn();
    const socket = open({ cookie, origin: shell.access.origin });
    await once(socket, "open");
    socket.send("hello");
    await once(socket, "close");
    expect((await ask("/", { headers: { cookie } })).status).toBe(200);
  });

  it("closes at once with the shell, though windows and half requests hang on", async () => {
    const cookie = await signIn();
    const socket = open({ cookie, origin: shell.access.origin });
    await once(socket, "open");
    const half = connectTcp(Number(new URL(shell.access.origin).port), "127.0.0.1");
    half.on("error", () => {}); // cut off is what it is there for
    await once(half, "connect");
    half.write("GET / HTTP/1.1\r\nHost:");
    const client = connect(socketChannel(socket), contract);
    const frames = client.engine.jobs({})[Symbol.asyncIterator]();
    await frames.next();
    const startedMs = performance.now();
    await shell.close();
    await expect(frames.next()).rejects.toMatchObject({ code: "closed" });
    // Milliseconds on a free machine; far less than the minute that a half request may take on any.
    expect(performance.now() - startedMs).toBeLessThan(5_000);
  });
});

describe("a wish for another project", () => {
  const wish = JSON.stringify({ kind: "open", folder: "/plants/South.twin" });
  const wished = async (body: string, headers: Record<string, string> = {}): Promise<Answer> => ask("/project", { method: "POST", body, headers: { cookie: await signIn(), origin: shell.access.origin, ...headers } });

  it("is handed on for our own window, and its refusal comes back as a sentence", async () => {
    expect(await wished(wish)).toMatchObject({ status: 200, body: "{}" });
    expect(wishes).toEqual([{ kind: "open", folder: "/plants/South.twin" }]);
    const refused = await wished(JSON.stringify({ kind: "new", parent: "/plants", name: "South" }));
    expect([refused.status, JSON.parse(refused.body)]).toEqual([409, expect.objectContaining({ code: "refused", message: "There is one already." })]);
  });

  it("is nobody else's, and must be one", async () => {
    expect((await wished(wish, { origin: "http://evil.example" })).status).toBe(403);
    expect((await ask("/project", { method: "POST", body: wish, headers: { origin: shell.access.origin } })).status).toBe(403);
    expect((await wished("{}")).status).toBe(409);
    expect((await wished(`"${"x".repeat(20_000)}"`)).status).toBe(409);
    expect(wishes).toEqual([]);
  });
});

it("says which port is taken", async () => {
  const port = Number(new URL(shell.access.origin).port);
  await expect(BrowserShell.start({ engine: () => engine, exchange, port })).rejects.toMatchObject({ code: "busy", message: expect.stringContaining(String(port)) });
});

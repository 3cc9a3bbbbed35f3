/** Answers `app://` requests: the built window and the GLBs of the projects that are open, under the content policy. */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { windowHeaders } from "../shell/contentPolicy.ts";
import { rendererFolder } from "../shell/rendererFolder.ts";
import { servedFile } from "../shell/servedFile.ts";
import { readAddress } from "./appAddress.ts";

export interface AppRequest {
  readonly url: string;
  readonly method: string;
}

/** `folderOf` gives the project behind a key, undefined when it is not open. */
export function serveApp(folderOf: (key: string) => string | undefined, renderer = rendererFolder()): (request: AppRequest) => Promise<Response> {
  return async ({ url, method }) => {
    const refuse = (status: number): Response => new Response(undefined, { status, headers: windowHeaders() });
    if (method !== "GET") return refuse(405);
    const address = readAddress(url);
    const project = address && folderOf(address.key);
    if (address === undefined || project === undefined) return refuse(404);
    const file = await servedFile(address.path, { renderer, project });
    if (file === undefined) return refuse(404);
    // Node's web stream and the fetch API's are one thing under two names.
    const body = Readable.toWeb(createReadStream(file.path)) as ConstructorParameters<typeof Response>[0];
    return new Response(body, {
      status: 200,
      headers: { ...windowHeaders(), "content-type": file.type, "content-length": String(file.sizeBytes), "cache-control": file.cache === "forever" ? "max-age=31536000, immutable" : "no-store" },
    });
  };
}

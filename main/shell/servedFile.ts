/**
 * From a path in a URL to a file that may be served: the built window below `/`, the project's GLBs below `/scene/`.
 * Nothing else of the disk is reachable, whatever dots, links or encodings the path has. Reads no file.
 */
import { realpath, stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";

export interface ServedFile {
  readonly path: string;
  readonly type: string;
  readonly sizeBytes: number;
  /** `forever` for files whose name changes with their content (Vite's assets). */
  readonly cache: "forever" | "no";
}

export interface ServedRoots {
  /** The built window. */
  readonly renderer: string;
  /** The project. */
  readonly project: string;
}

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
  ".glb": "model/gltf-binary",
};

/** The file behind a URL's path (still percent-encoded), or undefined for what does not exist or is not served. */
export async function servedFile(urlPath: string, { renderer, project }: ServedRoots): Promise<ServedFile | undefined> {
  const path = decode(urlPath);
  if (path === undefined) return undefined;
  if (path.startsWith("/scene/")) {
    const file = await fileInside(join(project, "scene"), path.slice("/scene/".length));
    return file?.type === TYPES[".glb"] ? file : undefined;
  }
  const file = await fileInside(renderer, path === "/" ? "index.html" : path.slice(1));
  return file && { ...file, cache: path.startsWith("/assets/") ? "forever" : "no" };
}

function decode(urlPath: string): string | undefined {
  try {
    const path = decodeURIComponent(urlPath);
    return path.startsWith("/") && !path.includes("\0") && !path.includes("\\") ? path : undefined;
  } catch {
    return undefined; // not a percent-encoding
  }
}

async function fileInside(root: string, relative: string): Promise<ServedFile | undefined> {
  const type = TYPES[extname(relative).toLowerCase()];
  if (type === undefined || relative.split("/").some((part) => part === ".." || part === "." || part === "")) return undefined;
  try {
    const [realRoot, path] = await Promise.all([realpath(root), realpath(join(root, relative))]);
    const found = await stat(path);
    return path.startsWith(realRoot + sep) && found.isFile() ? { path, type, sizeBytes: found.size, cache: "no" } : undefined;
  } catch {
    return undefined; // does not exist, or may not be seen
  }
}

/** GLB files of the engineer's own: checked before they enter the project, and named by their nodes. */
import { copyFile, mkdir, open } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { TwinError } from "../../../shared/contract/errors.ts";

/** glTF 2.0, 4.4: magic "glTF", version 2, then a JSON chunk. */
const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const HEADER_BYTES = 20;
const MAX_JSON_BYTES = 64 * 1024 * 1024;
const MAX_FILE_BYTES = 500 * 1024 * 1024;

const gltf = z.object({
  nodes: z.array(z.object({ name: z.string().optional() })).optional(),
  buffers: z.array(z.object({ uri: z.string().optional() })).optional(),
  images: z.array(z.object({ uri: z.string().optional() })).optional(),
});

/** Copies a GLB into `scene/`; returns its path inside the project and its nodes (`#index` where one has no name). */
export async function addSceneModel(projectFolder: string, path: string): Promise<{ file: string; nodes: string[] }> {
  const nodes = await readGlbNodes(path);
  const name = basename(path).replace(/\.glb$/i, "").replaceAll(/[^\p{L}\p{N}_ .-]+/gu, "-") || "model";
  await mkdir(join(projectFolder, "scene"), { recursive: true });
  await copyFile(path, join(projectFolder, "scene", `${name}.glb`));
  return { file: `scene/${name}.glb`, nodes };
}

/** Throws `bad-input` saying what is wrong with the file. */
export async function readGlbNodes(path: string): Promise<string[]> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const name = basename(path);
    const header = Buffer.alloc(HEADER_BYTES);
    const { bytesRead } = await file.read(header, 0, HEADER_BYTES, 0);
    if (bytesRead < HEADER_BYTES || header.readUInt32LE(0) !== GLB_MAGIC) throw new TwinError("bad-input", `${name} is no GLB file (binary glTF 2.0). Export the model as .glb.`);
    if (header.readUInt32LE(4) !== 2) throw new TwinError("bad-input", `${name} is glTF version ${header.readUInt32LE(4)}; only version 2 can be shown.`);
    if (header.readUInt32LE(8) > size) throw new TwinError("bad-input", `${name} is truncated: ${size} of ${header.readUInt32LE(8)} bytes.`);
    if (size > MAX_FILE_BYTES) throw new TwinError("bad-input", `${name} is larger than ${MAX_FILE_BYTES / 1024 / 1024} MB. Reduce it first.`);
    const jsonBytes = header.readUInt32LE(12);
    if (header.readUInt32LE(16) !== JSON_CHUNK || jsonBytes > MAX_JSON_BYTES || jsonBytes > size) throw new TwinError("bad-input", `${name} is damaged: it has no readable description of its scene.`);
    const json = Buffer.alloc(jsonBytes);
    await file.read(json, 0, jsonBytes, HEADER_BYTES);
    return nodesOf(parse(json.toString("utf8"), name), name);
  } finally {
    await file.close();
  }
}

function parse(text: string, name: string): z.infer<typeof gltf> {
  try {
    return gltf.parse(JSON.parse(text));
  } catch (error) {
    throw new TwinError("bad-input", `${name} is damaged: the description of its scene cannot be read.`, { cause: error });
  }
}

function nodesOf(scene: z.infer<typeof gltf>, name: string): string[] {
  const outside = [...(scene.buffers ?? []), ...(scene.images ?? [])].find(({ uri }) => uri !== undefined && !uri.startsWith("data:"));
  if (outside) throw new TwinError("bad-input", `${name} refers to another file (${outside.uri?.slice(0, 80)}). Export it with everything inside.`);
  return (scene.nodes ?? []).map((node, index) => node.name ?? `#${index}`);
}

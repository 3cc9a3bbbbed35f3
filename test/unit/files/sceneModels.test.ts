import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addSceneModel } from "../../../main/engine/files/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "twinbench-scene-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A binary glTF 2.0 file (Khronos glTF 2.0, 4.4) whose only chunk is this scene. */
function glb(scene: unknown, { version = 2, cutBytes = 0 } = {}): Buffer {
  const json = Buffer.from(JSON.stringify(scene));
  const header = Buffer.alloc(20);
  header.writeUInt32LE(0x46546c67, 0);
  header.writeUInt32LE(version, 4);
  header.writeUInt32LE(20 + json.length, 8);
  header.writeUInt32LE(json.length, 12);
  header.writeUInt32LE(0x4e4f534a, 16);
  return Buffer.concat([header, json]).subarray(0, 20 + json.length - cutBytes);
}

async function add(content: string | Buffer) {
  const file = join(folder, "pump.glb");
  await writeFile(file, content);
  return addSceneModel(folder, file);
}

describe("adding an engineer's own model", () => {
  it("copies it into the project and names its nodes, by index where they have no name", async () => {
    const added = await add(glb({ nodes: [{ name: "casing" }, {}] }));
    expect(added).toEqual({ file: "scene/pump.glb", nodes: ["casing", "#1"] });
    expect((await readFile(join(folder, added.file))).length).toBeGreaterThan(20);
  });

  it.each([
    ["is not one", "hello, I am a text file of some length", /no GLB file/],
    ["is of an older version", glb({}, { version: 1 }), /glTF version 1/],
    ["is truncated", glb({ nodes: [{ name: "casing" }] }, { cutBytes: 5 }), /truncated/],
    ["has no readable scene", glb("no scene"), /description of its scene cannot be read/],
    ["refers to something outside of itself", glb({ buffers: [{ uri: "http://example.com/mesh.bin" }] }), /refers to another file/],
  ])("refuses a file that %s, saying so, and copies nothing", async (_what, content, says) => {
    await expect(add(content)).rejects.toThrow(says);
    await expect(readFile(join(folder, "scene", "pump.glb"))).rejects.toThrow();
  });
});

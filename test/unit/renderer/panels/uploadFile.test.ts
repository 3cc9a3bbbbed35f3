import { describe, expect, it } from "vitest";
import type { EngineClient } from "../../../../shared/contract/contract.ts";
import { CHUNK_BYTES, uploadFile } from "../../../../renderer/panels/Import/uploadFile.ts";

interface Chunk {
  readonly offset: number;
  readonly length: number;
}

/** Only what an upload asks of the engine. */
function engineTaking(chunks: Chunk[]): EngineClient {
  const files = {
    beginUpload: () => Promise.resolve({ upload: "u1", path: "/tmp/file.csv" }),
    upload: ({ offset, bytes }: { readonly offset: number; readonly bytes: Uint8Array }) => {
      chunks.push({ offset, length: bytes.length });
      return Promise.resolve();
    },
  };
  return { files } as unknown as EngineClient; // the other services are not asked
}
const file = (size: number): Parameters<typeof uploadFile>[1] => ({ name: "file.csv", size, slice: (start, end) => ({ arrayBuffer: () => Promise.resolve(new ArrayBuffer(end - start)) }) });

describe("uploading a dropped file", () => {
  it("sends every byte once, in chunks the contract allows", async () => {
    const chunks: Chunk[] = [];
    const shares: number[] = [];
    const path = await uploadFile(engineTaking(chunks), file(2 * CHUNK_BYTES + 5), new AbortController().signal, (share) => shares.push(share));
    expect(path).toBe("/tmp/file.csv");
    expect(chunks).toEqual([{ offset: 0, length: CHUNK_BYTES }, { offset: CHUNK_BYTES, length: CHUNK_BYTES }, { offset: 2 * CHUNK_BYTES, length: 5 }]);
    expect(shares.at(-1)).toBe(1);
  });

  it("sends nothing of an empty file but its name", async () => {
    const chunks: Chunk[] = [];
    await uploadFile(engineTaking(chunks), file(0), new AbortController().signal, () => {});
    expect(chunks).toEqual([]);
  });

  it("stops where it is when cancelled", async () => {
    const chunks: Chunk[] = [];
    const life = new AbortController();
    await expect(uploadFile(engineTaking(chunks), file(5 * CHUNK_BYTES), life.signal, () => life.abort())).rejects.toThrow();
    expect(chunks).toHaveLength(1);
  });
});

/** Streams a file that was dropped into the window to the engine, in bounded chunks, so that no file has to fit in memory. */
import type { EngineClient } from "../../../shared/contract/contract.ts";

/** What the contract allows per chunk. */
export const CHUNK_BYTES = 1_048_576;

/** What is used of a browser's File. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/** Returns the path on the engine's machine. Stops with the signal; `onProgress` gets the share done. */
export async function uploadFile(engine: EngineClient, file: ReadableFile, signal: AbortSignal, onProgress: (share: number) => void): Promise<string> {
  const { upload, path } = await engine.files.beginUpload({ name: file.name, sizeBytes: file.size }, { signal });
  for (let offset = 0; offset < file.size; offset += CHUNK_BYTES) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(offset, Math.min(file.size, offset + CHUNK_BYTES)).arrayBuffer());
    await engine.files.upload({ upload, offset, bytes }, { signal });
    onProgress(Math.min(1, (offset + bytes.length) / file.size));
  }
  return path;
}

/** Files dropped onto a browser window, streamed chunk by chunk into temporary files that the engine then reads in place. */
import { randomUUID } from "node:crypto";
import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, isAbsolute, join, relative, resolve } from "node:path";
import { TwinError } from "../../../shared/contract/errors.ts";

interface Upload {
  readonly path: string;
  readonly handle: FileHandle;
  readonly sizeBytes: number;
  receivedBytes: number;
}

export class Uploads {
  #folder: string | undefined;
  readonly #uploads = new Map<string, Upload>();

  /** The file keeps its own name, in a folder of its own, so that messages name it as people know it. */
  async begin(name: string, sizeBytes: number): Promise<{ upload: string; path: string }> {
    this.#folder ??= await mkdtemp(join(tmpdir(), "twinbench-upload-"));
    const folder = await mkdtemp(join(this.#folder, "file-"));
    const path = join(folder, basename(name.replaceAll("\\", "/")) || "file");
    const upload = randomUUID();
    this.#uploads.set(upload, { path, handle: await open(path, "wx"), sizeBytes, receivedBytes: 0 });
    return { upload, path };
  }

  /** Chunks come in order. The file is closed with its last one. */
  async write(id: string, offset: number, bytes: Uint8Array): Promise<void> {
    const upload = this.#uploads.get(id);
    if (!upload) throw new TwinError("not-found", "This upload is not known, or is complete already.");
    if (offset !== upload.receivedBytes || offset + bytes.byteLength > upload.sizeBytes) throw new TwinError("bad-input", `The upload is out of step: byte ${upload.receivedBytes} of ${upload.sizeBytes} comes next, not ${offset}.`);
    await upload.handle.write(bytes, 0, bytes.byteLength, offset);
    upload.receivedBytes += bytes.byteLength;
    if (upload.receivedBytes === upload.sizeBytes) {
      this.#uploads.delete(id);
      await upload.handle.close();
    }
  }

  /** Whether a path is one of ours; such files may be read although they lie outside of the browser's roots. */
  owns(path: string): boolean {
    if (this.#folder === undefined) return false;
    const inside = relative(this.#folder, resolve(path));
    return inside !== "" && !inside.startsWith("..") && !isAbsolute(inside);
  }

  async close(): Promise<void> {
    for (const { handle } of this.#uploads.values()) await handle.close();
    this.#uploads.clear();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true });
  }
}

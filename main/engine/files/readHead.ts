/** The beginning of a file: enough to understand it, never the whole of it. */
import { open } from "node:fs/promises";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Enough rows to tell day from month and a preamble from a header, read in a blink. */
const HEAD_BYTES = 256 * 1024;
const PARQUET_MAGIC = "PAR1";

export interface FileHead {
  readonly bytes: Uint8Array;
  readonly sizeBytes: number;
  readonly parquet: boolean;
}

export async function readHead(path: string): Promise<FileHead> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new TwinError("not-found", `The file ${path} cannot be opened: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  });
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new TwinError("bad-input", `${path} is not a file.`);
    const buffer = new Uint8Array(Math.min(HEAD_BYTES, info.size));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return { bytes, sizeBytes: info.size, parquet: new TextDecoder("latin1").decode(bytes.subarray(0, 4)) === PARQUET_MAGIC };
  } finally {
    await file.close();
  }
}

/** The head as text, cut after its last whole line (unless it is the whole file). */
export function headText({ bytes, sizeBytes }: FileHead, encoding: string): string {
  const text = new TextDecoder(encoding).decode(bytes, { stream: bytes.length < sizeBytes });
  return bytes.length < sizeBytes ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
}

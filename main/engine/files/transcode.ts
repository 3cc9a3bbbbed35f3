/** A UTF-8 copy of a text file in another encoding, made in bounded pieces. */
import { createReadStream, createWriteStream } from "node:fs";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Throws `bad-input` where the bytes are not of the encoding at all (a name the platform does not know). */
export async function transcode(from: string, to: string, encoding: string, signal?: AbortSignal): Promise<void> {
  const decoder = decoderFor(encoding);
  const decode = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(undefined, decoder.decode(chunk, { stream: true }));
    },
    flush(done) {
      done(undefined, decoder.decode());
    },
  });
  await pipeline(createReadStream(from), decode, createWriteStream(to), ...(signal ? [{ signal }] : []));
}

function decoderFor(encoding: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    throw new TwinError("bad-input", `"${encoding}" is no text encoding this machine knows.`, { cause: error });
  }
}

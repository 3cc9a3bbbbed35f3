/**
 * Reading an FMU's archive, which nobody here made: names that lead out of it, too many or too large entries, contents that
 * are another size than they say and encryption are refused before anything is written. Links are written as plain files.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buffer } from "node:stream/consumers";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { TwinError } from "../../../shared/contract/errors.ts";

/** Large FMUs hold thousands of files of documentation and resources. */
const MAX_ENTRIES = 20_000;
const MAX_INFLATED_BYTES = 2 * 1024 ** 3;
/** Libraries and tables shrink to a tenth; only what is made to burst shrinks to less than this share. */
const MAX_RATIO = 200;
/** Below this a ratio says nothing: a page of blanks. */
const RATIO_FROM_BYTES = 16 * 1024 ** 2;

export class FmuArchive {
  readonly #name: string;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(name: string, zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#name = name;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** Reads the list of contents. `name` is the file's, for messages. Throws `damaged` or `limit`. */
  static async open(name: string, bytes: Buffer): Promise<FmuArchive> {
    try {
      const zip = await fromBufferPromise(bytes, { validateEntrySizes: true, strictFileNames: true });
      return new FmuArchive(name, zip, await entriesOf(name, zip, bytes.byteLength));
    } catch (error) {
      throw refusal(name, error);
    }
  }

  /** Paths of all files. */
  get paths(): Iterable<string> {
    return this.#entries.keys();
  }

  /** The content of one file; undefined where there is none. Throws `limit` above `maxBytes`. */
  async read(path: string, maxBytes: number): Promise<Buffer | undefined> {
    const entry = this.#entries.get(path);
    if (!entry) return undefined;
    if (entry.uncompressedSize > maxBytes) throw new TwinError("limit", `${this.#name} holds a ${path} of ${Math.round(entry.uncompressedSize / 1024 ** 2)} MB; ${Math.round(maxBytes / 1024 ** 2)} MB is the most that is read.`);
    return this.#content(entry);
  }

  /** Writes files into a folder of its own, which is empty. */
  async extract(folder: string, wanted: (path: string) => boolean): Promise<void> {
    for (const [path, entry] of this.#entries) {
      if (!wanted(path)) continue;
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      // Never over another: two names that are one on this disk are not both right.
      await writeFile(file, await this.#content(entry), { flag: "wx", mode: 0o700 });
    }
  }

  async #content(entry: Entry): Promise<Buffer> {
    try {
      return await buffer(await this.#zip.openReadStreamPromise(entry));
    } catch (error) {
      throw refusal(this.#name, error);
    }
  }
}

async function entriesOf(name: string, zip: ZipFile, sizeBytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw new TwinError("limit", `${name} holds ${zip.entryCount.toLocaleString("en")} files; ${MAX_ENTRIES.toLocaleString("en")} are the most that are read.`);
  const entries = new Map<string, Entry>();
  let inflated = 0;
  for await (const entry of zip.eachEntry()) {
    inflated += entry.uncompressedSize;
    if (inflated > MAX_INFLATED_BYTES || (inflated > RATIO_FROM_BYTES && inflated > sizeBytes * MAX_RATIO)) {
      throw new TwinError("limit", `${name} would grow to more than ${Math.round(inflated / 1024 ** 2).toLocaleString("en")} MB when it is unpacked, from ${(sizeBytes / 1024 ** 2).toFixed(1)} MB: it is made to fill the disk, or is no FMU.`);
    }
    if (entry.isEncrypted()) throw new TwinError("damaged", `${name} is encrypted (${entry.fileName}), which no FMU may be.`);
    if (entries.has(entry.fileName)) throw new TwinError("damaged", `${name} holds ${entry.fileName} twice.`);
    if (!entry.fileName.endsWith("/")) entries.set(entry.fileName, entry);
  }
  return entries;
}

/** What the reader of archives says, in our words. */
function refusal(name: string, error: unknown): TwinError {
  if (error instanceof TwinError) return error;
  const said = error instanceof Error ? error.message : String(error);
  const outside = /relative path|absolute path|invalid characters/.test(said);
  if (outside) return new TwinError("damaged", `${name} is refused: a name in it leads out of its own folder (${said}).`, { cause: error });
  if (/too many bytes|not enough bytes/.test(said)) return new TwinError("damaged", `${name} is refused: a file in it has another size than the archive says.`, { cause: error });
  return new TwinError("damaged", `${name} is no zip archive that can be read, so it is no FMU. It may have been cut short on its way, or be something else.`, { cause: error });
}

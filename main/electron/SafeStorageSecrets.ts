/** Passwords of sources, encrypted by the operating system's key store. Where that is none, nothing is kept and it says so. */
import { readFile, rm } from "node:fs/promises";
import { z } from "zod";
import { TwinError } from "../../shared/contract/errors.ts";
import { atomicWrite } from "../engine/project/index.ts";
import type { SecretStore } from "../engine/sources/index.ts";
import type { SafeStorageLike } from "./electronCalls.ts";

/** Chromium's own fallback on Linux: a key that is in its source code. As good as plain text. */
const NO_STORE = "basic_text";

const secrets = z.record(z.string(), z.base64());

export class SafeStorageSecrets implements SecretStore {
  readonly #file: string;
  readonly #storage: SafeStorageLike;
  /** One change at a time, so that two do not overwrite each other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: { readonly file: string; readonly storage: SafeStorageLike }) {
    this.#file = options.file;
    this.#storage = options.storage;
  }

  async get(sourceId: string): Promise<string | undefined> {
    if (!this.#isUsable()) return undefined;
    const sealed = (await this.#read())[sourceId];
    if (sealed === undefined) return undefined;
    try {
      return this.#storage.decryptString(Buffer.from(sealed, "base64"));
    } catch {
      return undefined; // sealed by another key (a copied home, a new keyring): the person is asked again
    }
  }

  async set(sourceId: string, secret: string): Promise<void> {
    if (!this.#isUsable()) throw new TwinError("refused", "This system has no key store to keep the password in. It is used for this session and asked for again next time.");
    const sealed = Buffer.from(this.#storage.encryptString(secret)).toString("base64");
    await this.#change((kept) => ({ ...kept, [sourceId]: sealed }));
  }

  async delete(sourceId: string): Promise<void> {
    await this.#change(({ [sourceId]: _gone, ...others }) => others);
  }

  #isUsable(): boolean {
    return this.#storage.isEncryptionAvailable() && this.#storage.getSelectedStorageBackend?.() !== NO_STORE;
  }

  #change(edit: (kept: Record<string, string>) => Record<string, string>): Promise<void> {
    const done = this.#queue.then(async () => {
      const kept = edit(await this.#read());
      if (Object.keys(kept).length === 0) await rm(this.#file, { force: true });
      else await atomicWrite(this.#file, JSON.stringify(kept));
    });
    this.#queue = done.catch(() => undefined); // the caller has the error; the next change goes on
    return done;
  }

  async #read(): Promise<Record<string, string>> {
    try {
      return secrets.parse(JSON.parse(await readFile(this.#file, "utf8")));
    } catch {
      return {}; // none kept yet, or a damaged file, whose secrets are lost anyway
    }
  }
}

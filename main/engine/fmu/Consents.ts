/**
 * Which files of foreign code a person has let run on this machine, by their fingerprints, in the user's own folder: a project that is
 * handed on brings no permission with it, and a file that was changed has none.
 */
import { mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";
import type { FmuConsent } from "../../../shared/contract/fmus.ts";
import { atomicWrite } from "../project/index.ts";

const kept = z.record(z.string(), z.object({ allowedUs: z.number(), file: z.string() }));

export class Consents {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async of(hash: string): Promise<FmuConsent | undefined> {
    return (await this.#read())[hash];
  }

  async allow(hash: string, consent: FmuConsent): Promise<void> {
    await this.#write({ ...(await this.#read()), [hash]: consent });
  }

  async forbid(hash: string): Promise<void> {
    const { [hash]: _, ...others } = await this.#read();
    await this.#write(others);
  }

  /** A list that cannot be read allows nothing. */
  async #read(): Promise<Record<string, FmuConsent>> {
    try {
      return kept.parse(JSON.parse(await readFile(this.#path, "utf8")));
    } catch {
      return {};
    }
  }

  async #write(consents: Record<string, FmuConsent>): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    await atomicWrite(this.#path, JSON.stringify(consents, undefined, 2));
  }
}

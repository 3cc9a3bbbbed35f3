/**
 * Which servers' certificates are trusted, by thumbprint (SHA-1 of the DER, as OPC UA names certificates): for good, kept
 * in a file of the user's folder, or until this process ends. What is decided takes effect at once, everywhere.
 */
import { createHash, X509Certificate } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import { US_PER_MS } from "../../../../shared/time/time.ts";

const TRUST_FILE = "trusted-servers.json";

export type TrustDecision = "reject" | "once" | "always";
export type TrustState = "unknown" | "rejected" | "trusted" | "expired";

const fileSchema = z.object({
  version: z.literal(1),
  certificates: z.record(z.string(), z.object({ decision: z.enum(["always", "reject"]), decidedUs: z.number(), subject: z.string() })),
});
type TrustFile = z.infer<typeof fileSchema>;

export function thumbprintOf(certificate: Buffer): string {
  return createHash("sha1").update(certificate).digest("hex");
}

export class TrustStore {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #once = new Map<string, number>();
  readonly #listeners = new Set<() => void>();
  /** Subjects of certificates seen by this process, to be written beside a decision for the person who reads the file. */
  readonly #seen = new Map<string, string>();
  #writing: Promise<void> = Promise.resolve();

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /**
   * Whether a certificate is trusted now. An expired one is, only if the decision was made after it expired, knowing that:
   * what was trusted while valid is asked for again.
   */
  async stateOf(certificate: Buffer): Promise<TrustState> {
    const thumbprint = thumbprintOf(certificate);
    const x509 = new X509Certificate(certificate);
    this.#seen.set(thumbprint, x509.subject);
    const stored = (await this.#read()).certificates[thumbprint];
    const onceUs = this.#once.get(thumbprint);
    if (onceUs === undefined && stored === undefined) return "unknown";
    if (onceUs === undefined && stored?.decision === "reject") return "rejected";
    const validToUs = Date.parse(x509.validTo) * US_PER_MS;
    const decidedUs = Math.max(onceUs ?? 0, stored?.decision === "always" ? stored.decidedUs : 0);
    return this.#clock() > validToUs && decidedUs <= validToUs ? "expired" : "trusted";
  }

  async decide(thumbprint: string, decision: TrustDecision): Promise<void> {
    const decidedUs = this.#clock();
    this.#once.delete(thumbprint);
    if (decision === "once") this.#once.set(thumbprint, decidedUs);
    else await this.#store(thumbprint, { decision, decidedUs, subject: this.#seen.get(thumbprint) ?? "" });
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back after every decision; returns how to stop that. */
  onDecision(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #store(thumbprint: string, entry: TrustFile["certificates"][string]): Promise<void> {
    const written = this.#writing.then(async () => {
      const file = await this.#read();
      const changed: TrustFile = { version: 1, certificates: { ...file.certificates, [thumbprint]: entry } };
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const path = join(this.#folder, TRUST_FILE);
      const temporary = `${path}.${process.pid}.tmp`;
      await writeFile(temporary, `${JSON.stringify(changed, undefined, 2)}\n`, { mode: 0o600 });
      await rename(temporary, path);
    });
    this.#writing = written.catch(() => undefined); // its caller is told; the next write is not to fail for it
    return written;
  }

  /** Read anew each time: another window may have decided meanwhile, and it is asked only when connecting. */
  async #read(): Promise<TrustFile> {
    const path = join(this.#folder, TRUST_FILE);
    try {
      return fileSchema.parse(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return { version: 1, certificates: {} };
      throw new TwinError("damaged", `The list of trusted servers in ${path} cannot be read. Move the file away; servers are then asked about again.`, { cause: error });
    }
  }
}

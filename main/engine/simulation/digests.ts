/**
 * Fingerprints of what a run has read, solved and computed: SHA-256 over the very bytes, cut to 16 hexadecimal digits. Equal ones
 * mean the same to the last bit; they protect against mistakes, not against forgery.
 */
import { createHash, type Hash } from "node:crypto";
import type { UseProgram } from "../../../shared/language/ir.ts";
import type { InputSeries } from "./simulationTypes.ts";

const DIGITS = 16;

/** Of samples that come piece by piece, by signal. */
export class SampleDigests {
  readonly #hashes = new Map<string, Hash>();

  /** The pieces of a signal come in time order; how they are cut does not matter. */
  add(signal: string, tUs: Float64Array, value: Float64Array): void {
    const hash = this.#hashes.get(signal) ?? createHash("sha256");
    this.#hashes.set(signal, hash);
    const pairs = new Float64Array(2 * tUs.length);
    tUs.forEach((t, row) => {
      const one = value[row] ?? Number.NaN;
      pairs[2 * row] = t;
      // Unknown is unknown, whatever the processor has put into the bits of its NaN.
      pairs[2 * row + 1] = Number.isNaN(one) ? Number.NaN : one;
    });
    hash.update(new Uint8Array(pairs.buffer));
  }

  finish(): Record<string, string> {
    return Object.fromEntries([...this.#hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([signal, hash]) => [signal, hash.digest("hex").slice(0, DIGITS)]));
  }
}

/** Of whole series, by signal. */
export function digestSeries(series: ReadonlyMap<string, InputSeries>): Record<string, string> {
  const digests = new SampleDigests();
  for (const [signal, { tUs, value }] of series) digests.add(signal, tUs, value);
  return digests.finish();
}

/** One for many. */
export function digestOf(digests: Readonly<Record<string, string>>): string {
  return hashText(JSON.stringify(Object.entries(digests)));
}

/** Of what is solved, wherever in its text it stands and whether or not it runs along with the plant, with the fingerprints of what is imported. */
export function digestProgram(uses: readonly UseProgram[], imported: Readonly<Record<string, string>> = {}): string {
  // Models without delays have the fingerprint that they had before there were any.
  const text = JSON.stringify(uses, (key, value: unknown) => (key === "position" || key === "live" || (key === "delays" && isEmpty(value)) ? undefined : value));
  const files = Object.entries(imported);
  return hashText(files.length === 0 ? text : text + JSON.stringify(files));
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, DIGITS);
}

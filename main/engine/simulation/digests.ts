/**
 * Fingerprints of what a run has read, solved and computed: SHA-256 over the very bytes, cut to 16 hexadecimal digits. Equal ones
 * mean the same to the last bit; they protect against mistakes, not against forgery.
 */
import { createHash, type Hash } from "node:crypto";
import type { RuleProgram, UseProgram } from "../../../shared/language/ir.ts";
import type { InputSeries } from "./simulationTypes.ts";

const DIGITS = 16;

/** Of samples that come piece by piece, by signal. */
export class SampleDigests {
  readonly #hashes = new Map<string, Hash>();
  /** The last time and value of each signal, which the next piece may replace. */
  readonly #last = new Map<string, Float64Array>();

  /**
   * The pieces of a signal come in time order; how they are cut does not matter. A piece that begins at the stamp at which the one before ended
   * (a span that joins another) replaces that sample, as it does in history.
   */
  add(signal: string, tUs: Float64Array, value: Float64Array): void {
    const hash = this.#hashes.get(signal) ?? createHash("sha256");
    this.#hashes.set(signal, hash);
    if (tUs.length === 0) return;
    const before = this.#last.get(signal);
    if (before && before[0] !== tUs[0]) update(hash, before);
    const pairs = new Float64Array(2 * tUs.length);
    tUs.forEach((t, row) => {
      const one = value[row] ?? Number.NaN;
      pairs[2 * row] = t;
      // Unknown is unknown, whatever the processor has put into the bits of its NaN.
      pairs[2 * row + 1] = Number.isNaN(one) ? Number.NaN : one;
    });
    update(hash, pairs.subarray(0, -2));
    this.#last.set(signal, pairs.slice(-2));
  }

  finish(): Record<string, string> {
    for (const [signal, hash] of this.#hashes) update(hash, this.#last.get(signal) ?? new Float64Array());
    return Object.fromEntries([...this.#hashes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([signal, hash]) => [signal, hash.digest("hex").slice(0, DIGITS)]));
  }
}

function update(hash: Hash, pairs: Float64Array): void {
  hash.update(new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength));
}

/** Of whole series, by signal; of several stretches of time, one after the other. */
export function digestSeries(...stretches: readonly ReadonlyMap<string, InputSeries>[]): Record<string, string> {
  const digests = new SampleDigests();
  for (const series of stretches) for (const [signal, { tUs, value }] of series) digests.add(signal, tUs, value);
  return digests.finish();
}

/** Names for the fingerprints of outputs, in their order: that of the signal; two uses compared with one signal are told apart by name. */
export function outputKeys(outputs: readonly { readonly signal: string; readonly use: string }[]): string[] {
  return outputs.map(({ signal, use }, i) => (outputs.findIndex((other) => other.signal === signal) < i ? `${signal} by ${use}` : signal));
}

/** One for many. */
export function digestOf(digests: Readonly<Record<string, string>>): string {
  return hashText(JSON.stringify(Object.entries(digests)));
}

/**
 * Of what is solved, wherever in its text it stands and whether or not it runs along with the plant, with the fingerprints of what is imported
 * and the rules that are tried on it.
 */
export function digestProgram(uses: readonly UseProgram[], imported: Readonly<Record<string, string>> = {}, rules: readonly RuleProgram[] = []): string {
  // Models without delays have the fingerprint that they had before there were any, FMUs that which they had as the only imported ones.
  const text = (programs: unknown): string => JSON.stringify(programs, (key, value: unknown) => (key === "position" || key === "live" || (key === "delays" && isEmpty(value)) ? undefined : key === "model" ? withFmu(value) : value));
  const files = Object.entries(imported);
  return hashText(text(uses) + (files.length === 0 ? "" : JSON.stringify(files)) + (rules.length === 0 ? "" : text(rules)));
}

/** A model that is an FMU in the words of old: `fmu`, which says no kind. */
function withFmu(model: unknown): unknown {
  if (!isFmu(model)) return model;
  return Object.fromEntries(Object.entries(model).map(([key, value]) => (key === "imported" ? ["fmu", { ...model.imported, kind: undefined }] : [key, value])));
}

function isFmu(model: unknown): model is { readonly imported: { readonly kind: "fmu" } } {
  return typeof model === "object" && model !== null && "imported" in model && typeof model.imported === "object" && model.imported !== null && "kind" in model.imported && model.imported.kind === "fmu";
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

export function hashText(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex").slice(0, DIGITS);
}

/** What previews read of history, kept for the next ones: they are mostly about the same signals over the same span. */
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import { readInputs, type InputSeries } from "../simulation/index.ts";

/** Of 16 bytes each: 80 MB. What was read longest ago goes first. */
const MOST_KEPT_SAMPLES = 5_000_000;

interface Read {
  readonly series: Promise<ReadonlyMap<string, InputSeries>>;
  samples: number;
}

export class TrialInputs {
  readonly #history: HistoryInterface;
  readonly #closing: AbortSignal;
  /** The one that was asked for last is the last. */
  readonly #read = new Map<string, Read>();

  constructor(history: HistoryInterface, closing: AbortSignal) {
    this.#history = history;
    this.#closing = closing;
  }

  /** As `readInputs`. Not ended with the preview that asks first: the next, which ends it, asks the same. */
  of(signals: readonly string[], span: Span): Promise<ReadonlyMap<string, InputSeries>> {
    const key = JSON.stringify([span.fromUs, span.toUs, ...signals.toSorted()]);
    const known = this.#read.get(key);
    const read = known ?? { series: readInputs(this.#history, signals, span, this.#closing), samples: 0 };
    this.#read.delete(key);
    this.#read.set(key, read);
    if (!known) void this.#count(key, read);
    return read.series;
  }

  /** The past has changed: what was read of it no longer holds. */
  forget(): void {
    this.#read.clear();
  }

  async #count(key: string, read: Read): Promise<void> {
    try {
      for (const { tUs } of (await read.series).values()) read.samples += tUs.length;
    } catch {
      // Whoever asked is told; the next one asks anew.
      if (this.#read.get(key) === read) this.#read.delete(key);
      return;
    }
    let kept = [...this.#read.values()].reduce((sum, { samples }) => sum + samples, 0);
    for (const [oldest, { samples }] of this.#read) {
      if (kept <= MOST_KEPT_SAMPLES) return;
      this.#read.delete(oldest);
      kept -= samples;
    }
  }
}

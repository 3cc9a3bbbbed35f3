/** Samples that could not be recorded, as gaps: one per source and stretch of losses, written when the disk takes samples again. */
import type { Span } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";

interface Loss {
  fromUs: number;
  toUs: number;
  readonly reason: string;
  readonly series: Set<number>;
}

export class LossBook {
  readonly #history: HistoryInterface;
  readonly #onError: (error: unknown) => void;
  readonly #open = new Map<string, Loss>();

  constructor(history: HistoryInterface, onError: (error: unknown) => void) {
    this.#history = history;
    this.#onError = onError;
  }

  lost(source: string, series: Int32Array, { fromUs, toUs }: Span, reason: string): void {
    const loss = this.#open.get(source) ?? { fromUs, toUs, reason, series: new Set() };
    for (const id of series) loss.series.add(id);
    loss.fromUs = Math.min(loss.fromUs, fromUs);
    loss.toUs = Math.max(loss.toUs, toUs);
    this.#open.set(source, loss);
  }

  /** A later batch of the source was recorded. */
  over(source: string, receivedUs: number): void {
    const loss = this.#open.get(source);
    if (!loss) return;
    this.#open.delete(source);
    this.#write(source, loss, Math.max(loss.toUs, receivedUs));
  }

  #write(source: string, loss: Loss, toUs: number): void {
    this.#history.addGap({ source, fromUs: loss.fromUs, toUs, reason: loss.reason, series: Int32Array.from(loss.series) }).catch(this.#onError);
  }

  close(nowUs: number): void {
    for (const [source, loss] of this.#open) this.#write(source, loss, Math.max(loss.toUs, nowUs));
    this.#open.clear();
  }
}

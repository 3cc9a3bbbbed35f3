/**
 * Brings gaps and confirmations of sources to the history's ledger: one row a gap, opened and closed; one running
 * interval per source and set of series, written down every few seconds.
 */
import type { HistoryInterface } from "../history/index.ts";
import { CONFIRM_TO_DISK_US } from "./limits.ts";

interface OpenGap {
  readonly id: Promise<number>;
  readonly fromUs: number;
}

interface RunningConfirmation {
  series: Int32Array;
  fromUs: number;
  untilUs: number;
  writtenUs: number;
}

export class GapBook {
  readonly #history: HistoryInterface;
  readonly #onError: (error: unknown) => void;
  readonly #open = new Map<string, OpenGap>();
  readonly #confirmations = new Map<string, RunningConfirmation>();

  constructor(history: HistoryInterface, onError: (error: unknown) => void) {
    this.#history = history;
    this.#onError = onError;
  }

  /** A gap of a source. Told again with an end it is the same gap, closed. */
  gap(source: string, gap: { readonly fromUs: number; readonly toUs?: number; readonly reason: string }, series: Int32Array): void {
    const key = `${source}\n${gap.fromUs}\n${series.length === 1 ? series[0] : ""}`;
    const open = this.#open.get(key);
    if (open && gap.toUs === undefined) return;
    if (open && gap.toUs !== undefined) {
      const { toUs } = gap;
      this.#open.delete(key);
      this.#run(open.id.then((id) => this.#history.closeGap(id, toUs)));
      return;
    }
    if (series.length === 0) return;
    const id = this.#history.addGap({ source, ...gap, series });
    if (gap.toUs === undefined) this.#open.set(key, { id, fromUs: gap.fromUs });
    this.#run(id);
  }

  filled(source: string, fromUs: number, toUs: number, series: Int32Array): void {
    this.#run(this.#history.fillGap(source, fromUs, toUs, series));
  }

  /** The values of these series held until this instant; a change of the set begins a new interval. */
  confirm(source: string, series: Int32Array, untilUs: number): void {
    const running = this.#confirmations.get(source);
    if (!running || !sameSeries(running.series, series)) {
      this.#write(source, running);
      this.#confirmations.set(source, { series, fromUs: untilUs, untilUs, writtenUs: Number.NEGATIVE_INFINITY });
      return;
    }
    running.untilUs = Math.max(running.untilUs, untilUs);
    if (running.untilUs - running.writtenUs >= CONFIRM_TO_DISK_US) this.#write(source, running);
  }

  /** A gap, or the end of the connection: what comes after is another interval. */
  breakConfirmation(source: string): void {
    this.#write(source, this.#confirmations.get(source));
    this.#confirmations.delete(source);
  }

  #write(source: string, running: RunningConfirmation | undefined): void {
    if (!running || running.untilUs <= running.fromUs || running.series.length === 0) return;
    running.writtenUs = running.untilUs;
    this.#run(this.#history.confirm(source, running.series, running.fromUs, running.untilUs));
  }

  /** Writes what is only in memory. */
  flush(): void {
    for (const [source, running] of this.#confirmations) this.#write(source, running);
  }

  #run(work: Promise<unknown>): void {
    work.catch(this.#onError);
  }
}

function sameSeries(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((series, i) => series === b[i]);
}

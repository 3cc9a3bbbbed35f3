/** The figures of the status bar, gathered from whoever knows them. */
import type { EngineStatus } from "../../../shared/contract/engine.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { US_PER_DAY } from "../../../shared/time/time.ts";
import type { HistoryInterface } from "../history/index.ts";
import type { Recorder } from "../ingest/index.ts";
import type { SourceManager } from "../sources/index.ts";

export interface StatusParts {
  readonly history: HistoryInterface;
  readonly recorder: Recorder;
  readonly sources: SourceManager;
  readonly clock: Clock;
}

/** Reading the ledger costs a question to the history, so the number of gaps is asked for at this pace. */
const GAPS_INTERVAL_MS = 5_000;

export class EngineFigures {
  readonly #parts: StatusParts;
  readonly #timer: NodeJS.Timeout;
  #gapsToday = 0;

  constructor(parts: StatusParts) {
    this.#parts = parts;
    this.#timer = setInterval(() => void this.#countGaps(), GAPS_INTERVAL_MS);
    this.#timer.unref();
  }

  async status(): Promise<EngineStatus> {
    const { history, recorder, sources, clock } = this.#parts;
    const figures = await history.figures();
    const statuses = sources.statuses();
    return {
      nowUs: clock(),
      valuesPerSecond: statuses.reduce((sum, { valuesPerSecond }) => sum + valuesPerSecond, 0),
      recordedLagUs: recorder.lagUs,
      queuedBytes: figures.queuedBytes,
      historyBytes: figures.fileBytes,
      historySamples: figures.storedSamples,
      recordedSamples: figures.recordedSamples,
      gapsToday: this.#gapsToday,
      ...(figures.state.kind === "stopped" && { recordingStopped: figures.state.reason }),
      sources: { live: statuses.filter(({ state }) => state === "live").length, total: statuses.length },
      readOnly: true,
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #countGaps(): Promise<void> {
    const { history, clock } = this.#parts;
    const nowUs = clock();
    try {
      this.#gapsToday = (await history.gaps({ fromUs: nowUs - US_PER_DAY, toUs: nowUs })).length;
    } catch {
      // The history is closing; the last count stands.
    }
  }
}

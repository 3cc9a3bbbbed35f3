/** Feeds a stretch of history to an evaluator as if it came live, in windows of bounded size. */
import type { StreamEvaluator } from "../../../shared/language/machines/index.ts";
import type { Span } from "../../../shared/time/time.ts";
import { FIRST_US, type RulesHistory } from "./ports.ts";

/** Windows shrink until they hold about this many samples, which bounds what waits in memory to some tens of MB. */
const ROWS_PER_WINDOW = 500_000;
const SHORTEST_WINDOW_US = 1_000_000;

export interface ReplayOptions {
  readonly signal?: AbortSignal;
  /** Awaited after each window, with the share done, 0..1. */
  readonly afterWindow?: (share: number) => Promise<void>;
}

/**
 * Brings the evaluator from the span's start to its end. Each series begins with its last sample before the span, under its
 * own stamp, so that what is held there counts; gaps and confirmations from then on count too.
 */
export async function replayHistory(history: Pick<RulesHistory, "readSamples" | "ledger">, evaluator: StreamEvaluator, series: readonly number[], span: Span, options: ReplayOptions = {}): Promise<void> {
  const { signal, afterWindow } = options;
  const ledger = await history.ledger(series, { fromUs: FIRST_US, toUs: span.toUs });
  for (const gap of ledger.gaps) evaluator.onGap(gap.series, gap.fromUs);
  for (const confirmation of ledger.confirmations) evaluator.onConfirmed(confirmation.series, confirmation.fromUs, confirmation.toUs);
  let fromUs = span.fromUs;
  let windowUs = Math.max(SHORTEST_WINDOW_US, Math.ceil((span.toUs - span.fromUs) / 64));
  while (fromUs <= span.toUs) {
    signal?.throwIfAborted();
    const toUs = Math.min(fromUs + windowUs - 1, span.toUs);
    let rows = 0;
    for await (const chunk of history.readSamples(series, { fromUs, toUs, withLastBefore: fromUs === span.fromUs, ...(signal && { signal }) })) {
      evaluator.onSamples({ ...chunk, receivedUs: chunk.tUs });
      rows += chunk.tUs.length;
    }
    evaluator.advance(toUs);
    fromUs = toUs + 1;
    windowUs = Math.max(SHORTEST_WINDOW_US, Math.min(windowUs * 4, Math.floor((windowUs * ROWS_PER_WINDOW) / Math.max(rows, 1))));
    await afterWindow?.((fromUs - span.fromUs) / (span.toUs - span.fromUs + 1));
  }
}

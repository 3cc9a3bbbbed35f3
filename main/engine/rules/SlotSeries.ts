/**
 * Which series feeds each slot of a program: the measured one, or where the slot asks for a prediction that of the newest
 * finished run which predicts the signal, unless a live one does; what-ifs, forecasts and studies predict nothing that was. A prediction is
 * unknown after its run's end.
 */
import { isLive, isPrediction } from "../../../shared/contract/runs.ts";
import type { Slot } from "../../../shared/language/ir.ts";
import type { StreamEvaluator } from "../../../shared/language/machines/index.ts";
import type { RulesHistory } from "./ports.ts";

type SeriesHistory = Pick<RulesHistory, "idOf" | "runs">;

interface Prediction {
  readonly series: number;
  /** Absent while the run goes on. */
  readonly endUs?: number;
}

export class SlotSeries {
  readonly #history: SeriesHistory;
  readonly #predictions: ReadonlyMap<string, Prediction>;

  private constructor(history: SeriesHistory, predictions: ReadonlyMap<string, Prediction>) {
    this.#history = history;
    this.#predictions = predictions;
  }

  /** As things stand now for these programs. */
  static async of(history: SeriesHistory, programs: readonly { readonly slots: readonly Slot[] }[]): Promise<SlotSeries> {
    const predictions = new Map<string, Prediction>();
    const wanted = new Set(programs.flatMap(({ slots }) => slots.flatMap((slot) => (slot.predicted ? [slot.signal] : []))));
    if (wanted.size === 0) return new SlotSeries(history, predictions);
    const runs = await history.runs();
    for (const run of [...runs.filter(isLive), ...runs.filter((one) => one.state === "done" && isPrediction(one))]) {
      for (const signal of run.signals) {
        if (!wanted.has(signal) || predictions.has(signal)) continue;
        const series = history.idOf(signal, run.id);
        if (series !== undefined) predictions.set(signal, { series, ...(!isLive(run) && { endUs: run.toUs }) });
      }
    }
    return new SlotSeries(history, predictions);
  }

  /** Undefined where nothing was ever recorded, or no run predicts the signal. */
  idOf(slot: Slot): number | undefined {
    return slot.predicted ? this.#predictions.get(slot.signal)?.series : this.#history.idOf(slot.signal);
  }

  /** One for each slot; −1 where there is none. */
  ofSlots(slots: readonly Slot[]): number[] {
    return slots.map((slot) => this.idOf(slot) ?? -1);
  }

  /** All series that these programs read. */
  ofAll(programs: readonly { readonly slots: readonly Slot[] }[]): number[] {
    return [...new Set(programs.flatMap(({ slots }) => slots.flatMap((slot) => this.idOf(slot) ?? [])))];
  }

  /** Tells an evaluator where predictions end. To be called when its instances are in it. */
  endPredictions(evaluator: StreamEvaluator): void {
    for (const { series, endUs } of this.#predictions.values()) if (endUs !== undefined) evaluator.onGap([series], endUs + 1);
  }
}

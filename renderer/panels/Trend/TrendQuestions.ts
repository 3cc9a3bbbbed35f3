/**
 * What a trend asks the history, and when: windows for the shown span with some air around it, and the exact values at a
 * standing cursor where the plot holds reduced data only. Keeps no series; hands answers over.
 */
import type { AsOfData, WindowData } from "../../../shared/contract/history.ts";
import { type Span, US_PER_S } from "../../../shared/time/time.ts";
import type { TimeCursor } from "../../app/state/TimeCursor.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import type { Reading } from "../../charts/SeriesData.ts";
import { DRAFT } from "../../timeline/draftCurves.ts";
import { readingsOf, refOf } from "./readings.ts";
import type { TrendSeries } from "./trendSeries.ts";

/** Asked beyond each edge, as a share of the span, so that a pan shows lines at once. */
const MARGIN = 0.2;
/** In live mode the window is asked anew after this share of the span has passed, and not more often than every so many µs. */
const REFRESH_SHARE = 0.05;
const REFRESH_LEAST_US = 5 * US_PER_S;
/** Pixels asked for while the facts are shown as a table only. */
const WIDTH_WITHOUT_VIEW = 1_000;
/** The contract's bound on series in one question. */
const MAX_SERIES = 64;

export interface WindowQuestion {
  readonly series: readonly TrendSeries[];
  readonly span: Span;
  readonly width: number;
  /** The span reached to now when it was asked: live samples go on from it. */
  readonly isCurrent: boolean;
}

export interface TrendQuestionsOptions {
  readonly history: Pick<Workbench["engine"]["history"], "window" | "asOf">;
  readonly cursor: TimeCursor;
  readonly onWindows: (answers: readonly WindowData[], question: WindowQuestion) => void;
  readonly onExact: () => void;
  readonly onError: (error: unknown) => void;
}

/** What is being written is not in the history. */
export function isKept({ run }: TrendSeries): boolean {
  return run !== DRAFT;
}

export class TrendQuestions {
  readonly #options: TrendQuestionsOptions;
  readonly #windows: LatestRequest<WindowQuestion, WindowData[]>;
  readonly #exact: LatestRequest<{ readonly series: readonly TrendSeries[]; readonly tUs: number }, AsOfData>;
  #asked: { readonly span: Span; readonly width: number; readonly atUs: number } | undefined;
  #exactAt: { readonly tUs: number; readonly readings: ReadonlyMap<string, Reading> } | undefined;

  constructor(options: TrendQuestionsOptions) {
    this.#options = options;
    const { history, onWindows, onError } = options;
    this.#windows = new LatestRequest({ ask: (question, signal) => this.#askWindows(question, signal), onAnswer: onWindows, onError, abortOlder: true });
    this.#exact = new LatestRequest({
      ask: ({ series, tUs }, signal) => history.asOf({ series: series.map(refOf), tUs }, { signal }),
      onAnswer: (answer, { series, tUs }) => this.#takeExact(answer, series, tUs), onError, abortOlder: false,
    });
  }

  /** The exact reading at an instant, if that instant was asked for. */
  exactReading(key: string, tUs: number): Reading | undefined {
    return this.#exactAt?.tUs === tUs ? this.#exactAt.readings.get(key) : undefined;
  }

  /** Asks for a window if what was asked does not cover what is shown, is of another scale, or has aged in live mode. */
  askWindows(all: readonly TrendSeries[], plotWidth: number | undefined): void {
    const series = all.filter(isKept);
    if (series.length === 0) return;
    const { cursor } = this.#options;
    const { span, mode } = cursor.value;
    const width = plotWidth ?? this.#asked?.width ?? WIDTH_WITHOUT_VIEW;
    const length = span.toUs - span.fromUs;
    const asked = this.#asked;
    if (asked && asked.width === width) {
      const sameScale = Math.abs((asked.span.toUs - asked.span.fromUs) / (1 + 2 * MARGIN) - length) <= 1 + length * 1e-6;
      const covers = asked.span.fromUs <= span.fromUs && Math.min(asked.span.toUs, cursor.nowUs) >= Math.min(span.toUs, cursor.nowUs) - 1;
      const aged = mode === "live" && cursor.nowUs - asked.atUs > Math.max(REFRESH_LEAST_US, length * REFRESH_SHARE);
      if (sameScale && covers && !aged) return;
    }
    const wide = { fromUs: Math.round(span.fromUs - length * MARGIN), toUs: Math.round(span.toUs + length * MARGIN) };
    this.#asked = { span: wide, width, atUs: cursor.nowUs };
    this.#windows.want({ series, span: wide, width: Math.round(width * (1 + 2 * MARGIN)), isCurrent: wide.toUs >= cursor.nowUs });
  }

  /** The true values at the cursor, if it stands and was not asked for yet. */
  askExact(all: readonly TrendSeries[]): void {
    const series = all.filter(isKept);
    const { mode, tUs } = this.#options.cursor.value;
    if (mode !== "live" && series.length > 0 && this.#exactAt?.tUs !== tUs) this.#exact.want({ series, tUs });
  }

  /** What was asked no longer counts: other series, or an engine that was away. */
  forget(): void {
    this.#asked = undefined;
    this.#exactAt = undefined;
  }

  cancel(): void {
    this.#windows.cancel();
    this.#exact.cancel();
    this.forget();
  }

  async #askWindows({ series, span, width }: WindowQuestion, signal: AbortSignal): Promise<WindowData[]> {
    const answers: WindowData[] = [];
    for (let first = 0; first < series.length; first += MAX_SERIES) {
      answers.push(...(await this.#options.history.window({ series: series.slice(first, first + MAX_SERIES).map(refOf), span, width }, { signal })));
    }
    return answers;
  }

  #takeExact(answer: AsOfData, series: readonly TrendSeries[], tUs: number): void {
    this.#exactAt = { tUs, readings: readingsOf(answer, series) };
    this.#options.onExact();
  }
}

/**
 * Brings a trend's parts together: which series, which span, which data, and when to draw. Lives outside React; frames of
 * live data go from the engine to the canvas without touching it. React learns only of readouts and of trouble.
 */
import { MEASURED, type AsOfData, type LiveFrame, type SeriesRef, type WindowData } from "../../../shared/contract/history.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Span } from "../../../shared/time/time.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { Store } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import type { ChartColors } from "../../charts/chartColors.ts";
import { arrangeChart, type ChartModel, type ChartSeries, EMPTY_CHART } from "../../charts/chartModel.ts";
import type { ChartStack } from "../../charts/ChartStack.ts";
import { shownUnit } from "../../charts/formatValue.ts";
import { LatestRequest } from "../../charts/LatestRequest.ts";
import { followLive } from "../../charts/liveLoop.ts";
import { SeriesData, type Reading } from "../../charts/SeriesData.ts";
import { seriesLook } from "../../charts/seriesLook.ts";
import { readout, type Readout } from "./readouts.ts";
import { seriesKey, trendSeries, type TrendSeries } from "./trendSeries.ts";

/** What a trend needs of the workbench. */
export type TrendSources = Pick<Workbench, "cursor" | "shown" | "project" | "runs"> & { readonly engine: Pick<Workbench["engine"], "history"> };

/** Asked beyond each edge, as a share of the span, so that a pan shows lines at once. */
const MARGIN = 0.2;
/** In live mode the window is asked anew after this share of the span has passed, and not more often than every so many µs. */
const REFRESH_SHARE = 0.05;
const REFRESH_LEAST_US = 5 * US_PER_S;
const LIVE_RATE_HZ = 10;
/** Pixels asked for while the facts are shown as a table only. */
const WIDTH_WITHOUT_VIEW = 1_000;
/** The contract's bound on series in one question. */
const MAX_SERIES = 64;

interface WindowQuestion {
  readonly series: readonly TrendSeries[];
  readonly span: Span;
  readonly width: number;
}

export interface TrendTrouble {
  readonly message: string;
}

export class TrendCoordinator {
  readonly readouts = new Store<readonly Readout[]>([]);
  readonly series = new Store<readonly TrendSeries[]>([]);
  readonly trouble = new Store<TrendTrouble | undefined>(undefined);
  /** Where the pointer is, µs; readouts follow it. */
  readonly hoverUs = new Store<number | undefined>(undefined);
  readonly #sources: TrendSources;
  readonly #data = new Map<string, SeriesData>();
  readonly #windows: LatestRequest<WindowQuestion, WindowData[]>;
  readonly #exact: LatestRequest<{ readonly series: readonly TrendSeries[]; readonly tUs: number }, AsOfData>;
  #started = false;
  #exactAt: { readonly tUs: number; readonly readings: ReadonlyMap<string, Reading> } | undefined;
  #stack: ChartStack | undefined;
  #colors: ChartColors | undefined;
  #signals: readonly string[] = [];
  #emphasised: readonly string[] = [];
  #model: ChartModel = EMPTY_CHART;
  #zone = "UTC";
  #asked: { readonly span: Span; readonly width: number; readonly atUs: number } | undefined;
  #endLive: () => void = () => undefined;
  #liveKey = "";
  #drawRequest = 0;

  constructor(sources: TrendSources) {
    this.#sources = sources;
    this.#windows = new LatestRequest({ ask: (question, signal) => this.#askWindows(question, signal), onAnswer: (answer, question) => this.#takeWindows(answer, question), onError: (error) => this.#fail(error), abortOlder: true });
    this.#exact = new LatestRequest({
      ask: ({ series, tUs }, signal) => sources.engine.history.asOf({ series: series.map(refOf), tUs }, { signal }),
      onAnswer: (answer, { series, tUs }) => this.#takeExact(answer, series, tUs), onError: (error) => this.#fail(error), abortOlder: false,
    });
  }

  /** Listens to the workbench until the returned function is called. */
  start(): () => void {
    const { cursor, shown, runs, project } = this.#sources;
    const ends = [
      cursor.subscribe(() => this.#cursorMoved()),
      shown.subscribe(() => this.#rebuild()), runs.subscribe(() => this.#rebuild()), project.subscribe(() => this.#rebuild()),
      this.hoverUs.subscribe(() => this.#publish()),
    ];
    this.#started = true;
    this.#rebuild();
    return () => {
      this.#started = false;
      for (const end of ends) end();
      this.#followLive();
      this.#windows.cancel();
      this.#exact.cancel();
    };
  }

  /** Draws into this view from now on. */
  attach(stack: ChartStack, colors: ChartColors): void {
    this.#stack = stack;
    this.#colors = colors;
    this.#rebuild();
  }

  /** The view goes away; a table of the same facts may still be looking. */
  detach(): void {
    this.#stack = undefined;
    if (this.#drawRequest !== 0) cancelAnimationFrame(this.#drawRequest);
    this.#drawRequest = 0;
  }

  setColors(colors: ChartColors): void {
    this.#colors = colors;
    this.#rebuild();
  }

  setZone(zone: string): void {
    this.#zone = zone;
    this.#requestDraw();
  }

  setSignals(signals: readonly string[]): void {
    this.#signals = signals;
    this.#rebuild();
  }

  /** Signals drawn stronger. */
  setEmphasised(signals: readonly string[]): void {
    this.#emphasised = signals;
    this.#rebuild();
  }

  /** The view has another size: ask for its width, draw. */
  resized(): void {
    this.#askIfNeeded();
    this.#requestDraw();
  }

  /** Everything anew, after the engine was away. */
  reload(): void {
    this.#asked = undefined;
    this.#liveKey = "";
    this.#followLive();
    this.#askIfNeeded();
  }

  /** What is held of a series, for tables and export. */
  dataOf(key: string): SeriesData | undefined {
    return this.#data.get(key);
  }

  #rebuild(): void {
    const { project, shown, runs } = this.#sources;
    const series = trendSeries(project.value, this.#signals, shown.value, runs.value);
    const added = series.filter(({ key }) => !this.#data.has(key));
    for (const { key } of added) this.#data.set(key, new SeriesData());
    const wanted = new Set(series.map(({ key }) => key));
    for (const key of [...this.#data.keys()]) if (!wanted.has(key)) this.#data.delete(key);
    if (added.length > 0) this.#asked = undefined;
    this.series.set(series);
    this.#model = this.#colors ? arrangeChart(series.map((one) => this.#chartSeries(one)), shownUnit) : EMPTY_CHART;
    this.#followLive();
    this.#askIfNeeded();
    this.#askExact();
    this.#publish();
    this.#requestDraw();
  }

  #chartSeries(one: TrendSeries): ChartSeries {
    const { signal, run, label, tag, key } = one;
    const colors = this.#colors;
    const look = colors ? seriesLook(run, one.index, one.runIndex, colors) : { color: "", dash: [], widthPx: 1 };
    const emphasised = run === MEASURED && this.#emphasised.includes(signal.id);
    return { key, signal: signal.id, run, label, tag, meaning: signal, data: this.#dataFor(key), look, emphasised, ...(signal.limits && { limits: signal.limits }) };
  }

  #dataFor(key: string): SeriesData {
    const data = this.#data.get(key) ?? new SeriesData();
    this.#data.set(key, data);
    return data;
  }

  #cursorMoved(): void {
    this.#askIfNeeded();
    this.#askExact();
    this.#publish();
    this.#requestDraw();
  }

  /** Asks for a window if what is there does not cover what is shown, is of another scale, or has aged in live mode. */
  #askIfNeeded(): void {
    const series = this.series.value;
    if (!this.#started || series.length === 0) return;
    const { cursor } = this.#sources;
    const { span, mode } = cursor.value;
    const width = this.#stack?.plotWidth ?? this.#asked?.width ?? WIDTH_WITHOUT_VIEW;
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
    this.#windows.want({ series, span: wide, width: Math.round(width * (1 + 2 * MARGIN)) });
  }

  async #askWindows(question: WindowQuestion, signal: AbortSignal): Promise<WindowData[]> {
    const answers: WindowData[] = [];
    for (let first = 0; first < question.series.length; first += MAX_SERIES) {
      const series = question.series.slice(first, first + MAX_SERIES).map(refOf);
      answers.push(...(await this.#sources.engine.history.window({ series, span: question.span, width: question.width }, { signal })));
    }
    return answers;
  }

  #takeWindows(answer: readonly WindowData[], question: WindowQuestion): void {
    question.series.forEach(({ key }, index) => {
      const data = answer[index];
      if (data) this.#data.get(key)?.setWindow(data, question.span.fromUs);
    });
    this.trouble.set(undefined);
    this.#publish();
    this.#requestDraw();
  }

  /** The true value at a standing cursor, where the plot holds reduced data only. */
  #askExact(): void {
    const { mode, tUs } = this.#sources.cursor.value;
    const series = this.series.value;
    if (mode === "live" || series.length === 0 || !series.some(({ key }) => this.#data.get(key)?.kind === "reduced")) return;
    if (this.#exactAt?.tUs !== tUs) this.#exact.want({ series, tUs });
  }

  #takeExact(answer: AsOfData, series: readonly TrendSeries[], tUs: number): void {
    const readings = new Map<string, Reading>();
    series.forEach(({ key }, i) => {
      const at = answer.tUs[i] ?? Number.NaN;
      const text = answer.text?.[i];
      if (at === at) readings.set(key, { tUs: at, value: answer.value[i] ?? Number.NaN, status: answer.status[i] ?? 0, unknown: answer.unknown[i] === 1, ...(text !== undefined && { text }) });
    });
    this.#exactAt = { tUs, readings };
    this.#publish();
  }

  #followLive(): void {
    const signals = !this.#started ? [] : [...new Set(this.series.value.filter(({ run }) => run === MEASURED).map(({ signal }) => signal.id))];
    const key = signals.join("\n");
    if (key === this.#liveKey) return;
    this.#liveKey = key;
    this.#endLive();
    this.#endLive = followLive(this.#sources.engine.history, signals, LIVE_RATE_HZ, (frame) => this.#takeLive(frame, signals));
  }

  #takeLive(frame: LiveFrame, signals: readonly string[]): void {
    frame.index.forEach((index, row) => {
      const id = signals[index];
      const data = id === undefined ? undefined : this.#data.get(seriesKey(id, MEASURED));
      if (!data) return;
      data.append(frame.tUs[row] ?? Number.NaN, frame.value[row] ?? Number.NaN, frame.status[row] ?? 0, frame.text?.[row]);
      data.staleFromUs = frame.stale[row] === 1 ? (data.staleFromUs ?? frame.nowUs) : undefined;
    });
    if (this.#sources.cursor.value.mode !== "live") return;
    this.#publish();
    this.#requestDraw();
  }

  #reading(key: string, tUs: number): Reading | undefined {
    const exact = this.#exactAt;
    if (exact?.tUs === tUs && exact.readings.has(key)) return exact.readings.get(key);
    return this.#isKnownAt(key, tUs) ? this.#data.get(key)?.atOrBefore(tUs) : undefined;
  }

  /** Whether what was asked for reaches back to an instant. */
  #isKnownAt(key: string, tUs: number): boolean {
    const exact = this.#exactAt;
    return (exact?.tUs === tUs && exact.readings.has(key)) || tUs >= (this.#data.get(key)?.loadedFromUs ?? Infinity);
  }

  #publish(): void {
    const tUs = this.hoverUs.value ?? this.#sources.cursor.value.tUs;
    const runs = this.#sources.runs.value;
    this.readouts.set(this.series.value.map((one) => {
      const measured = one.run === MEASURED ? undefined : this.#reading(seriesKey(one.signal.id, MEASURED), tUs);
      return readout(one, this.#reading(one.key, tUs), measured, { run: runs.find((run) => run.id === one.run), atUs: tUs, isLoading: !this.#isKnownAt(one.key, tUs) });
    }));
  }

  #requestDraw(): void {
    if (this.#drawRequest !== 0 || !this.#stack) return;
    this.#drawRequest = requestAnimationFrame(() => {
      this.#drawRequest = 0;
      const { cursor } = this.#sources;
      const { span, tUs, mode } = cursor.value;
      this.#stack?.draw({ model: this.#model, span, zone: this.#zone, cursorUs: tUs, nowUs: cursor.nowUs, live: mode === "live" });
    });
  }

  /** Shown until something is answered; what was asked is not asked again until the view changes, live data ages, or by hand. */
  #fail(error: unknown): void {
    this.trouble.set({ message: TwinError.from(error).message });
  }
}

function refOf(series: TrendSeries): SeriesRef {
  return { signal: series.signal.id, run: series.run };
}

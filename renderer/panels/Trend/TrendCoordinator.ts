/**
 * Brings a trend's parts together: which series, which span, which data, and when to draw. Lives outside React; frames of
 * live data go from the engine to the canvas without touching it. React learns only of readouts and of trouble.
 */
import { MEASURED, type LiveFrame } from "../../../shared/contract/history.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import { isLive } from "../../../shared/contract/runs.ts";
import { StatusCode } from "../../../shared/model/sample.ts";
import { Store } from "../../app/state/Store.ts";
import type { Workbench } from "../../app/state/Workbench.ts";
import type { ChartColors } from "../../charts/chartColors.ts";
import { arrangeChart, type ChartModel, type ChartSeries, EMPTY_CHART } from "../../charts/chartModel.ts";
import type { ChartStack } from "../../charts/ChartStack.ts";
import type { TriedRule } from "../../charts/TriedStrip.ts";
import { shownUnit } from "../../charts/formatValue.ts";
import { followLive, type FollowedSeries } from "../../charts/liveLoop.ts";
import type { Marks } from "../../charts/MarkLines.ts";
import { SeriesData, type Reading } from "../../charts/SeriesData.ts";
import { seriesLook } from "../../charts/seriesLook.ts";
import { DRAFT, draftCurvesOf, draftLineOf, type DraftLine } from "../../timeline/draftCurves.ts";
import { previewBandOf } from "../../timeline/previewBands.ts";
import { readout, type Readout } from "./readouts.ts";
import { isKept, TrendQuestions } from "./TrendQuestions.ts";
import { seriesKey, trendSeries, type TrendSeries } from "./trendSeries.ts";

/** What a trend needs of the workbench. */
export type TrendSources = Pick<Workbench, "cursor" | "shown" | "project" | "runs"> & { readonly engine: Pick<Workbench["engine"], "history"> };

const LIVE_RATE_HZ = 10;
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
  readonly #questions: TrendQuestions;
  #started = false;
  #stack: ChartStack | undefined;
  #colors: ChartColors | undefined;
  #signals: readonly string[] = [];
  #emphasised: readonly string[] = [];
  #model: ChartModel = EMPTY_CHART;
  #marks: Marks | undefined;
  #zone = "UTC";
  #endLive: () => void = () => undefined;
  #liveKey = "";
  #drawRequest = 0;

  constructor(sources: TrendSources) {
    this.#sources = sources;
    this.#questions = new TrendQuestions({
      history: sources.engine.history, cursor: sources.cursor,
      onWindows: (answers, { series, span, isCurrent }) => {
        series.forEach(({ key }, index) => {
          const data = answers[index];
          if (data) this.#data.get(key)?.setWindow(data, { fromUs: span.fromUs, toUs: isCurrent ? Infinity : span.toUs });
        });
        this.trouble.set(undefined);
        this.#askExact();
        this.#publish();
        this.#requestDraw();
      },
      onExact: () => this.#publish(),
      // Shown until something is answered. It is asked again when the view changes, when live data ages, or by hand.
      onError: (error) => this.trouble.set({ message: TwinError.from(error).message }),
    });
  }

  /** Listens to the workbench until the returned function is called. */
  start(): () => void {
    const { cursor, shown, runs, project } = this.#sources;
    const ends = [
      cursor.subscribe(() => this.#cursorMoved()),
      shown.subscribe(() => this.#rebuild()), runs.subscribe(() => this.#rebuild()), project.subscribe(() => this.#rebuild()),
      this.hoverUs.subscribe(() => this.#publish()),
      previewBandOf(cursor).subscribe(() => this.#requestDraw()), draftCurvesOf(cursor).subscribe(() => this.#rebuild()),
    ];
    this.#started = true;
    this.#rebuild();
    return () => {
      this.#started = false;
      for (const end of ends) end();
      this.#followLive();
      this.#questions.cancel();
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

  /** The instants measured between. */
  setMarks(marks: Marks | undefined): void {
    this.#marks = marks;
    this.#requestDraw();
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
    this.#questions.forget();
    this.#liveKey = "";
    this.#followLive();
    this.#askIfNeeded();
  }

  /** What is held of a series, for tables and export. */
  dataOf(key: string): SeriesData | undefined {
    return this.#data.get(key);
  }

  #rebuild(): void {
    const { project, shown, runs, cursor } = this.#sources;
    const drafts = draftCurvesOf(cursor).value;
    const series = trendSeries(project.value, this.#signals, shown.value, runs.value, drafts);
    const added = series.filter((one) => isKept(one) && !this.#data.has(one.key));
    for (const { key } of added) this.#data.set(key, new SeriesData());
    const wanted = new Set(series.map(({ key }) => key));
    for (const key of [...this.#data.keys()]) if (!wanted.has(key)) this.#data.delete(key);
    if (added.length > 0) this.#questions.forget();
    for (const { key, run, signal } of series) if (run === DRAFT) setDraft(this.#dataFor(key), draftLineOf(drafts, signal.id));
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
    const look = colors ? seriesLook(one, colors) : { color: "", dash: [], widthPx: 1 };
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

  #askIfNeeded(): void {
    if (this.#started) this.#questions.askWindows(this.series.value, this.#stack?.plotWidth);
  }

  /** Reduced data does not hold the very sample at the cursor. */
  #askExact(): void {
    const series = this.series.value;
    if (this.#started && series.some(({ key }) => this.#data.get(key)?.kind === "reduced")) this.#questions.askExact(series);
  }

  #followLive(): void {
    const goesOn = new Set(this.#sources.runs.value.filter(isLive).map(({ id }) => id));
    const followed = !this.#started ? [] : this.series.value.filter(({ run, isBandEnd }) => !isBandEnd && (run === MEASURED || goesOn.has(run))).map(({ signal, run }) => ({ signal: signal.id, run }));
    const key = followed.map(({ signal, run }) => seriesKey(signal, run)).join("\n");
    if (key === this.#liveKey) return;
    this.#liveKey = key;
    this.#endLive();
    this.#endLive = followLive(this.#sources.engine.history, followed, LIVE_RATE_HZ, (frame) => this.#takeLive(frame, followed));
  }

  #takeLive(frame: LiveFrame, followed: readonly FollowedSeries[]): void {
    let isBack = false;
    frame.index.forEach((index, row) => {
      const one = followed[index];
      const data = one && this.#data.get(seriesKey(one.signal, one.run));
      if (!data) return;
      data.append(frame.tUs[row] ?? Number.NaN, frame.value[row] ?? Number.NaN, frame.status[row] ?? 0, frame.text?.[row]);
      const isStale = frame.stale[row] === 1;
      isBack ||= data.staleFromUs !== undefined && !isStale;
      data.staleFromUs = isStale ? (data.staleFromUs ?? frame.nowUs) : undefined;
    });
    if (isBack) {
      // Live frames carry no gaps: where nothing was known meanwhile, only the history can say.
      this.#questions.forget();
      this.#askIfNeeded();
    }
    if (this.#sources.cursor.value.mode !== "live") return;
    this.#publish();
    this.#requestDraw();
  }

  #reading(key: string, tUs: number): Reading | undefined {
    return this.#questions.exactReading(key, tUs) ?? this.#data.get(key)?.atOrBefore(tUs);
  }

  #publish(): void {
    const tUs = this.hoverUs.value ?? this.#sources.cursor.value.tUs;
    const runs = this.#sources.runs.value;
    this.readouts.set(this.series.value.map((one) => {
      const run = runs.find(({ id }) => id === one.run);
      const measured = one.run === MEASURED ? undefined : this.#reading(seriesKey(one.signal.id, MEASURED), tUs);
      const unchanged = run?.whatIf?.baseline === undefined ? undefined : this.#reading(seriesKey(one.signal.id, run.whatIf.baseline), tUs);
      return readout(one, this.#reading(one.key, tUs), measured, { run, unchanged, atUs: tUs, isLoading: !this.#questions.exactReading(one.key, tUs) && this.#data.get(one.key)?.reaches(tUs) !== true });
    }));
  }

  /** What a rule being written would have done on the assets whose signals are drawn. */
  #tried(): TriedRule | undefined {
    const band = previewBandOf(this.#sources.cursor).value;
    const assets = new Set(this.series.value.map(({ signal }) => signal.asset?.id));
    const results = band?.results.filter(({ assetId }) => assets.has(assetId)) ?? [];
    return band && results.length > 0 ? { rule: band.rule, results } : undefined;
  }

  #requestDraw(): void {
    if (this.#drawRequest !== 0 || !this.#stack) return;
    this.#drawRequest = requestAnimationFrame(() => {
      this.#drawRequest = 0;
      const { cursor } = this.#sources;
      const { span, tUs, mode } = cursor.value;
      this.#stack?.draw({ model: this.#model, span, zone: this.#zone, cursorUs: tUs, nowUs: cursor.nowUs, live: mode === "live", tried: this.#tried(), ...(this.#marks && { marks: this.#marks }) });
    });
  }
}

function setDraft(data: SeriesData, line: DraftLine | undefined): void {
  if (!line) return;
  const { tUs, value } = line;
  const status = Uint32Array.from(value, (one) => (Number.isNaN(one) ? StatusCode.bad : StatusCode.good));
  data.setWindow({ kind: "raw", tUs, value, status, gaps: new Float64Array(), samples: tUs.length }, { fromUs: tUs[0] ?? Infinity, toUs: tUs.at(-1) ?? -Infinity });
}

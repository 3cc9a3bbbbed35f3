/**
 * Asks for what the timeline shows and draws it: density and past alarms for the span, anew when the span has moved
 * far enough or time has gone on. Lives outside React; alarms and playhead are told through stores.
 */
import { TwinError } from "../../shared/contract/errors.ts";
import type { Density } from "../../shared/contract/history.ts";
import type { Alarm } from "../../shared/contract/rules.ts";
import { type Span, US_PER_S } from "../../shared/time/time.ts";
import { Store } from "../app/state/Store.ts";
import type { Workbench } from "../app/state/Workbench.ts";
import type { ChartColors } from "../charts/chartColors.ts";
import { LatestRequest } from "../charts/LatestRequest.ts";
import { mergeAlarms } from "./alarmTicks.ts";
import { drawTimeline } from "./drawTimeline.ts";
import { previewBandOf } from "./previewBands.ts";
import { runBands } from "./runBands.ts";

export type TimelineSources = Pick<Workbench, "cursor" | "alarms" | "runs" | "shown"> & { readonly engine: { readonly history: Pick<Workbench["engine"]["history"], "density">; readonly rules: Pick<Workbench["engine"]["rules"], "alarmsIn"> } };

/** One bar of the density, CSS pixels. */
const SLICE_PX = 4;
const MOST_SLICES = 4_000;
/** Asked beyond each edge, as a share of the span, so that a pan shows bars at once. */
const MARGIN = 0.5;
/** While time goes on, asked anew after this share of the span, and not more often than every so many µs. */
const REFRESH_SHARE = 0.01;
const REFRESH_LEAST_US = 2 * US_PER_S;
const MOST_ALARMS = 10_000;

interface Question {
  readonly span: Span;
  readonly slices: number;
}

export class TimelineCoordinator {
  /** Alarms that touch the asked span, as they stand now. */
  readonly alarms = new Store<readonly Alarm[]>([]);
  readonly trouble = new Store<string | undefined>(undefined);
  readonly #sources: TimelineSources;
  readonly #density: LatestRequest<Question, Density>;
  readonly #past: LatestRequest<Span, Alarm[]>;
  #pastAlarms: readonly Alarm[] = [];
  #shown: { readonly span: Span; readonly data: Density } | undefined;
  #asked: { readonly span: Span; readonly length: number; readonly slices: number; readonly atUs: number } | undefined;
  #view: { readonly canvas: HTMLCanvasElement; width: number; height: number; colors: ChartColors } | undefined;
  #zone = "UTC";
  #drawRequest = 0;

  constructor(sources: TimelineSources) {
    this.#sources = sources;
    const onError = (error: unknown): void => this.trouble.set(TwinError.from(error).message);
    this.#density = new LatestRequest({
      ask: (question, signal) => sources.engine.history.density(question, { signal }),
      onAnswer: (data, { span }) => {
        this.#shown = { span, data };
        this.trouble.set(undefined);
        this.#requestDraw();
      },
      onError, abortOlder: true,
    });
    this.#past = new LatestRequest({
      ask: async (span, signal) => (await sources.engine.rules.alarmsIn({ span, limit: MOST_ALARMS }, { signal })).alarms,
      onAnswer: (alarms) => {
        this.#pastAlarms = alarms;
        this.#mergeAlarms();
      },
      onError, abortOlder: true,
    });
  }

  /** Listens to the workbench until the returned function is called. */
  start(): () => void {
    const { cursor, alarms, runs, shown } = this.#sources;
    const draw = (): void => this.#requestDraw();
    const ends = [
      cursor.subscribe(() => {
        this.#askIfNeeded();
        draw();
      }),
      alarms.subscribe(() => this.#mergeAlarms()), runs.subscribe(draw), shown.subscribe(draw), previewBandOf(cursor).subscribe(draw),
    ];
    this.#mergeAlarms();
    this.reload();
    return () => {
      for (const end of ends) end();
      this.#density.cancel();
      this.#past.cancel();
      cancelAnimationFrame(this.#drawRequest);
      this.#drawRequest = 0;
    };
  }

  /** Everything anew, after the engine was away. */
  reload(): void {
    this.#asked = undefined;
    this.#askIfNeeded();
  }

  attach(canvas: HTMLCanvasElement, colors: ChartColors): void {
    this.#view = { canvas, width: 0, height: 0, colors };
  }

  resize(width: number, height: number): void {
    if (this.#view) Object.assign(this.#view, { width, height });
    this.#askIfNeeded();
    this.#requestDraw();
  }

  setColors(colors: ChartColors): void {
    if (this.#view) this.#view.colors = colors;
    this.#requestDraw();
  }

  setZone(zone: string): void {
    this.#zone = zone;
    this.#requestDraw();
  }

  #mergeAlarms(): void {
    this.alarms.set(mergeAlarms(this.#pastAlarms, this.#sources.alarms.value));
  }

  #askIfNeeded(): void {
    const width = this.#view?.width ?? 0;
    if (width <= 0) return;
    const { cursor } = this.#sources;
    const { span } = cursor.value;
    const length = span.toUs - span.fromUs;
    const slices = Math.min(MOST_SLICES, Math.ceil((width * (1 + 2 * MARGIN)) / SLICE_PX));
    const asked = this.#asked;
    if (asked && asked.slices === slices && asked.length === length) {
      const covers = asked.span.fromUs <= span.fromUs && asked.span.toUs >= Math.min(span.toUs, cursor.nowUs);
      const aged = asked.span.toUs > asked.atUs && cursor.nowUs - asked.atUs > Math.max(REFRESH_LEAST_US, length * REFRESH_SHARE);
      if (covers && !aged) return;
    }
    const slice = (length * (1 + 2 * MARGIN)) / slices;
    // Whole slices since 1970, so that bars keep their place and height while time goes on.
    const fromUs = Math.round(Math.floor((span.fromUs - length * MARGIN) / slice) * slice);
    const wide = { fromUs, toUs: Math.round(fromUs + slice * slices) };
    this.#asked = { span: wide, length, slices, atUs: cursor.nowUs };
    this.#density.want({ span: wide, slices });
    this.#past.want(wide);
  }

  #requestDraw(): void {
    if (this.#drawRequest !== 0 || !this.#view) return;
    this.#drawRequest = requestAnimationFrame(() => {
      this.#drawRequest = 0;
      const view = this.#view;
      if (!view) return;
      const { cursor, runs, shown } = this.#sources;
      const { span } = cursor.value;
      drawTimeline(view.canvas, view, {
        span, zone: this.#zone, nowUs: cursor.nowUs, bands: runBands(runs.value, span), shownRun: shown.value.run, preview: previewBandOf(cursor).value,
        ...(this.#shown && { density: this.#shown }),
      }, view.colors);
    });
  }
}

/** The strip above the plots while a rule is being written: when it would have fired on the assets shown, beside the version that runs. */
import type { BacktestResult } from "../../shared/contract/rules.ts";
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import { scaledFont } from "./drawGaps.ts";
import { drawTried, TRIED_LEGEND } from "./drawTried.ts";
import { AXIS_PX, TAGS_PX } from "./UnitPlot.ts";

/** CSS pixels. */
const STRIP_PX = 16;
const BAND_PX = 9;

export interface TriedRule {
  readonly rule: string;
  readonly results: readonly BacktestResult[];
}

export interface TriedState {
  readonly tried: TriedRule | undefined;
  readonly span: Span;
  readonly nowUs: number;
  readonly width: number;
}

export class TriedStrip {
  readonly canvas = document.createElement("canvas");
  #heightPx = 0;

  constructor(host: HTMLElement) {
    this.canvas.className = "chart-tried";
    this.canvas.hidden = true;
    host.prepend(this.canvas);
  }

  get heightPx(): number {
    return this.#heightPx;
  }

  /** Tells whether its height has changed. */
  draw({ tried, span, nowUs, width }: TriedState, colors: ChartColors): boolean {
    const before = this.#heightPx;
    this.#heightPx = tried ? STRIP_PX : 0;
    this.canvas.hidden = !tried;
    if (tried) this.#paint(tried, span, nowUs, width, colors);
    return before !== this.#heightPx;
  }

  #paint(tried: TriedRule, span: Span, nowUs: number, width: number, colors: ChartColors): void {
    const ratio = devicePixelRatio;
    this.canvas.title = `${tried.rule}, as tried: ${TRIED_LEGEND}`;
    this.canvas.width = Math.round(width * ratio);
    this.canvas.height = Math.round(STRIP_PX * ratio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${STRIP_PX}px`;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const left = AXIS_PX * ratio;
    const plot = (width - AXIS_PX - TAGS_PX) * ratio;
    context.font = scaledFont(colors.textFont, ratio);
    context.fillStyle = colors.quiet;
    context.textAlign = "right";
    context.textBaseline = "middle";
    context.fillText("tried", left - 8 * ratio, (STRIP_PX / 2) * ratio);
    context.beginPath();
    context.rect(left, 0, plot, this.canvas.height);
    context.clip();
    const x = (tUs: number): number => left + ((tUs - span.fromUs) / (span.toUs - span.fromUs)) * plot;
    drawTried(context, tried.results, { x, top: ((STRIP_PX - BAND_PX) / 2) * ratio, height: BAND_PX * ratio, endUs: nowUs, ratio }, colors);
  }
}

/** The canvas under the value axes that holds the lanes of signals that are no numbers. Draws what it is given. */
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import type { ChartSeries } from "./chartModel.ts";
import { scaledFont } from "./drawGaps.ts";
import { drawLane, LANE_PX } from "./drawLanes.ts";
import { timeTicks } from "./timeTicks.ts";
import { AXIS_PX, TAGS_PX, TIME_AXIS_PX } from "./UnitPlot.ts";

export interface LaneState {
  readonly lanes: readonly ChartSeries[];
  readonly span: Span;
  readonly zone: string;
  /** Where the newest values end: now, or the end of what is known. */
  readonly untilUs: number;
}

export class LaneStrip {
  readonly canvas: HTMLCanvasElement;
  #width: number;
  readonly #showsTime: boolean;

  constructor(host: HTMLElement, width: number, showsTime: boolean) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "chart-lanes";
    this.#width = width;
    this.#showsTime = showsTime;
    host.append(this.canvas);
  }

  get showsTime(): boolean {
    return this.#showsTime;
  }

  /** Height for so many lanes, CSS pixels. */
  static heightOf(lanes: number, showsTime: boolean): number {
    return lanes * LANE_PX + 4 + (showsTime ? TIME_AXIS_PX : 0);
  }

  resize(width: number): void {
    this.#width = width;
  }

  draw(state: LaneState, colors: ChartColors): void {
    const ratio = devicePixelRatio;
    const height = LaneStrip.heightOf(state.lanes.length, this.#showsTime);
    this.canvas.width = Math.round(this.#width * ratio);
    this.canvas.height = Math.round(height * ratio);
    this.canvas.style.width = `${this.#width}px`;
    this.canvas.style.height = `${height}px`;
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const left = AXIS_PX * ratio;
    const width = (this.#width - AXIS_PX - TAGS_PX) * ratio;
    state.lanes.forEach((lane, index) => {
      const top = index * LANE_PX * ratio;
      drawLane(context, { left, top, width, height: LANE_PX * ratio, ratio }, lane, state.span, state.untilUs, colors);
      context.font = scaledFont(colors.numberFont, ratio);
      context.fillStyle = colors.quiet;
      context.textAlign = "right";
      context.textBaseline = "middle";
      context.fillText(lane.tag, left - 8 * ratio, top + (LANE_PX / 2) * ratio);
    });
    if (this.#showsTime) this.#drawTimes(context, state, colors, left, width, state.lanes.length * LANE_PX * ratio, ratio);
  }

  dispose(): void {
    this.canvas.remove();
  }

  #drawTimes(context: CanvasRenderingContext2D, state: LaneState, colors: ChartColors, left: number, width: number, top: number, ratio: number): void {
    context.font = scaledFont(colors.textFont, ratio);
    context.fillStyle = colors.quiet;
    context.textAlign = "center";
    context.textBaseline = "top";
    const length = state.span.toUs - state.span.fromUs;
    for (const tick of timeTicks(state.span, Math.max(1, Math.floor(width / ratio / 96)), state.zone)) {
      context.fillText(tick.label, left + ((tick.tUs - state.span.fromUs) / length) * width, top + 6 * ratio);
    }
  }
}

/**
 * One value axis: a uPlot that keeps axes, grid and scales, and draws our own columns into its canvas. It is handed
 * series and a span and told to draw; it asks nobody for anything. Pointer and keys are the stack's.
 */
import uPlot from "uplot";
import { MEASURED } from "../../shared/contract/history.ts";
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import type { ChartPane } from "./chartModel.ts";
import { drawGaps, joinedGaps, type PlotArea, scaledFont } from "./drawGaps.ts";
import { drawLimits, drawLines, drawTags, type LineScales } from "./drawLines.ts";
import { formatNumber } from "./formatValue.ts";
import { timeTicks } from "./timeTicks.ts";
import { axisRange, joinRanges, type ValueRange } from "./valueRange.ts";

/** Room for axis labels left of every pane, and for line tags right of it, so that panes stand under each other. CSS pixels. */
export const AXIS_PX = 62;
export const TAGS_PX = 26;
export const TIME_AXIS_PX = 24;
/** Ticks stand at least this far apart. */
const TICK_PX = 96;
/** Room above an axis for its unit. */
const UNIT_PX = 17;
const VALUE_TICK_PX = 30;

export interface DrawState {
  readonly pane: ChartPane;
  readonly span: Span;
  readonly zone: string;
  readonly holdUntilUs?: number;
}

export class UnitPlot {
  readonly #plot: uPlot;
  #state: DrawState;
  #colors: ChartColors;
  #range: ValueRange | undefined;
  readonly #showsTime: boolean;

  constructor(host: HTMLElement, size: { width: number; height: number }, state: DrawState, colors: ChartColors, showsTime: boolean) {
    this.#state = state;
    this.#colors = colors;
    this.#showsTime = showsTime;
    this.#plot = new uPlot(this.#options(size), [[state.span.fromUs, state.span.toUs], [0, 0]], host);
  }

  get showsTime(): boolean {
    return this.#showsTime;
  }

  get canvas(): HTMLCanvasElement {
    return this.#plot.ctx.canvas;
  }

  draw(state: DrawState, colors: ChartColors): void {
    if (state.pane !== this.#state.pane && state.pane.unit !== this.#state.pane.unit) this.#range = undefined;
    this.#state = state;
    this.#colors = colors;
    this.#updateRange();
    const { min, max } = this.#range ?? { min: 0, max: 1 };
    this.#plot.batch(() => {
      this.#plot.setScale("x", { min: state.span.fromUs, max: state.span.toUs });
      this.#plot.setScale("y", { min, max });
    });
  }

  resize(size: { width: number; height: number }): void {
    this.#plot.setSize(size);
  }

  dispose(): void {
    this.#plot.destroy();
  }

  #updateRange(): void {
    const { pane, span } = this.#state;
    let visible: ValueRange | undefined;
    for (const { data } of pane.series) visible = joinRanges(visible, data.range(span.fromUs, span.toUs));
    this.#range = axisRange(visible, this.#range);
  }

  #options(size: { width: number; height: number }): uPlot.Options {
    const stroke = (): string => this.#colors.quiet;
    const line = { stroke: (): string => this.#colors.grid, width: 1 };
    return {
      ...size, legend: { show: false }, cursor: { show: false }, padding: [UNIT_PX, TAGS_PX, this.#showsTime ? 0 : 6, 0],
      scales: { x: { time: false, range: (_, min, max) => [min, max] }, y: { range: (_, min, max) => [min, max] } },
      series: [{}, { show: true, stroke: "transparent", points: { show: false }, paths: () => null }],
      axes: [
        {
          show: this.#showsTime, size: TIME_AXIS_PX, stroke, grid: line, ticks: { show: false }, font: this.#colors.textFont, gap: 4,
          splits: (plot) => timeTicks(this.#state.span, Math.max(1, Math.floor(plot.bbox.width / uPlot.pxRatio / TICK_PX)), this.#state.zone).map((tick) => tick.tUs),
          values: (plot) => timeTicks(this.#state.span, Math.max(1, Math.floor(plot.bbox.width / uPlot.pxRatio / TICK_PX)), this.#state.zone).map((tick) => tick.label),
        },
        { size: AXIS_PX, stroke, grid: line, ticks: { show: false }, font: this.#colors.numberFont, gap: 6, space: VALUE_TICK_PX, values: (_, splits) => splits.map((value) => formatTick(value, splits)) },
      ],
      // uPlot remembers what it set on the context: what we set has to be taken back.
      hooks: { drawAxes: [(plot) => isolated(plot.ctx, () => this.#drawBelow(plot))], draw: [(plot) => isolated(plot.ctx, () => this.#drawAbove(plot))] },
    };
  }

  #area(plot: uPlot): PlotArea {
    const { left, top, width, height } = plot.bbox;
    return { left, top, width, height, ratio: uPlot.pxRatio };
  }

  #scales(plot: uPlot): LineScales {
    const { span, holdUntilUs } = this.#state;
    return {
      span, x: (tUs) => plot.valToPos(tUs, "x", true), y: (value) => plot.valToPos(value, "y", true),
      ...(holdUntilUs !== undefined && { holdUntilUs }),
    };
  }

  #drawBelow(plot: uPlot): void {
    const { pane, span } = this.#state;
    const measured = pane.series.filter((one) => one.run === MEASURED);
    const scales = this.#scales(plot);
    drawGaps(plot.ctx, this.#area(plot), joinedGaps(measured.map((one) => one.data), span.fromUs, span.toUs), scales.x, this.#colors);
    drawLimits(plot.ctx, this.#area(plot), pane.series, scales.y, this.#colors);
  }

  #drawAbove(plot: uPlot): void {
    const scales = this.#scales(plot);
    const area = this.#area(plot);
    drawLines(plot.ctx, area, this.#state.pane.series, scales);
    drawTags(plot.ctx, area, this.#state.pane.series, scales, this.#colors);
    drawUnit(plot.ctx, area, this.#state.pane.unit, this.#colors);
  }
}

function isolated(context: CanvasRenderingContext2D, draw: () => void): void {
  context.save();
  draw();
  context.restore();
}

/** The unit above its numbers, at the top of the axis. */
function drawUnit(context: CanvasRenderingContext2D, area: PlotArea, unit: string, colors: ChartColors): void {
  context.font = scaledFont(colors.textFont, area.ratio);
  context.textAlign = "right";
  context.textBaseline = "top";
  const right = area.left - 6 * area.ratio;
  context.fillStyle = colors.text;
  context.fillText(unit, right, area.top - (UNIT_PX - 2) * area.ratio);
}

/** Axis numbers with the decimals that their distance asks for, all alike. */
export function formatTick(value: number, splits: readonly number[]): string {
  const step = Math.abs((splits[1] ?? 0) - (splits[0] ?? 0)) || Math.abs(value) || 1;
  if (Math.abs(value) >= 1e6 || step < 1e-5) return formatNumber(value);
  const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
  return value.toFixed(decimals).replace("-", "−");
}

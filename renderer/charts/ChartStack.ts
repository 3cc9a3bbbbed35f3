/**
 * The view of a chart: one plot per unit above each other, lanes below, and one layer over all of them for the time
 * cursor, the hover line, the chosen stretch and the marks A and B. A plain class that React only mounts; it reports what people do in time.
 */
import type { Span } from "../../shared/time/time.ts";
import type { ChartColors } from "./chartColors.ts";
import { type ChartModel, EMPTY_CHART } from "./chartModel.ts";
import { attachGestures } from "./gestures.ts";
import { LaneStrip } from "./LaneStrip.ts";
import { MarkLines, type MarkName, type Marks } from "./MarkLines.ts";
import { TriedStrip, type TriedRule } from "./TriedStrip.ts";
import { AXIS_PX, TAGS_PX, TIME_AXIS_PX, UnitPlot } from "./UnitPlot.ts";

export interface ChartEvents {
  readonly onSelect: (span: Span) => void;
  readonly onPan: (deltaUs: number) => void;
  readonly onSeek: (tUs: number) => void;
  readonly onReset: () => void;
  readonly onHover: (tUs: number | undefined) => void;
  readonly onZoom: (aroundUs: number, factor: number) => void;
  readonly onMark: (name: MarkName, tUs: number) => void;
}

export interface ChartFrame {
  readonly model: ChartModel;
  readonly span: Span;
  readonly zone: string;
  readonly cursorUs: number;
  readonly nowUs: number;
  readonly live: boolean;
  /** The instants measured between, where there are such. */
  readonly marks?: Marks;
  /** What a rule that is being written would have done on the assets shown; drawn above the plots. */
  readonly tried?: TriedRule | undefined;
}

/** A value axis lower than this cannot be read; the stack scrolls instead. */
const LOWEST_PANE_PX = 72;

export class ChartStack {
  readonly #host: HTMLElement;
  readonly #body = document.createElement("div");
  readonly #layer = document.createElement("div");
  readonly #cursor = document.createElement("div");
  readonly #hover = document.createElement("div");
  readonly #chosen = document.createElement("div");
  readonly #marks: MarkLines;
  readonly #detach: () => void;
  #plots: UnitPlot[] = [];
  #lanes: LaneStrip | undefined;
  readonly #tried: TriedStrip;
  #frame: ChartFrame | undefined;
  #colors: ChartColors;
  #size = { width: 0, height: 0 };
  #laneCount = 0;

  constructor(host: HTMLElement, events: ChartEvents, colors: ChartColors) {
    this.#host = host;
    this.#colors = colors;
    this.#body.className = "chart-body";
    this.#layer.className = "chart-layer";
    for (const [element, name] of [[this.#cursor, "cursor"], [this.#hover, "hover"], [this.#chosen, "chosen"]] as const) {
      element.className = `chart-${name}`;
      element.hidden = true;
      this.#layer.append(element);
    }
    this.#marks = new MarkLines(this.#layer, events.onMark);
    this.#body.append(this.#layer);
    this.#tried = new TriedStrip(this.#body);
    host.append(this.#body);
    this.#detach = attachGestures(this.#body, {
      onSelect: (from, to, done) => this.#select(from, to, done, events),
      onPan: (px) => events.onPan(-px * this.#usPerPx()),
      onClick: (px) => events.onSeek(this.#timeAt(px)),
      onDoubleClick: events.onReset,
      onHover: (px) => this.#moveHover(px, events),
      onZoom: (px, factor) => events.onZoom(this.#timeAt(px), factor),
    }, () => AXIS_PX);
  }

  /** Pixels across which time runs: what a window is asked for. */
  get plotWidth(): number {
    return Math.max(1, this.#size.width - AXIS_PX - TAGS_PX);
  }

  /** The instant under a point of the window. */
  timeUnder(clientX: number): number {
    return this.#timeAt(clientX - this.#body.getBoundingClientRect().left - AXIS_PX);
  }

  resize(width: number, height: number): void {
    this.#size = { width, height };
    if (this.#frame) {
      this.#layOut(this.#frame.model);
      this.draw(this.#frame);
    }
  }

  setColors(colors: ChartColors): void {
    this.#colors = colors;
    this.#clear();
    if (this.#frame) this.draw(this.#frame);
  }

  draw(frame: ChartFrame): void {
    this.#frame = frame;
    if (this.#size.width < AXIS_PX + TAGS_PX + 20) return;
    const isTall = this.#tried.draw({ tried: frame.tried, span: frame.span, nowUs: frame.nowUs, width: this.#size.width }, this.#colors);
    if (!this.#fits(frame.model)) this.#build(frame);
    else if (isTall) this.#layOut(frame.model);
    const hold = frame.live ? { holdUntilUs: frame.nowUs } : {};
    frame.model.panes.forEach((pane, index) => this.#plots[index]?.draw({ pane, span: frame.span, zone: frame.zone, ...hold }, this.#colors));
    this.#lanes?.draw({ lanes: frame.model.lanes, span: frame.span, zone: frame.zone, untilUs: frame.nowUs }, this.#colors);
    this.moveCursor(frame.cursorUs);
    this.#marks.draw(frame.model === EMPTY_CHART ? undefined : frame.marks, {
      pxOf: (tUs) => (tUs - frame.span.fromUs) / this.#usPerPx(), timeAt: (px) => this.#timeAt(px), widthPx: this.plotWidth,
    });
  }

  /** Moves the time cursor's line without drawing anything else. */
  moveCursor(tUs: number): void {
    const frame = this.#frame;
    if (!frame) return;
    this.#frame = { ...frame, cursorUs: tUs };
    const px = (tUs - frame.span.fromUs) / this.#usPerPx();
    this.#cursor.hidden = px < -0.5 || px > this.plotWidth + 0.5 || frame.model === EMPTY_CHART;
    this.#cursor.style.transform = `translateX(${px}px)`;
  }

  /** Everything as one picture, for saving. */
  toCanvas(): HTMLCanvasElement {
    const ratio = devicePixelRatio;
    const picture = document.createElement("canvas");
    const parts = [...(this.#tried.heightPx > 0 ? [this.#tried.canvas] : []), ...this.#plots.map((plot) => plot.canvas), ...(this.#lanes ? [this.#lanes.canvas] : [])];
    picture.width = Math.max(1, ...parts.map((part) => part.width));
    picture.height = Math.max(1, parts.reduce((sum, part) => sum + part.height, 0));
    const pen = picture.getContext("2d");
    if (!pen) return picture;
    pen.fillStyle = this.#colors.ground;
    pen.fillRect(0, 0, picture.width, picture.height);
    let top = 0;
    for (const part of parts) {
      pen.drawImage(part, 0, top);
      top += part.height;
    }
    if (!this.#cursor.hidden && this.#frame) {
      pen.fillStyle = this.#colors.accent;
      pen.fillRect((AXIS_PX + (this.#frame.cursorUs - this.#frame.span.fromUs) / this.#usPerPx()) * ratio, 0, ratio, picture.height);
    }
    this.#marks.paint(pen, this.#colors, { leftPx: AXIS_PX, heightPx: picture.height, ratio });
    return picture;
  }

  dispose(): void {
    this.#detach();
    this.#clear();
    this.#body.remove();
  }

  #usPerPx(): number {
    const span = this.#frame?.span;
    return span ? (span.toUs - span.fromUs) / this.plotWidth : 1;
  }

  #timeAt(px: number): number {
    return Math.round((this.#frame?.span.fromUs ?? 0) + Math.min(this.plotWidth, Math.max(0, px)) * this.#usPerPx());
  }

  #select(from: number, to: number, done: boolean, events: ChartEvents): void {
    const left = Math.min(this.plotWidth, Math.max(0, from));
    const right = Math.min(this.plotWidth, Math.max(0, to));
    this.#chosen.hidden = done;
    this.#chosen.style.transform = `translateX(${left}px)`;
    this.#chosen.style.width = `${right - left}px`;
    if (done && right - left > 1) events.onSelect({ fromUs: this.#timeAt(left), toUs: this.#timeAt(right) });
  }

  #moveHover(px: number | undefined, events: ChartEvents): void {
    const inside = px !== undefined && px >= 0 && px <= this.plotWidth;
    this.#hover.hidden = !inside;
    if (inside) this.#hover.style.transform = `translateX(${px}px)`;
    events.onHover(inside ? this.#timeAt(px) : undefined);
  }

  #fits(model: ChartModel): boolean {
    return model.lanes.length === this.#laneCount && model.panes.length === this.#plots.length;
  }

  /** Value axes share the height that lanes leave. The time stands once, at the bottom. */
  #heights(model: ChartModel): number[] {
    const lanes = model.lanes.length > 0 ? LaneStrip.heightOf(model.lanes.length, true) : 0;
    const time = lanes > 0 ? 0 : TIME_AXIS_PX;
    const each = Math.max(LOWEST_PANE_PX, Math.floor((this.#size.height - lanes - time - this.#tried.heightPx) / Math.max(1, model.panes.length)));
    return model.panes.map((_, index) => (index === model.panes.length - 1 ? each + time : each));
  }

  #build(frame: ChartFrame): void {
    this.#clear();
    const heights = this.#heights(frame.model);
    frame.model.panes.forEach((pane, index) => {
      const showsTime = index === frame.model.panes.length - 1 && frame.model.lanes.length === 0;
      const size = { width: this.#size.width, height: heights[index] ?? LOWEST_PANE_PX };
      this.#plots.push(new UnitPlot(this.#body, size, { pane, span: frame.span, zone: frame.zone }, this.#colors, showsTime));
    });
    this.#laneCount = frame.model.lanes.length;
    if (this.#laneCount > 0) this.#lanes = new LaneStrip(this.#body, this.#size.width, true);
    this.#host.dataset["panes"] = String(frame.model.panes.length);
  }

  #layOut(model: ChartModel): void {
    if (!this.#fits(model)) return;
    const heights = this.#heights(model);
    this.#plots.forEach((plot, index) => plot.resize({ width: this.#size.width, height: heights[index] ?? LOWEST_PANE_PX }));
    this.#lanes?.resize(this.#size.width);
  }

  #clear(): void {
    for (const plot of this.#plots) plot.dispose();
    this.#plots = [];
    this.#laneCount = 0;
    this.#lanes?.dispose();
    this.#lanes = undefined;
  }
}

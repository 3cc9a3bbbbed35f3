/** The two instants A and B that are measured between, as lines over a chart with a handle each that is dragged along time. */
import type { ChartColors } from "./chartColors.ts";

/** µs. */
export interface Marks {
  readonly aUs: number;
  readonly bUs: number;
}

export type MarkName = "a" | "b";

export interface MarkScale {
  /** Pixels from the left edge of where time runs. */
  readonly pxOf: (tUs: number) => number;
  readonly timeAt: (px: number) => number;
  readonly widthPx: number;
}

const NAMES = ["a", "b"] as const;

export class MarkLines {
  readonly #layer: HTMLElement;
  readonly #onMove: (name: MarkName, tUs: number) => void;
  readonly #lines: Readonly<Record<MarkName, HTMLElement>>;
  #marks: Marks | undefined;
  #scale: MarkScale | undefined;

  constructor(layer: HTMLElement, onMove: (name: MarkName, tUs: number) => void) {
    this.#layer = layer;
    this.#onMove = onMove;
    this.#lines = { a: this.#line("a"), b: this.#line("b") };
  }

  draw(marks: Marks | undefined, scale: MarkScale): void {
    this.#marks = marks;
    this.#scale = scale;
    for (const name of NAMES) {
      const px = marks === undefined ? Number.NaN : scale.pxOf(name === "a" ? marks.aUs : marks.bUs);
      this.#lines[name].hidden = !(px >= -0.5 && px <= scale.widthPx + 0.5);
      this.#lines[name].style.transform = `translateX(${px}px)`;
    }
  }

  /** The same lines on a picture; `leftPx` is where time begins in it. */
  paint(pen: CanvasRenderingContext2D, colors: ChartColors, picture: { readonly leftPx: number; readonly heightPx: number; readonly ratio: number }): void {
    const { leftPx, heightPx, ratio } = picture;
    for (const name of NAMES) {
      if (this.#marks === undefined || this.#scale === undefined || this.#lines[name].hidden) continue;
      const x = (leftPx + this.#scale.pxOf(name === "a" ? this.#marks.aUs : this.#marks.bUs)) * ratio;
      pen.fillStyle = colors.text;
      pen.fillRect(x, 0, ratio, heightPx);
      pen.font = `${12 * ratio}px sans-serif`;
      pen.fillText(name.toUpperCase(), x + 4 * ratio, 14 * ratio);
    }
  }

  #line(name: MarkName): HTMLElement {
    const line = document.createElement("div");
    const handle = document.createElement("div");
    line.className = "chart-mark";
    line.hidden = true;
    handle.className = "handle";
    handle.textContent = name.toUpperCase();
    line.append(handle);
    this.#layer.append(line);
    // The chart's own gestures do not see what the handle took.
    handle.addEventListener("pointerdown", (event) => {
      event.stopPropagation();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId) || !this.#scale) return;
      event.stopPropagation();
      const px = event.clientX - this.#layer.getBoundingClientRect().left;
      this.#onMove(name, this.#scale.timeAt(px));
    });
    return line;
  }
}

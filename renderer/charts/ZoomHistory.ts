/** The stretches shown before each zoom, for one cursor: zoom can be taken back step by step, or altogether. Linked plots share it. */
import type { TimeCursor } from "../app/state/TimeCursor.ts";
import type { Span } from "../../shared/time/time.ts";

interface Step {
  readonly span: Span;
  readonly live: boolean;
}

/** Steps that are remembered; wheel zooming makes many. */
const MAX_STEPS = 100;
/** Zooms that follow each other this closely are one step. */
const ONE_GESTURE_MS = 400;

export class ZoomHistory {
  readonly #cursor: TimeCursor;
  readonly #clock: () => number;
  #steps: Step[] = [];
  #lastMs = -Infinity;

  constructor(cursor: TimeCursor, clock: () => number = () => performance.now()) {
    this.#cursor = cursor;
    this.#clock = clock;
  }

  get canUndo(): boolean {
    return this.#steps.length > 0;
  }

  /** Shows another stretch and remembers the one before. */
  zoomTo(span: Span): void {
    const nowMs = this.#clock();
    const { mode, span: before } = this.#cursor.value;
    if (nowMs - this.#lastMs > ONE_GESTURE_MS) this.#steps.push({ span: before, live: mode === "live" });
    if (this.#steps.length > MAX_STEPS) this.#steps.splice(1, 1);
    this.#lastMs = nowMs;
    this.#cursor.setSpan(span);
  }

  /** Back to the stretch before the last zoom. */
  undo(): void {
    const step = this.#steps.pop();
    if (step) this.#restore(step);
  }

  /** Back to the stretch before the first zoom. */
  reset(): void {
    const first = this.#steps[0];
    this.#steps = [];
    if (first) this.#restore(first);
  }

  #restore(step: Step): void {
    this.#lastMs = -Infinity;
    this.#cursor.setSpan(step.span);
    if (step.live) this.#cursor.goLive();
  }
}

const histories = new WeakMap<TimeCursor, ZoomHistory>();

/** The one zoom history of a cursor. */
export function zoomHistoryOf(cursor: TimeCursor): ZoomHistory {
  let history = histories.get(cursor);
  if (!history) histories.set(cursor, (history = new ZoomHistory(cursor)));
  return history;
}

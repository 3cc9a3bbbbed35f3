/**
 * The workbench's one idea of time: where "now" is for every panel, and which span plots and the timeline show.
 * Live follows the engine's clock; paused stands at an instant; playing moves through the past at a speed.
 */
import type { Span } from "../../../shared/time/time.ts";
import { US_PER_HOUR, US_PER_MS } from "../../../shared/time/time.ts";
import { Store } from "./Store.ts";

export type CursorMode = "live" | "paused" | "playing";

export interface CursorState {
  readonly mode: CursorMode;
  /** The instant all panels show, µs. In live mode the engine's newest known now. */
  readonly tUs: number;
  /** Seconds of plant time per second while playing. */
  readonly speed: number;
  /** The stretch that plots and the timeline show; in live mode its end moves with now. */
  readonly span: Span;
}

export const PLAY_SPEEDS = [1, 10, 60, 600, 3600] as const;
const FIRST_SPAN_US = US_PER_HOUR;
/** Playback moves the cursor this often: smooth enough for the eye, cheap enough for as-of questions. */
const PLAY_STEP_MS = 50;

export class TimeCursor extends Store<CursorState> {
  #timer: ReturnType<typeof setInterval> | undefined;
  #nowUs: number;

  constructor(nowUs: number) {
    super({ mode: "live", tUs: nowUs, speed: 1, span: { fromUs: nowUs - FIRST_SPAN_US, toUs: nowUs } });
    this.#nowUs = nowUs;
  }

  get nowUs(): number {
    return this.#nowUs;
  }

  /** The engine's clock moved on: live follows, anything else stays. */
  follow(nowUs: number): void {
    this.#nowUs = Math.max(this.#nowUs, nowUs);
    this.update((state) => (state.mode === "live" ? { ...state, tUs: this.#nowUs, span: shiftTo(state.span, this.#nowUs) } : state));
  }

  goLive(): void {
    this.#stopTimer();
    this.update((state) => ({ ...state, mode: "live", tUs: this.#nowUs, span: shiftTo(state.span, this.#nowUs) }));
  }

  /** Stops at an instant; never after now. The span moves only if the instant would fall outside it. */
  seek(tUs: number): void {
    this.#stopTimer();
    this.#moveTo(tUs, "paused");
  }

  pause(): void {
    this.#stopTimer();
    this.update((state) => ({ ...state, mode: "paused" }));
  }

  play(speed: number = this.value.speed): void {
    this.#stopTimer();
    this.update((state) => ({ ...state, mode: "playing", speed }));
    this.#timer = setInterval(() => {
      const next = this.value.tUs + PLAY_STEP_MS * US_PER_MS * this.value.speed;
      if (next >= this.#nowUs) this.goLive();
      else this.#moveTo(next, "playing");
    }, PLAY_STEP_MS);
  }

  setSpeed(speed: number): void {
    this.update((state) => ({ ...state, speed }));
  }

  /** Shows another stretch. Live goes on if the new stretch still ends at now. */
  setSpan(span: Span): void {
    this.update((state) => {
      const endsNow = state.mode === "live" && span.toUs >= this.#nowUs;
      return { ...state, span, mode: state.mode === "live" && !endsNow ? "paused" : state.mode };
    });
  }

  dispose(): void {
    this.#stopTimer();
  }

  #moveTo(tUs: number, mode: CursorMode): void {
    const t = Math.round(Math.min(tUs, this.#nowUs));
    this.update((state) => {
      const outside = t < state.span.fromUs || t > state.span.toUs;
      const half = (state.span.toUs - state.span.fromUs) / 2;
      return { ...state, mode, tUs: t, span: outside ? shiftTo(state.span, Math.min(this.#nowUs, Math.round(t + half))) : state.span };
    });
  }

  #stopTimer(): void {
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function shiftTo(span: Span, toUs: number): Span {
  return { fromUs: toUs - (span.toUs - span.fromUs), toUs };
}

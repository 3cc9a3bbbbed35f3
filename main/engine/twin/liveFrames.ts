/** Display frames for one client: the newest values of its signals since the last frame, at most so often. */
import { setTimeout as delay } from "node:timers/promises";
import type { LiveFrame } from "../../../shared/contract/history.ts";
import type { Clock } from "../../../shared/time/time.ts";
import type { LiveState } from "./LiveState.ts";

/** A signal that is watched. Its series may come to exist later, so it is asked for. */
export interface WatchedSignal {
  readonly series: () => number | undefined;
  readonly staleAfterUs?: number | undefined;
}

export interface LiveFramesOptions {
  readonly live: LiveState;
  readonly clock: Clock;
  readonly signals: readonly WatchedSignal[];
  readonly maxRateHz: number;
  readonly signal: AbortSignal;
}

/** What one client has seen, and how its next frame is made. */
export class FrameMaker {
  readonly #live: LiveState;
  readonly #signals: readonly WatchedSignal[];
  readonly #seen: Float64Array;
  readonly #stale: Uint8Array;

  constructor(live: LiveState, signals: readonly WatchedSignal[]) {
    this.#live = live;
    this.#signals = signals;
    this.#seen = new Float64Array(signals.length);
    this.#stale = new Uint8Array(signals.length);
  }

  /** Values that changed, or went or ceased to be stale, since the last frame; undefined where there is none. */
  next(nowUs: number): LiveFrame | undefined {
    const rows: { index: number; tUs: number; value: number; status: number; stale: number }[] = [];
    const text: Record<number, string> = {};
    this.#signals.forEach(({ series, staleAfterUs }, index) => {
      const id = series();
      const value = id === undefined ? undefined : this.#live.get(id);
      if (id === undefined || !value) return;
      const version = this.#live.versionOf(id);
      const aged = staleAfterUs !== undefined && nowUs >= value.confirmedUs + staleAfterUs;
      const stale = value.unknown || value.brokenUs !== undefined || aged ? 1 : 0;
      if (version === this.#seen[index] && stale === this.#stale[index]) return;
      this.#seen[index] = version;
      this.#stale[index] = stale;
      if (value.text !== undefined) text[rows.length] = value.text;
      rows.push({ index, tUs: value.tUs, value: value.value, status: value.status, stale });
    });
    if (rows.length === 0) return undefined;
    return {
      nowUs,
      index: Int32Array.from(rows, (row) => row.index),
      tUs: Float64Array.from(rows, (row) => row.tUs),
      value: Float64Array.from(rows, (row) => row.value),
      status: Uint32Array.from(rows, (row) => row.status),
      stale: Uint8Array.from(rows, (row) => row.stale),
      ...(Object.keys(text).length > 0 && { text }),
    };
  }
}

/** The first frame at once, even if empty; then one whenever something changed, at most `maxRateHz` a second. */
export async function* liveFrames({ live, clock, signals, maxRateHz, signal }: LiveFramesOptions): AsyncGenerator<LiveFrame> {
  const maker = new FrameMaker(live, signals);
  yield maker.next(clock()) ?? emptyFrame(clock());
  while (!signal.aborted) {
    try {
      await delay(1000 / maxRateHz, undefined, { signal });
    } catch {
      return; // aborted while waiting
    }
    const frame = maker.next(clock());
    if (frame) yield frame;
  }
}

function emptyFrame(nowUs: number): LiveFrame {
  return { nowUs, index: new Int32Array(), tUs: new Float64Array(), value: new Float64Array(), status: new Uint32Array(), stale: new Uint8Array() };
}

/**
 * Values at the time cursor, for every panel from one place: newest frames while the cursor is live and measured values
 * are shown, else the last sample at or before the instant, asked with never more than one question under way.
 * Panels say which signals they show; the union is asked for once.
 */
import { useEffect, useMemo, useReducer, useSyncExternalStore } from "react";
import { MEASURED, type AsOfData, type LiveFrame } from "../../../shared/contract/history.ts";
import type { Link } from "../connection/follow.ts";
import type { Readable } from "./Store.ts";
import type { TimeCursor } from "./TimeCursor.ts";
import { useWorkbench, type Shown } from "./Workbench.ts";

/** A signal at the cursor's instant. */
export interface SignalValue {
  /** Time of the sample, µs. */
  readonly tUs: number;
  /** NaN where the sample has no number. */
  readonly value: number;
  readonly status: number;
  readonly text?: string;
  /** Not to be taken for current: stale, in a gap, Bad. */
  readonly isUnknown: boolean;
}

export interface ValueHubOptions {
  readonly link: Link;
  readonly cursor: TimeCursor;
  readonly shown: Readable<Shown>;
  /** The engine's clock, told by every live frame. */
  readonly onNow: (nowUs: number) => void;
}

/** The set of signals changes in bursts (scrolling, opening a tree); one question serves a burst. */
const GATHER_MS = 30;
const MAX_AS_OF = 5_000;

export class ValueHub {
  readonly #link: Link;
  readonly #cursor: TimeCursor;
  readonly #shown: Readable<Shown>;
  readonly #onNow: (nowUs: number) => void;
  readonly #wanted = new Map<string, Set<() => void>>();
  readonly #values = new Map<string, SignalValue>();
  #gather: ReturnType<typeof setTimeout> | undefined;
  #life = new AbortController();
  #asking = false;
  #askAgain = false;
  #showsPast = false;
  #disposed = false;
  readonly #stops: (() => void)[];

  constructor({ link, cursor, shown, onNow }: ValueHubOptions) {
    this.#link = link;
    this.#cursor = cursor;
    this.#shown = shown;
    this.#onNow = onNow;
    let wasLive = this.#isLive();
    const onCursor = (): void => {
      const isLive = this.#isLive();
      if (isLive !== wasLive) this.#restart();
      else if (!isLive) void this.#ask();
      wasLive = isLive;
    };
    this.#stops = [cursor.subscribe(onCursor), shown.subscribe(() => this.#restart()), link.subscribe((state) => state.kind === "open" && this.#restart())];
  }

  /** The value as last known; undefined where nothing is known of the signal. */
  get(signal: string): SignalValue | undefined {
    return this.#values.get(signal);
  }

  /** Keeps these signals up to date and tells of each change, until the returned function is called. */
  watch(signals: readonly string[], listener: () => void): () => void {
    let isNew = false;
    for (const signal of signals) {
      const listeners = this.#wanted.get(signal);
      if (listeners) listeners.add(listener);
      else {
        this.#wanted.set(signal, new Set([listener]));
        isNew = true;
      }
    }
    if (isNew) this.#restartSoon();
    return () => {
      for (const signal of signals) {
        const listeners = this.#wanted.get(signal);
        listeners?.delete(listener);
        if (listeners?.size === 0) this.#wanted.delete(signal);
      }
    };
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#gather);
    this.#life.abort();
    for (const stop of this.#stops) stop();
  }

  #isLive(): boolean {
    return this.#cursor.value.mode === "live" && this.#shown.value.run === MEASURED;
  }

  #restartSoon(): void {
    this.#gather ??= setTimeout(() => this.#restart(), GATHER_MS);
  }

  #restart(): void {
    clearTimeout(this.#gather);
    this.#gather = undefined;
    this.#life.abort();
    this.#life = new AbortController();
    if (this.#disposed || this.#link.state.kind !== "open" || this.#wanted.size === 0) return;
    if (!this.#isLive()) return void this.#ask();
    // What was shown of the past is not the present.
    if (this.#showsPast) this.#values.clear();
    this.#showsPast = false;
    void this.#followLive([...this.#wanted.keys()], this.#life.signal);
  }

  /**
   * What is not delivered live (a file's signal, a source that is away) shows its last recorded sample, marked as not current.
   */
  async #fillIn(signals: readonly string[], signal: AbortSignal): Promise<void> {
    const missing = signals.filter((id) => !this.#values.has(id)).slice(0, MAX_AS_OF);
    if (missing.length === 0) return;
    try {
      const answer = await this.#link.client.history.asOf({ series: missing.map((id) => ({ signal: id, run: MEASURED })), tUs: Math.round(this.#cursor.nowUs) }, { signal });
      if (signal.aborted) return;
      missing.forEach((id, row) => {
        const value = valueAt(answer, row);
        if (value && !this.#values.has(id)) this.#values.set(id, { ...value, isUnknown: true });
      });
      this.#tell(missing);
    } catch {
      // A lost connection is shown by the window; the next one asks again.
    }
  }

  async #followLive(signals: readonly string[], signal: AbortSignal): Promise<void> {
    void this.#fillIn(signals, signal);
    try {
      for await (const frame of this.#link.client.history.live({ signals: [...signals] }, { signal })) {
        if (signal.aborted) return;
        this.#onNow(frame.nowUs);
        this.#takeLive(signals, frame);
      }
    } catch {
      // A lost connection is shown by the window; the next one restarts this. A cancelled stream was ours to cancel.
    }
  }

  /** Asks for the cursor's instant. While an answer is under way only the newest instant is remembered. */
  async #ask(): Promise<void> {
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#askAgain = false;
        const signals = [...this.#wanted.keys()].slice(0, MAX_AS_OF);
        const { run } = this.#shown.value;
        if (signals.length === 0 || this.#isLive()) break;
        const answer = await this.#link.client.history.asOf({ series: signals.map((signal) => ({ signal, run })), tUs: Math.round(this.#cursor.value.tUs) });
        if (!this.#isLive()) this.#takeAsOf(signals, answer);
      } while (this.#askAgain && !this.#disposed);
    } catch {
      // As above: asked again when the connection is back or the cursor moves.
    } finally {
      this.#asking = false;
    }
  }

  #takeLive(signals: readonly string[], frame: LiveFrame): void {
    const changed: string[] = [];
    for (let row = 0; row < frame.index.length; row++) {
      const signal = signals[frame.index[row] ?? -1];
      if (signal === undefined) continue;
      const text = frame.text?.[row];
      this.#values.set(signal, { tUs: frame.tUs[row] ?? NaN, value: frame.value[row] ?? NaN, status: frame.status[row] ?? 0, isUnknown: frame.stale[row] === 1, ...(text !== undefined && { text }) });
      changed.push(signal);
    }
    this.#tell(changed);
  }

  #takeAsOf(signals: readonly string[], answer: AsOfData): void {
    this.#showsPast = true;
    signals.forEach((signal, row) => {
      const value = valueAt(answer, row);
      if (value) this.#values.set(signal, value);
      else this.#values.delete(signal);
    });
    this.#tell(signals);
  }

  #tell(signals: readonly string[]): void {
    const listeners = new Set<() => void>();
    for (const signal of signals) for (const listener of this.#wanted.get(signal) ?? []) listeners.add(listener);
    for (const listener of listeners) listener();
  }
}

/** One row of an as-of answer; undefined where there is no sample. */
export function valueAt(answer: AsOfData, row: number): SignalValue | undefined {
  const tUs = answer.tUs[row] ?? NaN;
  const text = answer.text?.[row];
  if (Number.isNaN(tUs)) return undefined;
  return { tUs, value: answer.value[row] ?? NaN, status: answer.status[row] ?? 0, isUnknown: answer.unknown[row] === 1, ...(text !== undefined && { text }) };
}

/** One signal at the cursor; the component is drawn again when it changes. */
export function useValue(signal: string | undefined): SignalValue | undefined {
  const { values } = useWorkbench();
  const subscribe = useMemo(() => (listener: () => void) => (signal === undefined ? () => {} : values.watch([signal], listener)), [values, signal]);
  return useSyncExternalStore(subscribe, () => (signal === undefined ? undefined : values.get(signal)));
}

/** Several signals at the cursor: a function to look each up by. Drawn again when any of them changes. */
export function useValues(signals: readonly string[]): (signal: string) => SignalValue | undefined {
  const { values } = useWorkbench();
  const key = signals.join("\n");
  const [version, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => values.watch(key === "" ? [] : key.split("\n"), tick), [values, key, tick]);
  return useMemo(() => (signal: string) => values.get(signal), [values, version]);
}

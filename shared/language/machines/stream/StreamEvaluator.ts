/**
 * Machine two: rules and calcs over a stream. Samples, gaps and confirmations come in any order ahead of the watermark;
 * `advance` decides everything up to and including it, in order of time, timers among it. What comes behind the
 * watermark cannot change what was decided: it is counted, takes effect from now on, and marks the instance as
 * differing from a backtest.
 */
import type { SampleBatch } from "../../../model/sample.ts";
import { Calendar } from "./Calendar.ts";
import type { Instance, SavedInstance, StreamSink } from "./Instance.ts";
import { EventKind, PendingEvents, type SavedEvents } from "./PendingEvents.ts";
import type { SlotState } from "./SlotState.ts";

/** The evaluator's whole state as plain data: it survives JSON. */
export interface SavedStream {
  readonly watermarkUs: number | null;
  readonly instances: readonly SavedInstance[];
  readonly pending: SavedEvents;
}

interface Listener {
  readonly instance: Instance;
  /** The slot of it that the series feeds. */
  readonly slot: SlotState;
}

export class StreamEvaluator {
  readonly #sink: StreamSink;
  readonly #instances = new Map<string, Instance>();
  readonly #seriesOf = new Map<string, readonly number[]>();
  readonly #listeners: (Listener[] | undefined)[] = [];
  readonly #calendar = new Calendar<Instance>();
  readonly #pending = new PendingEvents();
  #dirty: Instance[] = [];
  #watermarkUs = -Infinity;
  /** Samples and gaps that came behind the watermark. */
  late = 0;
  /** From when on an instance's answers may differ from a backtest, by its id. */
  readonly differsFromUs = new Map<string, number>();

  constructor(sink: StreamSink) {
    this.#sink = sink;
  }

  /** Everything up to and including this instant is decided. */
  get watermarkUs(): number {
    return this.#watermarkUs;
  }

  get instances(): ReadonlyMap<string, Instance> {
    return this.#instances;
  }

  /** Takes an instance up; `series[k]` feeds its slot k. A restored or warmed-up instance must stand at this watermark. */
  add(instance: Instance, series: readonly number[]): void {
    if (this.#instances.has(instance.id)) throw new RangeError(`${instance.id} runs already.`);
    this.#instances.set(instance.id, instance);
    this.#seriesOf.set(instance.id, series);
    instance.scheduledUs = Infinity;
    instance.dirtyUs = NaN;
    series.forEach((id, index) => {
      const slot = instance.slots[index];
      if (slot) (this.#listeners[id] ??= []).push({ instance, slot });
    });
    if (instance.originUs === undefined) instance.evaluate(-Infinity, this.#sink);
    this.#schedule(instance, Number.isFinite(this.#watermarkUs) ? this.#watermarkUs : -Infinity);
  }

  remove(id: string): void {
    const instance = this.#instances.get(id);
    if (instance === undefined) return;
    this.#instances.delete(id);
    this.#seriesOf.delete(id);
    this.differsFromUs.delete(id);
    for (const [series, listeners] of this.#listeners.entries()) {
      const kept = listeners?.filter((listener) => listener.instance !== instance);
      if (kept && kept.length !== listeners?.length) this.#listeners[series] = kept.length > 0 ? kept : undefined;
    }
  }

  /** Takes over all instances of another evaluator that stands at the same watermark, with what is pending for them. */
  adopt(other: StreamEvaluator): void {
    if (other.#watermarkUs !== this.#watermarkUs) throw new RangeError(`Watermarks differ: ${other.#watermarkUs} and ${this.#watermarkUs}.`);
    for (const [id, instance] of other.#instances) this.add(instance, other.#seriesOf.get(id) ?? []);
    this.#pending.restore(other.#pending.save());
  }

  /** Starts the runs of instances whose signals have no sample yet, so that silence is noticed. */
  begin(tUs: number): void {
    this.advance(tUs);
    for (const instance of this.#instances.values()) {
      if (instance.originUs !== undefined) continue;
      instance.originUs = tUs;
      this.#touch(instance, tUs);
    }
    this.#settle(tUs);
  }

  onSamples(batch: SampleBatch): void {
    for (let row = 0; row < batch.series.length; row++) {
      const series = batch.series[row] ?? -1;
      const listeners = this.#listeners[series];
      if (listeners === undefined) continue;
      const tUs = batch.tUs[row] ?? 0;
      const value = batch.value[row] ?? NaN;
      const effectiveUs = tUs > this.#watermarkUs ? tUs : this.#lateSample(listeners, tUs);
      if (effectiveUs !== undefined) this.#pending.push(effectiveUs, EventKind.sample, series, value, batch.status[row] ?? 0, batch.flags[row] ?? 0, batch.text?.get(row));
    }
  }

  /** A gap of these series begins: unknown from `fromUs` (included) until their next sample. */
  onGap(series: ArrayLike<number>, fromUs: number): void {
    for (let at = 0; at < series.length; at++) {
      const id = series[at] ?? -1;
      const listeners = this.#listeners[id];
      if (listeners === undefined) continue;
      if (fromUs > this.#watermarkUs) this.#pending.push(fromUs, EventKind.gap, id, NaN, 0, 0, undefined);
      else if (listeners.some(({ slot }) => slot.sampleUs <= fromUs)) {
        this.#markLate(listeners, fromUs);
        this.#pending.push(this.#watermarkUs + 1, EventKind.lateGap, id, NaN, 0, 0, undefined);
      }
    }
  }

  /** The held values of these series are confirmed over [fromUs, toUs]. A growing confirmation is told again with its new end. */
  onConfirmed(series: ArrayLike<number>, fromUs: number, toUs: number): void {
    if (toUs <= this.#watermarkUs) return;
    for (let at = 0; at < series.length; at++) {
      const id = series[at] ?? -1;
      const listeners = this.#listeners[id];
      if (listeners === undefined || !listeners.some(({ slot }) => slot.countsConfirmations)) continue;
      const stale = fromUs <= this.#watermarkUs && listeners.some(({ slot }) => slot.hasLapsed(this.#watermarkUs));
      if (stale) this.#markLate(listeners, fromUs);
      this.#pending.push(Math.max(fromUs, this.#watermarkUs + 1), EventKind.confirmation, id, toUs, 0, 0, undefined);
    }
  }

  /** Decides everything up to and including `toUs`. Nothing happens if that was decided before. */
  advance(toUs: number): void {
    if (toUs <= this.#watermarkUs) return;
    const pending = this.#pending;
    let nowUs = -Infinity;
    for (const row of pending.rowsUntil(toUs)) {
      const tUs = pending.tUs[row] ?? 0;
      if (tUs !== nowUs) {
        this.#settle(nowUs);
        this.#runTimers(tUs - 1);
        nowUs = tUs;
      }
      this.#apply(row, tUs);
    }
    this.#settle(nowUs);
    this.#runTimers(toUs);
    pending.drop(toUs);
    this.#watermarkUs = toUs;
  }

  save(): SavedStream {
    return {
      watermarkUs: Number.isFinite(this.#watermarkUs) ? this.#watermarkUs : null,
      instances: [...this.#instances.values()].map((instance) => instance.save()),
      pending: this.#pending.save(),
    };
  }

  /** Puts a saved state into an evaluator that holds no instance yet. Those without a saved state begin afresh. */
  restore(saved: SavedStream, instances: readonly { readonly instance: Instance; readonly series: readonly number[] }[]): void {
    this.#watermarkUs = saved.watermarkUs ?? -Infinity;
    const states = new Map(saved.instances.map((state) => [state.id, state]));
    for (const { instance, series } of instances) {
      const state = states.get(instance.id);
      if (state) instance.restore(state);
      this.add(instance, series);
    }
    this.#pending.restore(saved.pending);
  }

  /** When a sample behind the watermark takes effect, or undefined where it is a repeat or has been overtaken. */
  #lateSample(listeners: readonly Listener[], tUs: number): number | undefined {
    const lastUs = Math.max(...listeners.map(({ slot }) => slot.sampleUs));
    if (tUs === lastUs) return undefined;
    this.#markLate(listeners, tUs);
    return tUs > lastUs ? this.#watermarkUs + 1 : undefined;
  }

  #markLate(listeners: readonly Listener[], tUs: number): void {
    this.late++;
    for (const { instance } of listeners) this.differsFromUs.set(instance.id, Math.min(this.differsFromUs.get(instance.id) ?? Infinity, tUs));
  }

  #apply(row: number, tUs: number): void {
    const pending = this.#pending;
    const listeners = this.#listeners[pending.series[row] ?? -1];
    if (listeners === undefined) return;
    const kind = pending.kind[row] ?? 0;
    const value = pending.value[row] ?? NaN;
    for (const { instance, slot } of listeners) {
      let changed: boolean;
      if (kind === EventKind.sample) {
        changed = slot.sample(tUs, value, pending.status[row] ?? 0, pending.flags[row] ?? 0, pending.text.get(row));
        if (instance.originUs === undefined) {
          instance.originUs = tUs;
          changed = true;
        }
      } else changed = kind === EventKind.confirmation ? slot.confirm(tUs, value) : slot.gap(tUs);
      if (changed) this.#touch(instance, tUs);
    }
  }

  #touch(instance: Instance, tUs: number): void {
    if (instance.dirtyUs === tUs) return;
    instance.dirtyUs = tUs;
    this.#dirty.push(instance);
  }

  /** Evaluates what changed at t. */
  #settle(tUs: number): void {
    if (this.#dirty.length === 0) return;
    for (const instance of this.#dirty) {
      instance.evaluate(tUs, this.#sink);
      this.#schedule(instance, tUs);
    }
    this.#dirty = [];
  }

  /** Evaluates what falls due up to and including t, in order of time. */
  #runTimers(untilUs: number): void {
    while (this.#calendar.nextUs <= untilUs) {
      const atUs = this.#calendar.nextUs;
      const instance = this.#calendar.take();
      if (instance === undefined) return;
      if (this.#instances.get(instance.id) !== instance || instance.scheduledUs !== atUs) continue;
      instance.scheduledUs = Infinity;
      // Its timers may have moved on since it was put down: then there is nothing to decide yet.
      if (instance.dueUs(atUs - 1) <= atUs) instance.evaluate(atUs, this.#sink);
      this.#schedule(instance, atUs);
    }
  }

  #schedule(instance: Instance, tUs: number): void {
    const dueUs = instance.dueUs(tUs);
    if (dueUs === Infinity || dueUs >= instance.scheduledUs) return;
    instance.scheduledUs = dueUs;
    this.#calendar.add(dueUs, instance);
  }
}

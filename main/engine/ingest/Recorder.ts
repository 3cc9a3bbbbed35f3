/**
 * From sources to everything else: normalises what comes in, hands it to the history, keeps the live state, tells the
 * rules. Every loss becomes a gap. It decides nothing about connections and knows no rule.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { Project } from "../../../shared/model/project.ts";
import type { SampleBatch } from "../../../shared/model/sample.ts";
import { findSignal } from "../../../shared/model/signals.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { type HistoryInterface, NOT_RECORDED } from "../history/index.ts";
import type { RawBatch, SourceEvents } from "../sources/SourceDriver.ts";
import type { BoundItem, SourceSink } from "../sources/index.ts";
import type { LiveState } from "../twin/index.ts";
import { conversionOf } from "./conversionOf.ts";
import { type IngestCounters, zeroCounters } from "./counters.ts";
import { GapBook } from "./GapBook.ts";
import { ItemTable, type ItemEntry } from "./ItemTable.ts";
import { LossBook } from "./LossBook.ts";
import { normalise } from "./normalise.ts";
import { outageParts, type OutagePart } from "./outageParts.ts";
import { resumeRecording } from "./resumeRecording.ts";
import { SeriesStates } from "./SeriesStates.ts";
import { SkewMeter } from "./SkewMeter.ts";
import { SourceOrder } from "./SourceOrder.ts";

/** What the rules and live models hear, in the order in which it happened. Called at once; must not throw. */
export interface IngestListener {
  onBatch(batch: SampleBatch, source: string): void;
  /** The series are unknown from `fromUs` (that instant included) until their next sample after it. */
  onGap(series: Int32Array, fromUs: number): void;
  /** The values that the series hold were still true at `untilUs`; begun or continued since `fromUs`. */
  onConfirm(series: Int32Array, fromUs: number, untilUs: number): void;
}

export interface RecorderOptions {
  readonly history: HistoryInterface;
  readonly live: LiveState;
  readonly clock: Clock;
  readonly project: () => Project;
  readonly onError: (error: TwinError) => void;
}

type Gap = Parameters<SourceEvents["onGap"]>[0];
type Filled = Parameters<SourceEvents["onFilled"]>[0];

interface Refused {
  values: number;
  fromUs: number;
  toUs: number;
  readonly items: Set<number>;
}

/** Why values that were refused are missing. */
const TOO_MANY_WAITED = "Values came faster than the disk could prepare for their signals";

/** What the recorder knows of one source. */
interface SourceState {
  /** What it tells waits here for the ids of new series. */
  readonly order: SourceOrder;
  /** Values that were refused because too many waited. */
  refused: Refused | undefined;
  readonly skew: SkewMeter;
  /** Gaps that the loss of the connection has opened. */
  readonly outage: OutagePart[];
  confirmedUs: number;
}

export class Recorder implements SourceSink {
  readonly #options: RecorderOptions;
  readonly #items = new ItemTable();
  readonly #states = new SeriesStates();
  readonly #sources = new Map<string, SourceState>();
  readonly #listeners = new Set<IngestListener>();
  readonly #gaps: GapBook;
  readonly #losses: LossBook;
  readonly #counters = zeroCounters();
  readonly #appending = new Set<Promise<void>>();
  /** Receipt of the oldest batch that is not on disk, by batch, in order. */
  readonly #unrecorded = new Map<number, number>();
  #batches = 0;

  constructor(options: RecorderOptions) {
    this.#options = options;
    const onError = (error: unknown): void => options.onError(TwinError.from(error));
    this.#gaps = new GapBook(options.history, onError);
    this.#losses = new LossBook(options.history, onError);
  }

  addListener(listener: IngestListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get counters(): Readonly<IngestCounters> {
    return this.#counters;
  }

  /** How far behind the newest received value the disk is, in µs. */
  get lagUs(): number {
    const [oldestUs] = this.#unrecorded.values();
    return oldestUs === undefined ? 0 : Math.max(0, this.#options.clock() - oldestUs);
  }

  /** A source's clock minus ours in µs, as its samples tell. */
  skewUs(source: string): number | undefined {
    return this.#sources.get(source)?.skew.skewUs;
  }

  onBound(source: string, items: readonly BoundItem[]): void {
    const work = this.#bind(source, items).catch((error: unknown) => this.#options.onError(TwinError.from(error)));
    this.#source(source).order.prepare(work);
  }

  async #bind(source: string, items: readonly BoundItem[]): Promise<void> {
    const { history, project, clock } = this.#options;
    const found = items.flatMap((bound) => this.#conversion(bound, project()) ?? []);
    const ids = await history.ensureSeries(found.map(({ bound }) => ({ signal: bound.binding.signal })));
    const nowUs = clock();
    const entries = found.map(({ bound, conversion }, i): ItemEntry => ({ ...conversion, bound, source, series: ids[i] as number })); // one id each
    for (const entry of entries) this.#items.set(entry.bound.item, entry);
    await history.recordConversions(entries.map(({ series, bound: { binding }, factor, offset }) => ({ series, sinceUs: nowUs, binding: binding.id, revision: binding.revision, factor, offset })));
    await resumeRecording(history, source, ids, nowUs, (series, fromUs) => this.#break(series, fromUs));
  }

  #conversion(bound: BoundItem, project: Project) {
    const signal = findSignal(project, bound.binding.signal);
    if (!signal) return undefined;
    try {
      return { bound, conversion: conversionOf(bound.binding, signal) };
    } catch (error) {
      this.#options.onError(TwinError.from(error));
      return undefined;
    }
  }

  /** Takes over limits and units of signals that were edited. */
  projectChanged(): void {
    const project = this.#options.project();
    for (const source of this.#sources.keys()) {
      for (const entry of this.#items.of(source)) {
        const found = this.#conversion(entry.bound, project);
        if (found) this.#items.set(entry.bound.item, { ...entry, ...found.conversion });
      }
    }
  }

  onUnbound(source: string, items: readonly BoundItem[]): void {
    this.#source(source).order.run(() => {
      const entries = items.flatMap(({ item }) => this.#items.delete(item) ?? []);
      const rebound = new Set(this.#items.of(source).map((entry) => entry.series));
      const series = Int32Array.from(entries.map((entry) => entry.series).filter((id) => !rebound.has(id)));
      const fromUs = this.#options.clock();
      this.#gaps.breakConfirmation(source);
      this.#gaps.gap(source, { fromUs, reason: NOT_RECORDED }, series);
      this.#break(series, fromUs);
    });
  }

  onBatch(source: string, raw: RawBatch): void {
    const { order } = this.#source(source);
    if (!order.run(() => this.#record(source, raw), raw.item.length)) this.#refuse(source, raw);
  }

  /** Values without room to wait are counted, and are a gap once their series are known. */
  #refuse(source: string, { item, tUs, receivedUs }: RawBatch): void {
    const state = this.#source(source);
    if (!state.refused) state.order.run(() => this.#loseRefused(source));
    const refused = (state.refused ??= { values: 0, fromUs: Number.POSITIVE_INFINITY, toUs: receivedUs, items: new Set() });
    refused.values += item.length;
    refused.fromUs = tUs.reduce((first, stampUs) => Math.min(first, stampUs), refused.fromUs);
    refused.toUs = receivedUs;
    for (const each of item) refused.items.add(each);
  }

  #loseRefused(source: string): void {
    const state = this.#source(source);
    const { refused } = state;
    if (!refused) return;
    state.refused = undefined;
    this.#counters.received += refused.values;
    this.#counters.lost += refused.values;
    const series = Int32Array.from(this.#items.of(source, Int32Array.from(refused.items)), (entry) => entry.series);
    this.#losses.lost(source, series, refused, TOO_MANY_WAITED);
    this.#break(series, refused.fromUs);
    this.#options.onError(new TwinError("limit", `${TOO_MANY_WAITED}: ${refused.values} were not recorded. They are a gap.`));
  }

  #record(source: string, raw: RawBatch): void {
    const batch = normalise(raw, this.#items, this.#states, this.#counters);
    this.#source(source).skew.take(raw.tUs, raw.receivedUs);
    if (!batch) return;
    this.#append(source, batch, raw.receivedUs);
    this.#options.live.take(batch);
    for (const listener of this.#listeners) listener.onBatch(batch, source);
  }

  #append(source: string, batch: SampleBatch, receivedUs: number): void {
    const number = ++this.#batches;
    this.#unrecorded.set(number, receivedUs);
    const written = this.#options.history.append(batch).then(
      () => {
        this.#counters.recorded += batch.series.length;
        this.#losses.over(source, receivedUs);
      },
      (error: unknown) => {
        this.#counters.lost += batch.series.length;
        const fromUs = batch.tUs.reduce((first, tUs) => Math.min(first, tUs), receivedUs);
        this.#losses.lost(source, batch.series, { fromUs, toUs: receivedUs }, TwinError.from(error).message);
      },
    ).finally(() => {
      this.#unrecorded.delete(number);
      this.#appending.delete(written);
    });
    this.#appending.add(written);
  }

  onGap(source: string, gap: Gap): void {
    const state = this.#source(source);
    state.order.run(() => {
      const series = Int32Array.from(this.#items.of(source, gap.items), (entry) => entry.series);
      if (!gap.items) this.#gaps.breakConfirmation(source);
      for (const part of this.#partsOf(state, gap, series)) {
        this.#gaps.gap(source, { ...gap, fromUs: part.fromUs, ...(gap.toUs !== undefined && { toUs: Math.max(gap.toUs, part.fromUs) }) }, part.series);
        this.#break(part.series, part.fromUs);
      }
    });
  }

  /** The end of a lost connection ends all that was opened by it. */
  #partsOf(state: SourceState, gap: Gap, series: Int32Array): readonly OutagePart[] {
    if (gap.items) return [{ fromUs: gap.fromUs, series }];
    if (gap.toUs === undefined) {
      const parts = outageParts(series, gap.fromUs, (id) => this.#states.newestUs(id));
      state.outage.push(...parts);
      return parts;
    }
    const open = state.outage.splice(0);
    return open.length > 0 ? open : [{ fromUs: gap.fromUs, series }];
  }

  onFilled(source: string, filled: Filled): void {
    this.#source(source).order.run(() => {
      const series = Int32Array.from(this.#items.of(source, filled.items), (entry) => entry.series);
      this.#gaps.filled(source, filled.fromUs, filled.toUs, series);
    });
  }

  onConfirm(source: string, untilUs: number): void {
    this.#source(source).order.run(() => {
      const state = this.#source(source);
      const entries = this.#items.of(source).filter((entry) => !this.#states.isBroken(entry.series));
      const series = Int32Array.from(new Set(entries.map((entry) => entry.series)));
      const fromUs = Math.min(Math.max(state.confirmedUs, 0) || untilUs, untilUs);
      this.#gaps.confirm(source, series, untilUs);
      this.#options.live.confirm(series, untilUs);
      for (const listener of this.#listeners) listener.onConfirm(series, fromUs, untilUs);
      state.confirmedUs = untilUs;
    });
  }

  #break(series: Int32Array, fromUs: number): void {
    for (const id of series) this.#states.break(id, fromUs);
    this.#options.live.break(series, fromUs);
    for (const listener of this.#listeners) listener.onGap(series, fromUs);
  }

  #source(source: string): SourceState {
    const known = this.#sources.get(source);
    if (known) return known;
    const state: SourceState = { order: new SourceOrder(), refused: undefined, skew: new SkewMeter(), outage: [], confirmedUs: Number.NaN };
    this.#sources.set(source, state);
    return state;
  }

  /** Waits until everything taken so far is recorded or counted as lost. */
  async flush(): Promise<void> {
    for (const { order } of this.#sources.values()) await order.ready;
    await Promise.all(this.#appending);
    this.#gaps.flush();
  }

  /** To be called when the sources are closed and before the history is. */
  async close(): Promise<void> {
    await this.flush();
    this.#losses.close(this.#options.clock());
    this.#listeners.clear();
  }
}

/**
 * One configured source while it is connected: its session, the items it records, how fast values come.
 *
 * Passes everything on to the sink under the source's id. It does not decide when to connect; the manager does.
 */
import type { SourceStatus } from "../../../shared/contract/sources.ts";
import type { Binding, Source } from "../../../shared/model/project.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { US_PER_S } from "../../../shared/time/time.ts";
import { diffItems, subscribeItem } from "./bindingItems.ts";
import type { RawBatch, SessionStatus, SourceDriver, SourceSession } from "./SourceDriver.ts";
import type { BoundItem, SourceSink } from "./SourceSink.ts";
import { UnitCheck } from "./UnitCheck.ts";

export interface SourceConnectionOptions {
  readonly source: Source;
  readonly driver: SourceDriver;
  /** Settings as the driver gets them, the sample plant's address filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly address?: () => Promise<string>;
  readonly secret: () => Promise<string | undefined>;
  readonly sink: SourceSink;
  readonly clock: Clock;
  readonly nextItem: () => number;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

export class SourceConnection {
  readonly source: Source;
  readonly session: SourceSession;
  readonly #options: SourceConnectionOptions;
  readonly #units: UnitCheck;
  #items: ReadonlyMap<string, BoundItem> = new Map();
  #status: SessionStatus;
  #lastDataUs: number | undefined;
  #countedSinceUs: number;
  #counted = 0;
  #valuesPerSecond = 0;

  constructor(options: SourceConnectionOptions) {
    const { source, driver, settings, address, secret, sink, clock } = options;
    this.source = source;
    this.#options = options;
    this.#countedSinceUs = clock();
    this.#status = { state: "connecting", sinceUs: clock(), subscribed: 0, subscriptions: [], failedItems: [] };
    this.session = driver.open({
      settings,
      ...(address && { address }),
      secret,
      events: {
        onBatch: (batch) => this.#onBatch(batch),
        onGap: (gap) => sink.onGap(source.id, gap),
        onFilled: (filled) => sink.onFilled(source.id, filled),
        onConfirm: (untilUs) => sink.onConfirm(source.id, untilUs),
        onStatus: (status) => this.#onStatus(status),
      },
    });
    this.#units = new UnitCheck({ session: this.session, onChange: options.onChange, onError: options.onError });
  }

  get status(): SourceStatus {
    const warnings = [...(this.#status.warnings ?? []), ...this.#units.warnings];
    return {
      ...this.#status,
      source: this.source.id,
      valuesPerSecond: this.#valuesPerSecond,
      ...(this.#lastDataUs !== undefined && { lastDataUs: this.#lastDataUs }),
      ...(warnings.length > 0 && { warnings }),
    };
  }

  /** Records these bindings from now on. What did not change is left alone. */
  bind(bindings: readonly Binding[]): void {
    const { items, added, removed } = diffItems(this.#items, bindings, this.#options.nextItem);
    if (added.length === 0 && removed.length === 0) return;
    this.#items = items;
    if (added.length > 0) this.#options.sink.onBound(this.source.id, added);
    if (removed.length > 0) this.#options.sink.onUnbound(this.source.id, removed);
    this.#units.want(bindings);
    this.session.subscribe([...items.values()].map(subscribeItem)).catch(this.#options.onError);
  }

  /** Called about once a second: turns the count since the last call into a rate. Says whether it changed. */
  measureRate(): boolean {
    const nowUs = this.#options.clock();
    const elapsedUs = nowUs - this.#countedSinceUs;
    if (elapsedUs <= 0) return false;
    const before = this.#valuesPerSecond;
    this.#valuesPerSecond = Math.round((this.#counted / elapsedUs) * US_PER_S * 10) / 10;
    this.#counted = 0;
    this.#countedSinceUs = nowUs;
    return this.#valuesPerSecond !== before;
  }

  async close(): Promise<void> {
    await this.session.close();
    const items = [...this.#items.values()];
    if (items.length > 0) this.#options.sink.onUnbound(this.source.id, items);
    this.#items = new Map();
  }

  #onBatch(batch: RawBatch): void {
    this.#counted += batch.item.length;
    this.#lastDataUs = batch.receivedUs;
    this.#options.sink.onBatch(this.source.id, batch);
  }

  #onStatus(status: SessionStatus): void {
    this.#status = status;
    if (status.state === "live") this.#units.start();
    this.#options.onChange();
  }
}

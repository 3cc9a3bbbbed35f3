/**
 * Everything a connection has subscribed to: items grouped by sampling and queue, split over subscriptions and calls as the
 * server's limits ask. Lives as long as the connection; after a reconnect a new set is made.
 */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { SourceStatus } from "../../../../shared/contract/sources.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import { US_PER_MS } from "../../../../shared/time/time.ts";
import type { SourceEvents, SubscribeItem } from "../SourceDriver.ts";
import { chooseSampling } from "./chooseSampling.ts";
import { ItemTable } from "./ItemTable.ts";
import { MonitoredGroup, type GroupEvents, type Monitored } from "./MonitoredGroup.ts";
import { NotificationReader } from "./NotificationReader.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";

/** Share of a new reading in the clock difference; smooths over what publishing and the network add. */
const SKEW_WEIGHT = 0.05;
/** OPC UA's "no time" (Part 6, 5.2.2.5: a DateTime of 0 is 1601-01-01); first messages of some servers carry it. */
const NULL_DATE_MS = Date.UTC(1601, 0, 1);
/** Lists for people end here; the count is told beside them. */
const MAX_LISTED = 500;

export interface SubscriptionSetOptions {
  readonly connection: OpcUaConnection;
  readonly publishingMs: number;
  readonly events: Pick<SourceEvents, "onBatch" | "onGap">;
  readonly clock: Clock;
  /** Until when nothing was known, see `NotificationReader`. */
  readonly knownFromUs: number;
  readonly onChange: () => void;
}

export class SubscriptionSet {
  readonly #options: SubscriptionSetOptions;
  readonly #table = new ItemTable();
  readonly #reader: NotificationReader;
  readonly #groups = new Set<MonitoredGroup>();
  readonly #failed = new Map<number, { address: string; reason: string }>();
  readonly #frozen = new Map<number, string>();
  readonly #wanted = new Map<number, SubscribeItem>();
  #updating: Promise<void> = Promise.resolve();
  #skewUs: number | undefined;

  constructor(options: SubscriptionSetOptions) {
    this.#options = options;
    this.#reader = new NotificationReader(this.#table, options.knownFromUs, {
      onOverflow: (item, fromUs, toUs) => options.events.onGap({ fromUs, toUs, reason: "The server's queue ran over", items: Int32Array.of(item) }),
      onNotRecordable: (item, reason) => this.#fail(item, reason),
      onFrozenClock: (item) => this.#freeze(item),
    });
  }

  /** Source clock minus ours in µs, once heard. */
  get skewUs(): number | undefined {
    return this.#skewUs;
  }

  get status(): Pick<SourceStatus, "subscribed" | "subscriptions" | "failedItems"> & { warnings: { address: string; text: string }[] } {
    const groups = [...this.#groups];
    return {
      subscribed: groups.reduce((sum, group) => sum + group.items.size, 0),
      subscriptions: groups.map((group) => group.status),
      failedItems: [...this.#failed.values()].slice(0, MAX_LISTED),
      warnings: [...this.#frozen.values()].slice(0, MAX_LISTED).map((address) => ({ address, text: "Its value changes while its time stamp stands still: the server's clock for it does not run." })),
    };
  }

  /** The instant up to which every subscription is known to be alive; undefined without subscriptions. */
  get heardUs(): number | undefined {
    let heardUs: number | undefined;
    for (const group of this.#groups) heardUs = Math.min(heardUs ?? Infinity, group.lastHeardUs);
    return heardUs;
  }

  /**
   * How many times its limit the most silent subscription has been silent; above 1 it is overdue. Only time since
   * `listeningSinceUs` counts: before that we may have been deaf ourselves.
   */
  silence(nowUs: number, listeningSinceUs: number): number {
    let worst = 0;
    for (const group of this.#groups) worst = Math.max(worst, (nowUs - Math.max(group.lastHeardUs, listeningSinceUs)) / US_PER_MS / group.silenceLimitMs);
    return worst;
  }

  /** Items being recorded now. */
  get items(): readonly SubscribeItem[] {
    return [...this.#groups].flatMap((group) => [...group.items.values()].map((monitored) => monitored.wanted));
  }

  /** Makes the subscribed items these. Calls queue up behind each other; each sends only the difference. */
  update(items: readonly SubscribeItem[], signal: AbortSignal): Promise<void> {
    const updated = this.#updating.then(() => this.#update(items, signal));
    this.#updating = updated.catch(() => undefined); // told to the caller; the next update starts from what there is
    return updated;
  }

  async #update(items: readonly SubscribeItem[], signal: AbortSignal): Promise<void> {
    const next = new Map(items.map((item) => [item.item, item]));
    await this.#removeUnwanted(next);
    const added = items.filter((item) => !this.#wanted.has(item.item));
    for (const item of added) this.#wanted.set(item.item, item);
    const rated = await chooseSampling(this.#options.connection, added);
    for (const alike of groupAlike(rated)) await this.#add(alike, signal);
    this.#options.onChange();
  }

  async #removeUnwanted(next: ReadonlyMap<number, SubscribeItem>): Promise<void> {
    for (const [item, wanted] of this.#wanted) {
      if (same(wanted, next.get(item))) continue;
      this.#wanted.delete(item);
      this.#failed.delete(item);
      this.#frozen.delete(item);
    }
    for (const group of this.#groups) {
      const gone: Monitored[] = [...group.items.values()].filter(({ wanted }) => !this.#wanted.has(wanted.item));
      if (gone.length === 0) continue;
      for (const { handle } of gone) this.#table.remove(handle);
      if (gone.length < group.items.size) {
        await group.remove(gone, this.#options.connection.limits.monitoredItemsPerCall);
      } else {
        this.#groups.delete(group);
        await group.end();
      }
    }
  }

  /** Fills subscriptions with room, then makes new ones, until all items are in or refused. */
  async #add(items: readonly SubscribeItem[], signal: AbortSignal): Promise<void> {
    const { connection } = this.#options;
    const { monitoredItemsPerCall, itemsPerSubscription } = connection.limits;
    const [like] = items;
    if (!like) return;
    let left = [...items];
    const roomy = [...this.#groups].filter((group) => group.samplingMs === like.samplingMs && group.queueSize === like.queueSize && group.items.size < itemsPerSubscription);
    while (left.length > 0) {
      signal.throwIfAborted();
      const group = roomy.pop() ?? (await this.#newGroup(like));
      const before = group.items.size;
      let full = false;
      while (left.length > 0 && !full) {
        const room = Math.min(monitoredItemsPerCall, itemsPerSubscription - group.items.size);
        if (room <= 0) break;
        const call = left.slice(0, room);
        const { failed, noRoom } = await group.add(call, (item) => this.#table.add(item.item));
        for (const { item, reason } of failed) this.#failed.set(item.item, { address: item.address, reason });
        left = [...noRoom, ...left.slice(room)];
        full = noRoom.length > 0;
        this.#options.onChange();
      }
      if (full && group.items.size === before && before === 0) {
        for (const item of left) this.#failed.set(item.item, { address: item.address, reason: "The server takes no more signals on this connection." });
        left = [];
      }
      if (group.items.size === 0) {
        this.#groups.delete(group);
        await group.end();
      }
    }
  }

  async #newGroup(like: SubscribeItem): Promise<MonitoredGroup> {
    const { connection, publishingMs, clock } = this.#options;
    const group = await MonitoredGroup.create(connection, like, publishingMs, this.#groupEvents(), clock);
    this.#groups.add(group);
    return group;
  }

  #groupEvents(): GroupEvents {
    const { connection, events, clock } = this.#options;
    return {
      onData: (notifications) => {
        const batch = this.#reader.read(notifications, clock());
        if (batch) events.onBatch(batch);
      },
      onLost: (group, fromUs, toUs) => events.onGap({ fromUs, toUs, reason: "Messages of the server were lost on the way", items: Int32Array.from(group.items.keys()) }),
      onEnded: (status) => connection.abandon(new TwinError("unreachable", `The server ended our subscription (${status}). We connect again by ourselves.`)),
      onHeard: (publishedMs, receivedUs) => {
        if (publishedMs === undefined || publishedMs <= NULL_DATE_MS) return;
        const differenceUs = publishedMs * US_PER_MS - receivedUs;
        this.#skewUs = Math.round(this.#skewUs === undefined ? differenceUs : this.#skewUs + SKEW_WEIGHT * (differenceUs - this.#skewUs));
      },
    };
  }

  #fail(item: number, reason: string): void {
    const wanted = this.#wanted.get(item);
    if (!wanted || this.#failed.has(item)) return;
    this.#failed.set(item, { address: wanted.address, reason });
    this.#options.onChange();
  }

  #freeze(item: number): void {
    const wanted = this.#wanted.get(item);
    if (!wanted || this.#frozen.has(item)) return;
    this.#frozen.set(item, wanted.address);
    this.#options.onChange();
  }
}

function groupAlike(items: readonly SubscribeItem[]): SubscribeItem[][] {
  const groups = new Map<string, SubscribeItem[]>();
  for (const item of items) {
    const key = `${item.samplingMs}/${item.queueSize}`;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}

function same(a: SubscribeItem, b: SubscribeItem | undefined): boolean {
  return b !== undefined && a.address === b.address && a.samplingMs === b.samplingMs && a.queueSize === b.queueSize;
}

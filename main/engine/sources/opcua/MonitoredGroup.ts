/**
 * One subscription at the server and the items in it, which all ask for the same sampling and queue. Notices what was lost
 * (sequence numbers) and when the server was last heard.
 */
import type { ClientSubscription, MonitoredItemNotification, NotificationMessage, StatusCode } from "node-opcua";
import type { SourceStatus } from "../../../../shared/contract/sources.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import type { SubscribeItem } from "../SourceDriver.ts";
import type { OpcUaConnection } from "./OpcUaConnection.ts";
import { previous, SequenceWatch } from "./SequenceWatch.ts";
import { statusReason } from "./statusReason.ts";

/** A keep-alive comes at least this often, so that a silent death shows within seconds. */
const KEEP_ALIVE_MS = 3_000;
/** The server keeps the subscription and its queues for at least this long without us. */
const LIFETIME_MS = 60_000;
export interface Monitored {
  readonly wanted: SubscribeItem;
  readonly handle: number;
  readonly id: number;
  readonly samplingMs: number;
  readonly queueSize: number;
}

export interface GroupEvents {
  readonly onData: (notifications: readonly MonitoredItemNotification[], group: MonitoredGroup) => void;
  /** Publish responses are missing: whatever these items did between the two instants is unknown. */
  readonly onLost: (group: MonitoredGroup, fromUs: number, toUs: number) => void;
  /** The server ended the subscription. */
  readonly onEnded: (status: string) => void;
  readonly onHeard: (publishedUs: number | undefined, receivedUs: number) => void;
}

export class MonitoredGroup {
  readonly samplingMs: number;
  readonly queueSize: number;
  readonly items = new Map<number, Monitored>();
  lastHeardUs: number;
  readonly #connection: OpcUaConnection;
  readonly #subscription: ClientSubscription;
  readonly #requestedPublishingMs: number;
  readonly #events: GroupEvents;
  readonly #clock: Clock;
  readonly #sequence = new SequenceWatch();

  private constructor(connection: OpcUaConnection, subscription: ClientSubscription, like: SubscribeItem, publishingMs: number, events: GroupEvents, clock: Clock) {
    this.#connection = connection;
    this.#subscription = subscription;
    this.#requestedPublishingMs = publishingMs;
    this.samplingMs = like.samplingMs;
    this.queueSize = like.queueSize;
    this.#events = events;
    this.#clock = clock;
    this.lastHeardUs = clock();
    subscription.on("raw_notification", (message) => this.#onMessage(message));
  }

  static async create(connection: OpcUaConnection, like: SubscribeItem, publishingMs: number, events: GroupEvents, clock: Clock): Promise<MonitoredGroup> {
    const keepAliveCount = Math.max(3, Math.ceil(KEEP_ALIVE_MS / publishingMs));
    const subscription = await connection.session.createSubscription2({
      requestedPublishingInterval: publishingMs,
      requestedMaxKeepAliveCount: keepAliveCount,
      requestedLifetimeCount: Math.max(keepAliveCount * 3, Math.ceil(LIFETIME_MS / publishingMs)),
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 10,
    });
    return new MonitoredGroup(connection, subscription, like, publishingMs, events, clock);
  }

  /** Silence longer than this means that something is wrong: two keep-alives are overdue. */
  get silenceLimitMs(): number {
    return this.#subscription.publishingInterval * this.#subscription.maxKeepAliveCount * 2 + 1_000;
  }

  get status(): SourceStatus["subscriptions"][number] {
    const sampling = range([...this.items.values()].map((item) => item.samplingMs));
    const queue = range([...this.items.values()].map((item) => item.queueSize));
    return {
      items: this.items.size,
      publishingMs: { requested: this.#requestedPublishingMs, revised: this.#subscription.publishingInterval },
      samplingMs: { requested: this.samplingMs, revisedMin: sampling.low, revisedMax: sampling.high },
      queueSize: { requested: this.queueSize, revisedMin: queue.low, revisedMax: queue.high },
    };
  }

  /** Adds items in one call; says for each that failed why. Items the subscription has no room for come back in `noRoom`. */
  async add(wanted: readonly SubscribeItem[], handleOf: (item: SubscribeItem) => number): Promise<{ failed: { item: SubscribeItem; reason: string }[]; noRoom: SubscribeItem[] }> {
    const { ua, session, addresses } = this.#connection;
    const failed: { item: SubscribeItem; reason: string }[] = [];
    const noRoom: SubscribeItem[] = [];
    const asked: { item: SubscribeItem; handle: number; nodeId: ReturnType<typeof addresses.parse> }[] = [];
    for (const item of wanted) {
      try {
        const nodeId = addresses.parse(item.address);
        asked.push({ item, handle: handleOf(item), nodeId });
      } catch (error) {
        failed.push({ item, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    if (asked.length === 0) return { failed, noRoom };
    const response = await session.createMonitoredItems({
      subscriptionId: this.#subscription.subscriptionId,
      timestampsToReturn: ua.TimestampsToReturn.Both,
      itemsToCreate: asked.map(({ item, handle, nodeId }) => ({
        itemToMonitor: { nodeId, attributeId: ua.AttributeIds.Value },
        monitoringMode: ua.MonitoringMode.Reporting,
        requestedParameters: { clientHandle: handle, samplingInterval: item.samplingMs, queueSize: item.queueSize, discardOldest: true },
      })),
    });
    for (const [index, { item, handle }] of asked.entries()) {
      const result = response.results?.[index];
      const status: StatusCode | undefined = result?.statusCode;
      if (result && status?.isGood()) {
        this.items.set(item.item, { wanted: item, handle, id: result.monitoredItemId, samplingMs: result.revisedSamplingInterval, queueSize: result.revisedQueueSize });
      } else if (status?.name === "BadTooManyMonitoredItems") {
        noRoom.push(item);
      } else {
        failed.push({ item, reason: statusReason(status?.name ?? "") });
      }
    }
    return { failed, noRoom };
  }

  /** Stops items; an empty subscription is ended by its owner. */
  async remove(items: readonly Monitored[], atOnce: number): Promise<void> {
    for (const item of items) this.items.delete(item.wanted.item);
    for (let from = 0; from < items.length; from += atOnce) {
      await this.#connection.session.deleteMonitoredItems({
        subscriptionId: this.#subscription.subscriptionId,
        monitoredItemIds: items.slice(from, from + atOnce).map((item) => item.id),
      });
    }
  }

  async end(): Promise<void> {
    await this.#subscription.terminate();
  }

  /**
   * The data is taken out of the message here: the library would look for an object of its own for every item and raise an
   * event for every value.
   */
  #onMessage(message: NotificationMessage): void {
    const receivedUs = this.#clock();
    const parts = message.notificationData ?? [];
    const isKeepAlive = parts.length === 0;
    const { repeated, missing } = this.#sequence.take(message.sequenceNumber, isKeepAlive);
    // The library takes the number of a keep-alive for one that came, and would ask for the wrong one after a break.
    if (isKeepAlive && "lastSequenceNumber" in this.#subscription) this.#subscription.lastSequenceNumber = previous(message.sequenceNumber);
    if (missing.length > 0) void this.#recover(missing, this.lastHeardUs, receivedUs);
    this.lastHeardUs = receivedUs;
    this.#events.onHeard(message.publishTime?.getTime(), receivedUs);
    message.notificationData = null;
    if (!repeated) this.#take(parts);
  }

  #take(parts: readonly unknown[]): void {
    const { DataChangeNotification, StatusChangeNotification } = this.#connection.ua;
    for (const part of parts) {
      if (part instanceof DataChangeNotification) this.#events.onData(part.monitoredItems ?? [], this);
      else if (part instanceof StatusChangeNotification && part.status.isNotGood()) this.#events.onEnded(part.status.name);
    }
  }

  /** Asks for messages again (OPC UA Part 4, 5.14.6); what the server has no more is lost. Never rejects. */
  async #recover(missing: readonly number[], fromUs: number, toUs: number): Promise<void> {
    const { session, ua } = this.#connection;
    let lost = false;
    for (const number of missing) {
      try {
        const request = new ua.RepublishRequest({ subscriptionId: this.#subscription.subscriptionId, retransmitSequenceNumber: number });
        const { notificationMessage } = await session.republish(request);
        // The library may have got it meanwhile.
        if (this.#sequence.isMissing(number)) {
          this.#sequence.giveUp(number);
          this.#take(notificationMessage.notificationData ?? []);
        }
      } catch {
        lost ||= this.#sequence.isMissing(number); // whatever the reason: what was in it is not here
        this.#sequence.giveUp(number);
      }
    }
    if (lost) this.#events.onLost(this, fromUs, toUs);
  }
}

function range(values: readonly number[]): { low: number; high: number } {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return values.length === 0 ? { low: 0, high: 0 } : { low, high };
}

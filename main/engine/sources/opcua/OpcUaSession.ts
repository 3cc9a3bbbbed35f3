/**
 * The life of one OPC UA source: one loop that connects, stays while all is well, says what is wrong, and connects again.
 *
 *     connecting ─→ live ─→ reconnecting ─→ live …     the network or the server went away
 *         │           └──→ stale ─→ reconnecting       connected, but nothing is heard
 *         ├─→ untrusted      waits for a decision about the server's certificate
 *         ├─→ unauthorized   waits to be closed: trying a wrong password again may lock the account
 *         └─→ failed         tries again by itself
 *
 * Values are handed on as they come; what could not be received is told as a gap and, where the server keeps a history,
 * filled from it.
 */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { BrowsedNode, CertificateInfo, CollectedVariable, ConnectionState, NodeAttributes } from "../../../../shared/contract/sources.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import type { OpenSource, RawBatch, SourceSession, SubscribeItem } from "../SourceDriver.ts";
import { backfill } from "./backfill.ts";
import { browseTree, rootOf } from "./browseNodes.ts";
import { collectVariables } from "./collectVariables.ts";
import { connectionError } from "./connectionErrors.ts";
import { pause } from "../../pause.ts";
import { abortable, untilAborted } from "./deadline.ts";
import type { ClientParts } from "./endpoints.ts";
import { OpcUaConnection } from "./OpcUaConnection.ts";
import { Outage } from "./Outage.ts";
import { readAttributes } from "./readAttributes.ts";
import { readHistory } from "./readHistory.ts";
import type { OpcUaSettings } from "./settings.ts";
import { SilenceWatch } from "./SilenceWatch.ts";
import { SubscriptionSet } from "./SubscriptionSet.ts";
import type { TrustStore } from "./TrustStore.ts";

/** Pauses between attempts; the last one repeats. A restarted server is back within seconds, a dead one is not hammered. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000] as const;

export interface OpcUaSessionOptions {
  readonly settings: OpcUaSettings;
  /** Loaded once by the driver; its failure is this session's. */
  readonly parts: () => Promise<ClientParts>;
  readonly trust: TrustStore;
  readonly open: OpenSource;
  readonly clock: Clock;
}

export class OpcUaSession implements SourceSession {
  readonly #options: OpcUaSessionOptions;
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;
  #state: ConnectionState = "connecting";
  #sinceUs: number;
  #message: string | undefined;
  #certificate: CertificateInfo | undefined;
  #items: readonly SubscribeItem[] = [];
  #connection: OpcUaConnection | undefined;
  #subscriptions: SubscriptionSet | undefined;
  readonly #outage: Outage;
  #wasLive = false;

  constructor(options: OpcUaSessionOptions) {
    this.#options = options;
    this.#sinceUs = options.clock();
    this.#outage = new Outage(this.#sinceUs, options.open.events.onGap);
    this.#message = `Connecting to ${options.settings.endpointUrl}.`;
    this.#done = this.#run();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  async subscribe(items: readonly SubscribeItem[]): Promise<void> {
    this.#items = items;
    try {
      await this.#subscriptions?.update(items, this.#closing.signal);
    } catch (error) {
      // A connection that broke meanwhile is made again, with these items; anything else is the caller's to know.
      if (this.#state === "live" && !this.#closing.signal.aborted) throw TwinError.from(error);
    }
  }

  browse(address: string | undefined): Promise<{ nodes: BrowsedNode[]; more: boolean }> {
    const connection = this.#connected();
    return browseTree(connection, address === undefined ? rootOf(connection) : connection.addresses.parse(address));
  }

  async read(addresses: readonly string[]): Promise<NodeAttributes[]> {
    return readAttributes(this.#connected(), addresses);
  }

  async collect(address: string): Promise<{ name: string; typeName?: string; variables: CollectedVariable[]; truncated: boolean }> {
    return collectVariables(this.#connected(), address);
  }

  async *readRange(item: SubscribeItem, fromUs: number, toUs: number, signal: AbortSignal): AsyncGenerator<RawBatch> {
    const connection = this.#connected();
    yield* readHistory(connection, item.item, connection.addresses.parse(item.address), fromUs, toUs, this.#options.clock, AbortSignal.any([signal, this.#closing.signal]));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    this.#tell();
    for (let attempt = 0; !signal.aborted; attempt++) {
      let failure: TwinError;
      try {
        const connection = await this.#connect();
        try {
          failure = await this.#live(connection);
          attempt = -1;
        } finally {
          this.#connection = undefined;
          this.#subscriptions = undefined;
          await connection.close();
        }
      } catch (error) {
        failure = TwinError.from(error);
      }
      if (signal.aborted) break;
      await this.#handle(failure, attempt);
    }
    this.#set("off", undefined);
  }

  async #connect(): Promise<OpcUaConnection> {
    const { settings, parts, trust, open, clock } = this.#options;
    const { signal } = this.#closing;
    const endpointUrl = open.address ? await abortable(open.address(), signal) : settings.endpointUrl;
    return OpcUaConnection.open({ settings: { ...settings, endpointUrl }, parts: await abortable(parts(), signal), trust, secret: open.secret, clock, signal });
  }

  /** From the first answer to the loss of the connection; returns why it was lost. */
  async #live(connection: OpcUaConnection): Promise<TwinError> {
    const { open, settings, clock } = this.#options;
    const ended = new AbortController();
    const signal = AbortSignal.any([this.#closing.signal, ended.signal]);
    const knownFromUs = clock();
    const subscriptions = new SubscriptionSet({ connection, publishingMs: settings.publishingMs, events: open.events, clock, knownFromUs, onChange: () => this.#tell() });
    this.#connection = connection;
    this.#subscriptions = subscriptions;
    this.#certificate = connection.certificate;
    connection.onLink((link) => (link === "broken" ? this.#broken() : this.#mended()));
    this.#set("live", undefined);
    const watch = this.#watchSilence(connection, subscriptions);
    const stopTrust = this.#options.trust.onDecision(() => void this.#recheckTrust(connection));
    try {
      const begun = subscriptions.update(this.#items, signal).then(() => this.#endOutage(connection, subscriptions, knownFromUs, signal));
      begun.catch((error: unknown) => connection.abandon(connectionError(error, { url: settings.endpointUrl })));
      const closed = untilAborted(this.#closing.signal).then(() => new TwinError("closed", "Closed."));
      const reason = await Promise.race([connection.lost, closed]);
      this.#outage.begin(subscriptions.heardUs ?? clock());
      return reason;
    } finally {
      watch.close();
      stopTrust();
      ended.abort();
    }
  }

  /** Says what is wrong and waits for what can mend it. */
  async #handle(failure: TwinError, attempt: number): Promise<void> {
    const { signal } = this.#closing;
    this.#outage.tell(failure.message);
    if (failure.code === "untrusted") {
      const changed = this.#nextTrustDecision();
      this.#certificate = failure.details["certificate"] as CertificateInfo; // put there by OpcUaConnection
      this.#set("untrusted", failure.message);
      return changed;
    }
    if (failure.code === "unauthorized") {
      this.#set("unauthorized", failure.message);
      return untilAborted(signal);
    }
    this.#set(this.#wasLive ? "reconnecting" : "failed", failure.message);
    await pause(RETRY_MS[Math.max(0, Math.min(attempt, RETRY_MS.length - 1))] ?? 0, signal);
  }

  #nextTrustDecision(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stop();
        this.#closing.signal.removeEventListener("abort", done);
        resolve();
      };
      const stop = this.#options.trust.onDecision(done);
      this.#closing.signal.addEventListener("abort", done, { once: true });
    });
  }

  /** A certificate that is rejected while we use it ends the connection. */
  async #recheckTrust(connection: OpcUaConnection): Promise<void> {
    const { certificate, serverCertificate } = connection;
    if (!certificate || !serverCertificate) return;
    if ((await this.#options.trust.stateOf(serverCertificate)) !== "trusted") connection.abandon(new TwinError("refused", "The server's certificate is not trusted any more."));
  }

  #watchSilence(connection: OpcUaConnection, subscriptions: SubscriptionSet): SilenceWatch {
    return new SilenceWatch(subscriptions, this.#options.clock, {
      onSilent: (sinceUs) => {
        if (this.#state !== "live") return;
        this.#outage.begin(sinceUs);
        this.#set("stale", "Connected, but the server has sent neither values nor signs of life for too long. We connect again if that lasts.");
      },
      onHeardAgain: () => {
        if (this.#state === "stale") this.#mended();
      },
      onGivenUp: () => {
        if (this.#state === "stale") connection.abandon(new TwinError("unreachable", "The server stayed silent although the connection is open. We connect again."));
      },
      onConfirm: (untilUs) => {
        if (this.#state === "live") this.#options.open.events.onConfirm(untilUs);
      },
    });
  }

  #broken(): void {
    this.#outage.begin(this.#subscriptions?.heardUs ?? this.#options.clock());
    this.#set("reconnecting", `The connection to ${this.#options.settings.endpointUrl} broke. We take it up again.`);
  }

  /** The same session goes on and what was missed is sent again: nothing is lost. */
  #mended(): void {
    this.#outage.forget();
    this.#set("live", undefined);
  }

  /** All items are subscribed again: the gap has an end, and may be filled. */
  #endOutage(connection: OpcUaConnection, subscriptions: SubscriptionSet, toUs: number, signal: AbortSignal): void {
    this.#wasLive = true;
    const gap = this.#outage.end(toUs);
    if (!gap) return;
    const { events } = this.#options.open;
    backfill({ connection, items: subscriptions.items, ...gap, events, clock: this.#options.clock, signal }).catch((error: unknown) => {
      // A gap that cannot be filled stays a gap; a connection that ends meanwhile tells by itself.
      if (!signal.aborted) this.#set(this.#state, `What was missed could not be read from the server's history: ${TwinError.from(error).message}`);
    });
  }

  #connected(): OpcUaConnection {
    if (!this.#connection) throw new TwinError("unreachable", this.#message ?? `There is no connection to ${this.#options.settings.endpointUrl} now.`);
    return this.#connection;
  }

  #set(state: ConnectionState, message: string | undefined): void {
    if (state !== this.#state) this.#sinceUs = this.#options.clock();
    this.#state = state;
    this.#message = message;
    this.#tell();
  }

  #tell(): void {
    const subscribed = this.#subscriptions?.status ?? { subscribed: 0, subscriptions: [], failedItems: [], warnings: [] };
    const skewUs = this.#subscriptions?.skewUs;
    this.#options.open.events.onStatus({
      state: this.#state,
      sinceUs: this.#sinceUs,
      ...(this.#message !== undefined && { message: this.#message }),
      ...(this.#certificate && { certificate: this.#certificate }),
      ...subscribed,
      ...(skewUs !== undefined && { skewUs }),
    });
  }
}

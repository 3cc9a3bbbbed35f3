/**
 * What every kind of source can do for the engine. A driver turns one system's protocol into columns and plain data; it
 * knows nothing of assets, units of signals, history or windows. Capabilities are data; callers ask them, not the kind.
 */
import type { BrowsedNode, CertificateInfo, CollectedVariable, ConnectionState, Endpoint, NodeAttributes, SourceKind, SourceStatus } from "../../../shared/contract/sources.ts";

/** `samplingMs` of an item whose rate nobody chose: the driver takes what suits the source. */
export const AUTOMATIC_SAMPLING = -1;

/** An address to record and how often. `item` is the caller's handle and comes back in every batch. */
export interface SubscribeItem {
  readonly item: number;
  readonly address: string;
  /** 0: every change, as it happens; `AUTOMATIC_SAMPLING`: as the driver thinks best. */
  readonly samplingMs: number;
  readonly queueSize: number;
}

/** Samples as the source gave them: raw values and units, before any conversion. Same length in all columns. */
export interface RawBatch {
  readonly item: Int32Array;
  /** Source time stamp, integer µs UTC; the receive time where the source gives none. */
  readonly tUs: Float64Array;
  readonly receivedUs: number;
  /** NaN where the value is no number (text, or none at all). Booleans are 0 and 1, enums their number. */
  readonly value: Float64Array;
  readonly status: Uint32Array;
  readonly text?: ReadonlyMap<number, string>;
}

/** What a session tells its owner. Never throws through these. */
export interface SourceEvents {
  readonly onBatch: (batch: RawBatch) => void;
  /** Nothing could be received for these items in the stretch (all items if absent); open-ended while it lasts. */
  readonly onGap: (gap: { readonly fromUs: number; readonly toUs?: number; readonly reason: string; readonly items?: Int32Array }) => void;
  /** Held values are confirmed up to this instant (keep-alive, good re-read). */
  readonly onConfirm: (untilUs: number) => void;
  /** Samples of the past arrived for a stretch that was told as a gap: these items lack nothing there any more. */
  readonly onFilled: (filled: { readonly fromUs: number; readonly toUs: number; readonly items: Int32Array }) => void;
  readonly onStatus: (status: SessionStatus) => void;
}

/** How a session stands, as far as it knows itself; rates and names are added by its owner. */
export type SessionStatus = Omit<SourceStatus, "source" | "valuesPerSecond" | "lastDataUs">;

/** A configured source that lives until `close`: connects, reconnects by itself, and says how it stands. */
export interface SourceSession {
  readonly state: ConnectionState;
  /** Replaces the set of subscribed items; only the difference is sent. */
  subscribe(items: readonly SubscribeItem[]): Promise<void>;
  browse(address: string | undefined): Promise<{ nodes: BrowsedNode[]; more: boolean }>;
  read(addresses: readonly string[]): Promise<NodeAttributes[]>;
  collect(address: string): Promise<{ name: string; typeName?: string; variables: CollectedVariable[]; truncated: boolean }>;
  /** Raw samples of a span in the server's own history, for filling gaps; batches in time order. */
  readRange(item: SubscribeItem, fromUs: number, toUs: number, signal: AbortSignal): AsyncIterable<RawBatch>;
  close(): Promise<void>;
}

export interface OpenSource {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Where the source is now, asked at every attempt, for one that moves: the sample plant has a new port after each start. */
  readonly address?: () => Promise<string>;
  /** Asked when the source needs one; undefined means none is known, and the session says `unauthorized`. */
  readonly secret: () => Promise<string | undefined>;
  readonly events: SourceEvents;
}

/** One kind of source. */
export interface SourceDriver {
  readonly kind: SourceKind;
  /** Checks settings; throws `bad-input` naming the field. */
  check(settings: Readonly<Record<string, unknown>>): void;
  /** Returns at once; the session connects in the background and reports through its events. */
  open(options: OpenSource): SourceSession;
  /** Endpoints a server offers; fails within about 5 s with `unreachable`. */
  discover(url: string): Promise<{ endpoints: Endpoint[]; certificate?: CertificateInfo }>;
}

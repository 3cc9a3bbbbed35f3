/**
 * All sources of the open project: which are connected, what each records, how each stands.
 *
 * Owns the sessions and follows the project's definitions. Samples go to the sink; this class converts, stores and judges
 * nothing. Its methods are those of the contract's sources service, so that the service is a plain hand-over.
 */
import { TwinError } from "../../../shared/contract/errors.ts";
import type { BrowsedNode, CertificateInfo, CollectedVariable, ConnectionState, Endpoint, NodeAttributes, SourceKind, SourceStatus } from "../../../shared/contract/sources.ts";
import type { Binding, Project, Source } from "../../../shared/model/project.ts";
import type { Clock } from "../../../shared/time/time.ts";
import { bindingsBySource } from "./bindingItems.ts";
import { MemorySecretStore, type SecretStore } from "./SecretStore.ts";
import { SourceConnection } from "./SourceConnection.ts";
import type { RawBatch, SourceDriver } from "./SourceDriver.ts";
import type { BoundItem, SourceSink } from "./SourceSink.ts";
import { trySource, type TryResult } from "./trySource.ts";

/** How often rates are measured and, where they changed, told. */
const RATE_INTERVAL_MS = 1_000;

/** What sources have to do with certificates: whom we trust and who we are. The OPC UA identity implements it. */
export interface CertificateTrust {
  /** `always` is kept in the user's folder, `once` until this process ends. Sessions that wait for it go on by themselves. */
  trust(thumbprint: string, decision: "reject" | "once" | "always"): Promise<void>;
  ownCertificate(): Promise<{ certificate: CertificateInfo; file: string }>;
}

/** States of a source that is switched on and has neither been reached nor failed to be. */
const UNHEARD: ReadonlySet<ConnectionState> = new Set(["off", "connecting"]);

export interface SourceManagerOptions {
  readonly drivers: readonly SourceDriver[];
  readonly sink: SourceSink;
  readonly certificates: CertificateTrust;
  /** Where remembered passwords are; those given with `connect` alone stay in memory. */
  readonly secrets: SecretStore;
  /** Starts the sample plant if need be and says its address, for sources with `settings.samplePlant`. */
  readonly samplePlantUrl: () => Promise<string>;
  readonly clock: Clock;
  /** Failures that belong to no status: a subscribe that broke off, a unit check that failed. */
  readonly onError: (error: TwinError) => void;
}

export class SourceManager {
  readonly #options: SourceManagerOptions;
  readonly #drivers: ReadonlyMap<string, SourceDriver>;
  readonly #connections = new Map<string, SourceConnection>();
  /** Sources that are about to have a connection: waiting for the sample plant, or for an old session to end. */
  readonly #opening = new Map<string, AbortController>();
  readonly #failed = new Map<string, SourceStatus>();
  readonly #offSinceUs = new Map<string, number>();
  readonly #startedUs: number;
  readonly #listeners = new Set<() => void>();
  readonly #sessionSecrets = new MemorySecretStore();
  #sources: Readonly<Record<string, Source>> = {};
  #bindingsTable: Project["bindings"] | undefined;
  #bindings: ReadonlyMap<string, readonly Binding[]> = new Map();
  #lastItem = 0;
  readonly #timer: NodeJS.Timeout;
  #closed = false;

  constructor(options: SourceManagerOptions) {
    this.#options = options;
    this.#startedUs = options.clock();
    this.#drivers = new Map(options.drivers.map((driver) => [driver.kind.kind, driver]));
    this.#timer = setInterval(() => this.#measureRates(), RATE_INTERVAL_MS);
    this.#timer.unref();
  }

  /** Follows the project: connects what is enabled and new, reconnects what changed, records what is bound. */
  apply(project: Project): void {
    const before = this.#sources;
    if (project.sources === before && project.bindings === this.#bindingsTable) return;
    this.#sources = project.sources;
    this.#bindingsTable = project.bindings;
    this.#bindings = bindingsBySource(project);
    for (const id of Object.keys(before)) if (!project.sources[id]) this.#run(this.disconnect({ source: id }));
    for (const source of Object.values(project.sources)) {
      if (!this.#drivers.has(source.kind)) continue;
      const old = before[source.id];
      if (old === source) this.#connections.get(source.id)?.bind(this.#bindings.get(source.id) ?? []);
      else this.#applySource(source, old);
    }
    this.#changed();
  }

  kinds(): { kinds: SourceKind[] } {
    return { kinds: [...this.#drivers.values()].map((driver) => driver.kind) };
  }

  /** Every source that can be connected, connected or not, in the project's order. */
  statuses(): SourceStatus[] {
    return Object.values(this.#sources).flatMap((source) => (this.#drivers.has(source.kind) ? [this.#statusOf(source)] : []));
  }

  /** Calls back after any status changed; returns how to stop that. */
  onStatusChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Settled when each source that is switched on has been connected or could not be, so that it is known what was missed meanwhile; after a time at last. */
  heard(limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const look = (): void => {
        if (!this.#isConnecting()) end();
      };
      const timer = setTimeout(end, limitMs);
      timer.unref();
      const stop = this.onStatusChange(look);
      look();
    });
  }

  #isConnecting(): boolean {
    return Object.values(this.#sources).some((source) => source.enabled && this.#drivers.has(source.kind) && UNHEARD.has(this.#statusOf(source).state));
  }

  /** Endpoints at an address; the kind is told by the address's scheme. */
  discover({ url }: { url: string }): Promise<{ endpoints: Endpoint[]; certificate?: CertificateInfo }> {
    const driver = [...this.#drivers.values()].find(({ kind }) => kind.capabilities.discover);
    if (!driver) throw new TwinError("bad-input", "No kind of source here can be searched for.");
    return driver.discover(url);
  }

  /** Connects with these settings, says how it went, disconnects. Nothing is recorded. */
  async test({ kind, settings, secret }: { kind: string; settings: Readonly<Record<string, unknown>>; secret?: string | undefined }): Promise<TryResult> {
    const driver = this.#driver(kind);
    const full = await this.#fullSettings(settings);
    driver.check(full);
    return trySource(driver, full, secret);
  }

  /** Connects a source now, with a password if one is given; an open connection is made anew. */
  async connect({ source: id, secret, rememberSecret }: { source: string; secret?: string | undefined; rememberSecret?: boolean | undefined }): Promise<void> {
    const source = this.#source(id);
    if (secret !== undefined) {
      await this.#sessionSecrets.set(id, secret);
      if (rememberSecret === true) await this.#options.secrets.set(id, secret);
    }
    await this.#open(source);
  }

  /** Ends a connection; the source stays off until `connect` or until the project enables it again. */
  async disconnect({ source: id }: { source: string }): Promise<void> {
    this.#opening.get(id)?.abort();
    this.#opening.delete(id);
    this.#failed.delete(id);
    const connection = this.#connections.get(id);
    this.#connections.delete(id);
    if (connection) this.#offSinceUs.set(id, this.#options.clock());
    await connection?.close();
    this.#changed();
  }

  trust({ thumbprint, decision }: { thumbprint: string; decision: "reject" | "once" | "always" }): Promise<void> {
    return this.#options.certificates.trust(thumbprint, decision);
  }

  ownCertificate(): Promise<{ certificate: CertificateInfo; file: string }> {
    return this.#options.certificates.ownCertificate();
  }

  browse({ source, address }: { source: string; address?: string | undefined }): Promise<{ nodes: BrowsedNode[]; more: boolean }> {
    return this.#session(source).browse(address);
  }

  async read({ source, addresses }: { source: string; addresses: readonly string[] }): Promise<{ nodes: NodeAttributes[] }> {
    return { nodes: await this.#session(source).read(addresses) };
  }

  collect({ source, address }: { source: string; address: string }): Promise<{ name: string; typeName?: string; variables: CollectedVariable[]; truncated: boolean }> {
    return this.#session(source).collect(address);
  }

  /** Raw samples of a bound signal from the server's own history, in time order. */
  readRange(bound: BoundItem, fromUs: number, toUs: number, signal: AbortSignal): AsyncIterable<RawBatch> {
    const { item, binding } = bound;
    return this.#session(binding.source).readRange({ item, address: binding.address, samplingMs: 0, queueSize: 1 }, fromUs, toUs, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const opening of this.#opening.values()) opening.abort();
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }

  #applySource(source: Source, old: Source | undefined): void {
    const open = this.#connections.has(source.id) || this.#opening.has(source.id);
    const settingsChanged = old !== undefined && JSON.stringify(old.settings) !== JSON.stringify(source.settings);
    if (source.enabled && (!old?.enabled || settingsChanged)) this.#run(this.#open(source));
    else if (!source.enabled && old?.enabled) this.#run(this.disconnect({ source: source.id }));
    else if (open && settingsChanged) this.#run(this.#open(source));
    else this.#connections.get(source.id)?.bind(this.#bindings.get(source.id) ?? []);
  }

  async #open(source: Source): Promise<void> {
    await this.disconnect({ source: source.id });
    const opening = new AbortController();
    this.#opening.get(source.id)?.abort();
    this.#opening.set(source.id, opening);
    try {
      const driver = this.#driver(source.kind);
      const settings = await this.#fullSettings(source.settings);
      if (opening.signal.aborted || this.#closed) return;
      driver.check(settings);
      const connection = new SourceConnection({
        source,
        driver,
        settings,
        ...(isSamplePlant(source.settings) && { address: this.#options.samplePlantUrl }),
        secret: async () => (await this.#sessionSecrets.get(source.id)) ?? (await this.#options.secrets.get(source.id)),
        sink: this.#options.sink,
        clock: this.#options.clock,
        nextItem: () => ++this.#lastItem,
        onChange: () => this.#changed(),
        onError: (error) => this.#options.onError(TwinError.from(error)),
      });
      this.#connections.set(source.id, connection);
      connection.bind(this.#bindings.get(source.id) ?? []);
    } catch (error) {
      if (opening.signal.aborted) return;
      this.#failed.set(source.id, { ...this.#offStatus(source.id), state: "failed", message: TwinError.from(error).message });
      throw error;
    } finally {
      if (this.#opening.get(source.id) === opening) this.#opening.delete(source.id);
      this.#changed();
    }
  }

  async #fullSettings(settings: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
    return isSamplePlant(settings) ? { ...settings, endpointUrl: await this.#options.samplePlantUrl() } : settings;
  }

  #statusOf(source: Source): SourceStatus {
    const connection = this.#connections.get(source.id);
    if (connection) return connection.status;
    if (this.#opening.has(source.id)) return { ...this.#offStatus(source.id), state: "connecting", message: `Starting ${source.name}.` };
    return this.#failed.get(source.id) ?? this.#offStatus(source.id);
  }

  #offStatus(source: string): SourceStatus {
    const sinceUs = this.#offSinceUs.get(source) ?? this.#startedUs;
    return { source, state: "off", sinceUs, subscribed: 0, valuesPerSecond: 0, subscriptions: [], failedItems: [] };
  }

  #source(id: string): Source {
    const source = this.#sources[id];
    if (!source) throw new TwinError("not-found", `There is no source "${id}" in this project.`);
    return source;
  }

  #driver(kind: string): SourceDriver {
    const driver = this.#drivers.get(kind);
    if (!driver) throw new TwinError("bad-input", `Sources of kind "${kind}" cannot be connected to; they are read as files.`);
    return driver;
  }

  #session(id: string) {
    const source = this.#source(id);
    const connection = this.#connections.get(id);
    if (!connection) throw new TwinError("closed", `${source.name} is not connected. Connect it first.`);
    return connection.session;
  }

  #measureRates(): void {
    let changed = false;
    for (const connection of this.#connections.values()) changed = connection.measureRate() || changed;
    if (changed) this.#changed();
  }

  /** Work nobody waits for; its failure is told. */
  #run(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.onError(TwinError.from(error)));
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isSamplePlant(settings: Readonly<Record<string, unknown>>): boolean {
  return settings["samplePlant"] === true;
}

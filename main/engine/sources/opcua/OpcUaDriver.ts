/** OPC UA servers as sources: our identity and trust towards them, discovery, and sessions. Reads only; writes nothing. */
import { join } from "node:path";
import type { CertificateInfo, Endpoint, SourceKind } from "../../../../shared/contract/sources.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import { systemClock, US_PER_MS } from "../../../../shared/time/time.ts";
import type { OpenSource, SourceDriver, SourceSession } from "../SourceDriver.ts";
import type { CertificateTrust } from "../SourceManager.ts";
import { describeCertificate } from "./certificateInfo.ts";
import { loadClientIdentity } from "./ClientIdentity.ts";
import { type ClientParts, fetchEndpoints, listEndpoints } from "./endpoints.ts";
import { LibraryTrust } from "./LibraryTrust.ts";
import { OpcUaSession } from "./OpcUaSession.ts";
import { OPCUA_FIELDS, parseEndpointUrl, parseOpcUaSettings } from "./settings.ts";
import { type TrustDecision, TrustStore } from "./TrustStore.ts";

export interface OpcUaDriverOptions {
  /** A folder of the user, not of the project: our private key and the list of trusted servers live in `opcua` below it. */
  readonly userFolder: string;
  readonly clock?: Clock;
}

export class OpcUaDriver implements SourceDriver, CertificateTrust {
  readonly kind: SourceKind = {
    kind: "opcua",
    label: "OPC UA server",
    fields: OPCUA_FIELDS,
    capabilities: { browse: true, discover: true, subscribe: true, readHistory: true, write: false },
  };
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #trust: TrustStore;
  #parts: Promise<ClientParts> | undefined;

  constructor({ userFolder, clock = systemClock }: OpcUaDriverOptions) {
    this.#folder = join(userFolder, "opcua");
    this.#clock = clock;
    this.#trust = new TrustStore(this.#folder, clock);
  }

  check(settings: Readonly<Record<string, unknown>>): void {
    parseOpcUaSettings(settings);
  }

  open(options: OpenSource): SourceSession {
    return new OpcUaSession({ settings: parseOpcUaSettings(options.settings), parts: () => this.#clientParts(), trust: this.#trust, open: options, clock: this.#clock });
  }

  async discover(address: string): Promise<{ endpoints: Endpoint[]; certificate?: CertificateInfo }> {
    const url = parseEndpointUrl(address);
    const found = await fetchEndpoints(url, await this.#clientParts(), new AbortController().signal);
    const shown = found.find((endpoint) => endpoint.serverCertificate.length > 0);
    const endpoints = listEndpoints(url, found);
    if (!shown) return { endpoints };
    const { applicationUri } = shown.server;
    const trust = await this.#trust.stateOf(shown.serverCertificate);
    const certificate = describeCertificate(shown.serverCertificate, { nowUs: this.#clock(), host: url.hostname, trust, ...(applicationUri !== null && { applicationUri }) });
    return { endpoints, certificate };
  }

  trust(thumbprint: string, decision: TrustDecision): Promise<void> {
    return this.#trust.decide(thumbprint, decision);
  }

  async ownCertificate(): Promise<{ certificate: CertificateInfo; file: string }> {
    const { identity } = await this.#clientParts();
    return { certificate: describeCertificate(identity.certificate, { nowUs: this.#clock(), applicationUri: identity.applicationUri }), file: identity.certificateFile };
  }

  /** Made at the first need, kept; a failure is tried again the next time. */
  #clientParts(): Promise<ClientParts> {
    this.#parts ??= loadClientIdentity(this.#folder, this.#clock() / US_PER_MS).then((identity) => ({ identity, libraryTrust: new LibraryTrust(this.#trust) }));
    this.#parts.catch(() => (this.#parts = undefined));
    return this.#parts;
  }
}

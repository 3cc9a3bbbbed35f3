/**
 * One session with a server, from the first connection to its end. Short breaks are mended by the library (same session,
 * missed messages republished); when that fails, or the server forgot us, the connection is lost and a new one is made by
 * its owner.
 */
import type { ClientSession, ClientSessionRawSubscriptionService, EndpointDescription, OPCUAClient, RepublishRequest, RepublishResponse, UserIdentityInfo } from "node-opcua";
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { CertificateInfo } from "../../../../shared/contract/sources.ts";
import type { Clock } from "../../../../shared/time/time.ts";
import { Addresses } from "./Addresses.ts";
import { describeCertificate } from "./certificateInfo.ts";
import { connectionError, unanswered } from "./connectionErrors.ts";
import { pause } from "../../pause.ts";
import { withDeadline } from "./deadline.ts";
import { ANSWER_LIMIT_MS, chooseEndpoint, type ClientParts, fetchEndpoints, reachableUrl } from "./endpoints.ts";
import { loadOpcUa, type OpcUa } from "./library.ts";
import { probeTcp } from "./probeTcp.ts";
import { readServerLimits, type ServerLimits } from "./serverLimits.ts";
import type { OpcUaSettings } from "./settings.ts";
import type { TrustStore } from "./TrustStore.ts";

/** Opening a secure channel and a session takes several answers; a small controller computes RSA for seconds. */
const SESSION_LIMIT_MS = 15_000;
/** How long the server keeps our session and its queues while the network is away. */
const SESSION_TIMEOUT_MS = 60_000;
/** So long the library may try to mend a break before the connection is made anew. */
const MENDING_LIMIT_MS = 10_000;
/** Refused so often in a row, so far apart: no program is there to take connections, and it is not just busy starting. */
const REFUSALS = 2;
const REFUSAL_CHECK_MS = 700;
/** A server that does not say goodbye is left without. */
const GOODBYE_LIMIT_MS = 300;
const REQUEST_LIMIT_MS = 30_000;
/** The library drops a socket on which nothing moved for so long. Our own watch over the subscriptions is quicker. */
const IDLE_LIMIT_MS = 180_000;

/** Every session of the library has the raw subscription services; its type leaves them out. */
export type Session = ClientSession & ClientSessionRawSubscriptionService & { republish(request: RepublishRequest): Promise<RepublishResponse> };

export interface ConnectOptions {
  readonly settings: OpcUaSettings;
  readonly parts: ClientParts;
  readonly trust: TrustStore;
  readonly secret: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export class OpcUaConnection {
  readonly ua: OpcUa;
  readonly session: Session;
  readonly addresses: Addresses;
  readonly limits: ServerLimits;
  /** Display names of types met so far, by node id as text. */
  readonly names = new Map<string, string>();
  readonly certificate: CertificateInfo | undefined;
  readonly serverCertificate: Buffer | undefined;
  /** Resolves with the reason when the connection cannot be mended. Never rejects. */
  readonly lost: Promise<TwinError>;
  readonly #client: OPCUAClient;
  readonly #url: string;
  #lose: (reason: TwinError) => void = () => undefined;
  /** Present while the library tries to mend a break; aborted when it has, or need not any more. */
  #mending: AbortController | undefined;
  #onLink: ((state: "broken" | "mended") => void) | undefined;

  private constructor(parts: { ua: OpcUa; client: OPCUAClient; session: Session; addresses: Addresses; limits: ServerLimits; certificate: CertificateInfo | undefined; serverCertificate: Buffer | undefined; url: string }) {
    this.ua = parts.ua;
    this.#client = parts.client;
    this.session = parts.session;
    this.addresses = parts.addresses;
    this.limits = parts.limits;
    this.certificate = parts.certificate;
    this.serverCertificate = parts.serverCertificate;
    this.#url = parts.url;
    this.lost = new Promise((resolve) => (this.#lose = resolve));
    this.#watch();
  }

  /** Connects and logs in. Throws `unreachable`, `untrusted` (with `details.certificate`), `unauthorized` or `refused`. */
  static async open(options: ConnectOptions): Promise<OpcUaConnection> {
    const { settings, parts, signal } = options;
    const ua = await loadOpcUa();
    const typed = new URL(settings.endpointUrl);
    const found = await fetchEndpoints(typed, parts, signal);
    const endpoint = chooseEndpoint(settings, typed, found);
    const certificate = await requireTrust(options, typed, endpoint);
    const user = await identityOf(ua, options, endpoint);
    const url = reachableUrl(typed, endpoint, found);
    const context = { url, certificateFile: parts.identity.certificateFile, ...(settings.identity.kind === "user" && { userName: settings.identity.userName }) };
    const serverCertificate = endpoint.serverCertificate.length > 0 ? endpoint.serverCertificate : undefined;
    const client = ua.OPCUAClient.create({
      applicationName: "Twinbench",
      applicationUri: parts.identity.applicationUri,
      clientName: "Twinbench",
      certificateKeyPairProvider: parts.identity.keyPair,
      clientCertificateManager: parts.libraryTrust,
      securityMode: endpoint.securityMode,
      securityPolicy: ua.coerceSecurityPolicy(endpoint.securityPolicyUri),
      ...(settings.securityMode !== "None" && serverCertificate && { serverCertificate }),
      endpointMustExist: false,
      keepSessionAlive: true,
      requestedSessionTimeout: SESSION_TIMEOUT_MS,
      defaultTransactionTimeout: REQUEST_LIMIT_MS,
      transportTimeout: IDLE_LIMIT_MS,
      connectionStrategy: { maxRetry: 0, initialDelay: 500, maxDelay: 2_000 },
    });
    try {
      await withDeadline(client.connect(url), SESSION_LIMIT_MS, signal, unanswered(url, SESSION_LIMIT_MS / 1000));
      const session = await withDeadline(client.createSession(user), SESSION_LIMIT_MS, signal, unanswered(url, SESSION_LIMIT_MS / 1000));
      const namespaces = await withDeadline(session.readNamespaceArray(), ANSWER_LIMIT_MS, signal, unanswered(url, ANSWER_LIMIT_MS / 1000));
      const limits = await withDeadline(readServerLimits(ua, session), ANSWER_LIMIT_MS, signal, unanswered(url, ANSWER_LIMIT_MS / 1000));
      client.connectionStrategy.maxRetry = -1; // from here on a break is worth mending
      return new OpcUaConnection({ ua, client, session: session as Session, addresses: new Addresses(ua, namespaces), limits, certificate, serverCertificate, url });
    } catch (error) {
      client.disconnect().catch(() => undefined); // the failure that is thrown matters, not the goodbye
      throw connectionError(error, context);
    }
  }

  /** Told of breaks and mends; between them no data comes. */
  onLink(listener: (state: "broken" | "mended") => void): void {
    this.#onLink = listener;
  }

  /** Gives the connection up for this reason. */
  abandon(reason: TwinError): void {
    this.#lose(reason);
  }

  async close(): Promise<void> {
    this.#mending?.abort();
    this.#onLink = undefined;
    this.#client.connectionStrategy.maxRetry = 0;
    const never = new AbortController().signal;
    await Promise.race([this.session.close(true).catch(() => undefined), pause(GOODBYE_LIMIT_MS, never)]);
    await Promise.race([this.#client.disconnect().catch(() => undefined), pause(GOODBYE_LIMIT_MS, never)]);
  }

  #watch(): void {
    const first = this.session.sessionId.toString();
    const failed = (what: string) => this.#lose(new TwinError("unreachable", `${what} We connect again by ourselves.`));
    this.#client.on("connection_lost", () => {
      this.#onLink?.("broken");
      if (this.#mending) return;
      this.#mending = new AbortController();
      void this.#watchMending(this.#mending.signal).then((gone) => gone && failed(gone));
    });
    this.#client.on("close", () => failed(`The connection to ${this.#url} ended.`));
    this.session.on("session_closed", () => failed(`The server at ${this.#url} closed our session.`));
    this.session.on("keepalive_failure", () => failed(`The server at ${this.#url} does not answer any more.`));
    this.session.on("session_restored", () => {
      this.#mending?.abort();
      this.#mending = undefined;
      if (this.session.sessionId.toString() === first) this.#onLink?.("mended");
      else failed(`The server at ${this.#url} was started anew.`);
    });
  }

  /**
   * Why a break is not worth mending any more: it lasts too long, or the server's program has ended, and with it what it
   * kept for us. Undefined once mended.
   */
  async #watchMending(signal: AbortSignal): Promise<string | undefined> {
    const untilMs = performance.now() + MENDING_LIMIT_MS;
    let refused = 0;
    while (performance.now() < untilMs) {
      await pause(REFUSAL_CHECK_MS, signal);
      if (signal.aborted) return undefined;
      refused = (await isRefused(this.#url, signal)) ? refused + 1 : 0;
      if (refused === REFUSALS) return `Nothing listens at ${this.#url} any more: the server has ended.`;
    }
    return signal.aborted ? undefined : `The server at ${this.#url} is gone.`;
  }
}

async function isRefused(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    await probeTcp(new URL(url), ANSWER_LIMIT_MS, signal);
    return false;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
  }
}

/** The certificate must be trusted wherever something depends on it: secured messages, and passwords encrypted for it. */
async function requireTrust({ settings, trust, clock }: ConnectOptions, url: URL, endpoint: EndpointDescription): Promise<CertificateInfo | undefined> {
  const needed = settings.securityMode !== "None" || settings.identity.kind === "user";
  const certificate = endpoint.serverCertificate;
  if (!needed || certificate.length === 0) {
    if (settings.securityMode !== "None") throw new TwinError("refused", `The server at ${url.href} offers ${settings.securityPolicy} but shows no certificate. Repair its certificate, or choose another security policy.`);
    return undefined;
  }
  const state = await trust.stateOf(certificate);
  const applicationUri = endpoint.server.applicationUri;
  const info = describeCertificate(certificate, { nowUs: clock(), host: url.hostname, trust: state, ...(applicationUri !== null && { applicationUri }) });
  if (state === "trusted") return info;
  const why = {
    unknown: "shows a certificate that nobody here has trusted yet. Compare its thumbprint with the one shown at the server, then trust or reject it",
    rejected: "shows a certificate that was rejected. Trust it to connect",
    expired: "shows a certificate that has expired. Ask for a new one, or trust it all the same",
  }[state];
  throw new TwinError("untrusted", `The server at ${url.href} ${why}.`, { details: { certificate: info } });
}

async function identityOf(ua: OpcUa, { settings, secret }: ConnectOptions, endpoint: EndpointDescription): Promise<UserIdentityInfo> {
  if (settings.identity.kind === "anonymous") return { type: ua.UserTokenType.Anonymous };
  const { userName } = settings.identity;
  const password = await secret();
  if (password === undefined) throw new TwinError("unauthorized", `The password of "${userName}" for ${settings.endpointUrl} is not known here. Connect and enter it.`);
  if (!settings.allowPlainPassword && sendsPlain(endpoint)) {
    throw new TwinError("refused", `The server at ${settings.endpointUrl} would get the password of "${userName}" unencrypted. Choose Basic256Sha256 with Sign and encrypt, or allow it in the source's settings.`);
  }
  return { type: ua.UserTokenType.UserName, userName, password };
}

/** A token's own policy decides how the password travels, else the channel's (OPC UA Part 4, 7.41). */
function sendsPlain(endpoint: EndpointDescription): boolean {
  const channel = endpoint.securityPolicyUri ?? "";
  const encryptedChannel = endpoint.securityMode === 3;
  if (encryptedChannel) return false;
  if (endpoint.serverCertificate.length === 0) return true;
  const tokens = (endpoint.userIdentityTokens ?? []).filter(({ tokenType }) => tokenType === 1);
  return tokens.every(({ securityPolicyUri }) => ((securityPolicyUri ?? "") === "" ? channel : securityPolicyUri ?? "").endsWith("#None"));
}

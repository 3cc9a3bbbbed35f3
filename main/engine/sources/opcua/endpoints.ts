/** What a server offers: its endpoints with policy, mode and allowed identities; choosing the one a source asks for. */
import type { EndpointDescription } from "node-opcua";
import type { Endpoint } from "../../../../shared/contract/sources.ts";
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { ClientIdentity } from "./ClientIdentity.ts";
import { connectionError, unanswered } from "./connectionErrors.ts";
import { withDeadline } from "./deadline.ts";
import type { LibraryTrust } from "./LibraryTrust.ts";
import { loadOpcUa } from "./library.ts";
import { OPCUA_PORT, probeTcp } from "./probeTcp.ts";
import { MODES, type ModeName, type OpcUaSettings } from "./settings.ts";

/** Long enough for a controller that is busy, short enough to wait for in front of a dialog. */
export const ANSWER_LIMIT_MS = 5_000;
const POLICY_PREFIX = "http://opcfoundation.org/UA/SecurityPolicy#";
/** UserTokenType of OPC UA Part 4, 7.37. */
const IDENTITIES = { 0: "anonymous", 1: "user", 2: "certificate" } as const;

/** What connecting needs of us, whoever we connect to. */
export interface ClientParts {
  readonly identity: ClientIdentity;
  readonly libraryTrust: LibraryTrust;
}

/** Asks a server for its endpoints over an unsecured channel (OPC UA Part 4, 5.4.4). Takes `ANSWER_LIMIT_MS` at most. */
export async function fetchEndpoints(url: URL, parts: ClientParts, signal: AbortSignal): Promise<EndpointDescription[]> {
  const startedMs = performance.now();
  const { OPCUAClient } = await loadOpcUa();
  await probeTcp(url, ANSWER_LIMIT_MS, signal);
  const client = OPCUAClient.create({
    applicationName: "Twinbench",
    applicationUri: parts.identity.applicationUri,
    certificateKeyPairProvider: parts.identity.keyPair,
    clientCertificateManager: parts.libraryTrust,
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 0, initialDelay: 100, maxDelay: 100 },
    transportTimeout: ANSWER_LIMIT_MS,
    defaultTransactionTimeout: ANSWER_LIMIT_MS,
  });
  const ask = async () => {
    await client.connect(url.href);
    return client.getEndpoints();
  };
  const leftMs = Math.max(ANSWER_LIMIT_MS - (performance.now() - startedMs), ANSWER_LIMIT_MS / 2);
  try {
    return await withDeadline(ask(), leftMs, signal, unanswered(url.href, ANSWER_LIMIT_MS / 1000));
  } catch (error) {
    throw connectionError(error, { url: url.href });
  } finally {
    client.disconnect().catch(() => undefined); // nothing was opened that could be lost
  }
}

export function policyName(endpoint: EndpointDescription): string {
  return (endpoint.securityPolicyUri ?? "").replace(POLICY_PREFIX, "");
}

/** MessageSecurityMode of OPC UA Part 4, 7.20: 1 None, 2 Sign, 3 SignAndEncrypt. */
export function modeName(endpoint: EndpointDescription): ModeName {
  return MODES[endpoint.securityMode - 1] ?? "None";
}

function allowedIdentities(endpoint: EndpointDescription): Endpoint["identities"] {
  const found = (endpoint.userIdentityTokens ?? []).flatMap(({ tokenType }) => (tokenType in IDENTITIES ? [IDENTITIES[tokenType as keyof typeof IDENTITIES]] : []));
  return [...new Set(found)];
}

/** Endpoints for people, the safest first. */
export function listEndpoints(url: URL, found: readonly EndpointDescription[]): Endpoint[] {
  return found
    .filter((endpoint) => (endpoint.transportProfileUri ?? "").endsWith("uatcp-uasc-uabinary"))
    .map((endpoint) => ({
      url: reachableUrl(url, endpoint, found),
      policy: policyName(endpoint),
      mode: modeName(endpoint),
      identities: allowedIdentities(endpoint),
      securityLevel: Number(endpoint.securityLevel),
    }))
    .toSorted((a, b) => MODES.indexOf(b.mode) - MODES.indexOf(a.mode) || b.securityLevel - a.securityLevel);
}

/**
 * The address under which an endpoint can be reached from here: as typed, because servers often name hosts that only they
 * can resolve, and ports that were forwarded on the way. Only where the server answers on the typed port with other
 * endpoints than this one, this one's port and path are taken.
 */
export function reachableUrl(typed: URL, endpoint: EndpointDescription, all: readonly EndpointDescription[]): string {
  const said = all.map(({ endpointUrl }) => endpointUrl ?? "").filter((url) => URL.canParse(url));
  const own = endpoint.endpointUrl ?? "";
  const typedPort = typed.port || String(OPCUA_PORT);
  const elsewhere = URL.canParse(own) && new URL(own).port !== typedPort && said.some((url) => new URL(url).port === typedPort);
  const url = new URL(typed.href);
  if (elsewhere) ({ port: url.port, pathname: url.pathname } = new URL(own));
  return url.href;
}

/** The endpoint with the security and identity that the settings ask for. Throws `refused` and says what there is. */
export function chooseEndpoint(settings: OpcUaSettings, url: URL, found: readonly EndpointDescription[]): EndpointDescription {
  const secured = found.filter((endpoint) => policyName(endpoint) === settings.securityPolicy && modeName(endpoint) === settings.securityMode);
  if (secured.length === 0) {
    const offers = [...new Set(listEndpoints(url, found).map(({ policy, mode }) => (policy === "None" ? "None" : `${policy} ${mode}`)))];
    throw new TwinError("refused", `The server at ${url.href} does not offer ${settings.securityPolicy} ${settings.securityMode}. It offers ${offers.join(", ") || "nothing"}; choose one of these.`);
  }
  const fitting = secured.find((endpoint) => allowedIdentities(endpoint).includes(settings.identity.kind));
  if (!fitting) {
    const wanted = settings.identity.kind === "anonymous" ? "anonymous users" : "user names and passwords";
    throw new TwinError("unauthorized", `The server at ${url.href} takes no ${wanted} here. Choose another way to log in, or another security policy.`);
  }
  return fitting;
}

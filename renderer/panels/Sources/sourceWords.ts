/** How sources, endpoints and nodes are put into words. Pure. */
import type { ConnectionState, Endpoint, NodeKind, SourceStatus } from "../../../shared/contract/sources.ts";
import type { Source } from "../../../shared/model/project.ts";
import type { FieldValues } from "../../widgets/overlays/fieldValues.ts";

const STATES: Readonly<Record<ConnectionState, string>> = {
  off: "off",
  connecting: "connecting …",
  live: "live",
  stale: "stale",
  reconnecting: "reconnecting …",
  untrusted: "asks for trust",
  unauthorized: "asks to log in",
  failed: "failed",
};

export function stateText(source: Source, status: SourceStatus | undefined): string {
  if (source.kind === "file") return "file";
  return STATES[status?.state ?? (source.enabled ? "connecting" : "off")];
}

/** Whether a person has something to do about it. */
export function needsAttention(status: SourceStatus | undefined): boolean {
  return status !== undefined && ["stale", "reconnecting", "untrusted", "unauthorized", "failed"].includes(status.state);
}

const MODES: Readonly<Record<Endpoint["mode"], string>> = { None: "no security", Sign: "signed, readable on the network", SignAndEncrypt: "signed and encrypted" };
const IDENTITIES: Readonly<Record<Endpoint["identities"][number], string>> = { anonymous: "anonymous", user: "user name", certificate: "certificate" };

export function endpointText(endpoint: Endpoint): string {
  return endpoint.mode === "None" ? "None: anyone on the network can read and change what is sent" : `${endpoint.policy}, ${MODES[endpoint.mode]}`;
}

export function identitiesText(endpoint: Endpoint): string {
  return endpoint.identities.map((identity) => IDENTITIES[identity]).join(", ") || "none";
}

/** Most secure first, as they are listed; the first is preselected. */
export function bySecurity(a: Endpoint, b: Endpoint): number {
  const rank = (endpoint: Endpoint): number => ["None", "Sign", "SignAndEncrypt"].indexOf(endpoint.mode) * 1_000 + endpoint.securityLevel;
  return rank(b) - rank(a);
}

/** The settings that choose an endpoint; the mode is left out where there is none to choose. */
export function endpointSettings(endpoint: Endpoint): FieldValues {
  return {
    securityPolicy: endpoint.policy,
    ...(endpoint.mode !== "None" && { securityMode: endpoint.mode }),
    identity: endpoint.identities.includes("anonymous") || !endpoint.identities.includes("user") ? "anonymous" : "user",
  };
}

export function kindText(kind: NodeKind): string {
  return kind === "type" ? "type" : kind;
}

/** A name for a source from its address: `plc-north:4840`. */
export function nameOfUrl(url: string): string {
  return /^[a-z.]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url;
}

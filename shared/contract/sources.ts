/** Sources: what can be connected to, how it stands, what it offers, and trust. */
import { z } from "zod";
import { request, stream } from "./define.ts";

/** One setting of a source kind; the dialog is made from these. */
export interface SettingField {
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "url" | "choice" | "number" | "flag" | "file" | "secret";
  readonly choices?: readonly { readonly value: string; readonly label: string; readonly hint?: string }[];
  readonly required?: boolean;
  readonly default?: unknown;
  readonly help?: string;
  /** Shown only while another field has this value. */
  readonly showWhen?: { readonly field: string; readonly is: readonly string[] };
}

export interface SourceKind {
  readonly kind: string;
  readonly label: string;
  readonly fields: readonly SettingField[];
  readonly capabilities: { readonly browse: boolean; readonly discover: boolean; readonly subscribe: boolean; readonly readHistory: boolean; readonly write: boolean };
}

export type ConnectionState = "off" | "connecting" | "live" | "stale" | "reconnecting" | "untrusted" | "unauthorized" | "failed";

/** A certificate as the trust dialog shows it. */
export interface CertificateInfo {
  readonly thumbprint: string;
  readonly subject: string;
  readonly issuer: string;
  readonly validFromUs: number;
  readonly validToUs: number;
  readonly applicationUri?: string;
  readonly hosts: readonly string[];
  /** Each check on its own: what, whether it passed, and what that means. */
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly text: string }[];
}

export interface SourceStatus {
  readonly source: string;
  readonly state: ConnectionState;
  readonly sinceUs: number;
  /** What happened and what to do, in plain words; for every state but off and live. */
  readonly message?: string;
  readonly certificate?: CertificateInfo;
  readonly subscribed: number;
  readonly valuesPerSecond: number;
  /** Source clock minus ours in µs, where it can be told. */
  readonly skewUs?: number;
  readonly lastDataUs?: number;
  /** Requested beside revised, per subscription. */
  readonly subscriptions: readonly {
    readonly items: number;
    readonly publishingMs: { readonly requested: number; readonly revised: number };
    readonly samplingMs: { readonly requested: number; readonly revisedMin: number; readonly revisedMax: number };
    readonly queueSize: { readonly requested: number; readonly revisedMin: number; readonly revisedMax: number };
  }[];
  readonly failedItems: readonly { readonly address: string; readonly reason: string }[];
  /** Recorded, but doubtful: the server names another unit than the binding, its clock stands still, … */
  readonly warnings?: readonly { readonly address: string; readonly text: string }[];
}

export interface Endpoint {
  readonly url: string;
  readonly policy: string;
  readonly mode: "None" | "Sign" | "SignAndEncrypt";
  readonly identities: readonly ("anonymous" | "user" | "certificate")[];
  readonly securityLevel: number;
}

export type NodeKind = "object" | "variable" | "method" | "view" | "type" | "folder";

/** One node of an address space, as the Sources tree shows it. */
export interface BrowsedNode {
  readonly address: string;
  readonly name: string;
  readonly kind: NodeKind;
  readonly hasChildren: boolean;
  readonly typeName?: string;
  readonly dataType?: string;
}

export interface NodeAttributes extends BrowsedNode {
  readonly description?: string;
  readonly value?: string;
  readonly numericValue?: number;
  readonly status?: number;
  readonly sourceUs?: number;
  readonly serverUs?: number;
  readonly unit?: { readonly ucum?: string; readonly text: string };
  readonly range?: { readonly low: number; readonly high: number };
  readonly members?: readonly string[];
  readonly access: { readonly read: boolean; readonly write: boolean; readonly history: boolean };
  readonly minimumSamplingMs?: number;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
}

/** A variable below an object, with what is needed to make a signal of it. */
export interface CollectedVariable extends NodeAttributes {
  /** Names from below the object down to the variable. */
  readonly path: readonly string[];
}

const sourceId = z.object({ source: z.string() });
const nothing = z.object({});

export const sourcesService = {
  kinds: request<{ kinds: SourceKind[] }>()(nothing),
  /** All statuses first, then each as it changes (coalesced, at most a few a second). */
  /** Every source that can be connected, all of them again after any changed, so that a deleted one is gone. */
  status: stream<SourceStatus[]>()(nothing),
  discover: request<{ endpoints: Endpoint[]; certificate?: CertificateInfo }>()(z.object({ url: z.string().min(1).max(2000) })),
  /** Connects with these settings, says how it went, and disconnects. */
  test: request<{ ok: boolean; message: string; certificate?: CertificateInfo }>()(z.object({ kind: z.string(), settings: z.record(z.string(), z.unknown()), secret: z.string().optional() })),
  connect: request<void>()(z.object({ source: z.string(), secret: z.string().max(1000).optional(), rememberSecret: z.boolean().optional() })),
  disconnect: request<void>()(sourceId),
  trust: request<void>()(z.object({ thumbprint: z.string(), decision: z.enum(["reject", "once", "always"]) })),
  /** Our own application certificate, for the server's side of trust. */
  ownCertificate: request<{ certificate: CertificateInfo; file: string }>()(nothing),
  browse: request<{ nodes: BrowsedNode[]; more: boolean }>()(z.object({ source: z.string(), address: z.string().optional() })),
  read: request<{ nodes: NodeAttributes[] }>()(z.object({ source: z.string(), addresses: z.array(z.string()).max(500) })),
  /** All variables below a node (bounded in depth and number), for "make assets from this object". */
  collect: request<{ name: string; typeName?: string; variables: CollectedVariable[]; truncated: boolean }>()(z.object({ source: z.string(), address: z.string() })),
};

/** The settings of an OPC UA source: as data for the dialog, and checked. */
import { TwinError } from "../../../../shared/contract/errors.ts";
import type { SettingField } from "../../../../shared/contract/sources.ts";

export const POLICIES = ["None", "Basic256Sha256", "Aes128_Sha256_RsaOaep", "Aes256_Sha256_RsaPss"] as const;
export type PolicyName = (typeof POLICIES)[number];
export const MODES = ["None", "Sign", "SignAndEncrypt"] as const;
export type ModeName = (typeof MODES)[number];

export interface OpcUaSettings {
  readonly endpointUrl: string;
  readonly securityPolicy: PolicyName;
  readonly securityMode: ModeName;
  readonly identity: { readonly kind: "anonymous" } | { readonly kind: "user"; readonly userName: string };
  /** A password may travel unencrypted where the server offers no other way. */
  readonly allowPlainPassword: boolean;
  readonly publishingMs: number;
}

/** Fast enough to feel live, slow enough for hundreds of signals on a small controller. */
const DEFAULT_PUBLISHING_MS = 500;
/** Below this the overhead of publishing outgrows the data; above it a broken connection is noticed too late. */
const PUBLISHING_LIMITS_MS = { low: 50, high: 60_000 } as const;

export const OPCUA_FIELDS: readonly SettingField[] = [
  { name: "endpointUrl", label: "Address", kind: "url", required: true, default: "opc.tcp://localhost:4840", help: "Where the server listens, opc.tcp://host:port with a path if it has one." },
  {
    name: "securityPolicy",
    label: "Security policy",
    kind: "choice",
    default: "Basic256Sha256",
    choices: [
      { value: "Basic256Sha256", label: "Basic256Sha256" },
      { value: "Aes256_Sha256_RsaPss", label: "Aes256-Sha256-RsaPss" },
      { value: "Aes128_Sha256_RsaOaep", label: "Aes128-Sha256-RsaOaep" },
      { value: "None", label: "None (anyone on the network can read and change what is sent)" },
    ],
  },
  {
    name: "securityMode",
    label: "Message security",
    kind: "choice",
    default: "SignAndEncrypt",
    choices: [
      { value: "SignAndEncrypt", label: "Sign and encrypt" },
      { value: "Sign", label: "Sign only (readable on the network)" },
    ],
    showWhen: { field: "securityPolicy", is: ["Basic256Sha256", "Aes256_Sha256_RsaPss", "Aes128_Sha256_RsaOaep"] },
  },
  {
    name: "identity",
    label: "Log in as",
    kind: "choice",
    default: "anonymous",
    choices: [
      { value: "anonymous", label: "Anonymous" },
      { value: "user", label: "User name and password" },
    ],
  },
  { name: "userName", label: "User name", kind: "text", required: true, showWhen: { field: "identity", is: ["user"] } },
  { name: "password", label: "Password", kind: "secret", showWhen: { field: "identity", is: ["user"] }, help: "Never stored in the project." },
  {
    name: "allowPlainPassword",
    label: "Send the password unencrypted if the server offers nothing better",
    kind: "flag",
    default: false,
    showWhen: { field: "identity", is: ["user"] },
  },
  { name: "publishingMs", label: "Publishing interval (ms)", kind: "number", default: DEFAULT_PUBLISHING_MS, help: "How often the server sends what it has sampled. The server may choose another; both are shown." },
];

function bad(field: string, message: string): TwinError {
  return new TwinError("bad-input", message, { details: { field } });
}

function choice<T extends string>(settings: Readonly<Record<string, unknown>>, field: string, allowed: readonly T[], fallback: T): T {
  const value = settings[field] ?? fallback;
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw bad(field, `"${String(value)}" is no choice for ${field}. Use ${allowed.join(", ")}.`);
  return found;
}

/** The address in one spelling. Throws `bad-input` where it is none. */
export function parseEndpointUrl(text: unknown): URL {
  const trimmed = typeof text === "string" ? text.trim() : "";
  const url = /^opc\.tcp:\/\//i.test(trimmed) && URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (!url || url.hostname === "") throw bad("endpointUrl", `"${trimmed}" is not an OPC UA address. Write opc.tcp://host:port, for instance opc.tcp://192.168.0.10:4840.`);
  if (url.username !== "" || url.password !== "") throw bad("endpointUrl", "The address holds a user name or password. Leave it out and choose Log in as: User name and password.");
  return url;
}

/** Checks settings and fills in what is absent. Throws `bad-input` with `details.field`. */
export function parseOpcUaSettings(settings: Readonly<Record<string, unknown>>): OpcUaSettings {
  const endpointUrl = parseEndpointUrl(settings["endpointUrl"]).href;
  const securityPolicy = choice(settings, "securityPolicy", POLICIES, "None");
  const securityMode = securityPolicy === "None" ? "None" : choice(settings, "securityMode", MODES, "SignAndEncrypt");
  if (securityPolicy !== "None" && securityMode === "None") throw bad("securityMode", `${securityPolicy} needs messages that are signed, or signed and encrypted.`);
  const kind = choice(settings, "identity", ["anonymous", "user"], "anonymous");
  const userName = settings["userName"];
  if (kind === "user" && (typeof userName !== "string" || userName.trim() === "")) throw bad("userName", "Enter the user name to log in with, or choose Anonymous.");
  if (settings["password"] !== undefined) throw bad("password", "A password is never part of a source's settings. Enter it when connecting.");
  const publishingMs = settings["publishingMs"] ?? DEFAULT_PUBLISHING_MS;
  if (typeof publishingMs !== "number" || !(publishingMs >= PUBLISHING_LIMITS_MS.low && publishingMs <= PUBLISHING_LIMITS_MS.high)) {
    throw bad("publishingMs", `The publishing interval must be between ${PUBLISHING_LIMITS_MS.low} ms and ${PUBLISHING_LIMITS_MS.high / 1000} s.`);
  }
  return {
    endpointUrl,
    securityPolicy,
    securityMode,
    identity: kind === "user" ? { kind, userName: String(userName) } : { kind },
    allowPlainPassword: settings["allowPlainPassword"] === true,
    publishingMs,
  };
}

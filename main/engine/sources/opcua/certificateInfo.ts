/** A server's certificate for the trust dialog: what it says, and each check on its own (OPC UA Part 4, 6.1.3). */
import { X509Certificate } from "node:crypto";
import type { CertificateInfo } from "../../../../shared/contract/sources.ts";
import { US_PER_MS } from "../../../../shared/time/time.ts";
import type { TrustState } from "./TrustStore.ts";
import { thumbprintOf } from "./TrustStore.ts";

/** NIST SP 800-57: shorter RSA keys count as broken. Basic256Sha256 asks for the same (OPC UA Part 7). */
const MIN_KEY_BITS = 2048;

export interface CertificateContext {
  readonly nowUs: number;
  /** Host of the address that was connected to. */
  readonly host?: string;
  /** What the server calls itself in its endpoints; must be in the certificate. */
  readonly applicationUri?: string;
  readonly trust?: TrustState;
}

type Check = CertificateInfo["checks"][number];

/** Describes a DER certificate and checks it against what is given; what is not given is not checked. */
export function describeCertificate(certificate: Buffer, context: CertificateContext): CertificateInfo {
  const x509 = new X509Certificate(certificate);
  const names = alternativeNames(x509);
  const applicationUri = names.find((name) => name.kind === "URI")?.value;
  const hosts = names.flatMap((name) => (name.kind === "DNS" || name.kind === "IP Address" ? [name.value] : []));
  const checks: Check[] = [validity(x509, context.nowUs)];
  if (context.host !== undefined) checks.push(hostCheck(context.host, hosts));
  if (context.trust !== undefined) checks.push(trustCheck(context.trust));
  if (context.applicationUri !== undefined) checks.push(uriCheck(context.applicationUri, applicationUri));
  checks.push(keyCheck(x509));
  return {
    thumbprint: thumbprintOf(certificate),
    subject: oneLine(x509.subject),
    issuer: x509.subject === x509.issuer ? `${oneLine(x509.issuer)} (itself)` : oneLine(x509.issuer),
    validFromUs: Date.parse(x509.validFrom) * US_PER_MS,
    validToUs: Date.parse(x509.validTo) * US_PER_MS,
    ...(applicationUri !== undefined && { applicationUri }),
    hosts,
    checks,
  };
}

function validity(x509: X509Certificate, nowUs: number): Check {
  const [fromUs, toUs] = [Date.parse(x509.validFrom) * US_PER_MS, Date.parse(x509.validTo) * US_PER_MS];
  if (nowUs > toUs) return { name: "Validity", passed: false, text: `Expired on ${day(toUs)}. Ask the server's keeper for a new certificate.` };
  if (nowUs < fromUs) return { name: "Validity", passed: false, text: `Valid only from ${day(fromUs)}. Check the clocks of this computer and of the server.` };
  return { name: "Validity", passed: true, text: `Valid until ${day(toUs)}.` };
}

function hostCheck(host: string, hosts: readonly string[]): Check {
  const plain = host.replaceAll(/^\[|\]$/g, "").toLowerCase();
  const passed = hosts.some((name) => name.toLowerCase() === plain);
  if (passed) return { name: "Host", passed, text: `Made for ${host}.` };
  const made = hosts.length === 0 ? "names no host" : `is made for ${hosts.join(", ")}`;
  return { name: "Host", passed, text: `The certificate ${made}, not for ${host}. Expected if the server is reached by another name; otherwise it may be another server.` };
}

const TRUST_TEXT: Readonly<Record<TrustState, string>> = {
  trusted: "You chose to trust this certificate.",
  unknown: "Nobody here has chosen to trust it yet. Compare the thumbprint with the one shown at the server.",
  rejected: "You rejected this certificate.",
  expired: "You trusted it while it was valid; it has expired since.",
};

function trustCheck(trust: TrustState): Check {
  return { name: "Trusted", passed: trust === "trusted", text: TRUST_TEXT[trust] };
}

function uriCheck(expected: string, found: string | undefined): Check {
  if (found === expected) return { name: "Application URI", passed: true, text: `The server calls itself ${expected}, and so does its certificate.` };
  return { name: "Application URI", passed: false, text: `The server calls itself ${expected}, its certificate ${found ?? "names no application"}. The certificate may belong to another program.` };
}

function keyCheck(x509: X509Certificate): Check {
  const bits = x509.publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  const passed = bits >= MIN_KEY_BITS;
  return { name: "Key length", passed, text: passed ? `${bits} bits.` : `${bits} bits, which is too short to be safe; ${MIN_KEY_BITS} are asked for.` };
}

/** `URI:urn:…, DNS:host, IP Address:1.2.3.4`, as Node prints the extension. */
function alternativeNames(x509: X509Certificate): { kind: string; value: string }[] {
  return (x509.subjectAltName ?? "").split(", ").flatMap((part) => {
    const at = part.indexOf(":");
    return at < 0 ? [] : [{ kind: part.slice(0, at), value: part.slice(at + 1).replaceAll(/^"|"$/g, "") }];
  });
}

function oneLine(name: string): string {
  return name.split("\n").toReversed().join(", ");
}

function day(tUs: number): string {
  return new Date(tUs / US_PER_MS).toISOString().slice(0, 10);
}

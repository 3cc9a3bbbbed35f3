/** What goes wrong between us and a server, in an engineer's words: what happened, to what, what to do. */
import { TwinError } from "../../../../shared/contract/errors.ts";

/** Facts for the sentences. */
export interface ErrorContext {
  readonly url: string;
  readonly userName?: string;
  /** Where our own certificate lies, for the server's side of trust. */
  readonly certificateFile?: string;
}

type Sentence = (context: ErrorContext) => TwinError;

const user = ({ url, userName }: ErrorContext) => (userName === undefined ? `The server at ${url} does not let anonymous users in. Choose user name and password.` : `The server at ${url} refused the user name or password of "${userName}". Enter them again.`);

/** By the name of the StatusCode (OPC UA Part 4, 7.39) that stands in the library's message or response. */
const BY_STATUS: Readonly<Record<string, Sentence>> = {
  BadUserAccessDenied: (context) => new TwinError("unauthorized", user(context)),
  BadIdentityTokenRejected: (context) => new TwinError("unauthorized", user(context)),
  BadIdentityTokenInvalid: (context) => new TwinError("unauthorized", user(context)),
  BadSecurityChecksFailed: untrustedUs,
  BadCertificateUntrusted: untrustedUs,
  BadCertificateUriInvalid: untrustedUs,
  BadCertificateTimeInvalid: ({ url, certificateFile }) =>
    new TwinError("refused", `The server at ${url} says that our certificate is not valid now. Check the clocks of both computers; our certificate is ${certificateFile ?? "in the user's folder"}.`),
  BadTooManySessions: ({ url }) => new TwinError("refused", `The server at ${url} has no session left. Close other clients, or raise its session limit.`),
  BadTooManySubscriptions: ({ url }) => new TwinError("refused", `The server at ${url} has no subscription left. Close other clients, or raise its limit.`),
  BadServerHalted: ({ url }) => new TwinError("unreachable", `The server at ${url} is halted. Start it.`),
  BadShutdown: ({ url }) => new TwinError("unreachable", `The server at ${url} is shutting down.`),
  BadSecureChannelClosed: ({ url }) => new TwinError("unreachable", `The server at ${url} closed the connection.`),
  BadTcpEndpointUrlInvalid: ({ url }) => new TwinError("refused", `The server does not know itself under ${url}. Check the path of the address.`),
};

function untrustedUs({ url, certificateFile }: ErrorContext): TwinError {
  const where = certificateFile === undefined ? "" : ` It is the file ${certificateFile}.`;
  return new TwinError("refused", `The server at ${url} does not trust our certificate. Move it from the server's rejected to its trusted certificates; we try again by ourselves.${where}`);
}

/** Whatever the library or the system threw while connecting, as a TwinError with a plain sentence. */
export function connectionError(error: unknown, context: ErrorContext): TwinError {
  if (error instanceof TwinError) return error;
  const text = statusText(error);
  const status = Object.keys(BY_STATUS).find((name) => text.includes(name));
  const sentence = status === undefined ? undefined : BY_STATUS[status];
  if (sentence) return withCause(sentence(context), error);
  const system = /ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EADDRNOTAVAIL/.exec(text)?.[0];
  return new TwinError("unreachable", system === undefined ? `The connection to ${context.url} failed: ${firstLine(text)}` : systemSentence(system, context.url), { cause: error });
}

function systemSentence(code: string, url: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing listens at ${url}: the computer answered, but no program takes connections on that port. Check the port and that the server runs.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `There is no computer of the name in ${url}. Check the spelling, or use its IP address.`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return `There is no way to ${url} from this computer. Check the network connection and the address.`;
    case "ETIMEDOUT":
      return unanswered(url, 5);
    default:
      return `The server at ${url} broke the connection off. Check that it is an OPC UA server and that it runs.`;
  }
}

export function unanswered(url: string, seconds: number): string {
  return `The server at ${url} did not answer within ${seconds} s. Check the address and that the server runs.`;
}

/** The StatusCode may be in the message, on the error, or in the service fault that came with it. */
function statusText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = [error.message];
  if ("code" in error) parts.push(String(error.code));
  if ("statusCode" in error) parts.push(String(error.statusCode));
  if ("response" in error) parts.push(serviceResult(error.response));
  return parts.join(" ");
}

function serviceResult(response: unknown): string {
  if (typeof response !== "object" || response === null || !("responseHeader" in response)) return "";
  const header = response.responseHeader;
  return typeof header === "object" && header !== null && "serviceResult" in header ? String(header.serviceResult) : "";
}

function withCause(error: TwinError, cause: unknown): TwinError {
  return new TwinError(error.code, error.message, { cause, details: error.details });
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}

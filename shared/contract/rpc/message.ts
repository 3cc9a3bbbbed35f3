/** The messages on the wire and the guard that lets nothing else in: what arrives is data from elsewhere. */
import type { Progress } from "../define.ts";
import type { ErrorCode, ErrorData } from "../errors.ts";

/** Client to server. Ids are chosen by the client and unique on its channel. `call` of a stream asks for its first frame. */
export type ClientMessage =
  | { readonly kind: "call"; readonly id: number; readonly service: string; readonly method: string; readonly input: unknown }
  | { readonly kind: "take"; readonly id: number }
  | { readonly kind: "cancel"; readonly id: number };

/** Server to client. */
export type ServerMessage =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "frame"; readonly id: number; readonly value: unknown }
  | { readonly kind: "progress"; readonly id: number; readonly progress: Progress }
  | { readonly kind: "end"; readonly id: number }
  | { readonly kind: "fail"; readonly id: number; readonly error: ErrorData };

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;

/** The message as its type, or undefined for anything that is none. */
export function readClientMessage(message: unknown): ClientMessage | undefined {
  if (!isFields(message) || !Number.isSafeInteger(message["id"])) return undefined;
  const id = Number(message["id"]);
  const { kind, service, method, input } = message;
  if (kind === "take" || kind === "cancel") return { kind, id };
  if (kind !== "call" || typeof service !== "string" || typeof method !== "string") return undefined;
  return { kind, id, service, method, input };
}

/** The message as its type, or undefined for anything that is none. */
export function readServerMessage(message: unknown): ServerMessage | undefined {
  if (!isFields(message) || !Number.isSafeInteger(message["id"])) return undefined;
  const id = Number(message["id"]);
  const { kind, value } = message;
  if (kind === "answer" || kind === "frame") return { kind, id, value };
  if (kind === "end") return { kind, id };
  if (kind === "progress") return { kind, id, progress: readProgress(message["progress"]) };
  if (kind === "fail") return { kind, id, error: readError(message["error"]) };
  return undefined;
}

function readProgress(value: unknown): Progress {
  if (!isFields(value)) return {};
  const { share, text } = value;
  return { ...(typeof share === "number" && { share }), ...(typeof text === "string" && { text }) };
}

function readError(value: unknown): ErrorData {
  if (!isFields(value) || typeof value["message"] !== "string" || typeof value["code"] !== "string") {
    return { code: "internal", message: "The engine failed without saying why." };
  }
  const { message, cause, details } = value;
  // Codes of a newer engine pass through as they are; whoever decides by code has a default.
  const code = value["code"] as ErrorCode;
  return { code, message, ...(typeof cause === "string" && { cause }), ...(isFields(details) && { details }) };
}

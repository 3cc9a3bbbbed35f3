/** Errors that reach people. They cross threads and transports as plain data and keep code, sentence and cause. */

export type ErrorCode =
  | "bad-input" | "not-found" | "refused" | "busy" | "conflict" | "cancelled" | "closed" | "unreachable" | "untrusted" | "unauthorized"
  | "damaged" | "newer-format" | "read-only" | "no-space" | "limit" | "diverged" | "internal";

export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly cause?: string;
  /** Facts for the place that shows it: file, row, column, endpoint, … */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An error with a code to decide by and a sentence in an engineer's words: what happened, to what, what to do. */
export class TwinError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TwinError";
    this.code = code;
    this.details = options.details ?? {};
  }

  /** Whatever was thrown, as a TwinError; a foreign error becomes `internal` with its own message. */
  static from(error: unknown): TwinError {
    if (error instanceof TwinError) return error;
    if (error instanceof Error && error.name === "AbortError") return new TwinError("cancelled", "Cancelled.", { cause: error });
    return new TwinError("internal", error instanceof Error ? error.message : String(error), { cause: error });
  }

  toData(): ErrorData {
    const cause = this.cause instanceof Error ? this.cause.message : this.cause === undefined ? undefined : String(this.cause);
    return { code: this.code, message: this.message, details: this.details, ...(cause !== undefined && { cause }) };
  }

  static fromData(data: ErrorData): TwinError {
    return new TwinError(data.code, data.message, { cause: data.cause, ...(data.details && { details: data.details }) });
  }
}

/**
 * How a service is written down: a plain object of requests and streams, from which client and server get their types.
 *
 * Inputs are checked at run time by their schema, because they come from a window; outputs are typed only, because they
 * come from our own engine. `rpc/` carries them over any Channel.
 */
import type { z } from "zod";

/** One question, one answer. May report progress; cancellation reaches the work. */
export interface RequestDef<I, O> {
  readonly kind: "request";
  readonly input: z.ZodType<I>;
  /** Carries the output's type only; never set. */
  readonly output?: O;
}

/** One question, many frames; the next frame is made when the last was taken. */
export interface StreamDef<I, F> {
  readonly kind: "stream";
  readonly input: z.ZodType<I>;
  /** Carries the frame's type only; never set. */
  readonly frame?: F;
}

export type ServiceDef = Readonly<Record<string, RequestDef<never, unknown> | StreamDef<never, unknown>>>;

export const request =
  <O>() =>
  <I>(input: z.ZodType<I>): RequestDef<I, O> => ({ kind: "request", input });

export const stream =
  <F>() =>
  <I>(input: z.ZodType<I>): StreamDef<I, F> => ({ kind: "stream", input });

/** Progress of a long request: share done in 0..1 if known, and what is being done. */
export interface Progress {
  readonly share?: number;
  readonly text?: string;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** What a handler gets beside its input. */
export interface CallContext {
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** Who asks: one per window or command line, for attribution and for what lives as long as it. */
  readonly client: string;
}

/** A service as callers see it. */
export type Client<S> = {
  readonly [M in keyof S]: S[M] extends RequestDef<infer I, infer O>
    ? (input: I, options?: CallOptions) => Promise<O>
    : S[M] extends StreamDef<infer I, infer F>
      ? (input: I, options?: CallOptions) => AsyncIterable<F>
      : never;
};

/** A service as the engine implements it. */
export type Handlers<S> = {
  readonly [M in keyof S]: S[M] extends RequestDef<infer I, infer O>
    ? (input: I, context: CallContext) => Promise<O> | O
    : S[M] extends StreamDef<infer I, infer F>
      ? (input: I, context: CallContext) => AsyncIterable<F>
      : never;
};

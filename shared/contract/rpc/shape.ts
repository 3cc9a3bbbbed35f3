/** The types that client and server derive from any contract: a table of services, each a table of methods. */
import type { z } from "zod";
import type { Client, Handlers } from "../define.ts";

/** What the RPC needs to know of a method; inputs and outputs are typed by the service that declares it. */
export interface AnyMethod {
  readonly kind: "request" | "stream";
  readonly input: z.ZodType;
}

export type AnyContract = Readonly<Record<string, Readonly<Record<string, AnyMethod>>>>;

export type ClientOf<C> = { readonly [S in keyof C]: Client<C[S]> };
export type HandlersOf<C> = { readonly [S in keyof C]: Handlers<C[S]> };

/** A client and the life of the connection under it. */
export type Connected<C> = ClientOf<C> & {
  /** Called once when the connection is gone, at once if it already is. Returns how to stop listening. */
  onClose(listener: () => void): () => void;
  close(): void;
};

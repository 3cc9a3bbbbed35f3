/** A typed client for a contract: plain functions, one per method, over one channel. */
import type { Channel } from "../channel.ts";
import type { CallOptions } from "../define.ts";
import { CallTable } from "./CallTable.ts";
import type { AnyContract, ClientOf, Connected } from "./shape.ts";

/** What carries a call: one connection, or a succession of them. */
export interface Caller {
  request(service: string, method: string, input: unknown, options?: CallOptions): Promise<unknown>;
  stream(service: string, method: string, input: unknown, options?: CallOptions): AsyncIterable<unknown>;
}

/** The functions of every method of `contract`, carried by `caller`. */
export function clientOf<C extends AnyContract>(contract: C, caller: Caller): ClientOf<C> {
  const services = Object.entries(contract).map(([service, methods]) => {
    const functions = Object.entries(methods).map(([method, { kind }]) => [
      method,
      (input: unknown, options?: CallOptions) => caller[kind](service, method, input, options),
    ]);
    return [service, Object.fromEntries(functions)];
  });
  // The loop above mirrors the mapped type; the compiler cannot follow it through Object.entries.
  return Object.fromEntries(services) as ClientOf<C>;
}

/**
 * Speaks `contract` over `channel`. Calls reject with TwinError: the handler's own, `cancelled` once their signal
 * aborts, `closed` when the connection goes. A stream whose signal aborts throws `cancelled`; leaving its loop is silent.
 */
export function connect<C extends AnyContract>(channel: Channel, contract: C): Connected<C> {
  const calls = new CallTable(channel);
  return {
    ...clientOf(contract, calls),
    onClose: (listener: () => void) => calls.onClose(listener),
    close: () => calls.close(),
  };
}

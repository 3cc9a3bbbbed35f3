/** The engine's end of one channel: checks inputs, runs handlers, and ends all of a client's work when it goes. */
import type { Channel } from "../channel.ts";
import type { CallContext } from "../define.ts";
import { TwinError } from "../errors.ts";
import { readClientMessage, type ClientMessage, type ServerMessage } from "./message.ts";
import type { AnyContract, AnyMethod, HandlersOf } from "./shape.ts";

/** Calls one client may have open at a time; a window has a few dozen, a runaway loop has no end. */
const MAX_OPEN_CALLS = 1_000;

export interface ServeOptions {
  /** Who speaks on this channel, given to every handler. */
  readonly client: string;
  /** Errors that have no caller to go to (a stream's clean-up failed). */
  readonly report?: (error: TwinError) => void;
}

type Handler = (input: unknown, context: CallContext) => unknown;

interface OpenCall {
  readonly controller: AbortController;
  iterator?: AsyncIterator<unknown>;
}

/** Serves `handlers` on `channel` until it closes. Messages that are none are ignored. */
export function serve<C extends AnyContract>(channel: Channel, contract: C, handlers: HandlersOf<C>, options: ServeOptions): { close(): void } {
  const server = new Server(channel, contract, handlers, options);
  return { close: () => server.close() };
}

class Server {
  readonly #channel: Channel;
  readonly #contract: AnyContract;
  readonly #handlers: Readonly<Record<string, Readonly<Record<string, Handler>>>>;
  readonly #options: ServeOptions;
  readonly #open = new Map<number, OpenCall>();
  #closed = false;

  constructor(channel: Channel, contract: AnyContract, handlers: object, options: ServeOptions) {
    this.#channel = channel;
    this.#contract = contract;
    // `serve` took them as HandlersOf<C>; inputs are checked by schema before a handler sees them.
    this.#handlers = handlers as Readonly<Record<string, Readonly<Record<string, Handler>>>>;
    this.#options = options;
    channel.onMessage((data) => {
      const message = readClientMessage(data);
      if (message !== undefined && !this.#closed) this.#receive(message);
    });
    channel.onClose(() => this.#end());
  }

  close(): void {
    this.#channel.close();
    this.#end();
  }

  #receive(message: ClientMessage): void {
    const open = this.#open.get(message.id);
    if (message.kind === "call") {
      if (open === undefined) void this.#call(message);
    } else if (open !== undefined) {
      if (message.kind === "cancel") this.#stop(message.id, open);
      else void this.#frame(message.id, open);
    }
  }

  async #call({ id, service, method, input }: Extract<ClientMessage, { kind: "call" }>): Promise<void> {
    const call: OpenCall = { controller: new AbortController() };
    try {
      if (this.#open.size >= MAX_OPEN_CALLS) throw new TwinError("limit", `More than ${MAX_OPEN_CALLS} calls are open at once.`);
      const { definition, handler } = this.#find(service, method);
      const checked = checkInput(`${service}.${method}`, definition, input);
      this.#open.set(id, call);
      const context: CallContext = {
        signal: call.controller.signal,
        client: this.#options.client,
        progress: (progress) => {
          if (this.#open.get(id) === call) this.#send({ kind: "progress", id, progress });
        },
      };
      if (definition.kind === "stream") {
        // A stream's handler is typed to return an AsyncIterable (Handlers in ../define.ts).
        call.iterator = (handler(checked, context) as AsyncIterable<unknown>)[Symbol.asyncIterator]();
        await this.#frame(id, call);
      } else {
        const value = await handler(checked, context);
        if (this.#release(id, call)) this.#send({ kind: "answer", id, value });
      }
    } catch (error) {
      const known = this.#release(id, call) || !call.controller.signal.aborted;
      if (known) this.#send({ kind: "fail", id, error: TwinError.from(error).toData() });
    }
  }

  #find(service: string, method: string): { definition: AnyMethod; handler: Handler } {
    const methods = Object.hasOwn(this.#contract, service) ? this.#contract[service] : undefined;
    const definition = methods !== undefined && Object.hasOwn(methods, method) ? methods[method] : undefined;
    const owner = this.#handlers[service];
    const handler = owner?.[method];
    if (definition === undefined || owner === undefined || handler === undefined) {
      throw new TwinError("not-found", `The engine has no ${service}.${method}. Window and engine may be of different versions.`);
    }
    return { definition, handler: handler.bind(owner) };
  }

  /** Makes one frame and sends it, or the end. */
  async #frame(id: number, call: OpenCall): Promise<void> {
    if (call.iterator === undefined) return;
    try {
      const result = await call.iterator.next();
      if (result.done === true) {
        if (this.#release(id, call)) this.#send({ kind: "end", id });
      } else if (this.#open.get(id) === call) this.#send({ kind: "frame", id, value: result.value });
    } catch (error) {
      if (this.#release(id, call)) this.#send({ kind: "fail", id, error: TwinError.from(error).toData() });
    }
  }

  #stop(id: number, call: OpenCall): void {
    this.#release(id, call);
    call.controller.abort();
    call.iterator?.return?.()?.catch((error: unknown) => {
      const failure = TwinError.from(error);
      if (failure.code !== "cancelled") this.#options.report?.(failure);
    });
  }

  /** Takes a call out of the table; false if it was not in it any more. */
  #release(id: number, call: OpenCall): boolean {
    return this.#open.get(id) === call && this.#open.delete(id);
  }

  /** An answer that cannot be carried (too large, not data) fails its call in words. */
  #send(message: ServerMessage): void {
    if (this.#closed) return;
    try {
      this.#channel.send(message);
    } catch (error) {
      this.#failToSend(message, TwinError.from(error));
    }
  }

  #failToSend({ kind, id }: ServerMessage, failure: TwinError): void {
    if (failure.code === "closed") return; // the channel tells of its end by itself
    if (kind === "progress") return this.#options.report?.(failure);
    const call = this.#open.get(id);
    if (call !== undefined) this.#stop(id, call);
    // Without details: they may be what could not be sent.
    const plain = new TwinError(failure.code, failure.message).toData();
    try {
      this.#channel.send({ kind: "fail", id, error: plain } satisfies ServerMessage);
    } catch (second) {
      this.#options.report?.(TwinError.from(second));
    }
    return undefined;
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const [id, call] of [...this.#open]) this.#stop(id, call);
  }
}

/** The input as the schema reads it. @throws TwinError `bad-input` naming the method and the first bad field. */
function checkInput(name: string, definition: AnyMethod, input: unknown): unknown {
  const result = definition.input.safeParse(input);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = (issue?.path ?? []).map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("").replace(/^\./, "");
  const where = field === "" ? "" : ` in ${field}`;
  throw new TwinError("bad-input", `${name} was asked with something it does not understand${where}: ${issue?.message ?? "unknown reason"}.`, {
    details: { method: name, field },
  });
}

/**
 * A stream that goes on across reconnections: opened again on every new connection, from its first frame. An error that
 * is not the connection's is told once and the stream rests until the next connection.
 */
import type { Contract } from "../../../shared/contract/contract.ts";
import type { CallOptions } from "../../../shared/contract/define.ts";
import { TwinError } from "../../../shared/contract/errors.ts";
import type { ClientOf, LinkState } from "../../../shared/contract/rpc/index.ts";

/** What is used of a connection that comes and goes (`ResilientClient`). */
export interface Link {
  readonly client: ClientOf<Contract>;
  readonly state: LinkState;
  subscribe(listener: (state: LinkState) => void): () => void;
  retryNow(): void;
  close(): void;
}

export interface Following<F> {
  readonly link: Link;
  readonly open: (options: CallOptions) => AsyncIterable<F>;
  readonly onFrame: (frame: F) => void;
  readonly onError: (error: TwinError) => void;
}

/** Follows until the returned function is called. */
export function follow<F>({ link, open, onFrame, onError }: Following<F>): () => void {
  const life = new AbortController();
  const run = async (): Promise<void> => {
    while (!life.signal.aborted && link.state.kind !== "closed") {
      const { epoch } = await nextOpen(link, -1, life.signal);
      if (life.signal.aborted) return;
      try {
        for await (const frame of open({ signal: life.signal })) onFrame(frame);
      } catch (thrown) {
        const error = TwinError.from(thrown);
        if (error.code !== "closed" && error.code !== "cancelled") onError(error);
      }
      await nextOpen(link, epoch, life.signal);
    }
  };
  void run();
  return () => life.abort();
}

/** The first open state with an epoch above the given one; the state at hand when aborted or closed. */
function nextOpen(link: Link, aboveEpoch: number, signal: AbortSignal): Promise<LinkState> {
  return new Promise((resolve) => {
    const check = (): void => {
      const { state } = link;
      const isReady = state.kind === "open" && state.epoch > aboveEpoch;
      if (!isReady && state.kind !== "closed" && !signal.aborted) return;
      stop();
      signal.removeEventListener("abort", check);
      resolve(state);
    };
    const stop = link.subscribe(check);
    signal.addEventListener("abort", check);
    check();
  });
}

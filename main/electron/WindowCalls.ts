/**
 * The one way a window's call gets in: who sent it is checked, what it says is checked, and only then is it answered.
 * A call from a frame that is not the page of one of our windows is a bug or an attack; it gets no answer worth having.
 */
import type { z } from "zod";
import { TwinError } from "../../shared/contract/errors.ts";
import type { ContentsLike, FrameLike } from "./electronCalls.ts";

/** What arrives with a call. */
export interface CallEvent {
  readonly sender: Pick<ContentsLike, "id">;
  /** The frame that called; null when it is gone already. */
  readonly senderFrame: FrameLike | null;
}

export interface IpcLike {
  handle(channel: string, listener: (event: CallEvent, ...values: unknown[]) => unknown): void;
}

/** A window of ours, and the address of its page. */
export interface KnownWindow {
  readonly home: string;
  readonly mainFrame: FrameLike;
}

export class WindowCalls<W extends KnownWindow> {
  readonly #ipc: IpcLike;
  readonly #windowOf: (contentsId: number) => W | undefined;

  constructor(ipc: IpcLike, windowOf: (contentsId: number) => W | undefined) {
    this.#ipc = ipc;
    this.#windowOf = windowOf;
  }

  /** Answers `channel` with `work`. Errors reach the page as their sentence, without a stack. */
  handle<I, O>(channel: string, input: z.ZodType<I>, work: (input: I, window: W) => Promise<O> | O): void {
    this.#ipc.handle(channel, async (event, ...values) => {
      const window = this.#sender(event, channel);
      const parsed = input.safeParse(values[0]);
      if (!parsed.success || values.length > 1) throw new Error(`${channel} was called with something it does not understand.`);
      try {
        return await work(parsed.data, window);
      } catch (error) {
        throw new Error(TwinError.from(error).message, { cause: error });
      }
    });
  }

  #sender({ sender, senderFrame }: CallEvent, channel: string): W {
    const window = this.#windowOf(sender.id);
    // Sub-frames have frames of their own; the page has the main one and its own address.
    if (window === undefined || senderFrame === null || senderFrame !== window.mainFrame || senderFrame.url !== window.home) {
      throw new Error(`${channel} was refused: it was not called by a Twinbench window.`);
    }
    return window;
  }
}

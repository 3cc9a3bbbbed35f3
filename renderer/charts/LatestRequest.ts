/**
 * Asks a question again and again while only the newest matters: one in flight, one waiting. Zooming and scrubbing make
 * many questions; the engine works on the newest only, and an answer that came too late is not shown.
 */

export interface LatestOptions<I, O> {
  readonly ask: (input: I, signal: AbortSignal) => Promise<O>;
  readonly onAnswer: (output: O, input: I) => void;
  readonly onError: (error: unknown, input: I) => void;
  /** A newer question ends the older one's work; otherwise the older one's answer is still shown. */
  readonly abortOlder: boolean;
}

export class LatestRequest<I, O> {
  readonly #options: LatestOptions<I, O>;
  #flight: AbortController | undefined;
  #waiting: { readonly input: I } | undefined;

  constructor(options: LatestOptions<I, O>) {
    this.#options = options;
  }

  get busy(): boolean {
    return this.#flight !== undefined;
  }

  want(input: I): void {
    this.#waiting = { input };
    if (!this.#flight) void this.#run();
    else if (this.#options.abortOlder) this.#flight.abort();
  }

  /** Ends what is in flight and forgets what waits. */
  cancel(): void {
    this.#waiting = undefined;
    this.#flight?.abort();
  }

  async #run(): Promise<void> {
    while (this.#waiting) {
      const { input } = this.#waiting;
      this.#waiting = undefined;
      const flight = new AbortController();
      this.#flight = flight;
      try {
        const output = await this.#options.ask(input, flight.signal);
        if (!flight.signal.aborted) this.#options.onAnswer(output, input);
      } catch (error) {
        if (!flight.signal.aborted) this.#options.onError(error, input);
      }
      this.#flight = undefined;
    }
  }
}

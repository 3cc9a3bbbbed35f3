/** The stretch in which a source receives nothing: when it began, whether it was told as a gap, when it ends. */
import type { SourceEvents } from "../SourceDriver.ts";

export class Outage {
  readonly #onGap: SourceEvents["onGap"];
  #sinceUs: number | undefined;
  #told = false;

  /** A source begins its life without a connection. */
  constructor(sinceUs: number, onGap: SourceEvents["onGap"]) {
    this.#sinceUs = sinceUs;
    this.#onGap = onGap;
  }

  /** Nothing came since; an outage that goes on keeps its beginning. */
  begin(sinceUs: number): void {
    this.#sinceUs ??= sinceUs;
  }

  /** It has come to something: the gap is told, open-ended, once. */
  tell(reason: string): void {
    if (this.#told || this.#sinceUs === undefined) return;
    this.#told = true;
    this.#onGap({ fromUs: this.#sinceUs, reason });
  }

  /** Nothing was lost after all. */
  forget(): void {
    if (!this.#told) this.#sinceUs = undefined;
  }

  /** Values come again. The gap gets its end and is returned, if there was one. */
  end(toUs: number): { fromUs: number; toUs: number } | undefined {
    const fromUs = this.#sinceUs;
    const told = this.#told;
    this.#sinceUs = undefined;
    this.#told = false;
    if (!told || fromUs === undefined) return undefined;
    this.#onGap({ fromUs, toUs, reason: "The server could not be reached" });
    return { fromUs, toUs };
  }
}

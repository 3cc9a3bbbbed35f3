/** The stretches in which a source receives nothing: when one began, whether it was told as a gap, when all of it ends. */
import type { SourceEvents } from "../SourceDriver.ts";

export class Outage {
  readonly #onGap: SourceEvents["onGap"];
  /** Since when nothing comes; undefined while values come of all items. */
  #sinceUs: number | undefined;
  /** That stretch was told. */
  #told = false;
  /** Beginning of the first stretch told that has not ended. */
  #firstUs: number | undefined;

  /** A source begins its life without a connection. */
  constructor(sinceUs: number, onGap: SourceEvents["onGap"]) {
    this.#sinceUs = sinceUs;
    this.#onGap = onGap;
  }

  /**
   * Nothing came since. An outage that goes on keeps its beginning; where one was told and a connection came and went before all
   * items were subscribed, what came meanwhile ends here: another stretch begins.
   */
  begin(sinceUs: number): void {
    if (!this.#told || this.#sinceUs === undefined) this.#sinceUs ??= sinceUs;
    else if (sinceUs > this.#sinceUs) {
      this.#sinceUs = sinceUs;
      this.#told = false;
    }
  }

  /** It has come to something: the gap is told, open-ended, once. */
  tell(reason: string): void {
    if (this.#told || this.#sinceUs === undefined) return;
    this.#told = true;
    this.#firstUs ??= this.#sinceUs;
    this.#onGap({ fromUs: this.#sinceUs, reason });
  }

  /** Nothing was lost in this stretch after all. */
  forget(): void {
    if (this.#told) return;
    this.#sinceUs = this.#firstUs;
    this.#told = this.#firstUs !== undefined;
  }

  /** Values come again, of all items. What was told gets its end and is returned from its first beginning, if there was any. */
  end(toUs: number): { fromUs: number; toUs: number } | undefined {
    const fromUs = this.#firstUs;
    this.#sinceUs = undefined;
    this.#firstUs = undefined;
    this.#told = false;
    if (fromUs === undefined) return undefined;
    this.#onGap({ fromUs, toUs, reason: "The server could not be reached" });
    return { fromUs, toUs };
  }
}

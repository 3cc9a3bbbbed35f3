/** Runs asynchronous tasks one after the other, in the order they were given. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task, task);
    this.#last = result.catch(() => undefined); // whoever asked gets the error; the next task is not concerned
    return result;
  }

  /** When everything given so far is done. */
  async idle(): Promise<void> {
    await this.#last;
  }
}

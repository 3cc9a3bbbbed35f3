/** A binary heap of (instant, item): what falls due next. An entry may have been overtaken; whoever takes it checks. */
export class Calendar<T> {
  readonly #atUs: number[] = [];
  readonly #items: T[] = [];

  /** The earliest instant, Infinity if there is none. */
  get nextUs(): number {
    return this.#atUs[0] ?? Infinity;
  }

  add(atUs: number, item: T): void {
    let at = this.#atUs.push(atUs) - 1;
    this.#items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#time(parent) <= this.#time(at)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  /** Removes and returns the earliest item. */
  take(): T | undefined {
    const last = this.#atUs.length - 1;
    if (last < 0) return undefined;
    this.#swap(0, last);
    this.#atUs.pop();
    const item = this.#items.pop();
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < last && this.#time(left) < this.#time(least)) least = left;
      if (right < last && this.#time(right) < this.#time(least)) least = right;
      if (least === at) return item;
      this.#swap(at, least);
      at = least;
    }
  }

  #time(index: number): number {
    return this.#atUs[index] ?? Infinity;
  }

  #swap(a: number, b: number): void {
    const atUs = this.#time(a);
    const item = this.#items[a];
    const other = this.#items[b];
    if (item === undefined || other === undefined) return;
    this.#atUs[a] = this.#time(b);
    this.#atUs[b] = atUs;
    this.#items[a] = other;
    this.#items[b] = item;
  }
}

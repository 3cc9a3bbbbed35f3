/** The newest sample of each series as the normaliser needs it, in typed arrays that grow with the ids. */
const FIRST_SIZE = 256;

function columns(size: number) {
  return {
    tUs: new Float64Array(size).fill(Number.NaN),
    value: new Float64Array(size),
    status: new Uint32Array(size),
    brokenUs: new Float64Array(size).fill(Number.NaN),
  };
}

export class SeriesStates {
  #columns = columns(FIRST_SIZE);
  readonly #text = new Map<number, string>();

  #grow(series: number): void {
    const old = this.#columns;
    if (series < old.tUs.length) return;
    const grown = columns(Math.max(series + 1, old.tUs.length * 2));
    grown.tUs.set(old.tUs);
    grown.value.set(old.value);
    grown.status.set(old.status);
    grown.brokenUs.set(old.brokenUs);
    this.#columns = grown;
  }

  /** Stamp of the newest sample; NaN before the first. */
  newestUs(series: number): number {
    return this.#columns.tUs[series] ?? Number.NaN;
  }

  /** Whether this is the newest sample once more: same stamp, value, status and text. */
  isRepeat(series: number, tUs: number, value: number, status: number, text: string | undefined): boolean {
    const newest = this.#columns;
    return newest.tUs[series] === tUs && Object.is(newest.value[series], value) && newest.status[series] === status && this.#text.get(series) === text;
  }

  /** Takes a sample over if it is not older than the newest; ends what was broken before it. */
  take(series: number, tUs: number, value: number, status: number, text: string | undefined): void {
    this.#grow(series);
    const newest = this.#columns;
    if (tUs < (newest.tUs[series] as number)) return; // grown to fit
    newest.tUs[series] = tUs;
    newest.value[series] = value;
    newest.status[series] = status;
    if (text !== undefined) this.#text.set(series, text);
    else if (this.#text.size > 0) this.#text.delete(series);
    if (tUs > (newest.brokenUs[series] as number)) newest.brokenUs[series] = Number.NaN; // grown to fit
  }

  /** The series is unknown from here until a sample after it. Does nothing where there is one already. */
  break(series: number, fromUs: number): void {
    this.#grow(series);
    const newest = this.#columns;
    if ((newest.tUs[series] as number) > fromUs) return; // grown to fit
    const sinceUs = newest.brokenUs[series] as number; // grown to fit
    newest.brokenUs[series] = Number.isNaN(sinceUs) ? fromUs : Math.max(sinceUs, fromUs);
  }

  /** Since when the series is unknown, waiting for a sample; NaN if it is not. */
  brokenUs(series: number): number {
    return this.#columns.brokenUs[series] ?? Number.NaN;
  }

  isBroken(series: number): boolean {
    return !Number.isNaN(this.brokenUs(series));
  }
}

/**
 * What one delay remembers: the course of its value over as long as the delay is, in pieces that follow each other. Each is the
 * polynomial of fourth order through five values, as exact as the solver's dense output from which they come. What generated code
 * calls allocates nothing. Times are in seconds since the run's begin.
 */

/** Values by which a piece is told, its ends included. */
export const VALUES_PER_PIECE = 5;
/** Numbers of a piece: its begin, then what its powers are multiplied with. */
const STRIDE = 1 + VALUES_PER_PIECE;
/** A jump is met at the whole microsecond before it; what is left of the piece before is passed over. */
const WITHIN_S = 1.001e-6;
/** Two instants closer than this are one: the rounding of times of a run of years. */
const SAME_S = 1e-8;
/** Two values that differ by less of their size are one, rounded otherwise. */
const SAME_SHARE = 1e-9;

export class DelayLine {
  #lengthS = 0;
  /** Pieces, one behind the other; the first counts from `#first` on. */
  #pieces = new Float64Array(64 * STRIDE);
  #first = 0;
  #count = 0;
  /** Where the last piece ends. */
  #endS = 0;
  #endValue = 0;
  /** When the value jumped, as long as that has not come out again. */
  #jumpsS: number[] = [];
  /** The instant that is read where the clock is at 0. */
  #baseS = 0;
  /** Piece read last, and the last that may be read. */
  #at = 0;
  #last = 0;

  get lengthS(): number {
    return this.#lengthS;
  }

  /** Forgets everything: the value has always been this one. */
  start(lengthS: number, nowS: number, value: number): void {
    this.#reset(lengthS, nowS);
    this.#add(nowS - lengthS, value, 0, 0, 0, 0);
    this.#endValue = value;
  }

  /** Goes on from what `save` gave, at another time. */
  restore(lengthS: number, nowS: number, saved: Float64Array): void {
    this.#reset(lengthS, nowS);
    for (let at = 0; at + STRIDE < saved.length; at += STRIDE) {
      const [fromS = 0, c0 = 0, c1 = 0, c2 = 0, c3 = 0, c4 = 0] = saved.subarray(at, at + STRIDE);
      if (at > 0 && differs(this.#lastValue(), c0)) this.#jumpsS.push(nowS + fromS);
      this.#add(nowS + fromS, c0, c1, c2, c3, c4);
    }
    this.#endValue = saved.at(-1) ?? 0;
  }

  /** What is remembered, times counted from now, and its value now. */
  save(): Float64Array {
    const saved = new Float64Array(this.#count * STRIDE + 1);
    saved.set(this.#pieces.subarray(this.#first * STRIDE, (this.#first + this.#count) * STRIDE));
    for (let at = 0; at < this.#count * STRIDE; at += STRIDE) saved[at] = (saved[at] as number) - this.#endS;
    saved[saved.length - 1] = this.#endValue;
    return saved;
  }

  /** The value went on from where it was remembered until `toS`; `values` are at equal distances, its ends included. */
  append(fromS: number, toS: number, values: ArrayLike<number>): void {
    if (!(toS > fromS)) return;
    const v0 = values[0] as number;
    const [d1, d2, d3, d4] = [(values[1] as number) - v0, (values[2] as number) - v0, (values[3] as number) - v0, (values[4] as number) - v0];
    if (differs(this.#endValue, v0)) this.#jumpsS.push(fromS);
    // Newton's forward differences, ordered by powers.
    this.#add(fromS, v0, (48 * d1 - 36 * d2 + 16 * d3 - 3 * d4) / 3, (-208 * d1 + 228 * d2 - 112 * d3 + 22 * d4) / 3, (288 * d1 - 384 * d2 + 224 * d3 - 48 * d4) / 3, (32 * (-4 * d1 + 6 * d2 - 4 * d3 + d4)) / 3);
    this.#endS = toS;
    this.#endValue = values[4] as number;
  }

  /** From here on the clock counts from this instant. What has come out is forgotten. */
  moveTo(nowS: number): void {
    this.#baseS = nowS - this.#lengthS;
    while (this.#count > 1 && this.#fromOf(this.#first + 1) <= this.#baseS + WITHIN_S) {
      this.#first += 1;
      this.#count -= 1;
    }
    while (this.#jumpsS.length > 0 && (this.#jumpsS[0] as number) <= this.#baseS + WITHIN_S) this.#jumpsS.shift();
    this.#at = this.#first;
    this.#last = this.#first + this.#count - 1;
  }

  /** What begins when the clock comes there is not read on the way to it. */
  readUntil(endS: number): void {
    while (this.#last > this.#first && this.#fromOf(this.#last) >= endS - this.#lengthS - SAME_S) this.#last -= 1;
  }

  /** When a jump comes out next; Infinity where none is remembered. */
  nextJumpS(): number {
    return this.#jumpsS.length === 0 ? Infinity : (this.#jumpsS[0] as number) + this.#lengthS;
  }

  /** The value a delay's length before the clock's instant. */
  read(clockS: number): number {
    const s = this.#seek(clockS);
    const at = this.#at * STRIDE;
    const p = this.#pieces;
    return (p[at + 1] as number) + s * ((p[at + 2] as number) + s * ((p[at + 3] as number) + s * ((p[at + 4] as number) + s * (p[at + 5] as number))));
  }

  /** How fast that moves, per second. */
  slope(clockS: number): number {
    const s = this.#seek(clockS);
    const at = this.#at * STRIDE;
    const p = this.#pieces;
    return ((p[at + 2] as number) + s * (2 * (p[at + 3] as number) + s * (3 * (p[at + 4] as number) + s * 4 * (p[at + 5] as number)))) / (this.#toOf(this.#at) - (p[at] as number));
  }

  /** Finds the piece, and says how far through it the instant is, 0 to 1. */
  #seek(clockS: number): number {
    const tS = this.#baseS + clockS;
    while (this.#at < this.#last && this.#fromOf(this.#at + 1) <= tS) this.#at += 1;
    while (this.#at > this.#first && this.#fromOf(this.#at) > tS) this.#at -= 1;
    const fromS = this.#fromOf(this.#at);
    const share = (tS - fromS) / (this.#toOf(this.#at) - fromS);
    return share < 0 ? 0 : share > 1 ? 1 : share;
  }

  #fromOf(piece: number): number {
    return this.#pieces[piece * STRIDE] as number;
  }

  #toOf(piece: number): number {
    return piece + 1 < this.#first + this.#count ? this.#fromOf(piece + 1) : this.#endS;
  }

  /** What the last piece comes to at its end: the sum of its powers there. */
  #lastValue(): number {
    const at = (this.#first + this.#count - 1) * STRIDE;
    return this.#pieces.subarray(at + 1, at + STRIDE).reduce((sum, part) => sum + part, 0);
  }

  #reset(lengthS: number, nowS: number): void {
    this.#lengthS = lengthS;
    this.#first = 0;
    this.#count = 0;
    this.#endS = nowS;
    this.#jumpsS = [];
  }

  #add(fromS: number, c0: number, c1: number, c2: number, c3: number, c4: number): void {
    let at = (this.#first + this.#count) * STRIDE;
    if (at === this.#pieces.length) at = this.#makeRoom();
    const p = this.#pieces;
    p[at] = fromS;
    p[at + 1] = c0;
    p[at + 2] = c1;
    p[at + 3] = c2;
    p[at + 4] = c3;
    p[at + 5] = c4;
    this.#count += 1;
  }

  /** Moves the pieces to the front, into more room where they fill more than half of it. */
  #makeRoom(): number {
    const kept = this.#pieces.subarray(this.#first * STRIDE, (this.#first + this.#count) * STRIDE);
    if (kept.length * 2 > this.#pieces.length) {
      this.#pieces = new Float64Array(this.#pieces.length * 2);
      this.#pieces.set(kept);
    } else {
      this.#pieces.copyWithin(0, this.#first * STRIDE, (this.#first + this.#count) * STRIDE);
    }
    this.#at -= this.#first;
    this.#last -= this.#first;
    this.#first = 0;
    return this.#count * STRIDE;
  }
}

function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > SAME_SHARE * (Math.abs(a) + Math.abs(b));
}

/** What generated code calls. */
export function past(line: DelayLine, clockS: number): number {
  return line.read(clockS);
}

/** Its rise over the clock. */
export function pastSlope(line: DelayLine, clockS: number): number {
  return line.slope(clockS);
}

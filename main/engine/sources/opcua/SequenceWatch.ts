/**
 * Follows the sequence numbers of one subscription: which message is new, which came before, which are missing
 * (OPC UA Part 4, 7.11 and 5.14.1.4). Numbers are UInt32 and go on at 1, never 0; a keep-alive carries the number of the
 * message that comes next. After a break messages may come out of order, some of them twice.
 */

const LAST_NUMBER = 0xffffffff;
/** More missing than any server keeps for us: only these are asked for again. */
const MAX_MISSING = 200;

export interface Taken {
  /** This message, or keep-alive, tells nothing that was not told before. */
  readonly repeated: boolean;
  /** Numbers found missing by this message. */
  readonly missing: readonly number[];
}

export class SequenceWatch {
  #expected: number | undefined;
  readonly #missing = new Set<number>();

  take(number: number, isKeepAlive: boolean): Taken {
    if (!isKeepAlive && this.#missing.delete(number)) return { repeated: false, missing: [] };
    const ahead = distance(this.#expected ?? number, number);
    if (ahead < 0) return { repeated: true, missing: [] };
    const missing: number[] = [];
    for (let lost = this.#expected ?? number; lost !== number && missing.length < MAX_MISSING; lost = next(lost)) missing.push(lost);
    for (const lost of missing) this.#missing.add(lost);
    this.#expected = isKeepAlive ? number : next(number);
    return { repeated: false, missing };
  }

  isMissing(number: number): boolean {
    return this.#missing.has(number);
  }

  /** Gives a message up. */
  giveUp(number: number): void {
    this.#missing.delete(number);
  }
}

export function next(number: number): number {
  return number === LAST_NUMBER ? 1 : number + 1;
}

export function previous(number: number): number {
  return number <= 1 ? LAST_NUMBER : number - 1;
}

/** How far `to` is ahead of `from`, the shorter way round. */
function distance(from: number, to: number): number {
  const plain = to - from;
  if (plain > LAST_NUMBER / 2) return plain - LAST_NUMBER;
  return plain < -LAST_NUMBER / 2 ? plain + LAST_NUMBER : plain;
}

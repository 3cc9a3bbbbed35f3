/**
 * Tables of models: linear between their points, held beyond their ends. What generated code calls; it never allocates.
 * Axes rise strictly, as the compiler has checked.
 */
import type { ModelTable } from "../../../shared/language/ir.ts";

/** Tables that generated code reads, by the number that stands in the code. */
export class TableNumbers {
  readonly tables: ModelTable[] = [];
  readonly #numbers = new Map<ModelTable, number>();

  of(table: ModelTable): number {
    const known = this.#numbers.get(table);
    if (known !== undefined) return known;
    const number = this.tables.push(table) - 1;
    this.#numbers.set(table, number);
    return number;
  }
}

/** Index of the piece of the axis in which x lies; the first or last one beyond its ends. */
function pieceOf(axis: readonly number[], x: number): number {
  let low = 0;
  let high = axis.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((axis[middle] as number) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How far x is through its piece, 0 to 1. */
function shareOf(axis: readonly number[], piece: number, x: number): number {
  const from = axis[piece] as number;
  const share = (x - from) / ((axis[piece + 1] as number) - from);
  return share < 0 ? 0 : share > 1 ? 1 : share;
}

function isInside(axis: readonly number[], x: number): boolean {
  return x >= (axis[0] as number) && x <= (axis[axis.length - 1] as number);
}

export function lookup1({ axes, values }: ModelTable, x: number): number {
  const axis = axes[0] as readonly number[];
  const i = pieceOf(axis, x);
  const from = values[i] as number;
  return from + shareOf(axis, i, x) * ((values[i + 1] as number) - from);
}

/** Rise of a table over its only axis; 0 beyond the ends. */
export function slope1({ axes, values }: ModelTable, _along: number, x: number): number {
  const axis = axes[0] as readonly number[];
  if (!isInside(axis, x)) return x === x ? 0 : NaN;
  const i = pieceOf(axis, x);
  return ((values[i + 1] as number) - (values[i] as number)) / ((axis[i + 1] as number) - (axis[i] as number));
}

export function lookup2({ axes, values }: ModelTable, x: number, y: number): number {
  const [first, second] = axes as [readonly number[], readonly number[]];
  const i = pieceOf(first, x);
  const at = i * second.length + pieceOf(second, y);
  const low = between(values, at, shareOf(second, at % second.length, y));
  return low + shareOf(first, i, x) * (between(values, at + second.length, shareOf(second, at % second.length, y)) - low);
}

/** Rise of a table along one of its two axes; 0 beyond that axis's ends. */
export function slope2({ axes, values }: ModelTable, along: number, x: number, y: number): number {
  const [first, second] = axes as [readonly number[], readonly number[]];
  if (x !== x || y !== y) return NaN;
  if (!isInside(along === 0 ? first : second, along === 0 ? x : y)) return 0;
  const i = pieceOf(first, x);
  const j = pieceOf(second, y);
  const at = i * second.length + j;
  if (along === 0) {
    const share = shareOf(second, j, y);
    return (between(values, at + second.length, share) - between(values, at, share)) / ((first[i + 1] as number) - (first[i] as number));
  }
  const share = shareOf(first, i, x);
  const low = (values[at + 1] as number) - (values[at] as number);
  const high = (values[at + second.length + 1] as number) - (values[at + second.length] as number);
  return (low + share * (high - low)) / ((second[j + 1] as number) - (second[j] as number));
}

function between(values: readonly number[], at: number, share: number): number {
  const from = values[at] as number;
  return from + share * ((values[at + 1] as number) - from);
}

/** The little SQL text that is put together rather than bound: literals and lists. */

/** A string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An identifier. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Integers as `1, 2, 3`; throws where one is none, so that nothing else can get into a statement. */
export function integerList(numbers: Iterable<number>): string {
  const list: string[] = [];
  for (const number of numbers) list.push(integer(number));
  return list.join(", ");
}

export function integer(number: number): string {
  if (!Number.isSafeInteger(number)) throw new RangeError(`${number} is not an integer`);
  return String(number);
}

/** An open span end as a BIGINT literal: infinities become the ends of the int64 range's exact part. */
export function timeLiteral(tUs: number): string {
  return integer(Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.floor(tUs))));
}

/** A number that counts as known: finite, quality not Bad, not from the future (`isKnown` of the sample model). */
export const KNOWN_NUMBER_SQL = "(value IS NOT NULL AND isfinite(value) AND status < 2147483648 AND (flags & 2) = 0)";

/** A sample that counts as known: such a number, or a text of such quality. */
export const KNOWN_SQL = "(((value IS NOT NULL AND isfinite(value)) OR text IS NOT NULL) AND status < 2147483648 AND (flags & 2) = 0)";

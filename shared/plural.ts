/** The word behind a count: `1 error`, `2 errors`. */

/** `one` for a count of one, else `many`, which is `one` with an s unless said otherwise. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}
